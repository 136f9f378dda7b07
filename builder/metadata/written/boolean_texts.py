"""Reads yes and no."""

from __future__ import annotations

from builder.metadata.written.number_texts import normal_width

PAIRS = (
    ("true", "false"),
    ("是", "否"),
    ("yes", "no"),
    ("y", "n"),
    ("t", "f"),
    ("对", "错"),
    ("对", "不对"),
    ("有", "无"),
    ("真", "假"),
    ("√", "×"),
    ("✓", "✗"),
    ("on", "off"),
    ("1", "0"),
)
TRUE_TEXTS = frozenset(pair[0] for pair in PAIRS)
FALSE_TEXTS = frozenset(pair[1] for pair in PAIRS)


def parse_boolean_text(text: str) -> bool | None:
    """Return what the whole text says, or None when it says neither."""
    plain = normal_width(text).strip().casefold()
    if plain in TRUE_TEXTS:
        return True
    if plain in FALSE_TEXTS:
        return False
    return None
