"""Check digits of Chinese identity numbers and unified social credit codes."""

from __future__ import annotations

import re
from datetime import date

ID_NUMBER = re.compile(r"[1-9]\d{5}(\d{4})(\d{2})(\d{2})\d{3}[\dXx]$")
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_CODE = re.compile(rf"[{CREDIT_ALPHABET}]{{2}}\d{{6}}[{CREDIT_ALPHABET}]{{10}}$")
CREDIT_WEIGHTS = tuple(3**place % 31 for place in range(17))


def is_id_number(text: str) -> bool:
    """Return whether the text is an 18-character citizen identity number with a real date (source: GB 11643-1999)."""
    match = ID_NUMBER.match(text)
    if not match:
        return False
    try:
        date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, ID_WEIGHTS, strict=False))
    return ID_CHECKS[total % 11] == text[17].upper()


def is_credit_code(text: str) -> bool:
    """Return whether the text is a unified social credit code with its check character (source: GB 32100-2015)."""
    code = text.upper()
    if not CREDIT_CODE.match(code):
        return False
    total = sum(CREDIT_ALPHABET.index(sign) * weight for sign, weight in zip(code, CREDIT_WEIGHTS, strict=False))
    return CREDIT_ALPHABET[(31 - total % 31) % 31] == code[17]
