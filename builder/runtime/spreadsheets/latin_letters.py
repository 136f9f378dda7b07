"""Tells the old encodings of Latin letters from each other by how common each letter is in the languages they are for.

Their files decode in all of them, ą in one being ¹ in another: only what nobody would write tells them apart.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log, sqrt

from builder.runtime.spreadsheets.encoding_scores import LATIN_PUNCTUATION, decode_all_but_end

WESTERN = "windows-1252"
_WESTERN_LETTERS = {
    "French": "é15 à5 è3 ê2 ç1 ô.4 û.6 ù.6 â.5 î.5 œ.2 ë.1 ï.1 ÿ.01",
    "German": "ü10 ä6 ö4 ß3 é.1",
    "Spanish": "ó8 í7 á5 é4 ñ3 ú2 ü.1 ç.05 º.1 ª.1",
    "Portuguese": "ã7 á5 ç5 é4 ó3 í3 ê4 â2 õ2 ô2 ú2 à.7 ü.1 º.2 ª.2",
    "Italian": "à6 è3 ù2 ò1 ì1 é.5",
    "Catalan": "à3 ó5 è3 é3 í3 ç2 ò2 ú1 ï1 ü.5 ñ.1",
    "Swedish": "ä18 å13 ö13 é.3 ü.1",
    "Danish": "ø9 æ9 å12 é.3 ö.1 ä.1",
    "Finnish": "ä36 ö4 å.3 é.1",
    "Icelandic": "ð44 á18 í16 þ15 ó10 æ9 ö8 é6 ú6 ý2",
    "Dutch": "é5 ë8 ï4 ö2 è1 ü1 ê.5 ó.3",
    "Estonian": "ä10 õ10 ü6 ö3 š.3 ž.2",
}
_CENTRAL_LETTERS = {
    "Polish": "ł21 ó11 ę10 ś8 ć7 ż7 ą7 ń4 ź1 ü.1 é.1",
    "Czech": "í16 ě12 ý10 á9 ž7 š7 é6 č5 ř4 ů2 ú.6 ň.3 ď.2 ť.2 ó.3 ö.1 ü.1",
    "Slovak": "á18 í10 ý10 é8 č10 š8 ž8 ú8 ľ4 ť4 ô2 ň2 ď1 ó1 ä1 ĺ.2 ŕ.2 ř.2 ě.1 ö.1 ü.1",
    "Hungarian": "á34 é36 ö10 ó10 ő9 í6 ü6 ú4 ű2 ä.1",
    "Romanian": "ă20 ş10 ţ10 î8 â8 é.1",
    "Croatian": "č10 š9 ž6 ć6 đ3 é.1 ü.1",
}
_TURKISH_LETTERS = {"Turkish": "ı51 ü19 ş18 ç12 ğ12 ö8 i̇8 â.3 î.2 é.1"}
_BALTIC_LETTERS = {
    "Lithuanian": "ė19 š10 ų10 ž8 ū8 į6 č5 ą5 ę2",
    "Latvian": "ā27 ī20 ē17 š10 ū5 ņ5 ļ5 ž4 ķ4 č2 ģ2 ŗ.1 ō.1",
    "Estonian": "ä10 õ10 ü6 ö3 š.3 ž.2",
}
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
COMMON_SIGNS = LATIN_PUNCTUATION | frozenset("‚„‹›™−\xa0¦†·÷≤≥≈µ")
JOINING = frozenset("’·\xad")
"""Signs that stand inside of words."""
SIGN, STRANGE = 0.04, 0.0005
"""How likely a common sign is among all that is beyond ASCII, and what no text of the language has."""
EVIDENCE, PER_CHARACTER = 12.0, 0.4
"""How much more likely (as a logarithm) another reading has to be, in the whole and for each character."""
PLAUSIBLE = -3.6
"""The mean from which a reading looks like text, where it is held against what is no Latin text."""
MOSTLY, SOME = 0.5, 0.2
"""What part of the bytes beyond ASCII stand alone in Latin text; what part may stand strangely at most."""
FEWEST_LETTERS, FEWEST_TELLING = 3, 2
"""Different letters beyond ASCII, and those of them that read differently, on which a verdict can stand."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A sample in one encoding: what it says, and how often each character beyond ASCII stands fittingly or not."""

    encoding: str
    text: str
    fitting: Counter[str]
    strange: int

    @property
    def total(self) -> int:
        """Characters beyond ASCII."""
        return self.fitting.total() + self.strange


def _language(letters: str) -> Mapping[str, float]:
    """Return letter → logarithm of its share; roots make rare letters less rare, as they are in names."""
    weights = {}
    for word in letters.split():
        letter = word.rstrip("0123456789.")
        weights[letter] = sqrt(float(word[len(letter) :]))
    whole = sum(weights.values())
    return {letter: log(weight / whole) for letter, weight in weights.items()}


def _of_all(languages: Mapping[str, Mapping[str, float]]) -> Mapping[str, float]:
    """Return the letters of several languages as one: files of firms from many countries."""
    shares: defaultdict[str, float] = defaultdict(float)
    for letters in languages.values():
        for letter, share in letters.items():
            shares[letter] += exp(share) / len(languages)
    return {letter: log(share) for letter, share in shares.items()}


