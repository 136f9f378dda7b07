"""Amounts of money with their currency."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from builder.metadata.currencies import WITHOUT_MINOR_UNIT, is_currency
from builder.metadata.definitions import Field
from builder.metadata.field_types.base import COMPARABLE, FieldType, Part, PartKind, TextFormat
from builder.metadata.field_types.decimals import (
    DECIMALS,
    LIMIT,
    PLAIN_DIGITS,
    grouped,
    unscaled,
    without_noise,
    written_number,
)
from builder.metadata.field_types.number import NumberField
from builder.metadata.field_types.text import PlainTextField
from builder.metadata.values import BadValue, JsonSchema, Value

CURRENCY = {"type": "string", "pattern": "^[A-Z]{3}$"}
_CODE_AT_END = re.compile(r"(.*\d) ([A-Z]{3})", re.ASCII)
_AMOUNT = NumberField()
PAID_DECIMALS = 2
"""Decimals up to which a field holds amounts that are paid."""


class CurrencyField(PlainTextField):
    """A currency as a part of an amount, by its code in capital letters, however it is written."""

    name = "currency"
    parts = (Part("value", PartKind.TEXT, "currency"),)
    short = True

    def parse(self, raw: object, field: Field) -> Value:
        return None if raw is None or raw == "" else _checked_currency(raw, None)

    def parser(self, field: Field) -> Callable[[Any], Value]:
        return lambda raw: self.parse(raw, field)


class MoneyField(FieldType):
    """``{amount, currency}``: a scaled integer and an ISO 4217 code.

    A bare amount is in the field's ``currency``, by default the workspace's; ``currencies`` are those it takes, by
    default any. In a currency without a smaller unit amounts are whole, except where a field keeps more than two
    decimals: those are prices of a unit, which are split finer than anybody pays. Conditions look at the amount, and
    at the currency too where the literal names one.
    """

    can_be_searched = False
    name = "money"
    parts = (Part("amount", PartKind.INTEGER, "number"), Part("currency", PartKind.TEXT, "plain_text"))
    operators = COMPARABLE
    aggregates = frozenset({"count", "sum", "avg", "min", "max"})
    widget = "money"
    qualifier = "currency"
    part_types = {"currency": "currency"}
    workspace_settings = ("currency",)
    settings_schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "decimals": DECIMALS,
            "min": LIMIT,
            "max": LIMIT,
            "currency": CURRENCY,
            "currencies": {"type": "array", "items": CURRENCY, "minItems": 1, "maxItems": 200, "uniqueItems": True},
            "thousands": {"type": "boolean"},
            "show_in": {"enum": ["1", "10000", "100000000"]},
        },
    }

    def wire_schema(self, field: Field) -> JsonSchema:
        return {
            "type": ["object", "string", "number"],
            "properties": {"amount": _AMOUNT.wire_schema(field), "currency": CURRENCY},
            "required": ["amount"],
            "additionalProperties": False,
        }

    def parse(self, raw: object, field: Field) -> Value:
        return self.parser(field)(raw)

    def parser(self, field: Field) -> Callable[[Any], Value]:
        amount_of = _AMOUNT.parser(field)
        usual = currency_of(field)
        allowed = field.settings.get("currencies")
        places = _AMOUNT.decimals(field)
        unit = 10**places if places <= PAID_DECIMALS else 1

        def parse(raw: Any) -> Value:
            currency = usual
            if isinstance(raw, Mapping):
                if not raw.keys() <= {"amount", "currency"}:
                    raise BadValue("unknown_part")
                currency, raw = raw.get("currency") or usual, raw.get("amount")
            amount = amount_of(raw)
            if amount is None:
                return None
            if currency != usual or allowed:
                currency = _checked_currency(currency, allowed, "currency")
            if amount % unit and currency in WITHOUT_MINOR_UNIT:
                raise BadValue("no_smaller_unit", currency=currency)
            return {"amount": amount, "currency": currency}

        return parse

    def parse_operand(self, raw: Any, field: Field) -> Value:
        """Return the amount alone; a currency beside it, the qualifier, is checked."""
        if isinstance(raw, Mapping):
            if not raw.keys() <= {"amount", "currency"}:
                raise BadValue("unknown_part")
            if raw.get("currency") is not None:
                _checked_currency(raw["currency"], None, "currency")
        return _AMOUNT.parse_operand(raw.get("amount") if isinstance(raw, Mapping) else raw, field)

    def compared(self, value: Value) -> Value:
        return value["amount"] if value else None

    def dump(self, value: Value, field: Field) -> object:
        return self.dumper(field)(value)

    def dumper(self, field: Field) -> Callable[[Value], Any]:
        places, usual = _AMOUNT.decimals(field), currency_of(field)

        def dump(value: Value) -> Any:
            if value is None or value.get("amount") is None:
                return None
            return {"amount": unscaled(value["amount"], places), "currency": value.get("currency") or usual}

        return dump

    def parse_text(self, text: str, field: Field, how: TextFormat) -> Value:
        if not text.strip():
            return None
        coded = _CODE_AT_END.fullmatch(text.strip())
        number = written_number(coded[1] if coded else text, how.decimal_mark)
        amount: Decimal = without_noise(number.value, _AMOUNT.decimals(field))
        return self.parse({"amount": amount, "currency": coded[2] if coded else number.currency or None}, field)

    def text_parser(self, field: Field, how: TextFormat) -> Callable[[str], Value]:
        """Read plain digits, with a currency's code after them or without, as the wire's amounts are read."""
        parse, pointed = self.parser(field), how.decimal_mark == "."

        def read(text: str) -> Value:
            amount, _, code = text.partition(" ")
            if pointed and len(amount) <= PLAIN_DIGITS and amount.isascii() and amount.replace(".", "", 1).isdigit():
                if not code:
                    return parse(amount)
                if len(code) == 3 and code.isascii() and code.isalpha() and code.isupper():
                    return parse({"amount": amount, "currency": code})
            return self.parse_text(text, field, how)

        return read

    def to_text(self, value: Value, field: Field, how: TextFormat) -> str:
        if value is None or value.get("amount") is None:
            return ""
        amount = grouped(value["amount"], _AMOUNT.decimals(field), field)
        currency = value.get("currency") or currency_of(field)
        return amount if currency == currency_of(field) else f"{amount} {currency}"

    def unique_key(self, value: Value, field: Field) -> str | int | None:
        return f"{value['amount']} {value['currency']}" if value else None

    def problems_in(self, field: Field) -> Iterator[tuple[str, str]]:
        yield from _AMOUNT.problems_in(field)
        own = field.document.get("settings", {}) if field.document else field.settings
        usual, allowed = own.get("currency"), own.get("currencies", ())
        if usual and not is_currency(usual):
            yield "currency", "not_a_currency"
        for index, code in enumerate(allowed):
            if not is_currency(code):
                yield f"currencies.{index}", "not_a_currency"
        if usual and allowed and usual not in allowed:
            yield "currency", "default_not_allowed"

    def usual_qualifier(self, field: Field) -> str:
        return currency_of(field)


def currency_of(field: Field) -> str:
    """Return the currency of amounts that name none: the field's, the workspace's, or the first that is allowed."""
    usual = str(field.settings.get("currency", "CNY"))
    allowed = field.settings.get("currencies")
    return usual if not allowed or usual in allowed else str(allowed[0])


def _checked_currency(written: object, allowed: list[str] | None, part: str = "") -> str:
    """Return the code of a currency in capital letters. Raises BadValue, at ``part``."""
    code = written.strip().upper() if isinstance(written, str) else ""
    if not is_currency(code):
        raise BadValue("not_a_currency", part)
    if allowed and code not in allowed:
        raise BadValue("currency_not_allowed", part, allowed=allowed)
    return code
