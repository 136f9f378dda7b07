"""Numbers with a fixed count of decimals, an optional unit and range."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from builder.metadata.definitions import Field
from builder.metadata.field_types.base import COMPARABLE, FieldType, Part, PartKind
from builder.metadata.values import LARGEST_INTEGER, BadValue, JsonSchema, Value


class NumberField(FieldType):
    """A decimal number, stored as an integer scaled by ``decimals`` (default 2, at most 10)."""

    name = "number"
    parts = (Part("value", PartKind.INTEGER, "number"),)
    operators = COMPARABLE
    aggregates = frozenset({"count", "sum", "avg", "min", "max"})
    can_be_unique = True
    widget = "number"
    settings_schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "decimals": {"type": "integer", "minimum": 0, "maximum": 10},
            "min": {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
            "max": {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
            "unit": {"type": "string", "maxLength": 20},
            "thousands": {"type": "boolean"},
        },
    }

    def wire_schema(self, field: Field) -> JsonSchema:
        return {"type": ["string", "number"], "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}

    def parse(self, raw: object, field: Field) -> Value:
        if raw is None or raw == "":
            return None
        return scaled(raw, field)

    def dump(self, value: Value, field: Field) -> object:
        return None if value is None else unscaled(value, decimals_of(field))


def decimals_of(field: Field) -> int:
    """Return how many decimals the field keeps."""
    return int(field.settings.get("decimals", 2))


def scaled(raw: object, field: Field) -> int:
    """Return a wire number as a scaled integer within the field's range.

    Accepts decimal strings and JSON numbers. Raises BadValue when it is no number, has more
    decimals than the field keeps, or leaves the range.
    """
    if isinstance(raw, bool) or not isinstance(raw, str | int | float | Decimal):
        raise BadValue("not_a_number")
    try:
        number = Decimal(str(raw).strip())
    except InvalidOperation:
        raise BadValue("not_a_number") from None
    if not number.is_finite() or abs(number.adjusted()) > 30:
        raise BadValue("number_too_large" if number.is_finite() and number else "not_a_number")
    places = decimals_of(field)
    shifted = number.scaleb(places)
    if shifted != shifted.to_integral_value():
        raise BadValue("too_many_decimals", decimals=places)
    result = int(shifted)
    if abs(result) > LARGEST_INTEGER:
        raise BadValue("number_too_large")
    check_range(result, field, places)
    return result


def check_range(value: int, field: Field, places: int) -> None:
    """Raise BadValue when a scaled value leaves the field's ``min`` or ``max``."""
    low, high = field.settings.get("min"), field.settings.get("max")
    if low is not None and value < Decimal(low).scaleb(places):
        raise BadValue("too_small", min=low)
    if high is not None and value > Decimal(high).scaleb(places):
        raise BadValue("too_large", max=high)


def unscaled(value: int, places: int) -> str:
    """Return a scaled integer as a decimal string with exactly ``places`` decimals."""
    if not places:
        return str(value)
    sign, digits = ("-" if value < 0 else ""), str(abs(value)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}"
