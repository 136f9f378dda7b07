"""Short text: one line, with optional length and pattern, sorted as Chinese readers expect."""

from __future__ import annotations

import re2

from builder.metadata.definitions import Field
from builder.metadata.field_types.base import TEXTUAL, FieldType, Part, PartKind
from builder.metadata.values import BadValue, JsonSchema, Value

LONGEST = 2_000
"""Characters; longer texts belong in long_text, where no scan walks them."""


class TextField(FieldType):
    """One line of text."""

    name = "text"
    parts = (Part("value", PartKind.SORTED_TEXT, "text"),)
    operators = TEXTUAL
    can_be_unique = True
    widget = "text"
    settings_schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "min_length": {"type": "integer", "minimum": 0, "maximum": LONGEST},
            "max_length": {"type": "integer", "minimum": 1, "maximum": LONGEST},
            "pattern": {"type": "string", "maxLength": 1_000},
        },
    }

    def wire_schema(self, field: Field) -> JsonSchema:
        return {"type": "string", "maxLength": field.settings.get("max_length", LONGEST)}

    def parse(self, raw: object, field: Field) -> Value:
        text = clean_line(raw)
        if text is None:
            return None
        check_length(text, field, LONGEST)
        pattern = field.settings.get("pattern")
        if pattern and not re2.fullmatch(pattern, text):
            raise BadValue("pattern_mismatch", pattern=pattern)
        return text

    def dump(self, value: Value, field: Field) -> object:
        return value

    def unique_key(self, value: Value, field: Field) -> str | None:
        return value.casefold() if value else None


def clean_line(raw: object) -> str | None:
    """Return trimmed text or None when blank. Raises BadValue for other types and for NUL."""
    if raw is None:
        return None
    if not isinstance(raw, str):
        raise BadValue("not_text")
    if "\x00" in raw:
        raise BadValue("nul_character")
    try:
        raw.encode()
    except UnicodeEncodeError:
        raise BadValue("broken_character") from None
    return raw.strip() or None


def check_length(text: str, field: Field, longest: int) -> None:
    """Raise BadValue when the text is shorter or longer than the field allows."""
    most = field.settings.get("max_length", longest)
    if len(text) > most:
        raise BadValue("too_long", max=most, actual=len(text))
    if len(text) < field.settings.get("min_length", 0):
        raise BadValue("too_short", min=field.settings["min_length"], actual=len(text))
