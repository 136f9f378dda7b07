"""An administrator lets a colleague in: department, invitation, a link used on a phone, a role, and letting them go."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import faults
from tests.journeys.products import Product
from tests.journeys.steps import settle, sign_in

pytestmark = pytest.mark.browser
SECRET = "correct horse 10"


def test_a_colleague_is_let_in_works_and_is_let_go(
    company_product: Product, open_page: Callable[..., Page], complaints: list[str]
) -> None:
    admin, colleague = open_page(), open_page("zh-CN", 390, 800)
    sign_in(admin, company_product.address)
    admin.get_by_role("link", name="成员与部门").click()
    add_a_department(admin)
    link = invite(admin)
    join(colleague, link)
    expect(colleague.get_by_text("你在这里还没有可用的应用")).to_be_visible()
    give_a_role(admin)
    works(colleague, company_product)
    let_go(admin)
    colleague.goto(f"{company_product.address}/w/main/crm/lead")
    expect(colleague.get_by_text("这里没有内容，或者你无权查看。")).to_be_visible()
    assert [one for one in complaints if "404" not in one] == []


def add_a_department(page: Page) -> None:
    """Add one below the sales department."""
    page.get_by_role("button", name="“销售部”的操作").click()
    page.get_by_role("menuitem", name="新建下级部门").click()
    dialog = page.get_by_role("dialog", name="新建部门")
    dialog.get_by_label("名称").fill("华南销售")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog).not_to_be_visible()
    page.get_by_role("button", name="华南销售 0").click()
    expect(page.get_by_text("没有符合条件的成员。")).to_be_visible()


def invite(page: Page) -> str:
    """Invite a colleague without a mailbox into the department in sight; return the link for them."""
    page.get_by_role("main").get_by_role("button", name="邀请成员").first.click()
    dialog = page.get_by_role("dialog", name="邀请成员")
    dialog.get_by_label("姓名").fill("李雷")
    dialog.get_by_label("手机号").fill("123")
    dialog.get_by_role("button", name="邀请成员").click()
    expect(dialog.get_by_text("电话号码")).to_be_visible()
    assert faults(page) == []
    dialog.get_by_label("手机号").fill("138 1234 5678")
    dialog.get_by_role("button", name="邀请成员").click()
    told = page.get_by_role("dialog", name="已添加李雷")
    link = told.get_by_label("链接").input_value()
    told.get_by_role("button", name="完成").click()
    row = page.get_by_role("row").filter(has_text="李雷")
    expect(row).to_contain_text("待加入")
    expect(row).to_contain_text("华南销售")
    return link


def join(page: Page, link: str) -> None:
    """Set a password on a phone; the link does not work again."""
    page.goto(link)
    expect(page.get_by_role("heading", name="李雷，欢迎加入")).to_be_visible()
    page.get_by_label("新密码").fill("short")
    page.get_by_role("button", name="设置密码并登录").click()
    expect(page.get_by_text("至少 8 个字符").first).to_be_visible()
    assert faults(page) == []
    page.get_by_label("新密码").fill(SECRET)
    page.get_by_role("button", name="设置密码并登录").click()


def give_a_role(page: Page) -> None:
    """Make the colleague a sales representative."""
    page.reload()
    page.get_by_role("button", name="李雷", exact=True).click()
    dialog = page.get_by_role("dialog", name="李雷")
    dialog.get_by_label("角色").click()
    page.get_by_title("销售代表").click()
    page.keyboard.press("Escape")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog).not_to_be_visible()
    expect(page.get_by_role("row").filter(has_text="李雷")).to_contain_text("销售代表")


def works(page: Page, started: Product) -> None:
    """Sign in again with the number, and see what a sales representative sees."""
    page.goto(f"{started.address}/w/main/crm/-me")
    expect(page.get_by_role("region", name="登录的设备")).to_contain_text("当前设备")
    page.context.clear_cookies()
    page.goto(f"{started.address}/w/main/crm/lead")
    page.get_by_label("邮箱、手机号或用户名").fill("138-1234-5678")
    page.get_by_label("密码").fill(SECRET)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="线索").first).to_be_visible()
    settle(page)


def let_go(page: Page) -> None:
    """Disable the colleague, take it back by the message, and disable them again."""
    for attempt in range(2):
        page.get_by_role("button", name="李雷", exact=True).click()
        page.get_by_role("dialog", name="李雷").get_by_role("button", name="停用").click()
        expect(page.get_by_role("row").filter(has_text="李雷")).to_contain_text("已停用")
        if attempt == 0:
            told = page.locator(".message").filter(has_text="已停用李雷")
            told.get_by_role("button", name="撤销").click()
            expect(page.get_by_text("已恢复李雷")).to_be_visible()
            expect(page.get_by_role("row").filter(has_text="李雷")).not_to_contain_text("已停用")
