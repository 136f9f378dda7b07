"""An administrator makes an app of the template, sets rows close, signs a form and finds people by their initials."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.accessibility import faults
from tests.journeys.forms_app import publish_forms_app
from tests.journeys.products import Product
from tests.journeys.steps import go_to, pick, rows, sign_in

pytestmark = pytest.mark.browser
APP, ADDRESS = "渠道销售", "channel_sales"
NORMAL, DENSE = 44, 36


def test_an_app_of_ones_own_and_its_first_steps(
    sqlite_company_product: Product, open_page: Callable[..., Page], complaints: list[str], tmp_path: Path
) -> None:
    page = open_page()
    sign_in(page, sqlite_company_product.address)
    clone_from_the_checklist(page)
    use_the_clone(page, sqlite_company_product)
    set_rows_close(page)
    publish_forms_app(sqlite_company_product, tmp_path)
    fill_and_sign(page, sqlite_company_product)
    assert complaints == []


def step(page: Page, text: str) -> Locator:
    """Return a step of the checklist."""
    return page.get_by_role("region", name="接下来").get_by_role("listitem").filter(has_text=text)


def clone_from_the_checklist(page: Page) -> None:
    """Follow the checklist to the templates and make an app of one; the step is done afterwards."""
    expect(step(page, "看看模板")).not_to_contain_text("已完成")
    home = page.url
    step(page, "看看模板").get_by_role("link").click()
    page.get_by_role("button", name="克隆为自己的应用").first.click()
    dialog = page.get_by_role("dialog", name="克隆为自己的应用")
    dialog.get_by_label("地址中的名称").fill("Channel")
    expect(dialog.get_by_role("button", name="克隆", exact=True)).to_be_disabled()
    dialog.get_by_label("应用名称").fill(APP)
    dialog.get_by_label("地址中的名称").fill(ADDRESS)
    assert faults(page) == []
    dialog.get_by_role("button", name="克隆", exact=True).click()
    page.wait_for_url(f"**/w/main/{ADDRESS}**", timeout=30_000)
    expect(page.get_by_role("link", name="线索", exact=True).first).to_be_visible()
    page.goto(home)
    expect(step(page, "看看模板")).to_contain_text("已完成")


def use_the_clone(page: Page, started: Product) -> None:
    """Make a lead in the app of one's own: it has none of the records of the other one, and the other none of its."""
    page.goto(f"{started.address}/w/main/{ADDRESS}/lead?new=lead")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("公司名称").fill("无锡骑行装备商行")
    dialog.get_by_label("手机").fill("13812345678")
    dialog.get_by_role("button", name="创建").click()
    expect(page.get_by_role("heading", name="无锡骑行装备商行")).to_be_visible()
    page.goto(f"{started.address}/w/main/{ADDRESS}/lead")
    expect(page.get_by_text("1 条", exact=True).first).to_be_visible()
    expect(rows(page)).to_have_count(1)
    page.goto(f"{started.address}/w/main/crm")
    go_to(page, "线索")
    expect(page.get_by_text("300 条", exact=True).first).to_be_visible()


def set_rows_close(page: Page) -> None:
    """Have the rows of the list stand closer: they do at once, and still after a reload."""
    height = "(row) => row.getBoundingClientRect().height"
    assert rows(page).first.evaluate(height) == NORMAL
    page.locator(".filter-bar > .chip").last.click()
    with page.expect_response(re.compile("/records/lead/layout$")):
        page.get_by_role("switch", name="紧凑行高").click()
    page.keyboard.press("Escape")
    expect(page.locator(".table-scroll.dense")).to_be_visible()
    assert rows(page).first.evaluate(height) == DENSE
    page.reload()
    expect(rows(page).first).to_be_visible()
    assert rows(page).first.evaluate(height) == DENSE
    first, second = rows(page).nth(0).bounding_box(), rows(page).nth(1).bounding_box()
    assert first is not None
    assert second is not None
    assert second["y"] - first["y"] == DENSE


def fill_and_sign(page: Page, started: Product) -> None:
    """Choose people and a department by the initials of their pinyin, and sign with the mouse."""
    page.goto(f"{started.address}/w/main/things/thing/new")
    page.get_by_role("textbox", name="名称 *").fill("三号压机")
    page.get_by_label("保管人").click()
    page.keyboard.type("syt")
    pick(page, "孙雅婷")
    page.get_by_label("部门", exact=True).click()
    page.keyboard.type("scb")
    page.locator(".ant-select-tree-node-content-wrapper").filter(has_text="市场部").click()
    sign(page)
    page.get_by_role("button", name="创建").first.click()
    expect(page.get_by_role("heading", name="三号压机")).to_be_visible()
    content = page.locator("#content")
    expect(content.get_by_text("孙雅婷").first).to_be_visible()
    expect(content.get_by_text("市场部").first).to_be_visible()
    signed = content.get_by_role("img", name="签名")
    signed.scroll_into_view_if_needed()
    assert signed.evaluate("async (image) => { await image.decode(); return image.naturalWidth }") > 0


def sign(page: Page) -> None:
    """Draw a signature with the mouse, and use it."""
    pad = page.get_by_role("img", name="签字")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    use = page.get_by_role("button", name="使用此签名")
    expect(use).to_be_disabled()
    page.mouse.move(box["x"] + 30, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 80, steps=6)
    page.mouse.move(box["x"] + 200, box["y"] + 30, steps=6)
    page.mouse.up()
    use.click()
    expect(page.get_by_role("button", name="重新签名")).to_be_visible()
