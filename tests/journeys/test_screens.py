"""Every screen in three languages, light and dark, wide and on a phone: nothing cut off, overlapping, untranslated, or
out of reach; axe finds nothing, the console says nothing, no place is a dead end.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import product as combinations
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.accessibility import faults
from tests.journeys.looks import clipped, empty_without_a_way_on, overlapping, untranslated
from tests.journeys.products import Product
from tests.journeys.screens import Screen, screens
from tests.journeys.steps import settle, sign_in
from tests.journeys.widths import overhanging

pytestmark = pytest.mark.browser
WIDTHS = {"wide": (1440, 900), "phone": (390, 800)}
EVERYWHERE = list(combinations(("zh-CN", "zh-TW", "en"), ("light", "dark"), WIDTHS))
USUAL = [("zh-CN", "light", "wide"), ("en", "light", "phone"), ("zh-TW", "dark", "wide")]
"""Each language, theme and width at least once; the others belong to the long run."""
SHOTS = Path("build/screenshots")
NOWHERE_ELSE = {"list-nothing", "gone", "nowhere"}


@pytest.fixture(scope="module")
def company(shared_company_product: Product) -> tuple[Product, int, int]:
    """A product with the CRM and its sample company, a lead and a customer of it."""
    return shared_company_product, _one(shared_company_product, "lead"), _one(shared_company_product, "customer")


def _one(started: Product, entity: str) -> int:
    listed = started.command("query", entity, "--limit", "1", "--fields", "id", "--json")
    assert listed.returncode == 0, listed.stderr
    found: int = json.loads(listed.stdout)["items"][0]["id"]
    return found


def helps_elsewhere(page: Page, screen: Screen) -> bool:
    """Whether the sign for help is there and leads to another page of the guide than the screen's own."""
    found = page.locator("a[href*='/-help/'].icon-link")
    return found.count() > 0 and not (found.first.get_attribute("href") or "").endswith(f"/-help/{screen.help}")


@pytest.mark.parametrize(
    ("locale", "theme", "width"),
    [pytest.param(*one, id="-".join(one), marks=() if one in USUAL else pytest.mark.torture) for one in EVERYWHERE],
)
def test_every_screen(
    company: tuple[Product, int, int],
    open_page: Callable[..., Page],
    complaints: list[str],
    locale: str,
    theme: str,
    width: str,
) -> None:
    started, lead, customer = company
    page = open_page(locale, *WIDTHS[width])
    page.add_init_script(f"localStorage.setItem('formloom.theme', '{theme}')")
    sign_in(page, started.address)
    found: dict[str, list[str]] = {}
    for screen in screens(lead, customer):
        page.goto(started.address + screen.path)
        settle(page)
        screen.then(page)
        settle(page)
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / f"{screen.name}-{locale}-{theme}-{width}.png")
        found[screen.name] = [
            *(f"clipped: {one}" for one in clipped(page)),
            *(f"overlapping: {one}" for one in overlapping(page)),
            *(f"untranslated: {one}" for one in untranslated(page)),
            *(f"outside: {one}" for one in overhanging(page)),
            *(f"axe: {one}" for one in faults(page)),
            *(["nothing to do in an empty place"] if empty_without_a_way_on(page) else []),
            *(["help leads elsewhere"] if helps_elsewhere(page, screen) else []),
        ]
    told = [f"{name}: {one}" for name, wrong in found.items() for one in dict.fromkeys(wrong)]
    assert not told, "\n".join(told)
    assert complaints == []
