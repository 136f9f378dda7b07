"""Order and search of text for Chinese readers: sort keys compared in binary, and the words quick search looks for.

Keys and words are made here alone, so that Python, SQLite and PostgreSQL agree byte by byte.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import product

from builder.metadata.pinyin import readings
from builder.metadata.values import composed

LONGEST_KEY = 80
"""Characters of a sort key: what an index entry can hold on both databases."""
LONGEST_SEARCHED = 4_000
"""Characters of a record's text that quick search looks at."""
LONGEST_QUERY = 200
LONGEST_WORD = 64
"""Characters by which a word is told from others: databases bound what an index can hold."""
CACHED_CHARACTERS = 60_000
SPELLED_CHARACTERS = 120
"""Chinese characters of one text that can be found by pinyin; bigrams find all of them."""
WINDOW = 6
"""Syllables spelled from each character on; from the first of a run on, twice as many."""
MOST_SPELLINGS = 6
"""Spellings kept of one window with heteronyms (单: dan, chan, shan)."""
HETERONYMS = frozenset(
    "行长重乐单曾解仇区查朴盖尉翟覃任万俟种厦都调校会传参沈叶应佛降便切强曲石车朝弹发冠合和荷核划济角教结卷卡落绿率陆"
    "模宁铺屏奇纤薄折省盛相宿提贾尽阿柏贝斗华禅大六信尾员缪燕洗冼宓郇召召晟尧臧洋咖蔚泊澄鲜藏隆"
)
"""Characters whose further readings people search by, in names of people, places and firms; others are read one way."""
FEWEST_INITIALS = 2
"""Letters that are taken for the initials of a name."""
SHORTEST_TAILED = 7
"""Digits from which a number (a phone) is also found by its last 4 and 8 digits."""
_CHINESE = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_EAST_ASIAN = _CHINESE + "\u3040-\u30ff\uac00-\ud7af"
_RUN = re.compile(rf"(?:(?!\W)[{_EAST_ASIAN}])+|[^\W_{_EAST_ASIAN}]+")
_SPELLED = re.compile(rf"[{_CHINESE}]+")


def fold(character: str) -> str:
    """Return a character without case, width and Latin accents; a combining accent vanishes."""
    if character.isascii():
        return character.lower()
    plain = "".join(part for part in unicodedata.normalize("NFKD", character) if not "\u0300" <= part <= "\u036f")
    return plain.lower() if plain.isascii() else unicodedata.normalize("NFKC", character).casefold()


class _FoldTable(dict[int, str]):
    """A table for ``str.translate`` that fills itself, up to a bound."""

    def __missing__(self, code: int) -> str:
        found = self.made(chr(code))
        if len(self) < CACHED_CHARACTERS:
            self[code] = found
        return found

    def made(self, character: str) -> str:
        return fold(character)


class _KeyTable(_FoldTable):
    """Chinese characters as syllable, tone, character: the tone digit sorts before any longer syllable."""

    def made(self, character: str) -> str:
        known = readings(character)
        return f"{known[0].syllable}{known[0].tone}{character}" if known else fold(character)


_FOLDED = _FoldTable()
_KEYS = _KeyTable()


def lowered(text: str) -> str:
    """Return a text with letters of ASCII in lower case and all others as they are: the same on both databases."""
    return text.lower() if text.isascii() else "".join(c.lower() if c.isascii() else c for c in text)


def sort_key(text: str) -> str:
    """Return the key by which a text is ordered: case-less, Chinese by pinyin, then by code point.

    At most 80 characters. Compared as UTF-8 bytes (SQLite BINARY, PostgreSQL "C") or as Python strings, alike.
    """
    if text.isascii():
        return text[:LONGEST_KEY].lower()
    return text[:LONGEST_KEY].translate(_KEYS)[:LONGEST_KEY]


def search_words(text: str) -> str:
    """Return the words under which a text is found, joined by blanks; each is letters and digits only.

    First the text in order (words, and pairs of neighbouring Chinese characters), so that a phrase is found;
    then what stands for itself: last characters of runs, ends of long numbers, pinyin and its initials.
    """
    return " ".join(search_word_list(text))


def search_word_list(text: str) -> list[str]:
    """Return the words of ``search_words`` as a list."""
    runs = _runs(text[:LONGEST_SEARCHED])
    if sum(map(len, runs)) <= SPELLED_CHARACTERS:
        return _words_of_few(runs)
    words: list[str] = []
    for run in runs:
        words += _in_order(run)
    extra: dict[str, None] = {}
    left = SPELLED_CHARACTERS
    for run in runs:
        for word in _aside(run):
            extra[word] = None
        if left > 0 and _SPELLED.fullmatch(run):
            extra.update(dict.fromkeys(_spellings(run[:left])))
            left -= len(run)
    words += extra
    return words


