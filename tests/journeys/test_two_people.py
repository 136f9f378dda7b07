"""Two people change one record at the same time: each sees what the other wrote, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import faults
from tests.journeys.products import Product
from tests.journeys.steps import cell, enter, rows, sign_in

pytestmark = pytest.mark.browser
NAME = "苏州恒达电子科技有限公司"


def test_two_people_on_one_record(crm_product: Product, open_page: Callable[..., Page], complaints: list[str]) -> None:
    one, other = open_page(), open_page()
    enter(one, crm_product)
    new_lead(one, crm_product)
    sign_in(other, crm_product.address)
    other.goto(one.url)
    expect(other.get_by_role("heading", name=NAME)).to_be_visible()
    save_over_each_other(one, other)
    tell_both(one)
    meet_in_the_list(one, other, crm_product)
    assert complaints == []


def new_lead(page: Page, product: Product) -> None:
    """Make the lead that both work on."""
    page.goto(f"{product.address}/w/main/crm/lead/new")
    page.get_by_label("公司名称").fill(NAME)
    page.get_by_label("手机").fill("13900001111")
    page.get_by_label("职位", exact=True).fill("采购")
    page.get_by_role("button", name="创建").click()
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()


def save_over_each_other(one: Page, other: Page) -> None:
    """Both edit; the second sees both job titles and writes its own, and keeps the other's name of the contact."""
    for page in (one, other):
        page.get_by_role("button", name="编辑").first.click()
    one.get_by_label("职位", exact=True).fill("采购经理")
    one.get_by_label("联系人", exact=True).fill("周立")
    one.get_by_role("button", name="保存").first.click()
    expect(one.get_by_text("采购经理").first).to_be_visible()
    other.get_by_label("职位", exact=True).fill("采购总监")
    other.get_by_label("联系人", exact=True).fill("周立新")
    other.get_by_label("微信", exact=True).fill("zhouli2026")
    other.get_by_role("button", name="保存").first.click()
    dialog = other.get_by_role("dialog")
    title, contact = (dialog.get_by_role("group", name=name, exact=True) for name in ("职位", "联系人"))
    expect(title).to_contain_text("采购总监")
    expect(title).to_contain_text("采购经理")
    expect(contact).to_contain_text("周立新")
    expect(dialog.get_by_text("zhouli2026")).to_have_count(0)
    assert faults(other) == []
    contact.get_by_role("radio").nth(1).check()
    dialog.get_by_role("button", name="采用所选的值").click()
    expect(dialog).to_have_count(0)
    expect(other.get_by_text("已按你的选择更新，请检查后保存。")).to_be_visible()
    other.get_by_role("button", name="保存").first.click()
    content = other.locator("#content")
    for text in ("采购总监", "周立", "zhouli2026"):
        expect(content.get_by_role("tabpanel").get_by_text(text, exact=True)).to_be_visible()


def tell_both(page: Page) -> None:
    """The timeline of the record tells both changes, with what was there before."""
    page.reload()
    page.get_by_role("group", name="只看某一类").get_by_role("button", name="变更").click()
    events = page.locator(".event")
    expect(events.filter(has_text="采购总监")).to_contain_text("采购经理")
    expect(events.filter(has_text="周立")).to_have_count(1)
    expect(events.filter(has_text="周立")).to_contain_text("采购经理")


def meet_in_the_list(one: Page, other: Page, product: Product) -> None:
    """One changes a cell that the other has changed since: both values are shown, and one's own is written."""
    one.goto(f"{product.address}/w/main/crm/lead")
    contact = cell(one, 0, "联系人")
    expect(contact).to_have_text("周立")
    other.get_by_role("button", name="编辑").first.click()
    other.get_by_label("联系人", exact=True).fill("周立华")
    other.get_by_role("button", name="保存").first.click()
    expect(other.get_by_role("tabpanel").get_by_text("周立华", exact=True)).to_be_visible()
    contact.dblclick()
    one.keyboard.press("Control+a")
    one.keyboard.type("周力")
    one.keyboard.press("Enter")
    editor = one.locator(".cell-editor")
    expect(editor).to_contain_text("周立华")
    editor.get_by_role("button", name="写入我的").click()
    expect(contact).to_have_text("周力")
    one.reload()
    expect(rows(one)).to_have_count(1)
    expect(contact).to_have_text("周力")
    other.reload()
    changes = other.locator(".event")
    expect(changes.filter(has_text="周力")).to_contain_text("周立华")
    expect(changes.filter(has_text="采购总监").first).to_be_visible()
