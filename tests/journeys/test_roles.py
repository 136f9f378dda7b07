"""An administrator narrows a role in its matrix: what a sales representative sees shrinks at once, and comes back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import faults
from tests.journeys.products import Product
from tests.journeys.steps import settle, sign_in

pytestmark = pytest.mark.browser
SECRET = "correct horse 10"
INVITE = """async () => {
  const { csrf } = await (await fetch("/api/v1/session")).json();
  const main = "/api/v1/w/main";
  const send = async (method, path, body) => (await fetch(main + path, {
    method,
    headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })).json();
  const { items } = await (await fetch(`${main}/roles`)).json();
  const roles = items.filter(({ name }) => name === "sales_rep").map(({ id }) => id);
  const { id } = await send("POST", "/members", { display_name: "李雷", username: "lilei", roles });
  return (await send("PUT", `/members/${id}/link`)).url;
}"""


def test_a_role_is_narrowed_and_taken_back(
    company_product: Product, open_page: Callable[..., Page], complaints: list[str]
) -> None:
    admin, rep = open_page(), open_page()
    sign_in(admin, company_product.address)
    join(rep, admin.evaluate(INVITE))
    admin.get_by_role("link", name="角色与权限").click()
    admin.get_by_role("navigation", name="角色与权限").get_by_role("button", name=re.compile("^销售代表")).click()
    choose(admin, "全部")
    save(admin)
    leads = f"{company_product.address}/w/main/crm/lead"
    rep.goto(leads)
    expect(rep.get_by_role("row").nth(5)).to_be_visible()

    choose(admin, "全部", "自己的")
    tell_who_is_affected(admin)
    settle(admin)
    assert faults(admin) == []
    save(admin)
    rep.goto(leads)
    expect(rep.get_by_role("heading", name="线索").first).to_be_visible()
    expect(rep.locator(".empty-state")).to_be_visible()

    admin.locator(".message").filter(has_text="已保存“销售代表”").last.get_by_role("button", name="撤销").click()
    expect(admin.get_by_text("角色已恢复原样")).to_be_visible()
    expect(admin.get_by_role("button", name="线索：看: 全部")).to_be_visible()
    rep.goto(leads)
    expect(rep.get_by_role("row").nth(5)).to_be_visible()
    assert complaints == []


def join(page: Page, link: str) -> None:
    """Set a password, and so be signed in."""
    page.goto(link)
    page.get_by_label("新密码").fill(SECRET)
    page.get_by_role("button", name="设置密码并登录").click()
    expect(page.get_by_role("link", name="线索").first).to_be_visible()


def choose(page: Page, *boxes: str) -> None:
    """Press boxes of whose leads the role sees."""
    page.get_by_role("button", name=re.compile("^线索：看: ")).click()
    for box in boxes:
        page.get_by_role("group", name="线索：看").get_by_role("checkbox", name=box, exact=True).click()
    page.keyboard.press("Escape")


def tell_who_is_affected(page: Page) -> None:
    """See the colleague named, with what gets less."""
    page.get_by_role("button", name="影响哪些人").click()
    told = page.get_by_role("dialog", name="影响哪些人")
    expect(told.get_by_role("listitem").filter(has_text="李雷")).to_contain_text("线索：看的范围变小")
    page.keyboard.press("Escape")
    expect(told).not_to_be_visible()


def save(page: Page) -> None:
    """Save what the bar tells."""
    bar = page.get_by_role("region", name="未保存的修改")
    expect(bar).to_contain_text("线索：看")
    bar.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存“销售代表”").last).to_be_visible()
    expect(bar).not_to_be_visible()
