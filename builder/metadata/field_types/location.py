"""Points on the map."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from builder.metadata.definitions import Field
from builder.metadata.field_types.base import PRESENCE, FieldType, Part, PartKind, TextFormat
from builder.metadata.field_types.decimals import parse_decimal, unscaled
from builder.metadata.field_types.text import clean_line
from builder.metadata.values import BadValue, JsonSchema, Value

DECIMALS = 6
LIMITS = {"latitude": 90, "longitude": 180}
LONGEST_LABEL = 200
_WRITTEN = re.compile(r"(-?\d{1,3}(?:\.\d{1,20})?)\s*[,，\s]\s*(-?\d{1,3}(?:\.\d{1,20})?)(?:[\s,，]+(.*))?", re.ASCII)


class LocationField(FieldType):
    """``{latitude, longitude, label}``, WGS 84 degrees as decimal strings with six decimals, further ones rounded."""

    name = "location"
    parts = (
        Part("latitude", PartKind.INTEGER, "coordinate"),
        Part("longitude", PartKind.INTEGER, "coordinate"),
        Part("label", PartKind.TEXT, "plain_text"),
    )
    operators = PRESENCE
    sortable = False
    widget = "location"

    def wire_schema(self, field: Field) -> JsonSchema:
        number = {"type": ["string", "number"]}
        return {
            "type": "object",
            "properties": {"latitude": number, "longitude": number, "label": {"type": ["string", "null"]}},
            "required": ["latitude", "longitude"],
            "additionalProperties": False,
        }

    def parse(self, raw: object, field: Field) -> Value:
        if raw is None or raw == "":
            return None
        if not isinstance(raw, Mapping):
            raise BadValue("not_a_location")
        if not raw.keys() <= {"latitude", "longitude", "label"}:
            raise BadValue("unknown_part")
        label = _label(raw.get("label"))
        degrees = {name: _degrees(raw.get(name), name) for name in LIMITS}
        if label is None and all(item is None for item in degrees.values()):
            return None
        if None in degrees.values():
            raise BadValue("coordinates_incomplete")
        return {**degrees, "label": label}

    def dump(self, value: Value, field: Field) -> object:
        if value is None:
            return None
        found = {name: unscaled(value[name], DECIMALS) for name in LIMITS if value.get(name) is not None}
        return {**found, "label": value["label"]} if value.get("label") else found

    def parse_text(self, text: str, field: Field, how: TextFormat) -> Value:
        if not text.strip():
            return None
        match = _WRITTEN.fullmatch(text.strip())
        if match is None:
            raise BadValue("not_a_location", value=text.strip()[:100])
        return self.parse({"latitude": match[1], "longitude": match[2], "label": match[3]}, field)

    def to_text(self, value: Value, field: Field, how: TextFormat) -> str:
        if value is None:
            return ""
        place = f"{unscaled(value['latitude'], DECIMALS)}, {unscaled(value['longitude'], DECIMALS)}"
        return f"{place} {value['label']}" if value.get("label") else place

    def search_text(self, value: Value, field: Field) -> str:
        return (value or {}).get("label") or ""

    def unique_key(self, value: Value, field: Field) -> str | int | None:
        return None


def _degrees(raw: object, name: str) -> int | None:
    if raw is None or raw == "":
        return None
    try:
        number = parse_decimal(raw)
    except BadValue as bad:
        raise BadValue(bad.code, name, **bad.params) from None
    if abs(number) > LIMITS[name]:
        raise BadValue("too_large" if number > 0 else "too_small", name, max=str(LIMITS[name]), min=str(-LIMITS[name]))
    return int(round(number, DECIMALS) * Decimal(10**DECIMALS))


def _label(raw: object) -> str | None:
    try:
        text = clean_line(raw)
    except BadValue as bad:
        raise BadValue(bad.code, "label", **bad.params) from None
    if text is not None and len(text) > LONGEST_LABEL:
        raise BadValue("too_long", "label", max=LONGEST_LABEL, actual=len(text))
    return text
