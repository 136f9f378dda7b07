"""A day of a sales person in the CRM with its sample company: by mouse, by keyboard alone, on a phone."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys import on_a_phone
from tests.journeys.accessibility import faults
from tests.journeys.keys import active_cell, back_to, choose_typed, press, press_until, search, tab_to
from tests.journeys.products import Product
from tests.journeys.steps import (
    EMAIL,
    PASSWORD,
    cards,
    cell,
    column,
    drag,
    go_to,
    pick,
    rows,
    sign_in,
)

pytestmark = pytest.mark.browser
SAID = "李总确认需求，下周发方案"
NEED = "两条产线的设备联网与排产"
DEAL = "二期产线联网"
LEAD = "杭州云启智能装备有限公司"


def test_a_sales_day_by_mouse(
    sqlite_company_product: Product, open_page: Callable[..., Page], complaints: list[str]
) -> None:
    page = open_page()
    sign_in(page, sqlite_company_product.address)
    sheet = open_first_of_today(page)
    move_the_lead_on(page, sheet)
    follow_up_with_a_date(page, sheet)
    new_deal_of_a_customer(page)
    move_the_deal(page)
    finish_a_task(page)
    change_many_and_back(page)
    take_the_list_out(page)
    assert complaints == []


def test_a_sales_day_on_a_phone(
    sqlite_company_product: Product, open_page: Callable[..., Page], complaints: list[str]
) -> None:
    page = open_page(width=390, height=844, touch=True)
    on_a_phone.sign_in(page, sqlite_company_product.address)
    sheet = on_a_phone.open_first_of_today(page)
    on_a_phone.follow_up(page, sheet)
    on_a_phone.move_on(page, sheet)
    on_a_phone.filter_the_cards(page)
    on_a_phone.new_lead(page)
    on_a_phone.move_a_card(page)
    on_a_phone.find_by_initials(page)
    assert complaints == []


def open_first_of_today(page: Page) -> Locator:
    """Go from the workbench to today's contacts and open one who is being followed up; return the sheet."""
    page.get_by_role("region", name="我的一天").get_by_role("link", name=re.compile("今日待联系")).click()
    line = rows(page).filter(has_text="跟进中").first
    name = line.locator(".title-link").inner_text()
    line.locator(".title-link").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("heading", name=name)).to_be_visible()
    return sheet


