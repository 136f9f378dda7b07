"""Numbers kept as integers scaled by a fixed count of decimals: how they are read, bounded and written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, ClassVar

from builder.metadata.definitions import Field
from builder.metadata.field_types.base import COMPARABLE, FieldType, TextFormat, as_it_is
from builder.metadata.values import LARGEST_ID, LARGEST_INTEGER, BadValue, JsonSchema, Value
from builder.metadata.written.number_texts import parse_number_text

NUMBER_PATTERN = r"^-?[0-9]{1,30}(\.[0-9]{1,10})?$"
LIMIT = {"type": ["string", "integer"], "pattern": NUMBER_PATTERN}
"""Schema of a bound in settings: a decimal string or an integer."""
DECIMALS = {"type": "integer", "minimum": 0, "maximum": 10}
_UNIT = {"type": "string", "maxLength": 20}
UNIT = {"anyOf": [_UNIT, {"type": "object", "minProperties": 1, "maxProperties": 20, "additionalProperties": _UNIT}]}
"""Schema of what stands behind a number: the same everywhere, or a word for each language."""
LONGEST = 60
_IN_NUMBERS = "0123456789."
_MOST_DIGITS = 18
"""Digits that fit a 64-bit integer whatever they are."""
PLAIN_DIGITS = 15
"""Digits that a binary fraction holds; a spreadsheet's further ones are noise (0.30000000000000004)."""


def _units(field: Field) -> tuple[str, ...]:
    """Return how the unit of a field is written, in whichever language."""
    unit = field.settings.get("unit", "")
    return tuple(unit.values()) if isinstance(unit, dict) else (unit,)


def _without_unit(text: str, field: Field) -> str:
    return next((text.removesuffix(unit) for unit in _units(field) if unit and text.endswith(unit)), text)


