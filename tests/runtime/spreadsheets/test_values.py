"""Numbers, dates, booleans and checked numbers as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest

from builder.metadata.written.boolean_texts import parse_boolean_text
from builder.metadata.written.date_texts import (
    is_perhaps_taiwanese,
    parse_date_text,
    parse_datetime_text,
    parse_time_text,
)
from builder.metadata.written.number_checks import is_credit_code, is_id_number
from builder.metadata.written.number_texts import parse_number_text

NUMBERS = [
    ("0", "0"),
    ("12", "12"),
    ("-3.50", "-3.50"),
    ("+7", "7"),
    (".5", "0.5"),
    ("1e3", "1E+3"),
    ("1,234,567.89", "1234567.89"),
    ("1 234 567", "1234567"),
    ("1'234.5", "1234.5"),
    ("12,34,567", "1234567"),
    ("１２３４．５", "1234.5"),
    ("３，０００", "3000"),
    ("3.5万", "35000"),
    ("2亿", "200000000"),
    ("1.2万亿", "1200000000000"),
    ("5K", "5000"),
    ("(1,200)", "-1200"),
    ("（300）", "-300"),
    ("50-", "-50"),
    ("\u22128", "-8"),
    ("12%", "0.12"),
    ("１２．５％", "0.125"),
    ("3‰", "0.003"),
    ("¥1,000", "1000"),
    ("￥ 88.00", "88.00"),
    ("-$5", "-5"),
    ("$-5", "-5"),
    ("($5.25)", "-5.25"),
    ("100元", "100"),
    ("3万元", "30000"),
    ("1,000 USD", "1000"),
]
NO_NUMBERS = [
    "",
    " ",
    "-",
    ".",
    "abc",
    "12abc",
    "1,23",
    "1,2345",
    "1.2.3",
    "--5",
    "(5",
    "5)",
    "1-2",
    "12 34",
    "¥5$",
    "一百",
]


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_a_number_is_read_as_written(text: str, value: str) -> None:
    number = parse_number_text(text)
    assert number is not None
    assert number.value == Decimal(value)


@pytest.mark.parametrize("text", [*NO_NUMBERS, "9" * 100, "1" + ",000" * 30])
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_number_text(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("1.234,5", "1234.5"), ("12,50 €", "12.50"), ("1 234,5", "1234.5"), ("7", "7")]
)
def test_a_comma_may_be_the_decimal_mark(text: str, value: str) -> None:
    number = parse_number_text(text, decimal_mark=",")
    assert number is not None
    assert number.value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "currency"), [("¥5", "CNY"), ("5元", "CNY"), ("US$5", "USD"), ("HK$5", "HKD"), ("5 EUR", "EUR"), ("5", "")]
)
def test_the_currency_is_named(text: str, currency: str) -> None:
    number = parse_number_text(text)
    assert number is not None
    assert number.currency == currency


DATES = [
    ("2024-01-05", "ymd", (2024, 1, 5)),
    ("2024/1/5", "mdy", (2024, 1, 5)),
    ("2024.1.5", "ymd", (2024, 1, 5)),
    ("2024年1月5日", "ymd", (2024, 1, 5)),
    ("２０２４年１月５日", "ymd", (2024, 1, 5)),
    ("2024年1月5号", "ymd", (2024, 1, 5)),
    ("20240105", "ymd", (2024, 1, 5)),
    ("1/5/2024", "mdy", (2024, 1, 5)),
    ("1/5/2024", "dmy", (2024, 5, 1)),
    ("5.1.24", "dmy", (2024, 1, 5)),
    ("24/1/5", "ymd", None),
    ("24/01/05", "ymd", (2024, 1, 5)),
    ("1/5/2024", "ymd", None),
    ("31/12/1999", "dmy", (1999, 12, 31)),
    ("31/12/1999", "mdy", None),
    ("5 Jan 2024", "ymd", (2024, 1, 5)),
    ("Jan 5, 2024", "ymd", (2024, 1, 5)),
    ("05-Jan-24", "ymd", (2024, 1, 5)),
    ("January 5th, 2024", "ymd", (2024, 1, 5)),
    ("Fri, 5 Jan 2024", "ymd", (2024, 1, 5)),
    ("1945-12-30 00:00:00.000", "ymd", (1945, 12, 30)),
    ("民國113年1月2日", "ymd", (2024, 1, 2)),
    ("民国113/01/02", "mdy", (2024, 1, 2)),
    ("中華民國 99 年 12 月 31 日".replace(" ", ""), "ymd", (2010, 12, 31)),
    ("民國元年1月1日", "ymd", (1912, 1, 1)),
    ("民國前1年10月10日", "ymd", (1911, 10, 10)),
    ("民國0年1月1日", "ymd", None),
    ("民國113年2月30日", "ymd", None),
    ("113/01/02", "ymd", None),
    ("113年1月2日", "ymd", None),
    ("2024-02-30", "ymd", None),
    ("20241305", "ymd", None),
    ("2024-01-05 10:00", "ymd", None),
    ("2024-1/5", "ymd", None),
    ("Foo 5, 2024", "ymd", None),
    ("", "ymd", None),
    ("5", "ymd", None),
    ("9" * 200, "ymd", None),
]


@pytest.mark.parametrize(("text", "order", "expected"), DATES)
def test_a_date_is_read_in_the_given_order(text: str, order: str, expected: tuple[int, int, int] | None) -> None:
    assert parse_date_text(text, order) == (date(*expected) if expected else None)


@pytest.mark.parametrize(
    "text", ["113/01/02", "113-1-2", "113.01.02", "113年1月2日", "１１３/０１/０２", "民國113年1月2日"]
)
def test_a_year_of_three_digits_is_one_of_taiwan_where_that_is_known(text: str) -> None:
    assert parse_date_text(text, taiwanese=True) == date(2024, 1, 2)
    assert parse_datetime_text(f"{text} 10:30", taiwanese=True) == datetime(2024, 1, 2, 10, 30)  # noqa: DTZ001
    assert is_perhaps_taiwanese(text) is not text.startswith("民")
    for other in ("2024/01/02", "24/01/02", "213/01/02", "113/13/02", "1/2/2024"):
        assert parse_date_text(other, taiwanese=True) == parse_date_text(other)


SHANGHAI = timezone(timedelta(hours=8))
MOMENTS = [
    ("2024-01-05T10:20:30", datetime(2024, 1, 5, 10, 20, 30)),  # noqa: DTZ001
    ("2024-01-05 10:20", datetime(2024, 1, 5, 10, 20)),  # noqa: DTZ001
    ("2024-01-05T10:20:30.5Z", datetime(2024, 1, 5, 10, 20, 30, 500000, UTC)),
    ("2024-01-05T10:20:30+08:00", datetime(2024, 1, 5, 10, 20, 30, tzinfo=SHANGHAI)),
    ("2024年1月5日 下午3:05", datetime(2024, 1, 5, 15, 5)),  # noqa: DTZ001
    ("2024年1月5日15时05分", datetime(2024, 1, 5, 15, 5)),  # noqa: DTZ001
    ("2024/1/5 3:05 PM", datetime(2024, 1, 5, 15, 5)),  # noqa: DTZ001
    ("20240105 101500", None),
    ("2024-01-05 25:00", None),
    ("10:00", None),
]


@pytest.mark.parametrize(("text", "expected"), MOMENTS)
def test_a_moment_is_read(text: str, expected: datetime | None) -> None:
    assert parse_datetime_text(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8:30", time(8, 30)),
        ("08:30:15", time(8, 30, 15)),
        ("下午3:05", time(15, 5)),
        ("12:00 AM", time(0)),
        ("24:00", None),
        ("5", None),
        ("3 PM", time(15)),
        ("15时", time(15)),
    ],
)
def test_a_time_of_day_is_read(text: str, expected: time | None) -> None:
    assert parse_time_text(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("是", True),
        ("否", False),
        ("YES", True),
        ("n", False),
        ("ＴＲＵＥ", True),
        ("1", True),
        ("√", True),
        ("maybe", None),
    ],
)
def test_yes_and_no_are_read(text: str, expected: bool | None) -> None:
    assert parse_boolean_text(text) is expected


def test_check_digits_decide_on_identity_numbers_and_credit_codes() -> None:
    assert is_id_number("11010519491231002X")
    assert not is_id_number("110105194912310021")
    assert not is_id_number("11010519491331002X")
    assert is_credit_code("91350100M000100Y43")
    assert not is_credit_code("91350100M000100Y44")
    assert not is_credit_code("9135")
