"""The gallery: a template is installed with its sample company, which is taken away, changed records staying."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.products import Product
from tests.journeys.widths import overhanging

pytestmark = pytest.mark.browser
PASSWORD = "long enough for a first day"


def test_a_sample_company_comes_and_goes(
    product: Product, open_page: Callable[..., Page], complaints: list[str]
) -> None:
    page = open_page()
    page.goto(product.address)
    page.get_by_label("你的姓名").fill("陈静")
    page.get_by_label("邮箱").fill("chen@example.com")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_label("公司或团队名称").fill("远景销售")
    page.get_by_role("button", name="创建工作区").click()
    page.get_by_role("button", name=re.compile("安装并带示例公司")).click()
    page.get_by_role("link", name="线索", exact=True).first.click(timeout=60_000)
    expect(page.get_by_text("300 条").first).to_be_visible()

    page.locator("main .title-link").first.click()
    page.get_by_role("button", name="编辑").click()
    page.get_by_label("职位").fill("我的朋友")
    page.get_by_role("button", name="保存").first.click()
    expect(page.get_by_text("我的朋友").first).to_be_visible()

    page.get_by_role("link", name="模板", exact=True).click()
    assert overhanging(page) == []
    page.get_by_role("button", name=re.compile("移除示例公司")).click()
    expect(page.get_by_text(re.compile(r"保留了 \d+ 条你改过"))).to_be_visible(timeout=60_000)
    expect(page.get_by_role("button", name=re.compile("添加示例公司"))).to_be_visible()
    page.get_by_role("link", name=re.compile("^打开")).click()
    page.get_by_role("link", name="线索", exact=True).first.click()
    expect(page.get_by_text("1 条", exact=True).first).to_be_visible()
    assert complaints == []
