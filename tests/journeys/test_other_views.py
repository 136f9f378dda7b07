"""Somebody works with boards, calendars, galleries and trees: by mouse, by keyboard, on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import faults
from tests.journeys.products import Product
from tests.journeys.screens import APP, FIND_VIEW
from tests.journeys.steps import cards, column, drag, sign_in
from tests.journeys.widths import overhanging

pytestmark = pytest.mark.browser


def opened(page: Page, product: Product) -> None:
    """Open the product with the CRM and its sample company, in Chinese."""
    sign_in(page, product.address)


def show(page: Page, product: Product, entity: str, view: str) -> None:
    """Open a view by its name."""
    page.goto(f"{product.address}{APP}/{entity}?view={page.evaluate(FIND_VIEW, view)}")


def test_other_views_by_mouse(company_product: Product, open_page: Callable[..., Page], complaints: list[str]) -> None:
    page = open_page()
    opened(page, company_product)
    drag_cards(page, company_product)
    ask_for_facts(page, company_product)
    drag_days(page, company_product)
    put_under(page, company_product)
    look_at_pictures(page, company_product)
    assert complaints == []


def drag_cards(page: Page, product: Product) -> None:
    """A card goes to the next stage and comes back by undo; its column counts it."""
    show(page, product, "opportunity", "opportunity_board")
    first, second = column(page, "初步沟通"), column(page, "需求确认")
    title = cards(first).first.inner_text()
    assert faults(page) == []
    drag(page, first.locator(".board-card").first, second)
    expect(page.get_by_text(f"“{title}”已移到“需求确认”")).to_be_visible()
    expect(cards(second).filter(has_text=title)).to_be_visible()
    assert "open=" not in page.url
    expect(cards(first).filter(has_text=title)).to_have_count(0)
    page.get_by_role("button", name="撤销").click()
    expect(cards(first).filter(has_text=title)).to_be_visible()


def ask_for_facts(page: Page, product: Product) -> None:
    """A stage that needs a fact asks for it; without the answer the card stays."""
    show(page, product, "opportunity", "opportunity_board")
    first = column(page, "初步沟通")
    title = cards(first).first.inner_text()
    first.locator(".board-grip").first.click()
    page.get_by_role("menuitem", name="输单").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("label").filter(has_text="输单原因")).to_be_visible()
    assert faults(page) == []
    dialog.get_by_role("button", name="取消").click()
    expect(cards(first).filter(has_text=title)).to_be_visible()


def drag_days(page: Page, product: Product) -> None:
    """A task is put on another day, and taken back; a click on a day begins a new one there."""
    show(page, product, "task", "task_calendar")
    entry = page.locator(".calendar-entry:visible").first
    expect(entry).to_be_visible()
    assert faults(page) == []
    box = entry.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 14, steps=5)
    page.mouse.move(box["x"] + 20 + box["width"] * 1.5, box["y"] + 8, steps=12)
    page.wait_for_timeout(150)
    page.mouse.up()
    expect(page.get_by_text("的日期已改")).to_be_visible()
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_text("1 条记录")).to_be_visible()
    page.locator(".calendar-sheet [data-date$='-15']").first.click(position={"x": 12, "y": 8})
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("input[value*='-15 09:00']")).to_be_visible()
    dialog.get_by_role("button", name="取消").click()


def put_under(page: Page, product: Product) -> None:
    """A customer is dragged under another one, then found by a search with the way to it."""
    show(page, product, "customer", "customer_tree")
    lines = page.locator(".tree-line")
    expect(lines.nth(3)).to_be_visible()
    moved, above = (str(lines.nth(at).get_attribute("aria-label")) for at in (3, 0))
    drag(page, lines.nth(3), lines.nth(0), (120, 20))
    expect(page.get_by_text(f"“{moved}”已移到“{above}”之下")).to_be_visible()
    expect(page.get_by_role("treeitem", name=moved, exact=True)).to_have_count(0)
    page.get_by_role("searchbox").first.fill(moved)
    expect(page.locator(".tree-found").get_by_role("link", name=above)).to_be_visible()
    assert faults(page) == []


def look_at_pictures(page: Page, product: Product) -> None:
    """A card of the gallery opens its record."""
    show(page, product, "product", "product_gallery")
    card = page.locator(".gallery-card").first
    name = card.locator(".title-link").inner_text()
    assert faults(page) == []
    card.click()
    expect(page.locator(".record-sheet").get_by_role("heading", name=name)).to_be_visible()


def test_other_views_by_keyboard(
    sqlite_company_product: Product, open_page: Callable[..., Page], complaints: list[str]
) -> None:
    page = open_page()
    opened(page, sqlite_company_product)
    show(page, sqlite_company_product, "opportunity", "opportunity_board")
    first, second = column(page, "初步沟通"), column(page, "需求确认")
    title = cards(first).first.inner_text()
    first.locator(".board-grip").first.focus()
    page.keyboard.press("Space")
    expect(page.locator(".board-card.lifted")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".board-column.target")).to_be_visible()
    page.keyboard.press("Space")
    expect(cards(second).filter(has_text=title)).to_be_visible()
    show(page, sqlite_company_product, "task", "task_calendar")
    page.locator(".calendar-entry:visible").first.focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(page.get_by_text("的日期已改")).to_be_visible()
    show(page, sqlite_company_product, "customer", "customer_tree")
    expect(page.locator(".tree-line").first).to_be_visible()
    tree = page.get_by_role("tree")
    tree.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".record-sheet")).to_be_visible()
    assert complaints == []


def test_other_views_on_a_phone(
    sqlite_company_product: Product, open_page: Callable[..., Page], complaints: list[str]
) -> None:
    page = open_page(width=360, height=740)
    opened(page, sqlite_company_product)
    for entity, view, shown in (
        ("opportunity", "opportunity_board", ".board-card"),
        ("task", "task_calendar", ".calendar-entry"),
        ("product", "product_gallery", ".gallery-card"),
        ("customer", "customer_tree", ".tree-line"),
    ):
        show(page, sqlite_company_product, entity, view)
        expect(page.locator(shown).first).to_be_visible()
        assert overhanging(page) == [], view
        assert faults(page) == [], view
    show(page, sqlite_company_product, "opportunity", "opportunity_board")
    page.get_by_role("navigation", name="看板的列").get_by_role("button", name="商务谈判").click()
    expect(column(page, "商务谈判")).to_be_in_viewport(ratio=0.9)
    assert complaints == []
