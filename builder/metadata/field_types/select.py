"""One choice out of a list, the field's own or a shared option set."""

from __future__ import annotations

from builder.metadata.definitions import Field
from builder.metadata.field_types.base import EQUALITY, FieldType, Part, PartKind, TextFormat
from builder.metadata.values import BadValue, JsonSchema, Value, text_of

SELECT_SETTINGS = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "options": {"$ref": "common.json#/$defs/options"},
        "option_set": {"$ref": "common.json#/$defs/ref"},
        "depends_on": {"$ref": "common.json#/$defs/ref"},
    },
}


class SelectField(FieldType):
    """One option; on the wire its name, canonically its id."""

    name = "select"
    parts = (Part("value", PartKind.OPTION, "select"),)
    operators = EQUALITY
    widget = "select"
    settings_schema = SELECT_SETTINGS

    def wire_schema(self, field: Field) -> JsonSchema:
        return {"type": "string", "enum": [option.name for option in field.options]}

    def parse(self, raw: object, field: Field) -> Value:
        if raw is None or raw == "":
            return None
        return parse_option(raw, field)

    def dump(self, value: Value, field: Field) -> object:
        option = field.options.by_id.get(value)
        return option.name if option else None

    def parse_text(self, text: str, field: Field, how: TextFormat) -> Value:
        if not text.strip():
            return None
        found = field.options.by_label.get(text.strip().casefold(), [])
        if len(found) != 1:
            raise BadValue("ambiguous_option" if found else "unknown_option", value=text.strip())
        return found[0].id

    def to_text(self, value: Value, field: Field, how: TextFormat) -> str:
        option = field.options.by_id.get(value)
        return text_of(option.label, how.locale) if option else ""

    def search_text(self, value: Value, field: Field) -> str:
        option = field.options.by_id.get(value)
        return " ".join(option.label.values()) if option else ""


def parse_option(raw: object, field: Field) -> str:
    """Return the id of the option called ``raw``. Raises BadValue ``unknown_option``."""
    option = field.options.by_name.get(raw) if isinstance(raw, str) else None
    if option is None:
        raise BadValue("unknown_option", value=str(raw)[:100])
    return option.id
