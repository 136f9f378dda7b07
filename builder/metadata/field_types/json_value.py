"""Any JSON, kept aside as one canonical text."""

from __future__ import annotations

import orjson

from builder.errors import Problem
from builder.metadata.definitions import Field
from builder.metadata.field_types.base import PRESENCE, FieldType, Part, PartKind, Shape, TextFormat
from builder.metadata.json_bounds import bounds_problems
from builder.metadata.json_texts import read_json
from builder.metadata.values import BadValue, JsonSchema, Value

LARGEST = 100_000
"""Bytes of the canonical text."""


class JsonField(FieldType):
    """A JSON value; canonically its text without blanks and with sorted keys, so that equal values are equal texts."""

    name = "json"
    shape = Shape.ASIDE
    parts = (Part("value", PartKind.TEXT, "json"),)
    operators = PRESENCE
    sortable = False
    widget = "json"

    def wire_schema(self, field: Field) -> JsonSchema:
        return {"type": ["object", "array", "string", "number", "boolean"]}

    def parse(self, raw: object, field: Field) -> Value:
        if raw is None or raw == "":
            return None
        text = canonical_json(raw)
        return None if text == "null" else text

    def dump(self, value: Value, field: Field) -> object:
        return None if value is None else orjson.loads(value)

    def parse_text(self, text: str, field: Field, how: TextFormat) -> Value:
        if not text.strip():
            return None
        return self.parse(read_json(text), field)

    def to_text(self, value: Value, field: Field, how: TextFormat) -> str:
        return value or ""

    def unique_key(self, value: Value, field: Field) -> str | int | None:
        return None

    def search_text(self, value: Value, field: Field) -> str:
        return ""


def canonical_json(raw: object, largest: int = LARGEST) -> str:
    """Return the canonical text of a JSON value. Raises BadValue: ``too_long``, or what makes it no JSON to keep."""
    try:
        written = orjson.dumps(raw, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # not JSON, a number beyond 64 bits, a lone surrogate, or nested too deeply
        problem = next(iter(bounds_problems(raw, 1)), Problem("", "not_json"))
        raise BadValue(problem.code, **problem.params) from None
    if len(written) > largest:
        raise BadValue("too_long", max=largest, actual=len(written))
    return written.decode()
