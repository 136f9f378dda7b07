"""Reads numbers as people write them: grouped, full-width, with 万 or 亿, currency, percent, in parentheses."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

CURRENCIES = {
    "¥": "CNY", "￥": "CNY", "元": "CNY", "人民币": "CNY", "CNY": "CNY", "RMB": "CNY", "CN¥": "CNY", "圆": "CNY",
    "$": "USD", "US$": "USD", "USD": "USD", "美元": "USD", "€": "EUR", "EUR": "EUR", "欧元": "EUR",
    "£": "GBP", "GBP": "GBP", "英镑": "GBP", "JPY": "JPY", "日元": "JPY", "円": "JPY", "₩": "KRW", "KRW": "KRW",
    "HK$": "HKD", "HKD": "HKD", "港币": "HKD", "港元": "HKD", "NT$": "TWD", "TWD": "TWD", "新台币": "TWD",
    "₹": "INR", "INR": "INR", "₽": "RUB", "RUB": "RUB", "A$": "AUD", "AUD": "AUD", "C$": "CAD", "CAD": "CAD",
    "S$": "SGD", "SGD": "SGD", "CHF": "CHF", "฿": "THB", "THB": "THB", "₫": "VND", "VND": "VND",
}  # fmt: skip
"""Sign, code or word → ISO 4217 code. "¥" is taken for the yuan."""
UNITS = {
    "百": 100, "千": 1_000, "万": 10_000, "萬": 10_000, "百万": 10**6, "千万": 10**7, "亿": 10**8, "億": 10**8,
    "万亿": 10**12, "K": 1_000, "k": 1_000, "M": 10**6, "B": 10**9,
}  # fmt: skip
LONGEST = 60
_MARK = "|".join(sorted(map(re.escape, CURRENCIES), key=len, reverse=True))
_UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
SHAPE = re.compile(
    rf"(?P<open>\()?\s*(?P<sign>[+-])?\s*(?P<before>{_MARK})?\s*(?P<sign2>[+-])?\s*(?P<digits>[\d.,'\u2019 ]*\d[.,]?)"
    rf"(?P<exponent>[eE][+-]?\d{{1,3}})?\s*(?P<unit>{_UNIT})?\s*(?P<after>{_MARK})?\s*(?P<percent>[%‰])?\s*(?P<close>\))?(?P<minus>-)?$"
)
GROUPED = {
    ".": re.compile(
        r"\d{1,3}(?:(?P<mark>[,' \u2019])\d{3})(?:(?P=mark)\d{3})*(?:\.\d*)?$|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d*)?$"
    ),
    ",": re.compile(r"\d{1,3}(?:(?P<mark>[.' \u2019])\d{3})(?:(?P=mark)\d{3})*(?:,\d*)?$"),
}
PLAIN = {".": re.compile(r"\d*\.?\d*$"), ",": re.compile(r"\d*,?\d*$")}


class NumberText(NamedTuple):
    """A number as written: value (12% is 0.12, 3万 is 30000), ISO currency or "", whether it was a percentage."""

    value: Decimal
    currency: str = ""
    is_percent: bool = False


def parse_number_text(text: str, decimal_mark: str = ".") -> NumberText | None:
    """Return the number that the whole text is, or None. ``decimal_mark`` is "." (1,234.5) or "," (1.234,5)."""
    if len(text) > LONGEST:
        return None
    match = SHAPE.match(normal_width(text).strip())
    if not match or bool(match["open"]) != bool(match["close"]):
        return None
    signs = [match[name] for name in ("sign", "sign2", "minus") if match[name]]
    if len(signs) + bool(match["open"]) > 1:
        return None
    value = _value(match["digits"], match["exponent"] or "", decimal_mark)
    if value is None or (match["before"] and match["after"] and not _same(match["before"], match["after"])):
        return None
    value *= UNITS.get(match["unit"] or "", 1)
    if match["percent"]:
        value = value.scaleb(-2 if match["percent"] == "%" else -3)
    mark = match["before"] or match["after"] or ""
    return NumberText(
        -value if match["open"] or "-" in signs else value, CURRENCIES.get(mark, ""), bool(match["percent"])
    )


def normal_width(text: str) -> str:
    """Return the text with full-width and other digits, signs and blanks as plain ones."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKC", text.replace("￥", "¥"))
    return plain.replace("\u2212", "-").replace("\u2013", "-").replace("，", ",").replace("\u202f", " ")


def _value(digits: str, exponent: str, mark: str) -> Decimal | None:
    digits = digits.strip()
    if PLAIN[mark].match(digits):
        plain = digits.replace(",", ".")
    elif GROUPED[mark].match(digits):
        whole, _, fraction = digits.partition(mark)
        plain = re.sub(r"\D", "", whole) + "." + fraction
    else:
        return None
    try:
        return Decimal(plain.rstrip(".") + exponent)
    except InvalidOperation:
        return None


def _same(before: str, after: str) -> bool:
    return CURRENCIES[before] == CURRENCIES[after]