def move_the_lead_on(page: Page, sheet: Locator) -> None:
    """Call the lead invalid: the reason is asked for, and without it nothing happens; then move it on instead."""
    sheet.get_by_role("button", name="无效", exact=True).click()
    asked = page.get_by_role("dialog").last
    reason = asked.get_by_label("无效原因")
    expect(reason).to_be_visible()
    asked.get_by_role("button", name="确定").click()
    expect(asked.get_by_text("请填写这一项。")).to_be_visible()
    assert faults(page) == []
    asked.get_by_role("button", name="取消").click()
    expect(page.get_by_role("dialog")).to_have_count(1)
    sheet.get_by_role("button", name="推进到“已确认意向”").click()
    asked = page.get_by_role("dialog").last
    need = asked.get_by_label("核心需求")
    if need.count() > 0:
        need.fill(NEED)
    asked.get_by_role("button", name="推进", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(1)
    expect(sheet.get_by_role("button", name=re.compile("^已确认意向"))).to_be_disabled()
    expect(sheet.locator(".event").first).to_contain_text("已确认意向")


def follow_up_with_a_date(page: Page, sheet: Locator) -> None:
    """Write what was said at a visit and when to call again: the record and its next step say so."""
    sheet.get_by_role("button", name="拜访").click()
    sheet.get_by_role("textbox", name="跟进内容").fill(SAID)
    when = sheet.get_by_role("textbox", name="下次跟进时间")
    when.fill("2027-03-05 10:00")
    when.press("Enter")
    sheet.get_by_role("button", name="保存", exact=True).click()
    event = sheet.locator(".event").filter(has_text=SAID)
    expect(event).to_contain_text("拜访")
    expect(event).to_contain_text("2027-03-05 10:00")
    sheet.get_by_role("button", name="关闭").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def new_deal_of_a_customer(page: Page) -> None:
    """Make a deal from the related list of a customer, who is filled in."""
    go_to(page, "客户")
    page.locator("main .title-link").first.click()
    page.get_by_role("dialog").get_by_role("link", name="展开为整页").click()
    customer = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("tab", name="成交").click()
    block = page.get_by_role("region", name="商机", exact=True)
    block.get_by_role("button", name="新建商机").click()
    dialog = page.get_by_role("dialog", name="新建商机")
    expect(dialog.get_by_text(customer)).to_be_visible()
    dialog.get_by_label("商机名称").fill(DEAL)
    dialog.get_by_label("预计金额").fill("12.5万")
    dialog.get_by_role("button", name="创建").click()
    expect(dialog).to_have_count(0)
    expect(block.get_by_role("row").filter(has_text=DEAL)).to_contain_text("¥125,000")


def move_the_deal(page: Page) -> None:
    """Drag the new deal one stage on, take it back, drag it again."""
    go_to(page, "商机", "看板")
    first, second = column(page, "初步沟通"), column(page, "需求确认")
    card = first.locator(".board-card").filter(has_text=DEAL)
    card.scroll_into_view_if_needed()
    drag(page, card, second)
    expect(page.get_by_text(f"“{DEAL}”已移到“需求确认”")).to_be_visible()
    page.get_by_role("button", name="撤销").click()
    expect(cards(first).filter(has_text=DEAL)).to_be_visible()
    expect(cards(second).filter(has_text=DEAL)).to_have_count(0)
    card.scroll_into_view_if_needed()
    drag(page, card, second)
    expect(cards(second).filter(has_text=DEAL)).to_be_visible()


def finish_a_task(page: Page) -> None:
    """Finish the first of my tasks from the workbench: the workbench has one less."""
    page.get_by_role("link", name="工作台").first.click()
    mine = page.get_by_role("region", name="我的任务")
    link = mine.get_by_role("row").nth(1).get_by_role("link").first
    task = link.get_attribute("href") or ""
    expect(mine.locator(".numeric.grow")).to_have_text(re.compile(r"^\d+$"))
    before = int(mine.locator(".numeric.grow").inner_text())
    link.click()
    advance = page.get_by_role("button", name=re.compile("^推进到“(进行中|已完成)”"))
    expect(advance).to_be_visible()
    begin = page.get_by_role("button", name="推进到“进行中”")
    if begin.count() > 0:
        begin.click()
        page.get_by_role("dialog").last.get_by_role("button", name="推进", exact=True).click()
    page.get_by_role("button", name="推进到“已完成”").click()
    page.get_by_role("dialog").last.get_by_role("button", name="确定").click()
    expect(page.locator(".event").first).to_contain_text("已完成")
    page.get_by_role("link", name="工作台").first.click()
    expect(mine.locator(".numeric.grow")).to_have_text(str(before - 1))
    expect(mine.locator(f"a[href='{task}']")).to_have_count(0)


def change_many_and_back(page: Page) -> None:
    """Filter the leads by their source and choose three; give them to a colleague and back, tag them and back."""
    go_to(page, "线索")
    page.get_by_role("button", name="快速筛选：来源").click()
    page.locator(".ant-popover").get_by_role("checkbox", name="官网").click()
    page.keyboard.press("Escape")
    page.get_by_role("heading", name="线索", exact=True).click()
    expect(page.get_by_text("300 条", exact=True)).to_have_count(0)
    expect(rows(page).filter(has_not_text="官网")).to_have_count(0)
    expect(page.get_by_role("grid")).to_have_attribute("aria-busy", "false")
    assign_and_back(page)
    tag_and_back(page)
    assert faults(page) == []


def choose_three(page: Page) -> Locator:
    """Choose the first three records; return the bar of what can be done with them."""
    for at in range(3):
        rows(page).nth(at).get_by_role("checkbox").click()
    bar = page.get_by_role("toolbar", name="对已选记录的操作")
    expect(bar).to_contain_text("已选 3 条")
    return bar


def assign_and_back(page: Page) -> None:
    """Give the chosen records to a colleague; undo gives them back to whom they belonged."""
    before = page.locator("main").get_by_role("gridcell").filter(has=page.get_by_text("孙雅婷", exact=True))
    owned = before.count()
    choose_three(page).get_by_role("button", name="分配").click()
    page.get_by_role("dialog").get_by_label("负责人").click()
    page.keyboard.type("孙雅婷")
    pick(page, "孙雅婷")
    page.get_by_role("dialog").get_by_role("button", name="应用到 3 条").click()
    expect(page.get_by_text("已更新 3 条记录")).to_be_visible()
    for at in range(3):
        expect(rows(page).nth(at)).to_contain_text("孙雅婷")
    page.get_by_role("button", name="撤销").last.click()
    # One of the three may have been the colleague's before.
    expect(page.get_by_text(re.compile("^已恢复 [1-3] 条记录"))).to_be_visible()
    expect(before).to_have_count(owned)


def tag_and_back(page: Page) -> None:
    """Put a tag on the chosen records and take it off again with one undo."""
    tagged = page.get_by_role("main").get_by_text("竞品对比中").count()
    choose_three(page).get_by_role("button", name="打标签").click()
    page.get_by_role("dialog").get_by_label("添加").click()
    pick(page, "竞品对比中")
    page.keyboard.press("Escape")
    page.get_by_role("dialog").get_by_role("button", name="应用到 3 条").click()
    told = page.get_by_text(re.compile("^已更新 [1-3] 条记录")).last
    expect(told).to_be_visible()
    changed = re.sub(r"\D", "", told.inner_text())
    page.get_by_role("button", name="撤销").last.click()
    expect(page.get_by_text(f"已恢复 {changed} 条记录").last).to_be_visible()
    expect(page.get_by_role("main").get_by_text("竞品对比中")).to_have_count(tagged)


def take_the_list_out(page: Page) -> None:
    """Download what the filtered list shows: as many rows as it says, all of them from the website."""
    told = count_told(page)
    page.get_by_role("main").get_by_role("button", name="更多操作").first.click()
    page.get_by_role("menuitem", name=re.compile("导出列表")).hover()
    with page.expect_download() as waited:
        page.get_by_role("menuitem", name="CSV，可用 Excel 打开").click()
    with waited.value.path().open(encoding="utf-8-sig", newline="") as file:
        taken = list(csv.DictReader(file))
    assert len(taken) == told
    assert {line["来源"] for line in taken} == {"官网"}


def count_told(page: Page) -> int:
    """Return how many records the list says that it holds."""
    told = re.search(r"(\d+) 条", page.get_by_text(re.compile(r"^\d+ 条$")).first.inner_text())
    assert told is not None
    return int(told[1])


def test_a_sales_day_by_keyboard(
    sqlite_company_product: Product, open_page: Callable[..., Page], complaints: list[str]
) -> None:
    page = open_page()
    page.goto(f"{sqlite_company_product.address}/sign-in")
    sign_in_by_keys(page)
    find_a_customer_by_keys(page)
    at = open_a_lead_by_keys(page)
    sheet = page.get_by_role("dialog")
    write_follow_up_by_keys(page, sheet)
    move_the_lead_on_by_keys(page, sheet)
    close_by_keys(page, at)
    change_a_cell_by_keys(page)
    change_many_and_back_by_keys(page)
    take_the_list_out_by_keys(page)
    new_lead_by_keys(page)
    move_a_deal_by_keys(page)
    assert complaints == []


def sign_in_by_keys(page: Page) -> None:
    """Type address and password as the page opens; the workbench takes the keyboard on."""
    expect(page.get_by_label("邮箱")).to_be_focused()
    page.keyboard.type(EMAIL)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="我的一天").get_by_role("link").first).to_be_visible()
    expect(page.get_by_role("main")).to_be_focused()


