"""A sales person with one customer: opened over the list, followed up in a line, files, comments, rows like a sheet."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.journeys.accessibility import faults
from tests.journeys.products import Product
from tests.journeys.steps import enter
from tests.journeys.widths import overhanging

pytestmark = pytest.mark.browser
NAME = "杭州远景精密制造有限公司"


def new_customer(page: Page, product: Product) -> None:
    """Create a customer from its form."""
    page.goto(f"{product.address}/w/main/crm/customer/new")
    page.get_by_label("客户名称").fill(NAME)
    page.get_by_role("button", name="创建").click()
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()


def open_sheet(page: Page, product: Product) -> Locator:
    """Open the customer over its list."""
    page.goto(f"{product.address}/w/main/crm/customer")
    page.get_by_role("link", name=NAME).click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("heading", name=NAME)).to_be_visible()
    return sheet


def write_follow_up(sheet: Locator) -> None:
    """Write a follow-up in one line."""
    line = sheet.get_by_placeholder("写一句跟进，回车保存")
    sheet.get_by_role("button", name="拜访").click()
    line.fill("演示二期方案，赵总认可节拍提升")
    line.press("Enter")
    expect(sheet.locator(".event").get_by_text("演示二期方案，赵总认可节拍提升")).to_be_visible()
    expect(line).to_have_value("")


def write_comment(page: Page, sheet: Locator) -> None:
    """Write a comment that names a member."""
    sheet.get_by_role("button", name="评论", exact=True).last.click()
    comment = sheet.get_by_placeholder("写评论，用 @ 提醒同事")
    comment.press_sequentially("交期请 @陈")
    page.get_by_role("option", name="陈静").or_(page.locator(".ant-mentions-dropdown li")).first.click()
    comment.press("End")
    comment.press_sequentially("定一下")
    comment.press("Enter")
    expect(sheet.locator(".mention", has_text="@陈静")).to_be_visible()


def test_a_customer_over_the_list(
    crm_product: Product, open_page: Callable[..., Page], complaints: list[str], tmp_path: Path
) -> None:
    page = open_page()
    enter(page, crm_product)
    new_customer(page, crm_product)
    sheet = open_sheet(page, crm_product)
    assert "open=customer." in page.url
    write_follow_up(sheet)
    write_comment(page, sheet)
    picture = tmp_path / "site.png"
    Image.new("RGB", (640, 480), (30, 90, 200)).save(picture)
    sheet.get_by_role("tab", name="资料").click()
    files = sheet.locator(".files-block")
    files.locator("input[type=file]").set_input_files(picture)
    expect(files.get_by_text("site.png")).to_be_visible()
    assert faults(page) == []
    files.get_by_role("button", name="移除 site.png").click()
    page.get_by_role("button", name="撤销").click()
    expect(files.get_by_text("site.png")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert complaints == []


PASTE = """cell => {
  const data = new DataTransfer();
  data.setData("text/plain", "王晓雯\\n陈志强\\n刘洋");
  cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def fill_sheet(page: Page) -> None:
    """Type into rows of a sub-table, and paste a column over them."""
    page.get_by_role("button", name="添加一行").first.click()
    expect(page.locator("[role=gridcell][tabindex='0']").first).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("赵建国")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    grid = page.get_by_role("grid").first
    expect(grid.get_by_text("赵建国")).to_be_visible()
    grid.locator("[role=gridcell][tabindex='0']").evaluate(PASTE)
    expect(grid.get_by_text("陈志强")).to_be_visible()


def test_a_record_by_keyboard(
    sqlite_crm_product: Product, open_page: Callable[..., Page], complaints: list[str]
) -> None:
    page = open_page()
    enter(page, sqlite_crm_product)
    new_customer(page, sqlite_crm_product)
    page.get_by_role("button", name="编辑").first.click()
    fill_sheet(page)
    assert faults(page) == []
    page.locator(".save-bar").get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存")).to_be_visible()
    page.get_by_role("tab", name="需求与旅程").click()
    for name in ("王晓雯", "陈志强", "刘洋"):
        expect(page.get_by_role("main").get_by_text(name, exact=True).first).to_be_visible()
    assert complaints == []


def test_a_record_with_what_belongs_to_it_on_paper(
    sqlite_crm_product: Product, open_page: Callable[..., Page], complaints: list[str]
) -> None:
    page = open_page()
    enter(page, sqlite_crm_product)
    new_customer(page, sqlite_crm_product)
    page.get_by_role("tab", name="成交").click()
    page.get_by_role("button", name="新建商机").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(NAME)).to_be_visible()
    dialog.get_by_label("商机名称").fill("二期产线")
    dialog.get_by_role("button", name="创建").click()
    expect(page.get_by_role("link", name="二期产线")).to_be_visible()
    page.get_by_role("button", name="更多操作").click()
    page.get_by_role("menuitem", name="二维码标签").click()
    expect(dialog.locator("svg").first).to_be_visible()
    dialog.get_by_role("button", name="关闭").last.click()
    page.get_by_role("button", name="更多操作").click()
    page.get_by_role("menuitem", name="打印").click()
    expect(page.get_by_text("二期产线").first).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="打印")).to_be_hidden()
    assert complaints == []


@pytest.mark.parametrize(("language", "edit"), [("繁體中文", "編輯"), ("English", "Edit")])
def test_a_record_fits_a_phone(
    sqlite_crm_product: Product, open_page: Callable[..., Page], complaints: list[str], language: str, edit: str
) -> None:
    set_page = open_page()
    enter(set_page, sqlite_crm_product)
    new_customer(set_page, sqlite_crm_product)
    address = set_page.url
    page = open_page(width=360, height=800)
    page.goto(sqlite_crm_product.address)
    page.locator("input[autocomplete=username]").fill("chen@example.com")
    page.locator("input[type=password]").fill("correct horse 9")
    page.locator("input[type=password]").press("Enter")
    page.wait_for_url(re.compile("/w/main/"))
    page.get_by_role("button", name=re.compile("^(语言|語言|Language)$")).click()
    with page.expect_response(lambda answer: "/session" in answer.url):
        page.get_by_role("menu").get_by_text(language, exact=True).click()
    page.goto(address)
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    assert overhanging(page) == []
    page.locator(".ant-segmented-item").nth(1).click()
    expect(page.locator(".record-timeline")).to_be_visible()
    assert overhanging(page) == []
    page.get_by_role("button", name=edit, exact=True).first.click()
    expect(page.locator(".save-bar")).to_be_visible()
    assert overhanging(page) == []
    assert complaints == []
