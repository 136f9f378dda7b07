"""A sales manager's first day: set up, install the CRM, import leads, work on one, take the import back."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.products import Product
from tests.journeys.steps import LEADS, PASSWORD, go_to, set_up
from tests.journeys.widths import overhanging

pytestmark = pytest.mark.browser


def import_leads(page: Page, file: Path) -> None:
    """Import a file in which one source is unknown and one row cannot be reached."""
    page.get_by_role("main").get_by_text("导入", exact=True).first.click()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="检查").click()
    expect(page.get_by_text("至少填写一种联系方式")).to_be_visible()
    expect(page.get_by_text("来源：导入时将新建 1 个选项，撤销导入后仍然保留：转介绍")).to_be_visible()
    expect(page.get_by_text("新建 3")).to_be_visible()
    page.get_by_role("button", name="开始导入").click()
    expect(page.get_by_role("button", name="撤销这次导入")).to_be_visible(timeout=30_000)


def test_the_first_day(product: Product, open_page: Callable[..., Page], complaints: list[str], tmp_path: Path) -> None:
    page = open_page()
    set_up(page, product)
    file = tmp_path / "leads.csv"
    file.write_text(LEADS, encoding="gb18030")
    import_leads(page, file)
    go_to(page, "线索")
    expect(page.get_by_text("苏州恒达电子科技")).to_be_visible()
    page.get_by_placeholder("在列表中搜索").fill("hzyj")
    expect(page.get_by_text("苏州恒达电子科技")).to_have_count(0)
    page.get_by_text("杭州远景精密制造有限公司").first.click()
    expect(page.get_by_role("heading", name="杭州远景精密制造有限公司")).to_be_visible()
    page.get_by_role("button", name="编辑").click()
    page.get_by_label("职位").fill("采购经理")
    page.get_by_role("button", name="保存").first.click()
    expect(page.get_by_text("采购经理").first).to_be_visible()
    page.get_by_role("button", name=re.compile("推进到")).click()
    page.get_by_role("dialog").last.get_by_role("button", name="推进", exact=True).click()
    expect(page.get_by_role("button", name=re.compile("推进到“已确认意向”"))).to_be_visible()
    page.reload()
    expect(page.get_by_text("采购经理").first).to_be_visible()
    assert complaints == []


def test_the_same_pages_in_english_and_traditional_chinese_on_a_phone(
    sqlite_product: Product, open_page: Callable[..., Page], complaints: list[str], tmp_path: Path
) -> None:
    set_up(open_page(), sqlite_product)
    mapping = tmp_path / "mapping.json"
    mapping.write_text('{"columns": [{"from": ["A"], "to": "company_name"}, {"from": ["C"], "to": "mobile"}]}')
    file = tmp_path / "leads.csv"
    file.write_text(LEADS, encoding="utf-8")
    sqlite_product.command("import", "lead", str(file), "--mapping", str(mapping))
    page = open_page(locale="en", width=390, height=844)
    page.goto(sqlite_product.address)
    page.locator("input[autocomplete=username]").fill("chen@example.com")
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name=re.compile("陈静"))).to_be_visible()
    page.goto(f"{sqlite_product.address}/w/main/crm/lead")
    expect(page.get_by_role("heading", name="线索", exact=True)).to_be_visible()
    for language, entity in (("English", "Leads"), ("繁體中文", "線索"), ("简体中文", "线索")):
        page.get_by_role("button", name=re.compile("^(语言|語言|Language)$")).click()
        page.get_by_role("menu").get_by_text(language, exact=True).click()
        expect(page.get_by_role("heading", name=entity)).to_be_visible()
        expect(page.get_by_text("苏州恒达电子科技").first).to_be_visible()
        assert overhanging(page) == [], language
    assert complaints == []
