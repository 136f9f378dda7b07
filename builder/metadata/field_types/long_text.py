"""Texts of many lines, kept aside from the row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from builder.metadata.definitions import Field
from builder.metadata.field_types.base import LONG_TEXTUAL, FieldType, Part, PartKind, Shape, as_it_is
from builder.metadata.field_types.text import clean_text, length_conflicts, length_problem
from builder.metadata.values import JsonSchema, Value

LONGEST = 100_000
"""Characters."""


class LongTextField(FieldType):
    """Text with line breaks."""

    name = "long_text"
    shape = Shape.ASIDE
    parts = (Part("value", PartKind.TEXT, "long_text"),)
    operators = LONG_TEXTUAL
    sortable = False
    widget = "long_text"
    settings_schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "min_length": {"type": "integer", "minimum": 0, "maximum": LONGEST},
            "max_length": {"type": "integer", "minimum": 1, "maximum": LONGEST},
            "rows": {"type": "integer", "minimum": 2, "maximum": 40},
        },
    }

    def wire_schema(self, field: Field) -> JsonSchema:
        return {"type": "string", "maxLength": field.settings.get("max_length", LONGEST)}

    def parse(self, raw: object, field: Field) -> Value:
        text = clean_text(raw)
        if text is None:
            return None
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        least, most = field.settings.get("min_length", 0), field.settings.get("max_length", LONGEST)
        if not least <= len(text) <= most:
            raise length_problem(text, least, most)
        return text

    def dump(self, value: Value, field: Field) -> object:
        return value

    def dumper(self, field: Field) -> Callable[[Value], Any]:
        return as_it_is

    def problems_in(self, field: Field) -> Iterator[tuple[str, str]]:
        return length_conflicts(field)