def find_a_customer_by_keys(page: Page) -> None:
    """Find a customer by the initials of its pinyin and look at it; Esc leads back to the workbench."""
    search(page, "whzy", "^武汉正源")
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("heading", name=re.compile("^武汉正源"))).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(page.get_by_role("main")).to_be_focused()


def open_a_lead_by_keys(page: Page) -> str:
    """Go to the leads of today, down to one who is being followed up, and open it; return what it is called."""
    search(page, "线索", "^线索$")
    expect(page.get_by_role("heading", name="线索", exact=True, level=1)).to_be_visible()
    expect(rows(page).first).to_be_visible()
    expect(page.get_by_role("main")).to_be_focused()
    assert faults(page) == []
    tab_to(page, page.get_by_role("grid"))
    place = rows(page).filter(has_text="跟进中").first.get_attribute("data-index")
    assert place is not None
    for _ in range(int(place) + 1):
        page.keyboard.press("ArrowDown")
    at = active_cell(page).inner_text()
    page.keyboard.press("Shift+Enter")
    expect(page.get_by_role("dialog").get_by_role("heading", name=at)).to_be_visible()
    return at


def write_follow_up_by_keys(page: Page, sheet: Locator) -> None:
    """Choose how one met, write what was said and when to call again; Enter saves, and one can write on."""
    line = sheet.get_by_role("textbox", name="跟进内容")
    visit = sheet.get_by_role("button", name="拜访")
    tab_to(page, line)
    page.keyboard.type(SAID)
    press(page, visit)
    expect(visit).to_have_attribute("aria-pressed", "true")
    tab_to(page, sheet.get_by_role("textbox", name="下次跟进时间"))
    page.keyboard.type("2027-03-05 10:00")
    page.keyboard.press("Enter")
    back_to(page, line)
    page.keyboard.press("Enter")
    event = sheet.locator(".event").filter(has_text=SAID)
    expect(event).to_contain_text("拜访")
    expect(event).to_contain_text("2027-03-05 10:00")
    expect(line).to_be_focused()
    expect(line).to_have_value("")


