"""Numbers, percentages, ratings, money and ranges of numbers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.metadata.definitions import Field
from builder.metadata.field_types.base import TextFormat
from builder.metadata.values import BadValue
from tests.metadata.field_types.fields import field

HOW = TextFormat()
NUMBER = field("number")
BOUNDED = field("number", decimals=1, min="0.05", max="9.99")


@pytest.mark.parametrize(
    ("one", "raw", "value"),
    [
        (NUMBER, "12.5", 1250),
        (NUMBER, "-0.01", -1),
        (NUMBER, ".5", 50),
        (NUMBER, "5.", 500),
        (NUMBER, "+7", 700),
        (NUMBER, " 7 ", 700),
        (NUMBER, "1e2", 10_000),
        (NUMBER, 12, 1200),
        (NUMBER, 12.5, 1250),
        (NUMBER, 0.1, 10),
        (NUMBER, "12.500", 1250),
        (NUMBER, "-0", 0),
        (field("number", decimals=10), "0.0000000001", 1),
        (field("number", decimals=0), 2**63 - 1, 2**63 - 1),
        (BOUNDED, "0.1", 1),
        (BOUNDED, "9.9", 99),
        (field("integer"), "42", 42),
        (field("integer"), 42.0, 42),
        (field("percent"), "12.5", 1250),
    ],
)
def test_a_number_is_kept_scaled(one: Field, raw: Any, value: int) -> None:
    assert one.type.parse(raw, one) == value


@pytest.mark.parametrize(
    ("one", "raw", "code"),
    [
        (NUMBER, "12.345", "too_many_decimals"),
        (NUMBER, 0.123, "too_many_decimals"),
        (NUMBER, "1e-900000000", "too_many_decimals"),
        (NUMBER, "1.0000000000000000000000000000000001", "too_many_decimals"),
        (NUMBER, "1e900000000", "number_too_large"),
        (NUMBER, 2**63, "number_too_large"),
        pytest.param(NUMBER, 10**5000, "number_too_large", id="5000 digits"),
        (NUMBER, "92233720368547758.08", "number_too_large"),
        (NUMBER, True, "not_a_number"),
        (NUMBER, float("nan"), "not_a_number"),
        (NUMBER, float("inf"), "not_a_number"),
        (NUMBER, "Infinity", "not_a_number"),
        (NUMBER, "1_000", "not_a_number"),
        (NUMBER, "１２", "not_a_number"),
        (NUMBER, "1,000", "not_a_number"),
        (NUMBER, "--1", "not_a_number"),
        (NUMBER, "-", "not_a_number"),
        (NUMBER, "9" * 5_000, "not_a_number"),
        (NUMBER, [], "not_a_number"),
        (NUMBER, {}, "not_a_number"),
        (BOUNDED, "0", "too_small"),
        (BOUNDED, "10", "too_large"),
        (field("integer"), "4.5", "too_many_decimals"),
        (field("integer"), 2**53, "too_large"),
        (field("integer", min=1), 0, "too_small"),
        (field("rating"), 6, "too_large"),
        (field("rating", max=10), 0, "too_small"),
        (field("duration"), -1, "too_small"),
    ],
)
def test_what_is_no_such_number_is_refused_with_its_reason(one: Field, raw: Any, code: str) -> None:
    with pytest.raises(BadValue) as refused:
        one.type.parse(raw, one)
    assert refused.value.code == code


def test_limits_do_not_limit_what_one_may_ask() -> None:
    assert BOUNDED.type.parse_operand("1000", BOUNDED) == 10_000
    rating = field("integer", max=3)
    assert rating.type.parse_operand(7, rating) == 7


@given(st.integers(-(2**63) + 1, 2**63 - 1), st.integers(0, 10))
def test_every_scaled_integer_goes_out_and_in(value: int, places: int) -> None:
    one = field("number", decimals=places)
    assert one.type.parse(one.type.dump(value, one), one) == value
    assert one.type.parse_text(one.type.to_text(value, one, HOW), one, HOW) == value


@pytest.mark.parametrize(
    ("one", "text", "value"),
    [
        (NUMBER, "1,234.50", 123_450),
        (NUMBER, "3万", 3_000_000),
        (NUMBER, "1.5亿", 15_000_000_000),
        (NUMBER, "（12.5）", -1250),
        (NUMBER, "１２．５", 1250),
        (NUMBER, "0.30000000000000004", 30),
        (NUMBER, "12345.600000000001", 1_234_560),
        (NUMBER, "1234567.8999999999", 123_456_790),
        (field("number", decimals=10), "922337203.6854775807", 2**63 - 1),
        (field("number", unit="kg"), "12 kg", 1200),
        (field("number", unit={"zh-CN": "天", "en": "d"}), "90天", 9000),
        (field("number", unit={"zh-CN": "天", "en": "d"}), "90 d", 9000),
        (field("number", unit={"zh-CN": "天", "en": "d"}), "90", 9000),
        (field("percent"), "12.5%", 1250),
        (field("percent"), "12.5", 1250),
        (field("percent"), "５％", 500),
        (field("rating"), "4", 4),
    ],
)
def test_a_number_is_read_as_people_write_it(one: Field, text: str, value: int) -> None:
    assert one.type.parse_text(text, one, HOW) == value


@pytest.mark.parametrize("text", ["abc", "12 apples", "1.2.3", "12.345", "十二"])
def test_a_text_that_is_no_such_number_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        NUMBER.type.parse_text(text, NUMBER, HOW)


MONEY = field("money")
YEN_ONLY = field("money", currency="JPY", currencies=["JPY"], decimals=0)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("¥12.50", {"amount": 1250, "currency": "CNY"}),
        ("12.50", {"amount": 1250, "currency": "CNY"}),
        ("$1,200", {"amount": 120_000, "currency": "USD"}),
        ("50万元", {"amount": 50_000_000, "currency": "CNY"}),
        ("12 THB", {"amount": 1200, "currency": "THB"}),
    ],
)
def test_money_is_read_with_its_currency(text: str, value: Any) -> None:
    assert MONEY.type.parse_text(text, MONEY, HOW) == value


@pytest.mark.parametrize(
    ("one", "raw", "code", "part"),
    [
        (MONEY, {"amount": "1", "currency": "yuan"}, "not_a_currency", "currency"),
        (MONEY, {"amount": "1", "currency": "B0B"}, "not_a_currency", "currency"),
        (MONEY, {"amount": "1", "currency": 7}, "not_a_currency", "currency"),
        (MONEY, {"amount": "1", "currency": "ZZZ"}, "not_a_currency", "currency"),
        (MONEY, {"amount": "1", "currency": "XXX"}, "not_a_currency", "currency"),
        (MONEY, {"amount": "1", "tax": "2"}, "unknown_part", ""),
        (MONEY, {"amount": "x"}, "not_a_number", ""),
        (MONEY, ["1"], "not_a_number", ""),
        (YEN_ONLY, {"amount": 1, "currency": "USD"}, "currency_not_allowed", "currency"),
    ],
)
def test_money_that_is_none_is_refused(one: Field, raw: Any, code: str, part: str) -> None:
    with pytest.raises(BadValue) as refused:
        one.type.parse(raw, one)
    assert (refused.value.code, refused.value.part) == (code, part)


@pytest.mark.parametrize("one", [MONEY, field("money", currencies=["CNY", "USD"])])
@pytest.mark.parametrize("currency", ["usd", "Usd", " USD "])
def test_a_currency_is_kept_in_capital_letters(one: Field, currency: str) -> None:
    assert one.type.parse({"amount": "1", "currency": currency}, one) == {"amount": 100, "currency": "USD"}


@pytest.mark.parametrize("code", ["JPY", "krw", "VND", "ISK"])
def test_an_amount_is_whole_where_the_currency_has_no_smaller_unit(code: str) -> None:
    whole = MONEY.type.parse({"amount": "12.00", "currency": code}, MONEY)
    assert whole == {"amount": 1200, "currency": code.upper()}
    with pytest.raises(BadValue) as refused:
        MONEY.type.parse({"amount": "12.50", "currency": code}, MONEY)
    assert (refused.value.code, refused.value.params) == ("no_smaller_unit", {"currency": code.upper()})
    usual = field("money", currency=code.upper())
    with pytest.raises(BadValue, match="no_smaller_unit"):
        usual.type.parse_text("12.5", usual, HOW)
    assert usual.type.parse_operand("12.50", usual) == 1250


def test_a_price_of_a_unit_is_finer_than_what_is_paid() -> None:
    price = field("money", currency="JPY", decimals=4)
    assert price.type.parse("0.1234", price) == {"amount": 1234, "currency": "JPY"}


def test_an_amount_without_a_currency_is_in_the_first_that_is_allowed() -> None:
    """The workspace's currency, CNY here, is not among those of the field."""
    one = field("money", currencies=["JPY", "USD"])
    assert one.type.parse("5", one) == {"amount": 500, "currency": "JPY"}