def _words_of_few(runs: Sequence[str]) -> list[str]:
    """Return the words of a text that is spelled whole, as nearly all are: run by run, since runs come again."""
    found = [([run[:LONGEST_WORD]], _aside(run)) if run.isascii() else _words_of_run(run) for run in runs]
    words = [word for in_order, _ in found for word in in_order]
    extra = found[0][1] if len(found) == 1 else dict.fromkeys([word for _, aside in found for word in aside])
    words += extra
    return words


@lru_cache(maxsize=20_000)
def _words_of_run(run: str) -> tuple[list[str], tuple[str, ...]]:
    """Return the words of a run in order, and those that stand for themselves, without repeats."""
    spelled = _spellings(run) if _SPELLED.fullmatch(run) else ()
    return _in_order(run), tuple(dict.fromkeys([*_aside(run), *spelled]))


def search_query(text: str) -> list[list[str]]:
    """Return what must all be found: phrases, each a list of words that stand next to each other.

    A last word that ends in ``*`` is a prefix: of Latin words and numbers, and of a single Chinese character.
    """
    groups = ([word for run in _runs(part) for word in _in_order(run)] for part in text[:LONGEST_QUERY].split())
    return [_open_ended(group) for group in groups if group]


def is_found_in(wanted: str, text: str) -> bool:
    """Whether quick search would find a text by these words; for texts that stand in no database."""
    words = f" {search_words(text)} "
    groups = search_query(wanted)
    return bool(groups) and all(_phrase(group) in words for group in groups)


def begins_with_initials(wanted: str, text: str) -> bool:
    """Whether letters are the first initials of a Chinese text, such as kh of 客户名单; one letter says nothing."""
    letters = wanted.casefold()
    if len(letters) < FEWEST_INITIALS or not (letters.isascii() and letters.isalpha()):
        return False
    signs = [_syllables(character) for character in text[: len(letters)]]
    return len(signs) == len(letters) and all(
        any(syllable[0] == letter for syllable in syllables) for syllables, letter in zip(signs, letters, strict=True)
    )


def _phrase(group: Sequence[str]) -> str:
    phrase = " ".join(group)
    return f" {phrase[:-1]}" if phrase.endswith("*") else f" {phrase} "


def _runs(text: str) -> list[str]:
    return _RUN.findall(composed(text).translate(_FOLDED))


def _is_east_asian(run: str) -> bool:
    return not run.isascii() and _EAST_ASIAN_START.match(run) is not None


_EAST_ASIAN_START = re.compile(rf"[{_EAST_ASIAN}]")


def _in_order(run: str) -> list[str]:
    if len(run) < 3 or not _is_east_asian(run):
        return [run[:LONGEST_WORD]]
    return [run[start : start + 2] for start in range(len(run) - 1)]


def _open_ended(group: list[str]) -> list[str]:
    last = group[-1]
    return [*group[:-1], last + "*"] if len(last) == 1 or not _is_east_asian(last) else group


def _aside(run: str) -> tuple[str, ...]:
    if _is_east_asian(run):
        return (run[-1],) if len(run) > 1 else ()
    return (run[-4:], run[-8:]) if len(run) >= SHORTEST_TAILED and run.isdecimal() else ()


def _spellings(run: str) -> tuple[str, ...]:
    """Return pinyin and initials from each character of the run on, without repeats."""
    choices = [_syllables(character) for character in run]
    if all(len(syllables) == 1 for syllables in choices):
        return _plain_spellings([syllables[0] for syllables in choices])
    found: dict[str, None] = {}
    for start in range(len(run)):
        window = choices[start : start + (2 * WINDOW if start == 0 else WINDOW)]
        if all(window):
            for spelling in _combined(window):
                found["".join(spelling)] = None
                if len(spelling) > 1:
                    found["".join(syllable[0] for syllable in spelling)] = None
    return tuple(found)


def _plain_spellings(syllables: list[str]) -> tuple[str, ...]:
    """Return the same for a run of characters each read one way, as nearly all are."""
    initials = "".join([syllable[0] for syllable in syllables])
    found: dict[str, None] = {}
    for start in range(len(syllables)):
        end = start + (2 * WINDOW if start == 0 else WINDOW)
        found["".join(syllables[start:end])] = None
        if len(initials) - start > 1:
            found[initials[start:end]] = None
    return tuple(found)


@lru_cache(maxsize=CACHED_CHARACTERS)
def _syllables(character: str) -> tuple[str, ...]:
    known = tuple(dict.fromkeys(one.syllable for one in readings(character)))
    return known[:3] if character in HETERONYMS else known[:1]


def _combined(window: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return spellings of a window; once there are too many, later heteronyms keep their first reading."""
    count = 1
    kept = []
    for choices in window:
        room = max(1, MOST_SPELLINGS // count)
        kept.append(choices[:room])
        count *= len(kept[-1])
    return list(product(*kept))
