"""Guesses a column's type from its name and a sample of its values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from builder.metadata.written.date_texts import day_and_month
from builder.metadata.written.number_texts import parse_number_text
from builder.runtime.spreadsheets.reports import Cell, TypeGuess, cell_text
from builder.runtime.spreadsheets.type_tests import LONG_TEXT, types_of

ENOUGH = 0.9
"""The share of values that must fit for a type to be proposed."""
PREFERENCE = (
    "id_number", "credit_code", "email", "url", "phone", "boolean", "date", "datetime", "time",
    "percent", "money", "integer", "number",
)  # fmt: skip
"""Narrow types before wide ones, since every value of a narrow one fits a wide one as well."""
PHONE_WORDS = re.compile(r"电话|手机|联系方式|傳真|传真|電話|手機|phone|mobile|\btel|\bfax|cell", re.IGNORECASE)
DATE_WORDS = re.compile(r"日期|时间|生日|時間|date|time|day|birth|_at\b|_on\b", re.IGNORECASE)
LIST_SEPARATORS = (";", "；", "、", "|", ",", "，", "/", "\n")
MOST_CHOICES = 30
LONGEST_CHOICE = 40
LEAST_ROWS_FOR_CHOICES = 6


def guess_type(name: str, cells: Sequence[Cell]) -> TypeGuess:
    """Return the type that at least nine of ten non-blank cells fit, the narrowest one first; text when none does."""
    values = [cell for cell in cells if cell is not None and cell_text(cell).strip()]
    if not values:
        return TypeGuess("text", 0.0)
    order, certain, agreeing = date_order(values)
    mark = _decimal_mark(values)
    fits = _count_fits(values, order or "ymd", mark)
    fits = _hinted(name, fits, len(values))
    if fits["money"]:
        fits["money"] += fits["number"]  # an amount without its sign, among others that have it
    for kind in PREFERENCE:
        share = fits[kind] / len(values)
        if share >= ENOUGH:
            details = _details(kind, values, mark)
            if kind in {"date", "datetime"}:
                details = {
                    "order": order or "ymd",
                    "ambiguous": order is not None and not certain,
                    "proven": order is not None and certain,
                    "agreeing": agreeing,
                }
            return TypeGuess(kind, round(share, 4), details)
    return _guess_text([cell_text(value).strip() for value in values])


def date_order(values: Sequence[Cell]) -> tuple[str | None, bool, float]:
    """Decide over a column whether day or month comes first.

    Returns the order (None when no value leaves it open), whether any value decides it, and the share of the deciding
    values that agree with it. Undecided columns are taken as month first.
    """
    pairs = [pair for value in values if isinstance(value, str) and (pair := day_and_month(value))]
    if not pairs:
        return None, True, 1.0
    day_first = sum(first > 12 >= second for first, second in pairs)
    month_first = sum(second > 12 >= first for first, second in pairs)
    year_first = sum(first > 31 for first, _ in pairs)
    if year_first * 2 > len(pairs):
        return "ymd", True, year_first / len(pairs)
    decided = day_first + month_first
    order = "dmy" if day_first > month_first else "mdy"
    return order, decided > 0, max(day_first, month_first) / decided if decided else 1.0


def _count_fits(values: Sequence[Cell], order: str, mark: str) -> Counter[str]:
    counts: Counter[tuple[type, Cell]] = Counter((type(value), value) for value in values)
    fits: Counter[str] = Counter()
    for (_, value), count in counts.items():
        for kind in types_of(value, order, mark):
            fits[kind] += count
    return fits


def _hinted(name: str, fits: Counter[str], total: int) -> Counter[str]:
    """Let bare digits be phones or compact dates where the column's name or all of its values say so."""
    hinted = fits.copy()
    words = name.replace("_", " ")
    if PHONE_WORDS.search(words):
        hinted["phone"] = max(fits["phone"], fits["bare_phone"], min(total, fits["phone"] + fits["bare_phone"]))
    if fits["compact_date"] and (fits["compact_date"] == total or DATE_WORDS.search(words)):
        hinted["date"] = min(total, fits["date"] + fits["compact_date"])
    return hinted


def _decimal_mark(values: Sequence[Cell]) -> str:
    """Return the comma only where most texts are numbers with it and fewer are with the point."""
    texts = {value for value in values if isinstance(value, str) and "," in value}
    with_comma = sum(parse_number_text(text, ",") is not None for text in texts)
    with_point = sum(parse_number_text(text, ".") is not None for text in texts)
    return "," if with_comma > with_point else "."


def _details(kind: str, values: Sequence[Cell], mark: str) -> Mapping[str, Any]:
    if kind == "boolean":
        return {"values": [value for value, _ in Counter(cell_text(value).strip() for value in values).most_common(6)]}
    if kind not in {"number", "money", "percent"}:
        return {}
    numbers = [number for value in values if (number := parse_number_text(cell_text(value), mark))]
    decimals = max((-int(number.value.normalize().as_tuple().exponent) for number in numbers), default=0)
    details: dict[str, Any] = {"decimals": max(0, decimals - 2 * (kind == "percent")), "decimal_mark": mark}
    if kind == "money":
        details["currency"] = Counter(number.currency for number in numbers if number.currency).most_common(1)[0][0]
    return details


def _guess_text(texts: Sequence[str]) -> TypeGuess:
    """Tell choices, lists of choices, long and plain texts apart."""
    if any("\n" in text or len(text) > LONG_TEXT for text in texts) and not _parts_as_choices(texts, "\n"):
        return TypeGuess("long_text", 1.0)
    choices = _as_choices(texts)
    for separator in LIST_SEPARATORS:
        parts = _parts_as_choices(texts, separator)
        if parts and (not choices or len(parts) < len(choices)):
            return TypeGuess("multi_select", 1.0, {"separator": separator, "values": parts})
    if choices:
        return TypeGuess("select", 1.0, {"values": choices})
    return TypeGuess("text", 1.0)


def _as_choices(texts: Sequence[str]) -> list[str]:
    """Return the distinct texts, commonest first, when they are few, short and repeat; else nothing."""
    counts = Counter(texts)
    if len(texts) < LEAST_ROWS_FOR_CHOICES or len(counts) > MOST_CHOICES or len(counts) * 3 > len(texts):
        return []
    if max(map(len, counts)) > LONGEST_CHOICE:
        return []
    return [text for text, _ in counts.most_common()]


def _parts_as_choices(texts: Sequence[str], separator: str) -> list[str]:
    """Return the distinct parts when many texts have several of them and the parts are choices; else nothing."""
    lists = [[part.strip() for part in text.split(separator) if part.strip()] for text in texts]
    if sum(len(parts) > 1 for parts in lists) * 5 < len(lists):
        return []
    if any(len(set(parts)) < len(parts) for parts in lists):
        return []
    return _as_choices([part for parts in lists for part in parts])
