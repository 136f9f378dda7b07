"""What has to be whole on every screen: numbers, times, bars and rows of a form, wide, on a phone and zoomed in."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.looks import clipped
from tests.journeys.products import Product
from tests.journeys.screens import FIND_VIEW
from tests.journeys.steps import settle, sign_in
from tests.journeys.widths import overhanging

pytestmark = pytest.mark.browser
LEAST_INPUT = 60
"""Pixels in which something can be typed."""
WATCH_PLACES = """(selector) => {
  window.places = [];
  const look = () => {
    const found = document.querySelector(selector)?.getBoundingClientRect();
    const place = found && [found.x, found.y, found.width].map(Math.round).join(" ");
    if (place && !window.places.includes(place)) window.places.push(place);
    requestAnimationFrame(look);
  };
  look();
}"""
"""Notes every place at which an element is seen."""


def opened(page: Page, product: Product, path: str) -> None:
    """Go to a page of the CRM and wait for it."""
    page.goto(f"{product.address}/w/main/crm{path}")
    settle(page)


def overlap(page: Page, one: str, other: str) -> bool:
    """Whether two elements lie over each other."""
    first, second = page.locator(one).first.bounding_box(), page.locator(other).first.bounding_box()
    assert first is not None
    assert second is not None
    return first["y"] < second["y"] + second["height"] - 1 and second["y"] < first["y"] + first["height"] - 1


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_numbers_and_times_are_whole(
    shared_company_product: Product, open_page: Callable[..., Page], locale: str
) -> None:
    page = open_page(locale, 1280, 800)
    sign_in(page, shared_company_product.address)
    for path in ("", "/lead", "/opportunity", "/quote", "/contract", "/project", "/quote/new"):
        opened(page, shared_company_product, path)
        assert clipped(page) == [], path
    opened(page, shared_company_product, "/lead")
    search, columns = page.locator(".quick-search").bounding_box(), page.locator(".filter-bar > .chip").last
    box = columns.bounding_box()
    assert search is not None
    assert box is not None
    assert abs(box["y"] + box["height"] / 2 - search["y"] - search["height"] / 2) < 8
    opened(page, shared_company_product, "/task")
    page.goto(f"{page.url}?view={page.evaluate(FIND_VIEW, 'task_calendar')}")
    page.locator(".calendar-time").first.wait_for()
    cut = "(times) => times.filter((time) => time.scrollWidth > time.clientWidth).map((time) => time.textContent)"
    assert page.locator(".calendar-time").evaluate_all(cut) == []


def test_a_number_in_a_narrow_column_keeps_its_beginning(
    shared_company_product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(width=1280)
    sign_in(page, shared_company_product.address)
    opened(page, shared_company_product, "/quote")
    page.locator(".table-scroll").evaluate("(table) => table.style.setProperty('--tracks', '44px repeat(8, 70px)')")
    number = page.locator(".cell.end > .numeric").first
    cell = page.locator(".cell.end:has(> .numeric)").first
    assert number.evaluate("(text) => text.scrollWidth > text.clientWidth")
    begins, frame = number.bounding_box(), cell.bounding_box()
    assert begins is not None
    assert frame is not None
    assert begins["x"] >= frame["x"]
    number.hover()
    expect(number).to_have_attribute("title", number.inner_text())


def test_a_phone_shows_sums_rows_and_bars_whole(
    shared_company_product: Product, open_page: Callable[..., Page], complaints: list[str]
) -> None:
    page = open_page("en", 360, 760, touch=True)
    sign_in(page, shared_company_product.address)
    for path in ("/lead", "/quote", "/contract", "/product"):
        opened(page, shared_company_product, path)
        foot = page.locator(".list-foot")
        assert foot.evaluate("(foot) => foot.scrollWidth <= foot.clientWidth"), path
    opened(page, shared_company_product, "/quote")
    page.locator(".record-card input[type=checkbox]").nth(1).tap()
    expect(page.locator(".bulk-bar")).to_be_visible()
    settle(page)
    assert not overlap(page, ".bulk-bar", ".bottom-bar")
    assert not overlap(page, ".bulk-bar", ".list-foot")
    opened(page, shared_company_product, "/quote/new")
    page.get_by_role("button", name="Add row").tap()
    inputs = page.locator(".sub-table-row input:not([role=combobox])")
    expect(inputs.first).to_be_visible()
    widths = inputs.evaluate_all("(inputs) => inputs.map((input) => input.clientWidth)")
    assert min(widths) >= LEAST_INPUT, widths
    assert overhanging(page) == []
    assert complaints == []


@pytest.mark.parametrize(("width", "height"), [(720, 450), (640, 400)])
def test_lists_and_records_work_at_twice_the_size(
    shared_company_product: Product, open_page: Callable[..., Page], width: int, height: int
) -> None:
    page = open_page("en", width, height)
    sign_in(page, shared_company_product.address)
    for path in ("/lead", "/opportunity", "/customer/new"):
        opened(page, shared_company_product, path)
        assert overhanging(page) == [], path
    opened(page, shared_company_product, "/lead")
    card = page.locator(".list-card")
    card.evaluate("(card) => card.scrollIntoView({ block: 'end' })")
    box = card.bounding_box()
    assert box is not None
    assert box["height"] >= height / 2
    expect(page.locator(".record-card").nth(1)).to_be_in_viewport(ratio=0.8)


def test_a_dialog_stands_still_from_its_first_frame(
    shared_company_product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    sign_in(page, shared_company_product.address)
    opened(page, shared_company_product, "/lead")
    page.locator("[role=row][data-id]").filter(has_text="跟进中").locator(".title-link").first.click()
    advance = page.get_by_role("button", name=re.compile("^推进到"))
    expect(advance).to_be_visible()
    settle(page)
    # On a slow machine each frame can be pressed in.
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
    page.evaluate(WATCH_PLACES, ".ant-modal-footer .ant-btn-primary")
    advance.click()
    expect(page.locator(".ant-modal-footer .ant-btn-primary")).to_be_focused()
    page.wait_for_timeout(500)
    assert len(page.evaluate("window.places")) == 1, page.evaluate("window.places")


def test_the_keyboard_sees_that_it_is_in_the_rows(
    shared_company_product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    sign_in(page, shared_company_product.address)
    opened(page, shared_company_product, "/lead")
    page.locator(".filter-bar > .chip").last.focus()
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.table-scroll')"):
            break
    outline = "(card) => getComputedStyle(card).outlineStyle"
    assert page.locator(".list-card").evaluate(outline) == "solid"
    page.keyboard.press("ArrowDown")
    expect(page.locator(".cell.active")).to_have_count(1)
    assert page.locator(".list-card").evaluate(outline) == "none"
