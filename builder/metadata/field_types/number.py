"""Numbers with a fixed count of decimals, whole numbers, percentages and ratings."""

from __future__ import annotations

from collections.abc import Iterator

from builder.metadata.definitions import Field
from builder.metadata.field_types.base import Part, PartKind, TextFormat
from builder.metadata.field_types.decimals import (
    DECIMALS,
    LIMIT,
    UNIT,
    DecimalField,
    WholeNumberField,
    grouped,
    without_noise,
    written_number,
)
from builder.metadata.values import Value

_LIMITS = {"min": LIMIT, "max": LIMIT}
_SHOWN = {"unit": UNIT, "thousands": {"type": "boolean"}}


class NumberField(DecimalField):
    """A decimal number, stored as an integer scaled by ``decimals`` (default 2, at most 10)."""

    name = "number"
    parts = (Part("value", PartKind.INTEGER, "number"),)
    widget = "number"
    settings_schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {"decimals": DECIMALS, **_LIMITS, **_SHOWN},
    }


class IntegerField(WholeNumberField):
    """A whole number."""

    name = "integer"
    parts = (Part("value", PartKind.INTEGER, "integer"),)
    widget = "integer"
    settings_schema = {"type": "object", "additionalProperties": False, "properties": {**_LIMITS, **_SHOWN}}


class PercentField(DecimalField):
    """A percentage; 12.5 % is ``"12.50"`` on the wire, with ``decimals`` counted in percent."""

    name = "percent"
    parts = (Part("value", PartKind.INTEGER, "percent"),)
    widget = "percent"
    settings_schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {"decimals": DECIMALS, **_LIMITS},
    }

    def parse_text(self, text: str, field: Field, how: TextFormat) -> Value:
        if not text.strip():
            return None
        found = written_number(text, how.decimal_mark)
        number = found.value.scaleb(2) if found.is_percent else found.value
        return self.parse(without_noise(number, self.decimals(field)), field)

    def to_text(self, value: Value, field: Field, how: TextFormat) -> str:
        return "" if value is None else grouped(value, self.decimals(field), field) + "%"


class RatingField(WholeNumberField):
    """Stars, 1 to ``max`` (default 5)."""

    name = "rating"
    parts = (Part("value", PartKind.INTEGER, "rating"),)
    can_be_unique = False
    widget = "rating"
    settings_schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {"max": {"type": "integer", "minimum": 2, "maximum": 10}},
    }

    def bounds(self, field: Field) -> tuple[int, int]:
        return 1, field.settings.get("max", 5)


class CoordinateField(DecimalField):
    """Degrees with six decimals, a tenth of a metre, as a part of a location."""

    name = "coordinate"
    parts = (Part("value", PartKind.INTEGER, "coordinate"),)
    fixed_decimals = 6
    widget = "number"
    part_only = True

    def problems_in(self, field: Field) -> Iterator[tuple[str, str]]:
        yield "type", "unknown_field_type"
