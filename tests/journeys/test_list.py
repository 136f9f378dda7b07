"""Somebody works in a list of some hundred records: by mouse, by keyboard, on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import faults
from tests.journeys.products import Product
from tests.journeys.steps import cell, enter, pick, rows
from tests.journeys.widths import overhanging

pytestmark = pytest.mark.browser
ROWS = 260
SOURCES = ("官网", "展会", "推荐", "广告")


def filled(product: Product, folder: Path) -> None:
    """Import some hundred leads, the newest of which is number 259."""
    lines = ["公司名称,姓名,手机,来源,预计金额"]
    lines += [f"公司{n:04},人{n},139{n:08},{SOURCES[n % 4]},{(n + 1) * 1000}" for n in range(ROWS)]
    file = folder / "leads.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = product.command("import", "lead", str(file))
    assert done.returncode == 0, done.stdout + done.stderr


def opened(page: Page, product: Product, folder: Path) -> None:
    """Open the list of the filled installation."""
    enter(page, product)
    filled(product, folder)
    page.reload()
    expect(rows(page).first).to_be_visible()


def test_a_list_by_mouse(
    crm_product: Product, open_page: Callable[..., Page], complaints: list[str], tmp_path: Path
) -> None:
    page = open_page()
    opened(page, crm_product, tmp_path)
    assert faults(page) == []
    choose_columns(page)
    narrow_and_keep_a_view(page)
    group_and_sum(page)
    change_many(page)
    take_out(page, tmp_path)
    assert complaints == []


def choose_columns(page: Page) -> None:
    """Show another column, put it first but one, keep two columns in place."""
    page.get_by_role("button", name=re.compile("^列 ")).click()
    panel = page.locator(".columns-panel")
    panel.get_by_label("搜索字段").fill("手机")
    panel.get_by_role("checkbox", name="手机", exact=True).click()
    panel.get_by_label("搜索字段").fill("")
    shown = panel.get_by_role("list", name="显示的列").get_by_role("listitem")
    for _ in range(shown.count() - 2):
        panel.get_by_role("button", name="上移 手机").click()
    expect(shown.nth(1)).to_contain_text("手机")
    panel.get_by_label("冻结列").click()
    pick(page, "前 2 列")
    assert faults(page) == []
    page.keyboard.press("Escape")
    widen_and_move(page)


def widen_and_move(page: Page) -> None:
    """Draw a column wider and drag another one by its name; a reload finds both so."""
    handle = page.get_by_role("separator", name="公司名称 的列宽")
    before = page.get_by_role("columnheader", name="公司名称", exact=True).bounding_box()
    box = handle.bounding_box()
    assert before is not None
    assert box is not None
    page.mouse.move(box["x"] + 5, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 85, box["y"] + 12)
    page.mouse.up()
    drag_column(page, "来源", "阶段")
    expect(page.get_by_role("columnheader", name=re.compile("^(来源|阶段)$")).first).to_have_accessible_name("来源")
    assert "sort=" not in page.url
    page.reload()
    second = page.get_by_role("columnheader").nth(2)
    expect(second).to_have_accessible_name("手机")
    expect(page.get_by_role("columnheader", name=re.compile("^(来源|阶段)$")).first).to_have_accessible_name("来源")
    after = page.get_by_role("columnheader", name="公司名称", exact=True).bounding_box()
    assert after is not None
    assert abs(after["width"] - before["width"] - 80) < 3


def drag_column(page: Page, name: str, before: str) -> None:
    """Drag a column by its name to before another; the line there says where it will stand."""
    taken = page.get_by_role("columnheader", name=name, exact=True).locator(".head-name")
    there = page.get_by_role("columnheader", name=before, exact=True)
    start, end = taken.bounding_box(), there.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 8, start["y"] + 12)
    page.mouse.down()
    page.mouse.move(end["x"] + 12, end["y"] + 16, steps=8)
    expect(there).to_have_class(re.compile("drop-before"))
    page.mouse.up()


def narrow_and_keep_a_view(page: Page) -> None:
    """Ask with a quick filter, sort by two columns, and keep what is shown as a view of one's own."""
    page.get_by_role("button", name="快速筛选：来源").click()
    page.locator(".ant-popover").get_by_role("checkbox", name="官网").click()
    expect(page.get_by_text("65 条").first).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("heading", name="线索").click()
    page.get_by_role("columnheader", name="预计金额", exact=True).get_by_role("button").click()
    page.get_by_role("columnheader", name="公司名称", exact=True).get_by_role("button").click(modifiers=["Shift"])
    expect(cell(page, 0, "公司名称")).to_have_text("公司0000")
    expect(page.get_by_role("button", name="排序: 预计金额 升序 +1")).to_be_visible()
    page.get_by_role("button", name="另存为新视图").click()
    page.get_by_label("视图名称").fill("官网来的")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("link", name="官网来的")).to_have_attribute("aria-current", "page")
    expect(cell(page, 0, "公司名称")).to_have_text("公司0000")
    page.get_by_role("button", name="视图“官网来的”的操作").click()
    page.get_by_role("menuitem", name="重命名").click()
    page.get_by_label("视图名称").fill("来自官网")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("link", name="来自官网")).to_be_visible()
    change_what_a_view_shows(page)
    page.get_by_role("button", name="视图“来自官网”的操作").click()
    page.get_by_role("menuitem", name="删除视图").click()
    page.get_by_role("button", name="删除", exact=True).click()
    expect(page.get_by_role("link", name="来自官网")).to_have_count(0)