class DecimalField(FieldType):
    """A number; ``decimals`` come from the settings, or from the type where it fixes them."""

    operators = COMPARABLE
    aggregates = frozenset({"count", "sum", "avg", "min", "max"})
    can_be_unique = True
    fixed_decimals: ClassVar[int | None] = None
    lowest: ClassVar[int] = -LARGEST_INTEGER
    highest: ClassVar[int] = LARGEST_INTEGER
    plain_text_is_wire: ClassVar[bool] = True
    """Whether plain digits in a cell mean what they mean on the wire."""

    def decimals(self, field: Field) -> int:
        """Return how many decimals the field keeps."""
        if self.fixed_decimals is not None:
            return self.fixed_decimals
        return int(field.settings.get("decimals", 2))

    def bounds(self, field: Field) -> tuple[int, int]:
        """Return the least and greatest scaled value that the field takes."""
        places = self.decimals(field)
        low, high = field.settings.get("min"), field.settings.get("max")
        return (
            self.lowest if low is None else max(self.lowest, _scaled_bound(low, places, ROUND_CEILING)),
            self.highest if high is None else min(self.highest, _scaled_bound(high, places, ROUND_FLOOR)),
        )

    def wire_schema(self, field: Field) -> JsonSchema:
        return {"type": ["string", "number"], "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}

    def parse(self, raw: object, field: Field) -> Value:
        return _parser(self, field)(raw)

    def parser(self, field: Field) -> Callable[[Any], Value]:
        places = self.decimals(field)
        least, most = self.bounds(field)
        factor = 10**places

        def parse(raw: Any) -> Value:
            if raw is None or raw == "":
                return None
            value = raw * factor if type(raw) is int else scaled(raw, places)
            if not least <= value <= most:
                raise _range_problem(value, places, least, most)
            return value

        return parse

    def dump(self, value: Value, field: Field) -> object:
        return None if value is None else unscaled(value, self.decimals(field))

    def dumper(self, field: Field) -> Callable[[Value], Any]:
        places = self.decimals(field)
        return lambda value: None if value is None else unscaled(value, places)

    def parse_text(self, text: str, field: Field, how: TextFormat) -> Value:
        if not text.strip():
            return None
        number = number_of(_without_unit(text.strip(), field), how.decimal_mark)
        return self.parse(without_noise(number, self.decimals(field)), field)

    def text_parser(self, field: Field, how: TextFormat) -> Callable[[str], Value]:
        """Read plain digits as the wire's numbers are read; whatever else is in a cell goes the long way."""
        parse = self.parser(field)
        plain = self.plain_text_is_wire and not set(_IN_NUMBERS) & set("".join(_units(field)))
        plain = plain and how.decimal_mark == "."

        def read(text: str) -> Value:
            if plain and len(text) <= PLAIN_DIGITS and text.isascii() and text.replace(".", "", 1).isdigit():
                return parse(text)
            return self.parse_text(text, field, how)

        return read

    def to_text(self, value: Value, field: Field, how: TextFormat) -> str:
        return "" if value is None else grouped(value, self.decimals(field), field)

    def search_text(self, value: Value, field: Field) -> str:
        return "" if value is None else unscaled(value, self.decimals(field))

    def problems_in(self, field: Field) -> Iterator[tuple[str, str]]:
        low, high = field.settings.get("min"), field.settings.get("max")
        if low is not None and high is not None and Decimal(low) > Decimal(high):
            yield "min", "min_above_max"


class WholeNumberField(DecimalField):
    """A number without decimals, small enough to be a JSON number for every reader."""

    fixed_decimals = 0
    lowest = -LARGEST_ID
    highest = LARGEST_ID

    def wire_schema(self, field: Field) -> JsonSchema:
        least, most = self.bounds(field)
        return {"type": ["integer", "string"], "minimum": least, "maximum": most}

    def dump(self, value: Value, field: Field) -> object:
        return value

    def dumper(self, field: Field) -> Callable[[Value], Any]:
        return as_it_is


@lru_cache(maxsize=2_000)
def _parser(kind: DecimalField, field: Field) -> Callable[[Any], Value]:
    """Keep the parsers of fields that are read one value at a time, as files are."""
    return kind.parser(field)


def scaled(raw: object, places: int) -> int:
    """Return a decimal string or JSON number as an integer scaled by ``places``.

    Raises BadValue ``not_a_number``, ``too_many_decimals`` or ``number_too_large``.
    """
    if type(raw) is str and len(raw) <= _MOST_DIGITS and raw.isascii():
        whole, _, fraction = raw.partition(".")
        if whole.removeprefix("-").isdigit() and len(fraction) <= places and (not fraction or fraction.isdigit()):
            return int(whole + fraction.ljust(places, "0"))
    return _from_decimal(parse_decimal(raw), places)


def parse_decimal(raw: object) -> Decimal:
    """Return a decimal string or JSON number as it is. Raises BadValue ``not_a_number`` or ``number_too_large``."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float | Decimal):
        raise BadValue("not_a_number")
    if isinstance(raw, int):
        if abs(raw) > LARGEST_INTEGER:
            raise BadValue("number_too_large")
        return Decimal(raw)
    text = str(raw).strip()
    if len(text) > LONGEST or not text.isascii() or "_" in text:
        raise BadValue("not_a_number")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise BadValue("not_a_number") from None
    if not number.is_finite():
        raise BadValue("not_a_number")
    return number


def _from_decimal(number: Decimal, places: int) -> int:
    sign, digits, exponent = number.as_tuple()
    shift: int = int(exponent) + places
    if not any(digits):
        return 0
    if number.adjusted() > 30:
        raise BadValue("number_too_large")
    value: int = int("".join(map(str, digits)))
    if shift >= 0:
        value *= int(10**shift)
    else:
        value, rest = divmod(value, int(10 ** min(-shift, len(digits))))
        if rest or -shift > len(digits):
            raise BadValue("too_many_decimals", decimals=places)
    return -value if sign else value


def _range_problem(value: int, places: int, least: int, most: int) -> BadValue:
    if abs(value) > LARGEST_INTEGER:
        return BadValue("number_too_large")
    if value < least:
        return BadValue("too_small", min=unscaled(least, places))
    return BadValue("too_large", max=unscaled(most, places))


def _scaled_bound(bound: str | int, places: int, rounding: str) -> int:
    return int(Decimal(bound).scaleb(places).to_integral_value(rounding))


def unscaled(value: int, places: int) -> str:
    """Return a scaled integer as a decimal string with exactly ``places`` decimals."""
    if not places:
        return str(value)
    sign, digits = ("-" if value < 0 else ""), str(abs(value)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def grouped(value: int, places: int, field: Field) -> str:
    """Return a scaled integer as people read it: with thousands apart where the field says so."""
    plain = unscaled(value, places)
    if not field.settings.get("thousands"):
        return plain
    whole, point, fraction = plain.partition(".")
    return f"{'-' if plain.startswith('-') else ''}{abs(int(whole)):,}{point}{fraction}"


def number_of(text: str, mark: str = ".") -> Decimal:
    """Return the number that a person wrote (1,234.5, 3万, (12)). Raises BadValue ``not_a_number``."""
    if mark == "." and len(text) <= _MOST_DIGITS and text.isascii() and text.replace(".", "", 1).isdigit():
        return Decimal(text)
    number: Decimal = written_number(text, mark).value
    return number


def written_number(text: str, mark: str = ".") -> Any:
    """Return value, currency and percent sign of what a person wrote. Raises BadValue ``not_a_number``."""
    found = parse_number_text(text, mark)
    if found is None:
        raise BadValue("not_a_number", value=text.strip()[:100])
    return found


def without_noise(number: Decimal, places: int) -> Decimal:
    """Return a number without what binary fractions leave behind the decimals that are kept."""
    _, digits, exponent = number.as_tuple()
    if len(digits) <= PLAIN_DIGITS or not isinstance(exponent, int) or -exponent <= places:
        return number
    return round(number, max(0, PLAIN_DIGITS - 1 - number.adjusted()))