_WEST = {name: _language(letters) for name, letters in _WESTERN_LETTERS.items()}
_CENTRE = {name: _language(letters) for name, letters in _CENTRAL_LETTERS.items()}
LANGUAGES: Mapping[str, tuple[Mapping[str, float], ...]] = {
    WESTERN: (*_WEST.values(), _of_all(_WEST)),
    "windows-1250": tuple(_CENTRE.values()),
    "iso8859-2": tuple(_CENTRE.values()),
    "windows-1254": tuple(map(_language, _TURKISH_LETTERS.values())),
    "windows-1257": tuple(map(_language, _BALTIC_LETTERS.values())),
    "mac-roman": (*_WEST.values(), _of_all(_WEST)),
}
"""Encoding → the letters of the languages that are written in it."""


@dataclass(frozen=True, slots=True)
class LatinVerdict:
    """The encoding of a Latin text, what else would fit, and whether that is out of the question."""

    name: str
    others: tuple[str, ...] = ()
    certain: bool = True


def latin_verdict(sample: bytes) -> LatinVerdict | None:
    """Return another encoding than windows-1252 that fits a sample clearly better, or the doubt; None for neither."""
    readings = [reading for name in LANGUAGES if (reading := _reading(sample, name)) is not None]
    likely = sorted(((_likelihood(one), -at, one) for at, one in enumerate(readings)), reverse=True)
    if not likely or likely[0][2].encoding == WESTERN:
        return None
    best, _, found = likely[0]
    usual = next((one for _, _, one in likely if one.encoding == WESTERN), None)
    if usual is None:
        return _among_the_others(likely, found)
    gain = best - next(value for value, _, one in likely if one is usual)
    letters, telling = _telling(usual, found)
    if usual.text == found.text or gain < PER_CHARACTER or gain * found.total < EVIDENCE:
        return None
    if len(letters) >= FEWEST_LETTERS and len(telling) >= FEWEST_TELLING:
        return _among_the_others(likely, found)
    doubtful = len(letters) >= FEWEST_LETTERS or usual.strange > usual.total * SOME
    return LatinVerdict(WESTERN, (found.encoding,), certain=False) if doubtful else None


def clear_latin_verdict(sample: bytes) -> LatinVerdict | None:
    """Return the same for a sample that does not look like windows-1252: only where it is clearly Latin text."""
    high = [at for at, byte in enumerate(sample) if byte > 127]
    alone = sum(sample[at - 1 : at] < b"\x80" and sample[at + 1 : at + 2] < b"\x80" for at in high)
    verdict = latin_verdict(sample) if alone >= len(high) * MOSTLY else None
    reading = _reading(sample, verdict.name) if verdict is not None else None
    return verdict if reading is not None and _likelihood(reading) >= PLAUSIBLE else None


def _among_the_others(likely: list[tuple[float, int, Reading]], found: Reading) -> LatinVerdict:
    """Return the best encoding, in doubt where another that reads differently is about as likely."""
    best = likely[0][0]
    rivals = [
        one.encoding
        for value, _, one in likely[1:]
        if one.text != found.text and (best - value) * found.total < EVIDENCE / 2
    ]
    return LatinVerdict(found.encoding, tuple(rivals), certain=not rivals)


def _reading(sample: bytes, encoding: str) -> Reading | None:
    text = decode_all_but_end(sample, encoding)
    if text is None:
        return None
    fitting: Counter[str] = Counter()
    strange = 0
    padded = f" {text} "
    for found in _BEYOND_ASCII.finditer(padded):
        at, character = found.start(), found[0]
        if _fits(padded[at - 1], character, padded[at + 1]):
            fitting[character.lower()] += 1
        else:
            strange += 1
    return Reading(encoding, text, fitting, strange)


def _fits(before: str, character: str, after: str) -> bool:
    """Whether a character can stand between these: no capital follows a small letter, few signs stand in words."""
    if character.isalpha():
        return not (character.isupper() and before.islower())
    if not character.isprintable() and character not in "\xa0\xad":
        return False
    return character in JOINING or not (before.isalpha() and after.isalpha())


def _is_letter(character: str) -> bool:
    return character[0].isalpha() and character not in COMMON_SIGNS


def _likelihood(reading: Reading) -> float:
    """Return the mean logarithm of how likely the characters are in the language that fits best."""
    if not reading.total:
        return 0.0
    least, sign = log(STRANGE), log(SIGN)
    outside = sum(
        (sign if character in COMMON_SIGNS else least) * count
        for character, count in reading.fitting.items()
        if not _is_letter(character)
    )
    letters = [(character, count) for character, count in reading.fitting.items() if _is_letter(character)]
    best = max(
        sum(language.get(character, least) * count for character, count in letters)
        for language in LANGUAGES[reading.encoding]
    )
    return (best + outside + least * reading.strange) / reading.total


def _telling(usual: Reading, found: Reading) -> tuple[set[str], set[str]]:
    """Return the letters of a reading beyond ASCII, and those of them that the usual reading has not."""
    letters = set(filter(_is_letter, found.fitting))
    return letters, letters - usual.fitting.keys()
