"""Finds the encoding of a text file, preferring what Chinese offices really save to what merely decodes."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from builder.runtime.spreadsheets.encoding_scores import SCORES
from builder.runtime.spreadsheets.familiar_characters import FAMILIAR, familiar_parts
from builder.runtime.spreadsheets.latin_letters import WESTERN, LatinVerdict, clear_latin_verdict, latin_verdict
from builder.runtime.spreadsheets.problems import refusal

PIECE = 2**20
SAMPLE = 256 * 1024
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SURE = 0.5
MARGIN = 0.1
FAMILIAR_LEAD = 0.25
"""How much more familiar a reading has to be in another encoding to be preferred to what the bytes look like."""
FAMILIAR_BESIDE_BIG5 = 0.7
"""What part of the letters has to be familiar in Japanese or Korean to doubt Big5, whose own are not counted."""
ESCAPE = b"\x1b$"
"""What stands before Japanese text among the ASCII of ISO-2022-JP."""
OF_NO_FILES = frozenset({"idna", "mbcs", "oem", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})
"""Codecs of Python that make text of bytes as well, but in which no program saves files."""
ALIASES = {"gbk": "gb18030", "gb2312": "gb18030", "cp936": "gb18030", "ascii": "utf-8", "utf_8": "utf-8"}


@dataclass(frozen=True, slots=True)
class EncodingGuess:
    """An encoding's Python name, whether a byte order mark said so, and what else would fit about as well."""

    name: str
    marked: bool = False
    others: tuple[str, ...] = ()
    certain: bool = True


def check_encoding(name: str) -> str:
    """Return the Python name of a chosen encoding. Raises Invalid ``encoding_unknown``."""
    try:
        found = codecs.lookup(name)
        b"a,\n".decode(found.name, "replace")
    except (LookupError, ValueError) as error:
        raise refusal("encoding_unknown", encoding=name) from error
    if found.name in OF_NO_FILES:
        raise refusal("encoding_unknown", encoding=name)
    return {"utf-8-sig": "utf-8", "gbk": "gb18030", "gb2312": "gb18030"}.get(found.name, found.name)


def mark_length(head: bytes, encoding: str) -> int:
    """Return how many bytes of byte order mark to skip at the start of a file in this encoding."""
    generic = encoding.replace("_", "-").lower()
    for mark, name in MARKS:
        if head.startswith(mark) and name == generic:
            return len(mark)
    return 0


