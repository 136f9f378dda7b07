"""The user guide keeps its word: three languages, nothing leads nowhere, every text it names is on a screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import pytest
from PIL import Image

from builder.messages import LOCALES
from tests.journeys.screens import screens

ROOT = Path(__file__).parents[2]
PLACE = r"\{\{\w+(?:, number)?\}\}"
"""Where a text of the interface takes in a value."""
GUIDE = ROOT / "docs" / "guide"
TEXTS = ROOT / "admin_ui" / "src" / "lib" / "locales"
CATALOGUE = ROOT / "builder" / "templates_catalog"
HEAVIEST = 60_000
"""Bytes of a picture at most: all of them travel with the product."""
PAGES = sorted(path.name.partition(".")[0] for path in GUIDE.glob("*.en.md"))


def text(page: str, locale: str) -> str:
    """Return a page of the guide."""
    return (GUIDE / f"{page}.{locale}.md").read_text("utf-8")


def targets(page: str, locale: str) -> list[str]:
    """Return what a page links to or shows."""
    return re.findall(r"\]\(([^)\s]+)\)", text(page, locale))


def strings(tree: Any) -> Iterator[str]:
    """Yield every text in a JSON document."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict | list):
        for inner in tree.values() if isinstance(tree, dict) else tree:
            yield from strings(inner)


def labels(tree: Any, locale: str) -> Iterator[str]:
    """Yield the labels in a language of everything in a document of a template."""
    if isinstance(tree, dict):
        label = tree.get("label"), tree.get("label_plural"), tree.get("plural_label")
        yield from (one[locale] for one in label if isinstance(one, dict) and locale in one)
    for inner in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from labels(inner, locale)


@cache
def on_screen(locale: str) -> tuple[re.Pattern[str], ...]:
    """Return what can stand on a screen in a language: texts of the interface, and labels of the templates."""
    texts = set(strings(orjson.loads((TEXTS / f"{locale}.json").read_bytes())))
    for path in CATALOGUE.glob("*/*/*.json"):
        texts |= set(labels(orjson.loads(path.read_bytes()), locale))
    spoken = [one for one in texts if re.sub(rf"{PLACE}|[\W\d]", "", one)]
    return tuple(
        re.compile(
            r"[^，。,.]{1,40}".join(re.escape(part) for part in re.split(PLACE, one)),
            re.IGNORECASE,
        )
        for one in spoken
    )


def test_every_page_is_there_in_every_language_and_nothing_else() -> None:
    assert len(PAGES) >= 12
    wanted = {f"{page}.{locale}.md" for page in PAGES for locale in LOCALES}
    assert {path.name for path in GUIDE.glob("*.md")} == wanted


@pytest.mark.parametrize("locale", LOCALES)
def test_the_contents_list_every_page_once_and_in_one_order(locale: str) -> None:
    listed = targets("index", locale)
    assert sorted(listed) == sorted(f"{page}.{locale}.md" for page in PAGES if page != "index")
    assert [name.partition(".")[0] for name in listed] == [name.partition(".")[0] for name in targets("index", "en")]
    for title, name in re.findall(r"^- \[([^\]]+)\]\(([^)]+)\)", text("index", locale), re.MULTILINE):
        assert text(name.partition(".")[0], locale).startswith(f"# {title}\n"), name


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("page", PAGES)
def test_links_and_pictures_of_a_page_lead_somewhere_in_its_language(page: str, locale: str) -> None:
    for target in targets(page, locale):
        assert (GUIDE / target).is_file(), target
        assert f"/{locale}/" in target or target.endswith(f".{locale}.md"), target
    assert re.findall(r"!\[\]", text(page, locale)) == []


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("page", PAGES)
def test_bold_names_only_what_stands_on_a_screen(page: str, locale: str) -> None:
    named = re.findall(r"\*\*(.+?)\*\*", text(page, locale))
    assert [one for one in named if not any(known.fullmatch(one) for known in on_screen(locale))] == []


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("page", PAGES)
def test_every_bold_text_can_be_seen_as_bold(page: str, locale: str) -> None:
    # Markdown closes no mark that stands between a bracket and a letter, as Chinese texts easily have it.
    for found in re.finditer(r"(.?)\*\*(.+?)\*\*(.?)", text(page, locale), re.DOTALL):
        before, inside, after = found.groups()
        assert inside[-1].isalnum() or not after.isalnum(), inside
        assert inside[0].isalnum() or not before.isalnum(), inside


def test_a_text_that_is_on_no_screen_is_found() -> None:
    assert not any(known.fullmatch("Frobnicate") for known in on_screen("en"))
    assert any(known.fullmatch("Columns 6/40") for known in on_screen("en"))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_the_same_parts_and_pictures_in_every_language(page: str) -> None:
    def shape(locale: str) -> tuple[int, list[str]]:
        pictures = [Path(one).name for one in targets(page, locale) if one.endswith(".webp")]
        return len(re.findall(r"^## ", text(page, locale), re.MULTILINE)), pictures

    assert {locale: shape(locale) for locale in LOCALES} == {locale: shape("en") for locale in LOCALES}


def test_pictures_are_light_and_each_is_shown() -> None:
    shown = {GUIDE / one for locale in LOCALES for page in PAGES for one in targets(page, locale) if "/" in one}
    kept = {path for path in GUIDE.rglob("*") if path.is_file() and path.suffix != ".md"}
    assert kept == shown
    assert {Image.open(path).size for path in kept} == {(1280, 800)}, "the interface keeps this room for them"
    assert {path.name: path.stat().st_size for path in kept if path.stat().st_size > HEAVIEST} == {}


def test_every_screen_has_a_page() -> None:
    assert [screen.name for screen in screens(1, 2) if screen.help not in PAGES] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_commands_in_the_guide_are_commands_of_the_documents(locale: str) -> None:
    told = set(re.findall(r"builder ([a-z]+(?: [a-z-]+)?)", text("administrators", locale)))
    known = (ROOT / "docs" / "command-line.md").read_text("utf-8")
    assert told
    assert [one for one in told if f"`{one.split()[0]} " not in known] == []
