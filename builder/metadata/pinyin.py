"""Readings of Chinese characters: syllable and tone, commonest first, read from pypinyin's table of characters.

Only that one table is loaded (its phrases would cost every process 50 MB), and only once a Chinese character comes.
"""

from __future__ import annotations

import importlib.util
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

FIRST_CHINESE = 0x3007
_TONES = {"\u0304": 1, "\u0301": 2, "\u030c": 3, "\u0300": 4}


class Reading(NamedTuple):
    """One way to read a character: ``zhang`` 1; ü is written v; the neutral tone is 5."""

    syllable: str
    tone: int


def readings(character: str) -> tuple[Reading, ...]:
    """Return how a character is read; nothing for what is not Chinese."""
    if ord(character) < FIRST_CHINESE:
        return ()
    written = _table().get(ord(character))
    return tuple(_reading(one) for one in written.split(",")) if written else ()


def _reading(written: str) -> Reading:
    parts = unicodedata.normalize("NFD", written).replace("u\u0308", "v").replace("e\u0302", "e")
    tone = next((_TONES[sign] for sign in parts if sign in _TONES), 5)
    return Reading("".join(sign for sign in parts if sign.isascii()), tone)


@cache
def _table() -> Mapping[int, str]:
    package = importlib.util.find_spec("pypinyin")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("pypinyin")
    spec = importlib.util.spec_from_file_location("pypinyin_characters", Path(package.origin).parent / "pinyin_dict.py")
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError("pypinyin.pinyin_dict")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.pinyin_dict  # type: ignore[no-any-return]
