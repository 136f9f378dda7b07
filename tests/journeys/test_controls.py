"""A form with every kind of control: a record made in place, an address pasted whole, formatted text, the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import faults
from tests.journeys.forms_app import publish_forms_app
from tests.journeys.products import Product
from tests.journeys.steps import enter
from tests.journeys.widths import overhanging

pytestmark = pytest.mark.browser
PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(event);
}"""


def make_maker(page: Page) -> None:
    """Make the maker that is looked for over the form, by its name and Enter."""
    maker = page.get_by_role("combobox", name="厂家", exact=True)
    maker.click()
    maker.press_sequentially("新钢厂")
    page.get_by_text("新建“新钢厂”").click()
    dialog = page.get_by_role("dialog")
    name = dialog.get_by_label("厂名")
    expect(name).to_be_focused()
    expect(name).to_have_value("新钢厂")
    name.press("Enter")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("link", name="在新标签页打开 新钢厂")).to_be_visible()


def test_a_form_with_every_control(
    sqlite_crm_product: Product, open_page: Callable[..., Page], complaints: list[str], tmp_path: Path
) -> None:
    page = open_page()
    enter(page, sqlite_crm_product)
    publish_forms_app(sqlite_crm_product, tmp_path)
    page.goto(f"{sqlite_crm_product.address}/w/main/things/thing/new")
    name = page.get_by_role("textbox", name="名称 *")
    expect(name).to_be_focused()
    name.fill("二号压机")
    make_maker(page)
    page.get_by_label("详细地址").first.focus()
    page.evaluate(PASTE, "浙江杭州西湖区文三路90号 310012")
    expect(page.get_by_label("邮编").first).to_have_value("310012")
    page.get_by_role("textbox", name="说明").click()
    page.get_by_role("button", name="加粗").click()
    page.keyboard.type("节拍偏慢")
    page.get_by_label("价格").fill("12.5")
    assert faults(page) == []
    page.get_by_label("身份证").fill("110105")
    expect(page.get_by_text("还差 12 位")).to_be_visible()
    name.press("Control+Enter")
    expect(page.get_by_label("身份证")).to_be_focused()
    page.get_by_label("身份证").fill("")
    name.press("Control+Enter")
    expect(page.get_by_role("heading", name="二号压机")).to_be_visible()
    content = page.locator("#content")
    expect(content.get_by_text("浙江省杭州市西湖区文三路90号 (310012)")).to_be_visible()
    expect(content.locator("strong", has_text="节拍偏慢")).to_be_visible()
    expect(content.get_by_text("¥12.5万")).to_be_visible()
    assert complaints == []


def test_the_form_on_a_phone(
    sqlite_crm_product: Product, open_page: Callable[..., Page], complaints: list[str], tmp_path: Path
) -> None:
    page = open_page(width=360, height=780)
    enter(page, sqlite_crm_product)
    publish_forms_app(sqlite_crm_product, tmp_path)
    page.goto(f"{sqlite_crm_product.address}/w/main/things/thing/new")
    expect(page.get_by_role("textbox", name="名称 *")).to_be_visible()
    assert overhanging(page) == []
    assert page.get_by_label("数量").get_attribute("inputmode") == "numeric"
    assert complaints == []