def test_conditions_on_money_look_at_the_amount() -> None:
    value = MONEY.type.parse({"amount": "12.50", "currency": "USD"}, MONEY)
    assert MONEY.type.compared(value) == MONEY.type.parse_operand("12.50", MONEY) == 1250
    assert MONEY.part("amount").type.parse("12.50", MONEY.part("amount")) == 1250


@pytest.mark.parametrize(
    ("raw", "code"),
    [({"amount": "1", "currency": "nope"}, "not_a_currency"), ({"amount": "1", "zz": 1}, "unknown_part")],
)
def test_what_is_no_money_is_refused_in_conditions_too(raw: Any, code: str) -> None:
    with pytest.raises(BadValue, match=code):
        MONEY.type.parse_operand(raw, MONEY)


RANGE = field("number_range", decimals=0)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("50-80", 50, 80),
        ("50 - 80", 50, 80),
        ("50~80万", 500_000, 800_000),
        ("50万-80万元", 500_000, 800_000),
        ("50至80", 50, 80),
        ("50 to 80", 50, 80),
        ("-5 ~ -3", -5, -3),
        ("50以上", 50, None),
        (">= 50", 50, None),
        ("80以内", None, 80),
        ("≤80", None, 80),
        ("50 ~", 50, None),
        ("~ 80", None, 80),
        ("50", 50, 50),
        ("-50", -50, -50),
    ],
)
def test_a_range_is_read_as_people_write_it(text: str, low: int | None, high: int | None) -> None:
    assert RANGE.type.parse_text(text, RANGE, HOW) == {"min": low, "max": high}


@pytest.mark.parametrize(
    ("raw", "code", "part"),
    [
        ({"min": 2, "max": 1}, "range_reversed", ""),
        ({"min": "x"}, "not_a_number", "min"),
        ({"max": "0.5"}, "too_many_decimals", "max"),
        ({"low": 1}, "unknown_part", ""),
        ([1, 2], "not_a_range", ""),
        (7, "not_a_range", ""),
    ],
)
def test_a_range_that_is_none_is_refused(raw: Any, code: str, part: str) -> None:
    with pytest.raises(BadValue) as refused:
        RANGE.type.parse(raw, RANGE)
    assert (refused.value.code, refused.value.part) == (code, part)


def test_an_open_range_without_ends_is_blank() -> None:
    assert RANGE.type.parse({"min": None, "max": ""}, RANGE) is None
    assert RANGE.type.parse({}, RANGE) is None