def guess_encoding(path: Path) -> EncodingGuess:
    """Return the encoding of a whole file: byte order mark, then UTF-16 by its zeros, then UTF-8, then the others."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    for mark, name in MARKS:
        if head.startswith(mark):
            return EncodingGuess(name, marked=True)
    wide = wide_encoding(head)
    if wide:
        return EncodingGuess(wide)
    wrong, right, sample = _count_utf8(path)
    if wrong == 0:
        return EncodingGuess("utf-8") if right else EncodingGuess(_seven_bit_encoding(path))
    if right > wrong * 20:
        return EncodingGuess("utf-8", others=("gb18030",), certain=False)
    found = _legacy_encoding(sample)
    if found is None and right > wrong:
        # Two or three bytes hardly make a character of UTF-8 together by chance.
        return EncodingGuess("utf-8", others=("gb18030",), certain=False)
    return found or _any_encoding(sample)


def _seven_bit_encoding(path: Path) -> str:
    """Return ISO-2022-JP for ASCII in which its escapes stand and lead to characters, else UTF-8."""
    found = b"".join(piece for piece in _pieces(path) if ESCAPE in piece)[: 4 * PIECE]
    for name in ("iso2022_jp", "iso2022_jp_ext") if found else ():
        if _decodes(found, name):
            return name
    return "utf-8"


def wide_encoding(head: bytes) -> str | None:
    """Return UTF-16 with its byte order when separators, digits and line ends come as two bytes, one of them zero.

    Chinese in UTF-16 is no valid UTF-8; where the bytes are valid UTF-8, much more of them has to look wide.
    """
    if b"\x00" not in head:
        return None
    even, odd = head[0::2][: len(head) // 2], head[1::2]
    little = sum(high == 0 and 8 < low < 127 for low, high in zip(even, odd, strict=True))
    big = sum(high == 0 and 8 < low < 127 for high, low in zip(even, odd, strict=True))
    share = 3 if _decodes(head, "utf-8") else 20
    for name, count, other in (("utf-16-le", little, big), ("utf-16-be", big, little)):
        if count * share > len(odd) and count > other * 5 and _decodes(head[: len(odd) * 2], name):
            return name
    return None


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(content)
    except UnicodeDecodeError:
        return False
    return True


def _count_utf8(path: Path) -> tuple[int, int, bytes]:
    """Return how many places are not UTF-8, how many characters beyond ASCII are, and a sample of such pieces."""
    wrong, right = 0, 0
    sample = b""

    def count(error: UnicodeError) -> tuple[str, int]:
        nonlocal wrong
        wrong += 1
        return "", error.end if isinstance(error, UnicodeDecodeError) else 0

    codecs.register_error("count_wrong", count)
    decoder = codecs.getincrementaldecoder("utf-8")("count_wrong")
    for piece in _pieces(path):
        if piece.isascii() and not decoder.getstate()[0]:
            continue
        if len(sample) < SAMPLE:
            sample += _around_first_high_byte(piece)
        text = decoder.decode(piece)
        right += len(text) - len(text.encode("ascii", "ignore"))
        if wrong and len(sample) >= SAMPLE:
            return wrong, right, sample
    decoder.decode(b"", True)
    return wrong, right, sample


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _around_first_high_byte(piece: bytes) -> bytes:
    """Cut a sample that starts at a line, so that no two-byte character is split at its beginning."""
    first = len(piece) - len(piece.lstrip(bytes(range(128))))
    start = piece.rfind(b"\n", 0, first) + 1
    return piece[start : start + SAMPLE]


def _legacy_encoding(sample: bytes) -> EncodingGuess | None:
    """Return which of the encodings that were common before UTF-8 convinces, if one does."""
    scored = _scored(sample)
    best, second = scored[0], scored[1]
    parts = familiar_parts(sample)
    known = parts.get(best[2], 0.0)
    if best[0] < SURE or best[2] in FAMILIAR:
        familiar = max(parts, key=parts.__getitem__, default="")
        if familiar not in ("", best[2]) and parts[familiar] >= max(SURE, known + FAMILIAR_LEAD):
            return EncodingGuess(familiar)
    latin = _latin(sample, best[2], convinces=best[0] >= SURE)
    if latin is not None:
        return EncodingGuess(latin.name, others=latin.others, certain=latin.certain)
    if best[0] < SURE:
        return None
    rivals = _rivals(best[2], parts)
    if rivals:
        return EncodingGuess(best[2], others=rivals, certain=False)
    others = tuple(name for score, _, name in scored[1:] if score > best[0] - MARGIN)
    return EncodingGuess(best[2], others=others, certain=second[0] <= best[0] - MARGIN)


def _latin(sample: bytes, best: str, *, convinces: bool) -> LatinVerdict | None:
    """Return what the letters say of a text that looks Latin, or like nothing, or Korean: letters of a Mac do."""
    if best == WESTERN and convinces:
        return latin_verdict(sample)
    return clear_latin_verdict(sample) if best == "cp949" or not convinces else None


def _rivals(name: str, parts: dict[str, float]) -> tuple[str, ...]:
    """Return the encodings in which about as much is familiar as in the one that looks best."""
    if name == "big5hkscs":
        return tuple(one for one in ("euc_jp", "cp949") if parts.get(one, 0.0) >= FAMILIAR_BESIDE_BIG5)
    if name not in parts:
        return ()
    least = max(parts[name] - MARGIN, MARGIN)
    return tuple(one for one, part in parts.items() if one != name and part >= least)


def _any_encoding(sample: bytes) -> EncodingGuess:
    """Return what charset-normalizer makes of bytes in which no encoding convinces."""
    match = from_bytes(sample[:65_536]).best()
    name = ALIASES.get(match.encoding, match.encoding) if match else "gb18030"
    others = tuple(other for score, _, other in _scored(sample) if score > 0 and other != name)
    return EncodingGuess(name, others=others or ("gb18030",), certain=False)


def _scored(sample: bytes) -> list[tuple[float, int, str]]:
    return sorted(((score(sample), -at, name) for at, (name, score) in enumerate(SCORES)), reverse=True)
