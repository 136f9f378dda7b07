"""A day of a sales person on a phone: what is tapped and typed, screen by screen, each of which has to fit."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.accessibility import faults
from tests.journeys.steps import EMAIL, PASSWORD, cards, column
from tests.journeys.widths import overhanging

WORDS = "电话约好下周看样品"
LEAD = "温州启明电气有限公司"


def fits(page: Page) -> None:
    """See that nothing is cut off, and that axe finds nothing."""
    assert overhanging(page) == []
    assert faults(page) == []


def bar(page: Page) -> Locator:
    """Return the bar at the foot of the screen."""
    return page.get_by_role("navigation", name="主要位置")


def fill_in(page: Page, field: Locator, text: str) -> None:
    """Tap a field and type into it."""
    field.tap()
    expect(field).to_be_focused()
    page.keyboard.type(text)
    expect(field).to_have_value(text)


def options(page: Page) -> Locator:
    """Return the options of the list that is open."""
    return page.locator(".ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option")


def sign_in(page: Page, address: str) -> None:
    """Sign in: the workbench is there, with the bar below."""
    page.goto(f"{address}/sign-in")
    fill_in(page, page.get_by_label("邮箱"), EMAIL)
    fill_in(page, page.get_by_label("密码"), PASSWORD)
    fits(page)
    page.get_by_role("button", name="登录").tap()
    expect(page.get_by_role("region", name="我的一天").get_by_role("link")).to_have_count(6)
    for place in ("首页", "线索", "新建", "搜索", "菜单"):
        expect(bar(page).get_by_text(place, exact=True)).to_be_in_viewport(ratio=1)
    fits(page)


def open_first_of_today(page: Page) -> Locator:
    """Go from the workbench to the cards of today, and open one who is being followed up; return the record."""
    page.get_by_role("region", name="我的一天").get_by_role("link", name=re.compile("今日待联系")).tap()
    expect(page.get_by_role("heading", name="线索", exact=True, level=1)).to_be_visible()
    expect(page.get_by_role("link", name="今日待跟进")).to_be_in_viewport(ratio=1)
    card = page.get_by_role("main").get_by_role("listitem").filter(has_text="跟进中").first
    expect(card).to_be_in_viewport()
    fits(page)
    link = card.locator(".title-link")
    name = link.inner_text()
    link.tap()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("heading", name=name)).to_be_visible()
    return sheet


def follow_up(page: Page, sheet: Locator) -> None:
    """Turn from the facts to the story, say what was said on the phone and when to call again: it is told there."""
    expect(sheet.get_by_role("tab", name="来源与需求")).to_be_visible()
    fits(page)
    sheet.get_by_text("动态", exact=True).tap()
    expect(sheet.get_by_role("tab", name="来源与需求")).to_have_count(0)
    sheet.get_by_role("button", name="电话", exact=True).tap()
    expect(sheet.get_by_role("button", name="电话", exact=True)).to_have_attribute("aria-pressed", "true")
    fill_in(page, sheet.get_by_role("textbox", name="跟进内容"), WORDS)
    sheet.get_by_role("textbox", name="下次跟进时间").tap()
    days = page.locator(".ant-picker-dropdown")
    days.get_by_role("button", name="下个月").tap()
    days.locator(".ant-picker-cell-in-view").get_by_text("15", exact=True).tap()
    days.locator(".ant-picker-time-panel-column").first.get_by_text("10", exact=True).tap()
    expect(days).to_be_in_viewport(ratio=1)
    assert overhanging(page) == []
    days.get_by_role("button", name=re.compile("^确 ?定$")).tap()
    expect(days).to_be_hidden()
    sheet.get_by_role("button", name="保存", exact=True).tap()
    event = sheet.locator(".event").filter(has_text=WORDS)
    expect(event).to_contain_text(re.compile(r"-15 10:00"))
    expect(event).to_contain_text("电话")
    expect(sheet.get_by_role("button", name="下一条")).to_be_enabled()
    fits(page)


def move_on(page: Page, sheet: Locator) -> None:
    """Call the lead invalid: the reason is asked for, given, and told in the story; then close."""
    sheet.get_by_role("button", name="无效", exact=True).tap()
    asked = page.get_by_role("dialog").last
    reason = asked.get_by_label("无效原因")
    expect(reason).to_be_visible()
    asked.get_by_role("button", name="确定").tap()
    expect(asked.get_by_text("请填写这一项。")).to_be_visible()
    fits(page)
    reason.tap()
    said = options(page).first.inner_text()
    options(page).first.tap()
    expect(asked.get_by_title(said, exact=True)).to_be_visible()
    asked.get_by_role("button", name="确定").tap()
    expect(page.get_by_role("dialog")).to_have_count(1)
    expect(sheet.get_by_role("button", name=re.compile("^无效"))).to_be_disabled()
    expect(sheet.locator(".event").first).to_contain_text("无效")
    expect(sheet.locator(".event").filter(has_text="无效原因").first).to_contain_text(said)
    sheet.get_by_role("button", name="关闭").tap()
    expect(page.get_by_role("dialog")).to_have_count(0)


def filter_the_cards(page: Page) -> None:
    """Go to all leads by the bar and ask for those of the website: the panel is in sight, and the list is narrower."""
    bar(page).get_by_role("link", name="线索").tap()
    expect(page.get_by_role("link", name="全部线索")).to_have_attribute("aria-current", "page")
    expect(page.get_by_text("300 条", exact=True)).to_be_visible()
    page.get_by_role("button", name="快速筛选：来源").tap()
    panel = page.get_by_role("dialog", name=re.compile("来源"))
    website = panel.get_by_role("checkbox", name="官网")
    expect(website).to_be_in_viewport(ratio=1)
    fits(page)
    website.tap()
    expect(page.get_by_text("300 条", exact=True)).to_have_count(0)
    page.locator(".ant-drawer-mask").tap(position={"x": 195, "y": 200})
    expect(panel).to_have_count(0)
    expect(page).not_to_have_url(re.compile("open="))
    shown = page.get_by_role("main").get_by_role("listitem").filter(has=page.locator(".title-link"))
    expect(shown.first).to_contain_text("官网")
    expect(shown.filter(has_not_text="官网")).to_have_count(0)
    fits(page)


def new_lead(page: Page) -> None:
    """Make a lead from the bar with the short form; it opens."""
    bar(page).get_by_role("button", name="新建").tap()
    page.get_by_role("menuitem", name="线索", exact=True).tap()
    dialog = page.get_by_role("dialog", name="新建线索")
    fill_in(page, dialog.get_by_label("公司名称"), LEAD)
    fill_in(page, dialog.get_by_label("手机"), "13912345678")
    fits(page)
    dialog.get_by_role("button", name="创建").tap()
    expect(page.get_by_role("dialog").get_by_role("heading", name=LEAD)).to_be_visible()
    fits(page)
    page.get_by_role("dialog").get_by_role("button", name="关闭").tap()
    expect(page.get_by_role("dialog")).to_have_count(0)


def move_a_card(page: Page) -> None:
    """Go to the deals by the menu and to their board; move a card on from its menu, follow it, take it back."""
    bar(page).get_by_role("button", name="菜单").tap()
    menu = page.get_by_role("dialog", name="菜单")
    expect(menu.get_by_role("link", name="商机", exact=True)).to_be_visible()
    fits(page)
    menu.get_by_role("link", name="商机", exact=True).tap()
    expect(page.get_by_role("heading", name="商机", exact=True, level=1)).to_be_visible()
    page.get_by_role("link", name="看板", exact=True).tap()
    expect(page.get_by_role("link", name="看板", exact=True)).to_have_attribute("aria-current", "page")
    first, second = column(page, "初步沟通"), column(page, "需求确认")
    expect(cards(first).first).to_be_in_viewport()
    expect(page.get_by_role("link", name="看板", exact=True)).to_be_in_viewport(ratio=1)
    fits(page)
    title = cards(first).first.inner_text()
    first.locator(".board-grip").first.tap()
    page.get_by_role("menuitem", name="需求确认").tap()
    expect(page.get_by_text(f"“{title}”已移到“需求确认”")).to_be_visible()
    page.get_by_role("navigation", name="看板的列").get_by_role("button", name="需求确认").tap()
    expect(cards(second).filter(has_text=title)).to_be_in_viewport()
    fits(page)
    page.get_by_role("button", name="撤销").tap()
    expect(cards(first).filter(has_text=title)).to_have_count(1)


def find_by_initials(page: Page) -> None:
    """Look for a customer by the initials of its pinyin; close the search, look again, open what was found."""
    bar(page).get_by_role("button", name="搜索").tap()
    dialog = page.get_by_role("dialog", name="搜索全部")
    expect(dialog.get_by_role("combobox")).to_be_focused()
    dialog.get_by_role("button", name="关闭").tap()
    expect(dialog).to_have_count(0)
    bar(page).get_by_role("button", name="搜索").tap()
    fill_in(page, dialog.get_by_role("combobox"), "whzy")
    found = dialog.get_by_role("group", name="客户").get_by_role("option").filter(has_text="武汉正源")
    expect(found).to_be_in_viewport(ratio=1)
    fits(page)
    found.tap()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("heading", name=re.compile("^武汉正源"))).to_be_visible()
    fits(page)
