"""A link to one record of one other entity."""

from __future__ import annotations

from builder.metadata.definitions import Field
from builder.metadata.field_types.base import EQUALITY, FieldType, Part, PartKind, TextFormat
from builder.metadata.values import LARGEST_ID, BadValue, JsonSchema, Value


class ReferenceField(FieldType):
    """The id of a record of ``settings.entity``; out on the wire as ``{id, label}``."""

    name = "reference"
    parts = (Part("value", PartKind.RECORD, "reference"),)
    operators = EQUALITY
    widget = "reference"
    settings_schema = {
        "type": "object",
        "additionalProperties": False,
        "required": ["entity"],
        "properties": {
            "entity": {"$ref": "common.json#/$defs/ref"},
            "on_delete": {"enum": ["keep", "restrict", "clear", "cascade"]},
            "filter": {"$ref": "common.json#/$defs/condition"},
        },
    }

    def wire_schema(self, field: Field) -> JsonSchema:
        return {"type": "integer", "minimum": 1, "maximum": LARGEST_ID}

    def parse(self, raw: object, field: Field) -> Value:
        if raw is None or raw == "":
            return None
        return parse_id(raw)

    def dump(self, value: Value, field: Field) -> object:
        return value

    def parse_text(self, text: str, field: Field, how: TextFormat) -> Value:
        """Titles and keys are looked up by the import, which knows the records; here only ids."""
        if not text.strip():
            return None
        if not text.strip().isdecimal():
            raise BadValue("not_an_id", value=text.strip())
        return parse_id(int(text.strip()))

    def to_text(self, value: Value, field: Field, how: TextFormat) -> str:
        return "" if value is None else (how.names or {}).get(value, str(value))


def parse_id(raw: object) -> int:
    """Return a record id; ``{"id": 7, …}`` as it came out is accepted again. Raises BadValue."""
    if isinstance(raw, dict):
        raw = raw.get("id")
    if isinstance(raw, bool) or not isinstance(raw, int) or not 1 <= raw <= LARGEST_ID:
        raise BadValue("not_an_id")
    return raw
