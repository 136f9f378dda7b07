"""Masks: what is left of a value for those who may know that it is there, but not what it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

COVERED = "****"
LONG_PHONE = 11
"""Characters from which a phone shows its first three and last four."""
_CHINA = re.compile(r"\+?86[ -]?(?=1[3-9]\d)")


def mask_text(kind: str, text: str) -> str:
    """Return a text with most of it covered: 138****1234, l***@acme.com, 张*, 110***********1234; "" stays "".

    ``kind`` is phone, email, name, id_number or all. Never shows more than two thirds of a text; an unknown kind
    covers all of it.
    """
    if not text:
        return ""
    mask = _MASKS.get(kind)
    return mask(text) if mask else COVERED


def _phone(text: str) -> str:
    plain = _CHINA.sub("", text.strip(), count=1)
    starts, ends = (3, 4) if len(plain) >= LONG_PHONE else (len(plain) // 4, len(plain) // 4)
    return plain[:starts] + COVERED + plain[len(plain) - ends :] if starts else COVERED


def _email(text: str) -> str:
    name, at, domain = text.rpartition("@")
    return f"{name[:1] if len(name) > 1 else ''}***@{domain}" if at and name else COVERED


def _name(text: str) -> str:
    """Keep the first character: the family name of most Chinese names."""
    plain = text.strip()
    if len(plain) < 2:
        return "*"
    return plain[0] + "*" * min(len(plain) - 1, 3)


def _id_number(text: str) -> str:
    if len(text) < 15:
        return COVERED
    return text[:3] + "*" * (len(text) - 7) + text[-4:]


_MASKS: Mapping[str, Callable[[str], str]] = {
    "phone": _phone,
    "email": _email,
    "name": _name,
    "id_number": _id_number,
}
