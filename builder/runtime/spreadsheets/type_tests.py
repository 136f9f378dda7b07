"""Which types a single cell fits, as a table of tests; nothing here looks at more than one cell."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

from builder.metadata.written.boolean_texts import parse_boolean_text
from builder.metadata.written.date_texts import day_and_month, parse_datetime_text, parse_time_text
from builder.metadata.written.number_checks import is_credit_code, is_id_number
from builder.metadata.written.number_texts import normal_width, parse_number_text
from builder.runtime.spreadsheets.reports import Cell

LONGEST_TESTED = 2_000
LONG_TEXT = 200
EMAIL = re.compile(r"[^\s@,;<>()\"]{1,64}@[\w\-]+(?:\.[\w\-]+)+$")
URL = re.compile(r"(?:https?|ftp)://[^\s]{3,}$|www\.[\w\-]+(?:\.[\w\-]+)+(?:/\S*)?$", re.IGNORECASE)
CHINESE_MOBILE = re.compile(r"(?:\(?(?:\+|00)?86\)?[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?:\.0)?$")
CHINESE_LANDLINE = re.compile(r"\(?0[1-9]\d{1,2}\)?[- ]?[2-9]\d{6,7}(?:[- 转]{1,2}\d{1,6})?$|[48]00-?\d{3}-?\d{4}$")
INTERNATIONAL = re.compile(r"(?:\+|00)[1-9](?:[-. ()/]{0,2}\d){6,14}$")
SEPARATED_PHONE = re.compile(
    r"(?!\d+\.\d+$)(?:\d{1,3} )?(?:\(\d{1,4}\) ?)?\d{2,4}[-. ]\d{3,4}(?:[-. ]\d{3,4}){0,2}(?: ?(?:x|ext\.?) ?\d{1,6})?$"
)
BARE_PHONE = re.compile(r"\d{7,15}(?:\.0)?$")
PLAIN_INTEGER = re.compile(r"[+-]?(?:0|[1-9]\d{0,17})$")
GROUPED_INTEGER = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+$")
LEADING_ZERO = re.compile(r"[+-]?0\d")
COMPACT_DATE = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$")


def types_of(cell: Cell, order: str = "ymd", decimal_mark: str = ".") -> frozenset[str]:
    """Return every type of ``TESTS`` that the cell fits; typed cells fit their own kind."""
    if isinstance(cell, bool):
        return frozenset({"boolean"})
    if isinstance(cell, datetime):
        return frozenset({"datetime", "date"} if cell.time() == datetime.min.time() else {"datetime"})
    if isinstance(cell, date):
        return frozenset({"date", "datetime"})
    if isinstance(cell, float):
        return frozenset({"number"})
    text = normal_width(str(cell)).strip()
    if len(text) > LONGEST_TESTED:
        return frozenset()
    return frozenset(_number_types(text, decimal_mark) | _date_types(text, order) | _named_types(text))


def rough_class(cell: Cell) -> str:
    """Return number, date, contact, boolean or text: enough to tell a header from data."""
    found = types_of(cell, "mdy") | (
        types_of(cell, "dmy") if isinstance(cell, str) and day_and_month(cell) else frozenset()
    )
    for name, members in ROUGH_CLASSES:
        if found & members:
            return name
    return "text"


def _number_types(text: str, decimal_mark: str) -> set[str]:
    number = parse_number_text(text, decimal_mark)
    if number is None or LEADING_ZERO.match(text):
        return set()
    if number.is_percent:
        return {"percent"}
    if number.currency:
        return {"money"}
    if PLAIN_INTEGER.match(text) or (decimal_mark == "." and GROUPED_INTEGER.match(text)):
        return {"integer", "number"}
    return {"number"}


def _date_types(text: str, order: str) -> set[str]:
    if text.isdigit():
        return {"compact_date"} if COMPACT_DATE.match(text) and parse_datetime_text(text) else set()
    if not any(sign.isdigit() for sign in text):
        return set()
    moment = parse_datetime_text(text, order)
    if moment is not None:
        midnight = moment.time() == datetime.min.time()
        return {"date", "datetime"} if midnight else {"datetime"}
    return {"time"} if parse_time_text(text) is not None else set()


def _named_types(text: str) -> set[str]:
    return {name for name, fits in TESTS if fits(text)}


def _is_phone(text: str) -> bool:
    return any(shape.match(text) for shape in (CHINESE_MOBILE, CHINESE_LANDLINE, INTERNATIONAL, SEPARATED_PHONE))


TESTS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("email", lambda text: bool(EMAIL.match(text))),
    ("url", lambda text: bool(URL.match(text))),
    ("phone", _is_phone),
    ("bare_phone", lambda text: bool(BARE_PHONE.match(text))),
    ("id_number", is_id_number),
    ("credit_code", is_credit_code),
    ("boolean", lambda text: text not in {"0", "1"} and parse_boolean_text(text) is not None),
)
ROUGH_CLASSES = (
    ("contact", frozenset({"email", "url", "phone", "id_number", "credit_code"})),
    ("date", frozenset({"date", "datetime", "time"})),
    ("number", frozenset({"integer", "number", "percent", "money"})),
    ("boolean", frozenset({"boolean"})),
)