def move_the_lead_on_by_keys(page: Page, sheet: Locator) -> None:
    """Call the lead invalid without the reason that is asked for, think better of it, and move it on."""
    invalid = sheet.get_by_role("button", name="无效", exact=True)
    back_to(page, invalid)
    page.keyboard.press("Enter")
    asked = page.get_by_role("dialog").last
    expect(asked.get_by_label("无效原因")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(asked.get_by_text("请填写这一项。")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(1)
    expect(invalid).to_be_focused()
    press(page, sheet.get_by_role("button", name="推进到“已确认意向”"))
    need = asked.get_by_label("核心需求")
    expect(asked.get_by_role("button", name="推进", exact=True)).to_be_visible()
    if need.count() > 0:
        expect(need).to_be_focused()
        page.keyboard.type(NEED)
        tab_to(page, asked.get_by_role("button", name="推进", exact=True))
    expect(asked.get_by_role("button", name="推进", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(1)
    expect(sheet.get_by_role("button", name=re.compile("^已确认意向"))).to_be_disabled()
    expect(sheet.locator(".event").first).to_contain_text("已确认意向")


def close_by_keys(page: Page, at: str) -> None:
    """Close the lead: the keyboard is in the list again, at the row it came from."""
    back_to(page, page.get_by_role("dialog").get_by_role("button", name="编辑"))
    expect(page.locator(".ant-tooltip:visible")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("grid")).to_be_focused()
    expect(active_cell(page)).to_have_text(at)


def change_a_cell_by_keys(page: Page) -> None:
    """Write another contact into the list, look at it, and take it back by key."""
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    contact = cell(page, 0, "联系人")
    before = contact.inner_text()
    expect(active_cell(page)).to_have_text(before)
    page.keyboard.press("Enter")
    expect(page.locator(".cell-editor").get_by_role("textbox")).to_be_focused()
    page.keyboard.type("周明远")
    page.keyboard.press("Enter")
    expect(contact).to_have_text("周明远")
    expect(page.get_by_text(re.compile("^已保存“.+”的联系人"))).to_be_visible()
    expect(page.get_by_role("grid")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(contact).to_have_text(before)


def change_many_and_back_by_keys(page: Page) -> None:
    """Choose three rows by Space and Shift, give them to a colleague, take it back by key."""
    page.keyboard.press("Home")
    before = [rows(page).nth(at).inner_text() for at in range(3)]
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    bar = page.get_by_role("toolbar", name="对已选记录的操作")
    expect(bar).to_contain_text("已选 3 条")
    press(page, bar.get_by_role("button", name="分配"))
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("负责人")).to_be_focused()
    choose_typed(page, "孙雅婷")
    assert faults(page) == []
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text(re.compile("^已更新 [1-3] 条记录"))).to_be_visible()
    for at in range(3):
        expect(rows(page).nth(at)).to_contain_text("孙雅婷")
    expect(page.get_by_role("grid")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(page.get_by_text(re.compile("^已恢复 [1-3] 条记录")).last).to_be_visible()
    for at in range(3):
        expect(rows(page).nth(at)).to_have_text(before[at], use_inner_text=True)


def take_the_list_out_by_keys(page: Page) -> None:
    """Ask for the leads from the website with the quick filter, and download what is shown."""
    back_to(page, page.get_by_role("button", name="快速筛选：来源"))
    page.keyboard.press("Enter")
    expect(page.locator(".ant-popover").get_by_role("checkbox").first).to_be_focused()
    tab_to(page, page.locator(".ant-popover").get_by_role("checkbox", name="官网"))
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name=re.compile("^快速筛选：来源.*官网"))).to_be_focused()
    expect(page.get_by_text("300 条", exact=True)).to_have_count(0)
    expect(rows(page).filter(has_not_text="官网")).to_have_count(0)
    told = count_told(page)
    back_to(page, page.get_by_role("main").get_by_role("button", name="更多操作").first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name=re.compile("导出列表"))).to_be_focused()
    press_until(page, "ArrowRight", page.get_by_role("menuitem", name="Excel 文件"))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="CSV，可用 Excel 打开")).to_be_focused()
    with page.expect_download() as waited:
        page.keyboard.press("Enter")
    with waited.value.path().open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == told


