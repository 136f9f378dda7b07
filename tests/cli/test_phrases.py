"""What commands say: complete in three languages, and the terminal's language found."""

from __future__ import annotations

import re

import pytest

from builder.cli.phrases import PHRASES, locale_of


@pytest.mark.parametrize("name", PHRASES)
def test_a_phrase_has_the_same_places_in_each_language(name: str) -> None:
    places = [sorted(re.findall(r"\{(\w+)\}", text)) for text in PHRASES[name]]
    assert len(places) == 3
    assert places[0] == places[1] == places[2]
    assert all(PHRASES[name])


@pytest.mark.parametrize(
    ("environ", "locale"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-CN"),
        ({"LANG": "zh_HK.UTF-8"}, "zh-TW"),
        ({"LANG": "de_DE@euro"}, "en"),
        ({"LANG": "en_US", "LC_ALL": "zh_TW"}, "zh-TW"),
        ({"LANG": "zh_CN", "LC_MESSAGES": "en_US"}, "en"),
    ],
)
def test_the_language_is_that_of_the_terminal(environ: dict[str, str], locale: str) -> None:
    assert locale_of(environ) == locale
