"""Finds what separates and what quotes the cells of a text."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice

SEPARATORS = (",", "\t", ";", "|", "，", "、", "^", "~", "¦", "\x01", "\x1f", "#")
"""In order of preference between equals."""
STATED = re.compile(r"\s*\"?sep=(.)\"?\s*$", re.IGNORECASE)
ROWS_LOOKED_AT = 200
LEAST_AGREEMENT = 0.55
SAMPLE_LINES = 500


def stated_separator(first_line: str) -> str | None:
    """Return the separator of Excel's first line ``sep=;``, or None."""
    match = STATED.match(first_line.rstrip("\r\n"))
    return match[1] if match else None


def find_quote(lines: Sequence[str], separators: Sequence[str] = SEPARATORS) -> str:
    """Return the apostrophe when cells are enclosed in it and none in the quotation mark; else the quotation mark."""
    text = "".join(lines)
    edge = "[" + re.escape("".join(separators)) + "]"
    if re.search(rf'(?:^|{edge})"', text, re.MULTILINE):
        return '"'
    enclosed = re.findall(rf"(?:^|{edge})'[^'\r\n]*'(?={edge}|\r?$)", text, re.MULTILINE)
    return "'" if len(enclosed) > len(lines) // 2 and len(enclosed) > 1 else '"'


def find_separator(lines: Sequence[str], quote: str) -> str:
    """Return the character that cuts the lines most evenly into several cells; a comma when none does."""
    text = "".join(lines)
    scored = [(_score(lines, separator, quote), separator) for separator in SEPARATORS if separator in text]
    best = max(scored, key=lambda pair: pair[0], default=(0.0, ","))
    return best[1] if best[0] > 0 else ","


def _score(lines: Sequence[str], separator: str, quote: str) -> float:
    """Weigh how many rows have the commonest width (squared: evenness first) by the number of columns."""
    try:
        widths = [len(cells) for cells in _cut(lines, separator, quote) if any(cells)]
    except csv.Error:
        return 0.0
    if not widths:
        return 0.0
    width, count = max(Counter(widths).items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
    agreement = count / len(widths)
    if width < 2 or agreement < LEAST_AGREEMENT:
        return 0.0
    return agreement**2 * math.log2(width + 1)


def _cut(lines: Sequence[str], separator: str, quote: str) -> list[list[str]]:
    return list(islice(csv.reader(lines, delimiter=separator, quotechar=quote), ROWS_LOOKED_AT))
