"""An administrator sets the workspace up: currency and zone, the company's own holiday, next year's days, and undo."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import faults
from tests.journeys.products import Product
from tests.journeys.steps import sign_in

pytestmark = pytest.mark.browser


def test_a_workspace_is_set_up_and_works_by_its_calendar(
    company_product: Product, open_page: Callable[..., Page], complaints: list[str]
) -> None:
    page = open_page()
    sign_in(page, company_product.address)
    page.get_by_role("link", name="工作区设置").click()
    change_currency(page)
    page.get_by_text("工作日历", exact=True).click()
    name_a_day(page)
    take_it_back(page)
    shorten_the_week(page)
    fill_in_next_year(page)
    on_a_phone = open_page("en", 390, 800)
    sign_in(on_a_phone, company_product.address)
    on_a_phone.goto(f"{company_product.address}/w/main/crm/-settings?of=calendar")
    expect(on_a_phone.get_by_role("form", name="The usual week").get_by_label("End of hours 2")).to_have_value("17:30")
    assert faults(on_a_phone) == []
    assert complaints == []


def change_currency(page: Page) -> None:
    """Let new amounts start in another currency: what that means stands below the choice."""
    page.get_by_role("combobox", name="默认币种").fill("USD")
    page.keyboard.press("Enter")
    expect(page.get_by_text("已有金额保留原来的币种")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("设置已保存")).to_be_visible()


def name_a_day(page: Page) -> None:
    """Make the first working day in sight a holiday of the company's own, by the keyboard."""
    page.locator(".year-day.work").first.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("名称").fill("公司年会")
    assert faults(page) == []
    dialog.get_by_role("button", name="保存").click()
    expect(page.get_by_role("listitem").filter(has_text="公司年会")).to_contain_text("自定")


def take_it_back(page: Page) -> None:
    """Undo it from the message."""
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_text("已恢复成原来的日历")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="公司年会")).to_have_count(0)


def shorten_the_week(page: Page) -> None:
    """Let the afternoon end earlier; hours that overlap are refused at their place."""
    week = page.get_by_role("form", name="每周安排")
    end = week.get_by_label("第 2 段结束")
    end.fill("1130")
    week.get_by_role("button", name="保存").click()
    expect(week.get_by_text("结束时间要晚于开始时间")).to_be_visible()
    end.fill("1730")
    week.get_by_role("button", name="保存").click()
    expect(week.get_by_role("button", name="保存")).to_have_count(0)


def fill_in_next_year(page: Page) -> None:
    """Fill in the holidays of a year that is not announced yet: it says so."""
    page.get_by_role("button", name="下一年").click()
    page.get_by_role("button", name="下一年").click()
    expect(page.locator(".year-day.holiday")).to_have_count(0)
    page.get_by_role("button", name="填入中国").click()
    expect(page.get_by_text("放假调休安排尚未公布")).to_be_visible()
    assert page.locator(".year-day.holiday").count() > 10
