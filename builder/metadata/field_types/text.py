"""Short text: one line, with optional length and pattern, sorted as Chinese readers expect."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import re2

from builder.metadata.definitions import Field
from builder.metadata.field_types.base import MATCHING, TEXTUAL, FieldType, Part, PartKind, as_it_is
from builder.metadata.values import BadValue, JsonSchema, Value, composed

LONGEST = 2_000
"""Characters; longer texts belong in long_text, where no scan walks them."""
LENGTH_SETTINGS = {
    "min_length": {"type": "integer", "minimum": 0, "maximum": LONGEST},
    "max_length": {"type": "integer", "minimum": 1, "maximum": LONGEST},
}


_BLANK = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + "\u200b\u2060\ufeff"
"""What nobody sees at either end of a text: blanks, and characters without width, which come with what is pasted."""
_UNSEEN = _BLANK + "\u200c\u200d"
"""Beside those the joiners, which shape the letters around them and are nothing by themselves."""


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
        "properties": {**LENGTH_SETTINGS, "pattern": {"type": "string", "maxLength": 1_000}},
    }

    def wire_schema(self, field: Field) -> JsonSchema:
        return {"type": "string", "maxLength": field.settings.get("max_length", LONGEST)}

    def parse(self, raw: object, field: Field) -> Value:
        return self.parser(field)(raw)

    def parser(self, field: Field) -> Callable[[Any], Value]:
        least = field.settings.get("min_length", 0)
        most = field.settings.get("max_length", LONGEST)
        written = field.settings.get("pattern", "")
        pattern = compiled(written) if written else None

        def parse(raw: Any) -> Value:
            text = clean_line(raw)
            if text is None:
                return None
            if not least <= len(text) <= most:
                raise length_problem(text, least, most)
            if pattern is not None and not pattern.fullmatch(text):
                raise BadValue("pattern_mismatch", pattern=written)
            return text

        return parse

    def dump(self, value: Value, field: Field) -> object:
        return value

    def dumper(self, field: Field) -> Callable[[Value], Any]:
        return as_it_is

    def unique_key(self, value: Value, field: Field) -> str | None:
        return value.casefold() if value else None

    def problems_in(self, field: Field) -> Iterator[tuple[str, str]]:
        yield from length_conflicts(field)
        pattern = field.settings.get("pattern")
        if pattern and compiled(pattern) is None:
            yield "pattern", "bad_pattern"


class PlainTextField(TextField):
    """Text as a part of another value (a city, a currency): compared, but not put in a reader's order."""

    name = "plain_text"
    parts = (Part("value", PartKind.TEXT, "plain_text"),)
    operators = MATCHING
    part_only = True

    def problems_in(self, field: Field) -> Iterator[tuple[str, str]]:
        yield "type", "unknown_field_type"


def clean_line(raw: object) -> str | None:
    """Return trimmed text on one line, or None when blank. Raises BadValue for other types and for NUL."""
    if type(raw) is str and raw.isascii() and raw.isprintable():
        return raw.strip() or None
    text = clean_text(raw)
    if text is None or ("\n" not in text and "\r" not in text):
        return text
    return " ".join(line for line in map(trimmed, text.splitlines()) if line) or None


def clean_text(raw: object) -> str | None:
    """Return trimmed text in NFC, or None when blank. Raises BadValue for other types, NUL and lone surrogates."""
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
    return trimmed(composed(raw)) or None


def trimmed(text: str) -> str:
    """Return a text without what nobody sees at either end; empty where nobody sees anything in it."""
    if text.isascii():
        return text.strip()
    return text.strip(_BLANK) if text.strip(_UNSEEN) else ""


def length_problem(text: str, least: int, most: int) -> BadValue:
    """Return what is wrong with a text whose length is out of bounds."""
    if len(text) > most:
        return BadValue("too_long", max=most, actual=len(text))
    return BadValue("too_short", min=least, actual=len(text))


def length_conflicts(field: Field) -> Iterator[tuple[str, str]]:
    """Yield the problem of a least length above the greatest one."""
    if field.settings.get("min_length", 0) > field.settings.get("max_length", float("inf")):
        yield "min_length", "min_above_max"


@lru_cache(maxsize=1_000)
def compiled(pattern: str) -> Any:
    """Return a pattern that runs in linear time, or None when it cannot be read."""
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    try:
        return re2.compile(pattern, options=options)
    except re2.error:
        return None
