"""Every screen in three languages, light and dark, wide and on a phone: nothing cut off, overlapping, untranslated, or
out of reach; axe finds nothing, the console says nothing, no place is a dead end.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from itertools import product as combinations
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.accessibility import faults
from tests.journeys.looks import bare, clipped, empty_without_a_way_on, faint, overlapping, untranslated
from tests.journeys.products import Product, start_product
from tests.journeys.screens import ENTRY, SET_UP, Screen, screens
from tests.journeys.steps import settle, sign_in
from tests.journeys.widths import overhanging

pytestmark = pytest.mark.browser
WIDTHS = {"wide": (1440, 900), "phone": (390, 800)}
EVERYWHERE = list(combinations(("zh-CN", "zh-TW", "en"), ("light", "dark"), WIDTHS))
SEED = int(os.environ.get("SCREENS_SEED") or 5)
"""Which three of them the usual run takes: the same each time, so that what fails comes of what was changed."""


def usual(seed: int) -> list[tuple[str, str, str]]:
    """Return three combinations in which each language, theme and width occurs."""
    locales, themes, widths = ("zh-CN", "zh-TW", "en"), ("light", "dark"), tuple(WIDTHS)
    return [
        (locales[(at + seed) % 3], themes[(at + seed // 3) % 2], widths[((at + 1) // 2 + seed // 6) % 2])
        for at in range(3)
    ]


USUAL = usual(SEED)
SHOTS = Path("build/screenshots")
FOLLOWED = '{"field": "stage", "op": "eq", "value": "following"}'


@pytest.fixture(scope="module")
def company(shared_company_product: Product) -> tuple[Product, int, int]:
    """A product with the CRM and its sample company, a lead and a customer of it."""
    return (
        shared_company_product,
        _one(shared_company_product, "lead", "--where", FOLLOWED),
        _one(shared_company_product, "customer"),
    )


def _one(started: Product, entity: str, *more: str) -> int:
    listed = started.command("query", entity, "--limit", "1", "--fields", "id", "--json", *more)
    assert listed.returncode == 0, listed.stderr
    found: int = json.loads(listed.stdout)["items"][0]["id"]
    return found


def helps_elsewhere(page: Page, screen: Screen) -> bool:
    """Whether the sign for help is there and leads to another page of the guide than the screen's own."""
    found = page.locator("a[href*='/-help/'].icon-link")
    return found.count() > 0 and not (found.first.get_attribute("href") or "").endswith(f"/-help/{screen.help}")


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product that nobody has set up."""
    started = start_product(tmp_path_factory.mktemp("untouched") / "data", None)
    yield started
    started.stop()


def test_the_usual_run_has_each_language_theme_and_width() -> None:
    for seed in range(12):
        assert [len(set(values)) for values in zip(*usual(seed), strict=True)] == [3, 2, 2], seed
    assert {one for seed in range(12) for one in usual(seed)} == set(EVERYWHERE)


@pytest.mark.parametrize(
    ("locale", "theme", "width"),
    [pytest.param(*one, id="-".join(one), marks=() if one in USUAL else pytest.mark.torture) for one in EVERYWHERE],
)
def test_every_screen(
    company: tuple[Product, int, int],
    untouched: Product,
    open_page: Callable[..., Page],
    complaints: list[str],
    locale: str,
    theme: str,
    width: str,
) -> None:
    started, lead, customer = company
    page = open_page(locale, *WIDTHS[width])
    page.add_init_script(f"localStorage.setItem('formloom.theme', '{theme}')")
    found = {
        ENTRY.name: wrong_on(page, started, ENTRY, f"{locale}-{theme}-{width}"),
        SET_UP.name: wrong_on(page, untouched, SET_UP, f"{locale}-{theme}-{width}"),
    }
    sign_in(page, started.address)
    for screen in screens(lead, customer):
        found[screen.name] = wrong_on(page, started, screen, f"{locale}-{theme}-{width}")
    told = [f"{name}: {one}" for name, wrong in found.items() for one in dict.fromkeys(wrong)]
    assert not told, "\n".join(told)
    assert complaints == []


def wrong_on(page: Page, started: Product, screen: Screen, where: str) -> list[str]:
    """Go to a screen, keep its picture, and return what is wrong with it."""
    page.goto(started.address + screen.path)
    settle(page)
    screen.then(page)
    settle(page)
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{screen.name}-{where}.png")
    return [
        *(f"clipped: {one}" for one in clipped(page)),
        *(f"overlapping: {one}" for one in overlapping(page)),
        *(f"bare: {one}" for one in bare(page)),
        *(f"faint: {one}" for one in faint(page)),
        *(f"untranslated: {one}" for one in untranslated(page)),
        *(f"outside: {one}" for one in overhanging(page)),
        *(f"axe: {one}" for one in faults(page)),
        *(["nothing to do in an empty place"] if empty_without_a_way_on(page) else []),
        *(["help leads elsewhere"] if helps_elsewhere(page, screen) else []),
    ]
