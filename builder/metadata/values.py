"""The canonical values of fields: exactly what is stored, compared and kept in history.

Every canonical value is JSON without floats, so that Python and both databases compare it alike:

- text, choices (option ids), e-mail …  ``str`` (never empty: blank is ``None``)
- numbers, money amounts                ``int``, scaled by the field's decimals (12.50 → 1250)
- boolean                               ``0`` or ``1``
- date                                  ``int`` days since 1970-01-01
- datetime                              ``int`` microseconds since 1970-01-01T00:00Z
- time, duration                        ``int`` seconds
- rich text, json                       ``str``, the canonical JSON text
- files                                 ``list`` of ``{"id", "name", "size", "kind"}``
- record, user, department              ``int`` id
- parts (range, money, address)         ``dict`` of part name to one of the above
- multi-values                          ``list`` without repeats
- sub-table                             ``list`` of ``{"id": int | None, "values": {field id: value}}``
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from builder.errors import Problem

Value = Any
Values = dict[str, Value]
"""Field id → canonical value."""

Label = Mapping[str, str]
"""Locale → text."""

JsonSchema = dict[str, Any]
FALLBACK_LOCALES = ("zh-CN", "en", "zh-TW")
LARGEST_INTEGER = 2**63 - 1
LARGEST_ID = 2**53 - 1


def composed(text: str) -> str:
    """Return a text in the one spelling that Unicode has for it (NFC), whichever way its accents were typed."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def called(text: str) -> str:
    """Return what two names have in common that people take for the same: spelling, case and blanks around aside."""
    return composed(text).strip().casefold()


class BadValue(Exception):
    """A raw value does not fit its field; ``code`` and ``params`` say why, ``part`` where in it."""

    def __init__(self, code: str, part: str = "", **params: Any) -> None:
        self.code = code
        self.part = part
        self.params = params
        super().__init__(code)

    def problems_at(self, path: str) -> list[Problem]:
        """Return what is wrong as problems of the field at ``path``, at its part or row."""
        return [Problem(f"{path}.{self.part}" if self.part else path, self.code, params=self.params)]


class BadRows(BadValue):
    """Rows of a sub-table do not fit; ``problems`` names each by row, field and code (``2.quantity``)."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__("bad_rows")
        self.problems = tuple(problems)

    def problems_at(self, path: str) -> list[Problem]:
        """Return the problems of all rows, under the path of the sub-table."""
        return [problem.under(path) for problem in self.problems]


def is_blank(value: Value) -> bool:
    """Return whether a canonical value counts as empty: None, no items, or only empty parts."""
    if value is None or value == "" or value == []:
        return True
    return isinstance(value, dict) and all(part is None for part in value.values())


def text_of(label: Label | None, locale: str) -> str:
    """Return a label in the locale, else in the first fallback that has one."""
    if not label:
        return ""
    if locale in label:
        return label[locale]
    for other in FALLBACK_LOCALES:
        if other in label:
            return label[other]
    return next(iter(label.values()))