def change_what_a_view_shows(page: Page) -> None:
    """See the filter that the view keeps, change it beside one added by hand, then take it away."""
    page.get_by_role("button", name=re.compile("^筛选 1 视图：来源 是其中之一 官网")).click()
    told = page.get_by_role("region", name="这个视图显示：")
    expect(told.get_by_role("listitem")).to_have_text(["来源 是其中之一 官网"])
    assert faults(page) == []
    told.get_by_role("button", name="修改视图的筛选").click()
    editor = page.get_by_role("dialog", name="视图“来自官网”的筛选")
    assert faults(page) == []
    editor.get_by_label("来源 的值").click()
    pick(page, "展会")
    page.keyboard.press("Escape")
    editor.get_by_role("button", name="保存").click()
    expect(editor).to_have_count(0)
    expect(told.get_by_role("listitem")).to_have_text(["来源 是其中之一 官网、展会"])
    panel = page.get_by_role("dialog", name="筛选", exact=True)
    panel.get_by_label("字段").click()
    page.keyboard.type("公司名称")
    page.keyboard.press("Enter")
    panel.get_by_role("textbox").fill("公司000")
    panel.get_by_role("button", name="应用").click()
    expect(page.get_by_text("6 条", exact=True).first).to_be_visible()
    page.get_by_role("button", name="视图“来自官网”的操作").click()
    page.get_by_role("menuitem", name="修改视图的筛选").click()
    editor.get_by_role("button", name="全部清除").click()
    editor.get_by_role("button", name="保存").click()
    expect(page.get_by_text("10 条", exact=True).first).to_be_visible()
    expect(page.get_by_role("button", name="筛选", exact=True)).to_be_visible()


def group_and_sum(page: Page) -> None:
    """Group by source: counts and sums for each, rows where one is opened."""
    page.get_by_role("link", name="全部线索").click()
    expect(page.get_by_text("260 条").first).to_be_visible()
    page.get_by_role("button", name="分组", exact=True).click()
    page.get_by_role("button", name="添加分组").click()
    page.get_by_label("分组字段").click()
    page.keyboard.type("来源")
    page.locator(".ant-select-dropdown").get_by_title("来源", exact=True).click()
    page.keyboard.press("Escape")
    group = page.get_by_role("row").filter(has_text="展会").first
    expect(group).to_contain_text("65")
    expect(group).to_contain_text("¥8,450,000")
    group.get_by_role("button").click()
    expect(rows(page).first).to_contain_text("展会")
    assert faults(page) == []
    page.get_by_role("button", name="分组: 来源").click()
    page.get_by_role("button", name="移除这一级分组").click()
    page.keyboard.press("Escape")
    expect(page.locator(".group-row")).to_have_count(0)


def change_many(page: Page) -> None:
    """Choose a range, change a field of all of it, take it back; a stage that asks for a fact names who has none."""
    rows(page).nth(0).get_by_role("checkbox").click()
    rows(page).nth(3).get_by_role("checkbox").click(modifiers=["Shift"])
    bar = page.get_by_role("toolbar", name="对已选记录的操作")
    expect(bar).to_contain_text("已选 4 条")
    bar.get_by_role("button", name="编辑").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("字段").click()
    page.keyboard.type("职位")
    page.keyboard.press("Enter")
    dialog.get_by_role("textbox").fill("采购经理")
    dialog.get_by_role("button", name="应用到 4 条").click()
    expect(page.get_by_text("已更新 4 条记录")).to_be_visible()
    page.get_by_role("button", name="撤销").last.click()
    expect(page.get_by_text("已恢复 4 条记录")).to_be_visible()
    rows(page).nth(0).get_by_role("checkbox").click()
    bar.get_by_role("button", name="移动阶段").click()
    dialog.get_by_role("combobox").first.click()
    pick(page, "无效")
    dialog.get_by_role("button", name="应用到 1 条").click()
    expect(page.get_by_text("1 条记录没有更改")).to_be_visible()
    expect(page.get_by_role("dialog").get_by_role("link", name=re.compile("^公司"))).to_be_visible()
    page.get_by_role("button", name="关闭").last.click()
    page.keyboard.press("Escape")


