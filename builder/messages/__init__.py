"""The sentence for every code the product answers with, in each of its languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

LOCALES = ("zh-CN", "zh-TW", "en")
FALLBACK = "zh-CN"
UNKNOWN = "error"
_PLACE = re.compile(r"\{([\w|]+)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_LONGEST_PARAM = 200


def message(code: str, params: Mapping[str, Any], locale: str) -> str:
    """Return the sentence for a code; a code without text gets a general one.

    ``{max|limit}`` stands for the first of the params that is there; ``[…]`` is left out unless all its places are.
    What is said of a row of a sub-table begins with that row (params ``table_row`` and ``table_column``).
    """
    texts = catalogue(locale)
    text = texts.get(code) or texts[UNKNOWN]
    if "table_row" in params:
        text = texts["in_table_row"] + text
    return _filled(text, params, locale)


def _filled(text: str, params: Mapping[str, Any], locale: str) -> str:
    def fill(text: str) -> str:
        return _PLACE.sub(lambda found: _written(_first(params, found[1]), locale), text)

    def keep(found: re.Match[str]) -> str:
        places = _PLACE.findall(found[1])
        return found[1] if places and all(_first(params, names) is not None for names in places) else ""

    return fill(_OPTIONAL.sub(keep, text))


def own_message(text: Any, params: Mapping[str, Any], locale: str) -> Any:
    """Return a document's own text in the reader's language, which ``params.message`` keeps in every one it has;
    of a row of a sub-table after that row.
    """
    own = params.get("message")
    told = own.get(locale) or text if text and isinstance(own, Mapping) else text
    if "table_row" not in params or not isinstance(told, str) or not told:
        return told
    return _filled(catalogue(locale)["in_table_row"], params, locale) + told


@lru_cache(maxsize=len(LOCALES))
def catalogue(locale: str) -> Mapping[str, str]:
    """Return code → text of a language; an unknown language speaks the first one."""
    known = locale if locale in LOCALES else FALLBACK
    texts: dict[str, str] = orjson.loads((Path(__file__).parent / f"{known}.json").read_bytes())
    return texts


def locale_for(wanted: str) -> str | None:
    """Return the language of ours that serves a language tag best (``zh-Hant-HK`` → zh-TW), or None."""
    parts = wanted.replace("_", "-").lower().split("-")
    if parts[0] == "zh":
        traditional = {"hant", "tw", "hk", "mo"} & set(parts[1:])
        return "zh-TW" if traditional and "hans" not in parts else "zh-CN"
    return next((locale for locale in LOCALES if locale.split("-")[0] == parts[0]), None)


def _first(params: Mapping[str, Any], names: str) -> Any:
    return next((params[name] for name in names.split("|") if params.get(name) is not None), None)


def _written(value: Any, locale: str) -> str:
    if isinstance(value, Mapping):
        value = value.get(locale) or next(iter(value.values()), "")
    if isinstance(value, list | tuple | set | frozenset):
        joint = ", " if locale == "en" else "、"
        return joint.join(_written(item, locale) for item in value)[:_LONGEST_PARAM]
    return "" if value is None else str(value)[:_LONGEST_PARAM]
