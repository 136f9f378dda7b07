"""Numbers that the product gives: fixed texts, dates, a counter and other fields, put together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from builder.metadata.definitions import Field
from builder.metadata.field_types.base import TEXTUAL, FieldType, Part, PartKind
from builder.metadata.field_types.text import clean_line
from builder.metadata.relative import EPOCH_DAY
from builder.metadata.values import BadValue, JsonSchema, Value

LONGEST = 500
LONGEST_TEXT = 40
"""Characters of another field's text that a number shows: the counter behind it must not be cut off."""
LARGEST_COUNTER = 10**15
_DATE_FORMATS: Mapping[str, str] = {
    "yyyy": "%Y",
    "yy": "%y",
    "MM": "%m",
    "yyyyMM": "%Y%m",
    "yyMM": "%y%m",
    "yyyyMMdd": "%Y%m%d",
    "yyMMdd": "%y%m%d",
}
_PERIODS: Mapping[str, str] = {"never": "", "year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d"}


def _only(name: str, schema: JsonSchema) -> JsonSchema:
    return {"type": "object", "additionalProperties": False, "required": [name], "properties": {name: schema}}


class Counter(NamedTuple):
    """The counter of a number: what it begins with, and the shared sequence it counts in, if any."""

    first: int
    digits: int
    sequence: str


class AutoNumberField(FieldType):
    """Text put together from ``parts`` when a record is made; people read it and never write it."""

    name = "auto_number"
    parts = (Part("value", PartKind.SORTED_TEXT, "text"),)
    operators = TEXTUAL
    can_be_unique = True
    written_by_people = False
    widget = "auto_number"
    settings_schema = {
        "type": "object",
        "additionalProperties": False,
        "required": ["parts"],
        "properties": {
            "parts": {
                "type": "array",
                "minItems": 1,
                "maxItems": 10,
                "items": {
                    "oneOf": [
                        _only("fixed", {"type": "string", "minLength": 1, "maxLength": 40}),
                        _only("date", {"enum": list(_DATE_FORMATS)}),
                        _only("field", {"$ref": "common.json#/$defs/ref"}),
                        _only(
                            "counter",
                            {
                                "type": "object",
                                "additionalProperties": False,
                                "properties": {
                                    "digits": {"type": "integer", "minimum": 1, "maximum": 12},
                                    "start": {"type": "integer", "minimum": 0, "maximum": LARGEST_COUNTER},
                                    "reset": {"enum": list(_PERIODS)},
                                    "sequence": {"$ref": "common.json#/$defs/name"},
                                },
                            },
                        ),
                    ]
                },
            }
        },
    }

    def wire_schema(self, field: Field) -> JsonSchema:
        return {"type": "string", "maxLength": LONGEST, "readOnly": True}

    def parse(self, raw: object, field: Field) -> Value:
        text = clean_line(raw)
        if text is not None and len(text) > LONGEST:
            raise BadValue("too_long", max=LONGEST, actual=len(text))
        return text

    def dump(self, value: Value, field: Field) -> object:
        return value

    def problems_in(self, field: Field) -> Iterator[tuple[str, str]]:
        parts = field.settings.get("parts", ())
        counters = [part["counter"] for part in parts if "counter" in part]
        if len(counters) != 1:
            yield "parts", "one_counter_needed"
            return
        shown = "".join(_DATE_FORMATS.get(part["date"], "") for part in parts if "date" in part)
        wanted = _RESET_SHOWS[counters[0].get("reset", "never")]
        if any(not any(sign in shown for sign in signs) for signs in wanted):
            yield "parts", "reset_repeats_numbers"


_RESET_SHOWS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "never": (),
    "year": (("%Y", "%y"),),
    "month": (("%Y", "%y"), ("%m",)),
    "day": (("%Y", "%y"), ("%m",), ("%d",)),
}
"""What a number must show of its date for a counter that starts again not to repeat it."""


def counter_of(field: Field) -> Counter:
    """Return the counter among a field's parts."""
    settings = _counter_settings(field)
    return Counter(settings.get("start", 1), settings.get("digits", 1), settings.get("sequence", ""))


def counter_period(field: Field, day: int) -> str:
    """Return the period in which numbers given on a day count: "", 2024, 2024-03 or 2024-03-05."""
    written = _PERIODS[_counter_settings(field).get("reset", "never")]
    return date.fromordinal(day + EPOCH_DAY).strftime(written) if written else ""


def composed(field: Field, number: int, day: int, texts: Mapping[str, str]) -> str:
    """Return the number of a record: ``day`` is the day it is made on, ``texts`` field id → the field as text."""
    return "".join(_part_text(part, number, day, texts) for part in field.settings.get("parts", ()))


def fields_shown(field: Field) -> list[str]:
    """Return the ids of the fields whose texts the number contains."""
    return [part["field"] for part in field.settings.get("parts", ()) if "field" in part]


def _part_text(part: Mapping[str, Any], number: int, day: int, texts: Mapping[str, str]) -> str:
    if "counter" in part:
        return str(number).rjust(part["counter"].get("digits", 1), "0")
    if "date" in part:
        return date.fromordinal(day + EPOCH_DAY).strftime(_DATE_FORMATS[part["date"]])
    return str(part.get("fixed", "")) or texts.get(part.get("field", ""), "")[:LONGEST_TEXT].strip()


def _counter_settings(field: Field) -> Mapping[str, Any]:
    counters: list[Mapping[str, Any]] = [
        part["counter"] for part in field.settings.get("parts", ()) if "counter" in part
    ]
    return counters[0] if counters else {}
