"""Yes or no."""

from __future__ import annotations

from builder.metadata.definitions import Field
from builder.metadata.field_types.base import EQUALITY, FieldType, Part, PartKind, TextFormat
from builder.metadata.values import BadValue, JsonSchema, Value
from builder.metadata.written.boolean_texts import parse_boolean_text


class BooleanField(FieldType):
    """True or false on the wire, 1 or 0 in the database; blank is neither."""

    can_be_searched = False
    name = "boolean"
    parts = (Part("value", PartKind.INTEGER, "boolean"),)
    operators = EQUALITY
    widget = "boolean"

    def wire_schema(self, field: Field) -> JsonSchema:
        return {"type": "boolean"}

    def parse(self, raw: object, field: Field) -> Value:
        if raw is None or raw == "":
            return None
        if raw is True:
            return 1
        if raw is False:
            return 0
        raise BadValue("not_a_boolean")

    def dump(self, value: Value, field: Field) -> object:
        return None if value is None else bool(value)

    def parse_text(self, text: str, field: Field, how: TextFormat) -> Value:
        if not text.strip():
            return None
        found = parse_boolean_text(text)
        if found is None:
            raise BadValue("not_a_boolean", value=text.strip()[:100])
        return int(found)

    def to_text(self, value: Value, field: Field, how: TextFormat) -> str:
        if value is None:
            return ""
        yes, no = ("是", "否") if how.locale.startswith("zh") else ("Yes", "No")
        return yes if value else no
