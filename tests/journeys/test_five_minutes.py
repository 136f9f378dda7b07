"""The first five minutes: from an empty installation to a company that is alive, tried out and taken away again."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.accessibility import faults
from tests.journeys.products import Product
from tests.journeys.steps import cards, column, drag, go_to

pytestmark = pytest.mark.browser
FIVE_MINUTES = 300.0
WORDS = "电话确认需求，下周带方案拜访"
FEW = 6
LEAD = "杭州云启智能装备有限公司"


def test_the_first_five_minutes(sqlite_product: Product, open_page: Callable[..., Page], complaints: list[str]) -> None:
    begun = time.monotonic()
    page = open_page()
    set_up_with_company(page, sqlite_product)
    figure_to_list(page)
    company = follow_up_on_the_sheet(page)
    deal = move_a_card(page)
    find_by_initials(page)
    quick_lead(page)
    take_the_company_away(page, {company, LEAD}, deal)
    assert time.monotonic() - begun < FIVE_MINUTES
    assert complaints == []


def set_up_with_company(page: Page, product: Product) -> None:
    """Create the workspace, take the CRM with its company from the gallery, see a workbench full of figures."""
    page.goto(product.address)
    page.get_by_label("你的姓名").fill("陈静")
    assert faults(page) == []
    page.get_by_label("邮箱").fill("chen@example.com")
    page.get_by_label("密码").fill("correct horse 9")
    page.get_by_label("公司或团队名称").fill("远景销售")
    page.get_by_role("button", name="创建工作区").click()
    install = page.get_by_role("button", name=re.compile("安装并带示例公司"))
    expect(install).to_be_visible()
    assert faults(page) == []
    install.click()
    expect(page.get_by_role("heading", name=re.compile("陈静"))).to_be_visible(timeout=60_000)
    figures = page.get_by_role("region", name="我的一天").get_by_role("link")
    expect(figures).to_have_count(6)
    for at in range(6):
        expect(figures.nth(at)).to_have_text(re.compile(r"[1-9]"))
    for block in ("待跟进", "我的任务", "即将签约", "风险客户"):
        expect(page.get_by_role("region", name=block).get_by_role("row").nth(1)).to_be_visible()
    assert faults(page) == []


def figure_to_list(page: Page) -> None:
    """Choose a figure: its list holds as many records as the figure said."""
    figure = page.get_by_role("region", name="我的一天").get_by_role("link", name=re.compile("今日待联系"))
    found = re.search(r"\d+", figure.inner_text())
    assert found is not None
    figure.click()
    expect(page.get_by_role("heading", name="线索", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="今日待跟进")).to_have_attribute("aria-current", "page")
    expect(page.get_by_text(f"{found[0]} 条", exact=True).first).to_be_visible()
    expect(page.locator("[role=row][data-id]")).to_have_count(int(found[0]))
    assert faults(page) == []


def follow_up_on_the_sheet(page: Page) -> str:
    """Open the first record on its sheet, write a follow-up, close; return what the record is called."""
    link = page.locator("main .title-link").first
    company = link.inner_text()
    link.click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("heading", name=company)).to_be_visible()
    assert faults(page) == []
    line = sheet.get_by_role("textbox", name="跟进内容")
    line.fill(WORDS)
    line.press("Enter")
    expect(happened(sheet, WORDS)).to_be_visible()
    expect(line).to_have_value("")
    sheet.get_by_role("button", name="关闭").click()
    expect(sheet).to_have_count(0)
    return company


def happened(where: Locator, words: str) -> Locator:
    """Return what the timeline tells with these words."""
    return where.locator(".event").get_by_text(words)


def move_a_card(page: Page) -> str:
    """Drag a deal to the next stage of the board, where it stays after a reload; return what it is called."""
    go_to(page, "商机", "看板")
    first, second = column(page, "初步沟通"), column(page, "需求确认")
    expect(cards(first).first).to_be_visible()
    assert faults(page) == []
    deal = cards(first).first.inner_text()
    drag(page, first.locator(".board-card").first, second)
    expect(page.get_by_text(f"“{deal}”已移到“需求确认”")).to_be_visible()
    page.reload()
    expect(cards(second).filter(has_text=deal)).to_be_visible()
    expect(cards(first).filter(has_text=deal)).to_have_count(0)
    return deal


def find_by_initials(page: Page) -> None:
    """Find a customer of the sample company by the initials of its pinyin, with what belongs to it."""
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog", name="搜索全部")
    dialog.get_by_role("combobox").fill("whzy")
    found = dialog.get_by_role("group", name="客户").get_by_role("option").filter(has_text="武汉正源")
    expect(found).to_be_visible()
    assert faults(page) == []
    found.click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("heading", name=re.compile("^武汉正源"))).to_be_visible()
    expect(page).to_have_url(re.compile(r"/customer/\d+|open=customer\.\d+"))
    page.goto(page.url.partition("?")[0])


def quick_lead(page: Page) -> None:
    """Make a lead from the workbench with the short form; it opens."""
    page.get_by_role("link", name="工作台").first.click()
    page.get_by_role("navigation", name="快捷入口").get_by_role("button", name="新建线索").click()
    dialog = page.get_by_role("dialog", name="新建线索")
    dialog.get_by_label("公司名称").fill(LEAD)
    dialog.get_by_label("手机").fill("13812345678")
    assert faults(page) == []
    dialog.get_by_role("button", name="创建").click()
    expect(page.get_by_role("dialog").get_by_role("heading", name=LEAD)).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="关闭").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def take_the_company_away(page: Page, leads: set[str], deal: str) -> None:
    """Remove the sample company: what was worked on stays, with the few records that it refers to."""
    page.get_by_role("link", name="模板", exact=True).click()
    remove = page.get_by_role("button", name=re.compile("移除示例公司"))
    expect(remove).to_be_visible()
    assert faults(page) == []
    remove.click()
    expect(page.get_by_text(re.compile(r"保留了 \d+ 条"))).to_be_visible(timeout=60_000)
    page.get_by_role("link", name=re.compile("^打开")).click()
    go_to(page, "线索")
    expect(page.get_by_role("grid").get_by_role("link", name=LEAD)).to_be_visible()
    found = set(page.locator("main .title-link").all_inner_texts())
    assert leads <= found
    assert len(found) < FEW
    page.get_by_role("link", name=next(iter(leads - {LEAD}))).click()
    expect(happened(page.get_by_role("dialog"), WORDS)).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="关闭").click()
    go_to(page, "商机")
    expect(page.locator("main .title-link")).to_have_text([deal])
