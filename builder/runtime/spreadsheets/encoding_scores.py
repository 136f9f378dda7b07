"""How much a text decoded in one of the old encodings looks like something people write (0 to about 1)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

CYRILLIC_WORD = re.compile("[\u0400-\u045f]{2,}")
LATIN_PUNCTUATION = frozenset("’‘“”–—…€£§°©®«»¿¡ºª·´•™±½¼²³×")


def _score(encoding: str, worth: Callable[[str], float], preference: float = 1.0) -> Callable[[bytes], float]:
    def score(sample: bytes) -> float:
        text = decode_all_but_end(sample, encoding)
        if text is None:
            return 0.0
        counted = Counter(character for character in text if character > "\x7f")
        total = counted.total()
        if total == 0:
            return 0.0
        return preference * sum(worth(character) * count for character, count in counted.items()) / total

    return score


def decode_all_but_end(sample: bytes, encoding: str) -> str | None:
    """Return the text, forgiving a few wrong bytes in a thousand and a character cut at the end; None otherwise."""
    text = sample.decode(encoding, "replace")
    wrong = text.count("\ufffd")
    return text.replace("\ufffd", "") if wrong <= 1 + len(text) // 500 and wrong * 3 < len(text) else None


def _lead_byte(character: str, encoding: str) -> int:
    """Return the first of a character's two bytes, 0 when it has none in the encoding."""
    try:
        code = character.encode(encoding)
    except UnicodeEncodeError:
        return 0
    return code[0] if len(code) == 2 else 0


def _simplified(character: str) -> float:
    """GB 2312: level-1 characters (the 3 755 commonest) start with B0 to D7, symbols with A1 to A9."""
    lead = _lead_byte(character, "gb2312")
    if 0xB0 <= lead <= 0xD7:
        return 1.0
    if 0xA1 <= lead <= 0xA3:
        return 0.5
    if 0xD8 <= lead <= 0xF7:
        return 0.3
    return 0.1 if "\u4e00" <= character <= "\u9fff" else 0.0


def _traditional(character: str) -> float:
    """Big5: the 5 401 common characters start with A4 to C6, symbols with A1 to A3."""
    lead = _lead_byte(character, "big5")
    if 0xA4 <= lead <= 0xC6:
        return 1.0
    return 0.4 if lead else 0.0


def _japanese(character: str) -> float:
    """Kana mark Japanese; JIS level-1 kanji start with 88 to 97 in Shift-JIS; half-width kana are mostly accidents."""
    if "\u3040" <= character <= "\u30ff":
        return 1.0
    if "\uff61" <= character <= "\uff9f":
        return 0.05
    lead = _lead_byte(character, "shift_jis")
    if 0x88 <= lead <= 0x97:
        return 0.75
    return 0.4 if lead else 0.0


def _kana_by_two_bytes(sample: bytes) -> float:
    """Kana stand at the same bytes in EUC-JP and GB 2312, and common characters in Big5: only their number tells."""
    text = decode_all_but_end(sample, "euc_jp") or ""
    beyond = [character for character in text if character > "\x7f"]
    kana = sum("\u3040" <= character <= "\u30ff" for character in beyond)
    return 1.2 if kana * 5 > len(beyond) * 2 else 0.0


def _hangul(sample: bytes) -> float:
    """Hangul share their bytes with the first half of GB 2312 level 1: a long text of nothing else is Korean."""
    text = decode_all_but_end(sample, "cp949") or ""
    beyond = [character for character in text if character > "\x7f"]
    hangul = sum("\uac00" <= character <= "\ud7a3" for character in beyond)
    if not beyond:
        return 0.0
    return hangul / len(beyond) * (1.2 if len(beyond) >= 12 and hangul * 20 >= len(beyond) * 19 else 0.7)


def _cyrillic(encoding: str) -> Callable[[bytes], float]:
    """Words of letters in one case, or with a capital in front: other texts decode to letters in random case."""

    def score(sample: bytes) -> float:
        text = decode_all_but_end(sample, encoding) or ""
        total = sum(character > "\x7f" for character in text)
        words = CYRILLIC_WORD.findall(text)
        fitting = sum(len(word) for word in words if word[1:].islower() or (word.isupper() and len(word) < 12))
        return 0.98 * fitting / total if total else 0.0

    return score


def _western(sample: bytes) -> float:
    """Latin text has single high bytes among ASCII letters; two or more in a row speak for another encoding."""
    text = decode_all_but_end(sample, "windows-1252")
    if text is None:
        return 0.0
    fitting, total = 0, 0
    padded = f" {text} "
    for at, character in enumerate(padded):
        if character <= "\x7f":
            continue
        total += 1
        alone = padded[at - 1] <= "\x7f" and padded[at + 1] <= "\x7f"
        fitting += alone and (character.isalpha() or character in LATIN_PUNCTUATION)
    return fitting / total if total else 0.0


SCORES: tuple[tuple[str, Callable[[bytes], float]], ...] = (
    ("gb18030", _score("gb18030", _simplified, 1.05)),
    ("big5hkscs", _score("big5hkscs", _traditional, 0.95)),
    ("cp932", _score("cp932", _japanese)),
    ("windows-1252", _western),
    ("cp949", _hangul),
    ("euc_jp", _kana_by_two_bytes),
    ("windows-1251", _cyrillic("windows-1251")),
    ("koi8-r", _cyrillic("koi8-r")),
)
"""Encodings with their scores, in order of preference between equals."""
