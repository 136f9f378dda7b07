"""What is typed is never lost and never lands elsewhere: cells, short forms, quote lines, cards, a lost connection."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import faults
from tests.journeys.products import Product
from tests.journeys.steps import cards, cell, column, go_to, rows, settle, sign_in

pytestmark = pytest.mark.browser

PASTE = """(cell, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_nothing_typed_is_lost(
    sqlite_company_product: Product, open_page: Callable[..., Page], complaints: list[str]
) -> None:
    page = open_page()
    sign_in(page, sqlite_company_product.address)
    from_cell_to_cell(page)
    a_short_form(page)
    lines_of_a_quote(page)
    a_card_over_a_closed_column(page)
    without_a_connection(page)
    assert [text for text in complaints if "ERR_INTERNET_DISCONNECTED" not in text] == []


def from_cell_to_cell(page: Page) -> None:
    """Tab goes on to the next cell of the same row, and what is typed there stays in that row."""
    go_to(page, "联系人")
    columns = [name for name in page.get_by_role("columnheader").all_inner_texts() if name]
    expect(rows(page).nth(1)).to_be_visible()
    below = [cell(page, 1, name).inner_text() for name in ("职位", "手机")]
    cell(page, 0, "职位").dblclick()
    page.keyboard.type("总监")
    page.keyboard.press("Tab")
    editor = page.locator(".cell-editor")
    expect(editor.locator(":focus")).to_have_count(1)
    expect(cell(page, 0, "职位")).to_have_text("总监")
    page.keyboard.press("Escape")
    expect(editor).to_have_count(0)
    assert [cell(page, 1, name).inner_text() for name in ("职位", "手机")] == below
    assert "职位" in columns


def a_short_form(page: Page) -> None:
    """Escape asks before what was typed goes; the question keeps the keyboard at the safe answer."""
    go_to(page, "联系人")
    page.goto(page.url.split("?")[0] + "?new=contact")
    dialog = page.get_by_role("dialog", name="新建联系人")
    dialog.get_by_label("姓名").fill("王晓雯")
    page.keyboard.press("Escape")
    ask = page.get_by_role("dialog", name="放弃已填写的内容？")
    expect(ask.get_by_role("button", name="继续编辑")).to_be_focused()
    assert faults(page) == []
    page.keyboard.press("Enter")
    expect(ask).to_have_count(0)
    expect(dialog.get_by_label("姓名")).to_have_value("王晓雯")
    page.keyboard.press("Escape")
    ask.get_by_role("button", name="放弃").click()
    expect(dialog).to_have_count(0)


def lines_of_a_quote(page: Page) -> None:
    """Names of products are pasted as products; what a row lacks is marked in its cell, where the keyboard goes."""
    go_to(page, "产品")
    product = rows(page).first.get_by_role("link").first.inner_text()
    go_to(page, "报价单")
    page.goto(page.url.split("?")[0] + "/new")
    page.get_by_role("combobox", name="客户").click()
    page.locator(".ant-select-item-option").first.click()
    page.get_by_role("button", name="添加一行").first.click()
    grid = page.get_by_role("grid", name="产品明细")
    first = grid.locator("[role=gridcell][tabindex='0']")
    expect(first).to_be_focused()
    first.evaluate(PASTE, f"{product}\t3\n没有这种产品\t4")
    expect(page.get_by_text("没有这种产品", exact=False)).to_be_visible()
    expect(grid.get_by_text(product, exact=True)).to_be_visible()
    settle(page)
    page.get_by_role("button", name="创建").click()
    faulty = grid.locator("[role=gridcell][aria-invalid='true']")
    expect(faulty).to_have_count(1)
    expect(faulty).to_be_focused()
    assert faults(page) == []
    page.get_by_role("button", name="取消", exact=True).click()
    page.get_by_role("button", name="离开，保留草稿").click()
    expect(page.get_by_role("heading", name="报价单", exact=True, level=1)).to_be_visible()


def a_card_over_a_closed_column(page: Page) -> None:
    """The column under the pointer counts, whatever else the card touches."""
    go_to(page, "线索", "看板")
    first = page.locator(".board-column").filter(has=page.locator(".board-card")).first
    card = first.locator(".board-card").first
    title = card.locator(".title-link").inner_text()
    name = first.get_attribute("aria-label") or ""
    start = card.bounding_box()
    assert start is not None
    page.mouse.move(start["x"] + 60, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(start["x"] + 80, start["y"] + 26, steps=4)
    closed = page.locator(".board-column.closed").first
    end = closed.bounding_box()
    assert end is not None
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 200, steps=15)
    page.wait_for_timeout(200)
    page.mouse.up()
    settle(page)
    expect(cards(column(page, name)).filter(has_text=title).first).to_be_visible()


def without_a_connection(page: Page) -> None:
    """A save says at once that it did not arrive, and goes out by itself when the connection is back."""
    go_to(page, "联系人")
    rows(page).first.get_by_role("link").first.click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name="编辑").click()
    expect(sheet.get_by_label("姓名")).to_be_focused()
    sheet.get_by_label("职位").fill("采购经理")
    page.context.set_offline(True)
    sheet.locator(".save-bar").get_by_role("button", name="保存").click()
    expect(sheet.get_by_text("连接不上服务器", exact=False)).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("已保存")).to_be_visible()
    expect(sheet.get_by_role("button", name="编辑")).to_be_focused()