def take_out(page: Page, folder: Path) -> None:
    """Choose all that match and take them out as a file."""
    page.get_by_role("checkbox", name="选择全部已加载的记录").click()
    page.get_by_role("button", name="选择全部 260 条").click()
    with page.expect_download() as waiting:
        page.get_by_role("toolbar").get_by_role("button", name="导出").click()
        page.get_by_role("menuitem", name="CSV，可用 Excel 打开").click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == ROWS + 1
    assert lines[0].startswith("公司名称,手机,")
    page.get_by_role("button", name="取消选择").click()


def test_a_list_by_keyboard(
    sqlite_crm_product: Product, open_page: Callable[..., Page], complaints: list[str], tmp_path: Path
) -> None:
    page = open_page()
    opened(page, sqlite_crm_product, tmp_path)
    go_about(page)
    choose_by_keys(page)
    overtaken(page, sqlite_crm_product)
    page.keyboard.press("/")
    page.keyboard.type("公司0007")
    expect(rows(page)).to_have_count(1)
    page.get_by_role("grid").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+Enter")
    expect(page.get_by_role("heading", name="公司0007")).to_be_visible()
    page.go_back()
    expect(rows(page)).to_have_count(1)
    assert complaints == []


def go_about(page: Page) -> None:
    """See the keys, go to both ends of the list, change a cell."""
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="键盘快捷键")).to_be_visible()
    page.keyboard.press("Escape")
    walk_along_the_head(page)
    grid = page.get_by_role("grid")
    grid.focus()
    page.keyboard.press("End")
    page.keyboard.press("Space")
    bar = page.get_by_role("toolbar", name="对已选记录的操作")
    expect(bar).to_contain_text("已选 1 条")
    expect(page.get_by_text("公司0000")).to_be_in_viewport()
    expect(page.locator(".cell.active")).to_have_text("公司0000")
    expect(rows(page).last.get_by_role("checkbox")).to_be_checked()
    page.keyboard.press("Space")
    expect(bar).to_have_count(0)
    page.keyboard.press("Home")
    expect(page.locator(".cell.active")).to_have_text("公司0259")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("F2")
    page.keyboard.type("新联系人")
    page.keyboard.press("Enter")
    expect(cell(page, 1, "联系人")).to_have_text("新联系人")


def walk_along_the_head(page: Page) -> None:
    """Go from column to column, and take one along and back."""
    page.get_by_role("grid").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".head-name:focus")).to_have_text("联系人")
    page.keyboard.press("Alt+ArrowRight")
    expect(page.get_by_role("columnheader").nth(3)).to_have_accessible_name("联系人")
    expect(page.locator(".head-name:focus")).to_have_text("联系人")
    page.keyboard.press("Alt+ArrowLeft")
    expect(page.get_by_role("columnheader").nth(2)).to_have_accessible_name("联系人")


def choose_by_keys(page: Page) -> None:
    """Choose a range, then all that match, then nothing."""
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    bar = page.get_by_role("toolbar", name="对已选记录的操作")
    expect(bar).to_contain_text("已选 3 条")
    page.keyboard.press("Control+a")
    expect(bar).to_contain_text("已选 260 条")
    page.keyboard.press("Escape")
    expect(bar).to_have_count(0)


def overtaken(page: Page, product: Product) -> None:
    """Change a cell that somebody else has just changed: both values are shown, and the choice is one's own."""
    target = cell(page, 0, "联系人")
    record = rows(page).first.get_attribute("data-id")
    address = f"{product.address}/api/v1/w/main/apps/crm/records/lead/{record}"
    session = page.request.get(f"{product.address}/api/v1/session").json()
    version = page.request.get(address).json()["version"]
    headers = {"X-CSRF-Token": session["csrf"], "If-Match": f'"{version}"'}
    body = {"values": {"contact_name": "别人写的"}}
    assert page.request.fetch(address, method="PATCH", data=body, headers=headers).ok
    target.dblclick()
    page.keyboard.type("我写的")
    page.keyboard.press("Enter")
    editor = page.locator(".cell-editor")
    expect(editor).to_contain_text("别人写的")
    assert faults(page) == []
    editor.get_by_role("button", name="写入我的").click()
    expect(target).to_have_text("我写的")


def test_a_list_on_a_phone(
    sqlite_crm_product: Product, open_page: Callable[..., Page], complaints: list[str], tmp_path: Path
) -> None:
    page = open_page(width=390, height=844)
    enter(page, sqlite_crm_product)
    filled(sqlite_crm_product, tmp_path)
    for width in (390, 360):
        page.set_viewport_size({"width": width, "height": 800})
        page.reload()
        expect(page.get_by_text("公司0259")).to_be_visible()
        assert overhanging(page) == [], f"{width} px"
    page.get_by_role("checkbox").first.check()
    expect(page.get_by_role("toolbar")).to_contain_text("已选 1 条")
    assert faults(page) == []
    assert complaints == []
