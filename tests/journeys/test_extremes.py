"""Names of 200 characters, right-to-left, with emoji; 200 stages, 3 000 options: nothing breaks or overlaps."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import faults
from tests.journeys.extremes_app import ARABIC, NAMES, STAGES, VALUES, publish_extremes
from tests.journeys.looks import clipped, overlapping
from tests.journeys.products import Product
from tests.journeys.steps import settle, sign_in
from tests.journeys.widths import overhanging

pytestmark = pytest.mark.browser
SHOTS = Path("build/screenshots")


@pytest.mark.parametrize("width", [1440, 360])
def test_nothing_breaks_at_the_extremes(
    sqlite_crm_product: Product, open_page: Callable[..., Page], complaints: list[str], tmp_path: Path, width: int
) -> None:
    publish_extremes(sqlite_crm_product, tmp_path)
    page = open_page(width=width, height=800)
    sign_in(page, sqlite_crm_product.address)
    first = filled(page, sqlite_crm_product)
    start = f"{sqlite_crm_product.address}/w/main/extremes/odd"
    found: dict[str, list[str]] = {}
    page.goto(start)
    page.get_by_role("link", name="看板", exact=True).click()
    page.wait_for_url(re.compile("view="))
    for name, address in {
        "board": page.url,
        "list": start,
        "sheet": f"{start}?open=odd.{first}",
        "page": f"{start}/{first}",
        "new": f"{start}/new",
        "import": f"{start}/import",
        "print": f"{start}/{first}/print",
    }.items():
        page.goto(address)
        settle(page)
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / f"extremes-{name}-{width}.png")
        # What is written from right to left ends at its own end, which the check takes for the beginning.
        cut = [one for one in clipped(page) if "title-link" in one and ARABIC not in one]
        found[name] = [*overlapping(page), *overhanging(page), *spilling(page), *cut, *faults(page)]
    told = [f"{name}: {one}" for name, wrong in found.items() for one in dict.fromkeys(wrong)]
    assert not told, "\n".join(told)
    choose_the_last_option(page, start)
    move_to_the_last_stage(page, f"{start}?open=odd.{first}")
    assert complaints == []


def spilling(page: Page) -> list[str]:
    """Return the values of a record that run out of their places."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll(".fact-value > *")]
          .filter((one) => one.getBoundingClientRect().right > one.parentElement.getBoundingClientRect().right + 1)
          .map((one) => `spilling: ${one.textContent.slice(0, 40)}`)"""
    )
    return found


def filled(page: Page, product: Product) -> int:
    """Make a record of every name; return the first."""
    session = page.request.get(f"{product.address}/api/v1/session").json()
    address = f"{product.address}/api/v1/w/main/apps/extremes/records/odd"
    headers = {"X-CSRF-Token": session["csrf"]}
    made = [page.request.post(address, data={"values": values}, headers=headers) for values in VALUES]
    assert all(one.ok for one in made), made[0].text()
    first: int = made[0].json()["id"]
    return first


def choose_the_last_option(page: Page, start: str) -> None:
    """Find one of 3 000 options by typing, and save a record with the longest name that it takes."""
    page.goto(f"{start}/new")
    page.get_by_role("textbox").first.fill(NAMES[0])
    page.get_by_role("combobox", name="三千个选项").click()
    page.keyboard.type("2998")
    page.locator(".ant-select-item-option").filter(has_text="2998").click()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name=NAMES[0])).to_be_visible()
    expect(page.locator("#content").get_by_text("2998").first).to_be_attached()


def move_to_the_last_stage(page: Page, address: str) -> None:
    """Move a record to the last of 198 open stages."""
    page.goto(address)
    sheet = page.get_by_role("dialog")
    stages = sheet.get_by_role("list", name="二百个阶段").get_by_role("listitem")
    expect(stages).to_have_count(STAGES - 2)
    stages.last.get_by_role("button").click()
    page.get_by_role("dialog").last.get_by_role("button", name="推进").click()
    expect(stages.last).to_have_attribute("aria-current", "step")
