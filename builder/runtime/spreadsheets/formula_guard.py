"""Keeps texts that a spreadsheet would run as formulas from being run, and takes the guard away again."""

from __future__ import annotations

import re

GUARD = "'"
FORMULA_START = re.compile(
    r"'*[\s\x00-\x20\x7f-\xa0\u200b-\u200f\u2060\ufeff\u3000]*(?:[=+\-@＝＋－＠﹦﹢﹣﹫\u2212]|(?<=[\t\r\n\x00]))"
)
"""A start of text, after any blanks, control and invisible characters, that some program takes for a formula.

Source: OWASP "CSV Injection"; a tab, line break or NUL in front counts by itself. Leading apostrophes are looked
through, so that a text which already has one gets another, and taking one away always gives back what was there.
"""


def guard(text: str) -> str:
    """Return the text with an apostrophe in front where it could be taken for a formula."""
    return GUARD + text if FORMULA_START.match(text) else text


def unguard(text: str) -> str:
    """Return the text without the apostrophe that ``guard`` put there; other apostrophes stay."""
    return text[1:] if text.startswith(GUARD) and FORMULA_START.match(text, 1) else text
