"""What people do in more than one journey: sign in, go to a list, drag, choose."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.products import Product

EMAIL, PASSWORD = "chen@example.com", "correct horse 9"
NAME, COMPANY = "陈静", "远景销售"
WATCH = """(() => {
  const ask = window.fetch.bind(window);
  window.asked = { open: 0, last: 0 };
  window.fetch = (...what) => {
    window.asked.open += 1;
    return ask(...what).finally(() => { window.asked.open -= 1; window.asked.last = performance.now(); });
  };
})()"""
"""Counts what a page asks the server for."""
QUIET = """() => {
  if (document.readyState !== "complete" || window.asked.open > 0) return false;
  if (document.querySelector(".ant-skeleton-active, [aria-busy=true]")) return false;
  const loaded = performance.getEntriesByType("resource").map((one) => one.responseEnd);
  return performance.now() - Math.max(window.asked.last, ...loaded) > 200;
}"""
"""Whether nothing is asked for, and nothing came for a moment."""
LEADS = """公司名称,姓名,手机,邮箱,来源,行业,预计金额,备注
杭州远景精密制造有限公司,王晓雯,13812345678,wang@yuanjing.example,展会,制造业,1200000,要样品
苏州恒达电子科技,周立,13900001111,zhou@hengda.example,官网,电子电器,800000,
宁波海纳汽配,刘倩,13700002222,liu@haina.example,转介绍,制造业,500000,老客户介绍
无锡新锐模具,何敏,,,官网,制造业,400000,没有联系方式
"""


def set_up(page: Page, product: Product) -> None:
    """Create the first administrator and install the CRM, in Chinese."""
    page.goto(product.address)
    page.get_by_label("你的姓名").fill(NAME)
    page.get_by_label("邮箱").fill(EMAIL)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_label("公司或团队名称").fill(COMPANY)
    page.get_by_role("button", name="创建工作区").click()
    page.get_by_role("button", name=re.compile("只安装应用")).first.click()
    expect(page).to_have_url(re.compile("/w/main/crm"), timeout=30_000)
    page.goto(f"{product.address}/w/main/crm/lead")
    expect(page.get_by_role("heading", name="线索", exact=True)).to_be_visible()


def sign_in(page: Page, address: str) -> None:
    """Sign in as the administrator."""
    page.goto(f"{address}/sign-in")
    page.locator("input[autocomplete=username]").fill(EMAIL)
    page.locator("input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/w/**")


def enter(page: Page, product: Product) -> None:
    """Sign in and go to the list of leads."""
    sign_in(page, product.address)
    page.goto(f"{product.address}/w/main/crm/lead")
    expect(page.get_by_role("heading", name="线索", exact=True)).to_be_visible()


def settle(page: Page, moves: float = 250) -> None:
    """Wait until nothing is fetched any more, and then for what moves, in milliseconds. The page has ``WATCH``."""
    page.wait_for_function(QUIET)
    page.wait_for_timeout(moves)


def go_to(page: Page, entity: str, view: str | None = None) -> None:
    """Go to a list by the menu, and on to one of its views."""
    page.get_by_role("link", name=entity, exact=True).first.click()
    expect(page.get_by_role("heading", name=entity, exact=True, level=1)).to_be_visible()
    if view is not None:
        page.get_by_role("link", name=view, exact=True).click()
        expect(page.get_by_role("link", name=view, exact=True)).to_have_attribute("aria-current", "page")


def rows(page: Page) -> Locator:
    """Return the rows that are drawn."""
    return page.locator("[role=row][data-id]")


def cell(page: Page, row: int, column: str) -> Locator:
    """Return a cell by the index of its row and the name of its column."""
    head = page.get_by_role("columnheader", name=column, exact=True)
    place = head.get_attribute("data-head")
    return page.locator(f"[role=row][data-index='{row}'] [data-column='{place}']")


def pick(page: Page, text: str) -> None:
    """Take an option of the list that is open."""
    shown = page.locator(".ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option")
    shown.filter(has_text=text).first.click()


def column(page: Page, name: str) -> Locator:
    """Return a column of the board."""
    return page.get_by_role("region", name=name, exact=True)


def cards(where: Locator) -> Locator:
    """Return the cards of a column."""
    return where.locator(".board-card .title-link")


def drag(page: Page, what: Locator, to: Locator, at: tuple[int, int] = (140, 200)) -> None:
    """Drag with the mouse by what it is called, as a hand does: not in one leap."""
    start, end = what.bounding_box(), to.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 60, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(start["x"] + 80, start["y"] + 26, steps=4)
    page.mouse.move(end["x"] + at[0], end["y"] + at[1], steps=15)
    page.wait_for_timeout(200)
    page.mouse.up()