def new_lead_by_keys(page: Page) -> None:
    """Make a lead from the search, with the short form; it opens."""
    search(page, "新建线索", "^新建线索$")
    dialog = page.get_by_role("dialog", name="新建线索")
    expect(dialog.get_by_label("公司名称")).to_be_focused()
    page.keyboard.type(LEAD)
    tab_to(page, dialog.get_by_label("手机"))
    page.keyboard.type("13812345678")
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("heading", name=LEAD)).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)


def move_a_deal_by_keys(page: Page) -> None:
    """Pick up a card of the board, put it down one stage on; the keyboard goes with it, and back by key."""
    search(page, "商机", "^商机$")
    expect(page.get_by_role("heading", name="商机", exact=True, level=1)).to_be_visible()
    press(page, page.get_by_role("link", name="看板", exact=True))
    first, second = column(page, "初步沟通"), column(page, "需求确认")
    card = cards(first).first
    expect(card).to_be_visible()
    title = card.inner_text()
    grip = page.get_by_role("button", name=f"移动“{title}”")
    tab_to(page, grip)
    page.keyboard.press("Space")
    expect(page.locator(".board-card.lifted")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".board-column.target")).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_text(f"“{title}”已移到“需求确认”")).to_be_visible()
    expect(cards(second).filter(has_text=title)).to_be_visible()
    expect(grip).to_be_focused()
    page.keyboard.press("Control+z")
    expect(cards(first).filter(has_text=title)).to_be_visible()
