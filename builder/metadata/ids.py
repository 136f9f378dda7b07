"""Short random ids for documents and elements, and fractional keys that order siblings."""

from __future__ import annotations

import secrets

_BASE32 = "0123456789abcdefghjkmnpqrstvwxyz"
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ID_LENGTH = 8
NEXT_WIDTH = 6
"""Digits of a key that is added at the end."""


def new_id(prefix: str) -> str:
    """Return a fresh id such as ``f_9q2d7k3m``: 40 random bits in Crockford's base 32, never reused."""
    return f"{prefix}_" + "".join(secrets.choice(_BASE32) for _ in range(ID_LENGTH))


def order_between(before: str | None, after: str | None) -> str:
    """Return a key that sorts (by code point) strictly between two keys.

    ``None`` stands for the open end. Raises ValueError when ``before >= after``.
    The midpoint of two base-62 fractions, so that a move rewrites one element only.
    """
    low, high = before or "", after
    if high is not None and low >= high:
        raise ValueError(f"no key between {low!r} and {high!r}")
    return (_next(low) if low and high is None else "") or _middle(low, high)


def _next(low: str) -> str:
    """Return a key a little above one, never long: what is added at the end goes on for ever; "" at the very end."""
    number = 0
    for digit in low[:NEXT_WIDTH].ljust(NEXT_WIDTH, "0"):
        number = number * 62 + _DIGITS.index(digit)
    return _digits(number + 1, NEXT_WIDTH) if number + 1 < 62**NEXT_WIDTH else ""


def order_sequence(count: int) -> list[str]:
    """Return ``count`` ascending keys with room between them, for a new list of siblings."""
    width = 2
    while 62**width < count * 4 + 2:
        width += 1
    step = 62**width // (count + 1)
    return [_digits(step * (index + 1), width) for index in range(count)]


def _digits(number: int, width: int) -> str:
    text = ""
    for _ in range(width):
        number, rest = divmod(number, 62)
        text = _DIGITS[rest] + text
    return text.rstrip("0") or "0V"


def _middle(low: str, high: str | None) -> str:
    prefix = ""
    index = 0
    while True:
        low_digit = _DIGITS.index(low[index]) if index < len(low) else 0
        high_digit = _DIGITS.index(high[index]) if high is not None and index < len(high) else 62
        if high_digit - low_digit > 1:
            return prefix + _DIGITS[(low_digit + high_digit) // 2]
        prefix += _DIGITS[low_digit]
        if high_digit != low_digit:
            high = None
        index += 1
