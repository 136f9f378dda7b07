"""API names made from labels: what a field is called in the API when nobody chose a name."""

from __future__ import annotations

import re
from collections.abc import Container

from builder.metadata.collation import fold
from builder.metadata.pinyin import readings

LONGEST = 40
_WORD = re.compile(r"[a-z0-9]+")


def api_name(label: str, taken: Container[str], fallback: str = "field") -> str:
    """Return a free name in lower snake case: 预算范围 → ``yu_suan_fan_wei``, Net income → ``net_income``."""
    spelt = "".join(_spelt(character) for character in label[:LONGEST])
    words = "_".join(_WORD.findall(spelt))[:LONGEST].strip("_") or fallback
    base = words if words[0].isalpha() else f"{fallback}_{words}"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    return name


def _spelt(character: str) -> str:
    found = readings(character)
    return f" {found[0].syllable} " if found else fold(character).lower()
