"""Somebody deletes too much and has it back: from the trash of records, and from the link of one of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import faults
from tests.journeys.products import Product
from tests.journeys.steps import enter, go_to

pytestmark = pytest.mark.browser
LEADS = "公司名称,姓名,手机\n甲公司,王晓雯,13812345678\n乙公司,周立,13900001111\n丙公司,刘倩,13700002222\n"


def delete_all_but_one(page: Page) -> None:
    """Choose two leads in the list and delete them."""
    for name in ("甲公司", "乙公司"):
        page.get_by_role("row").filter(has_text=name).get_by_role("checkbox").check()
    page.get_by_role("toolbar").get_by_role("button", name="删除").click()
    expect(page.get_by_text("甲公司")).to_have_count(0)
    expect(page.get_by_text("丙公司")).to_be_visible()


def test_what_was_deleted_comes_back(
    crm_product: Product, open_page: Callable[..., Page], complaints: list[str], tmp_path: Path
) -> None:
    page = open_page()
    enter(page, crm_product)
    file = tmp_path / "leads.csv"
    file.write_text(LEADS, encoding="utf-8")
    assert crm_product.command("import", "lead", str(file)).returncode == 0
    page.reload()
    delete_all_but_one(page)
    page.get_by_role("link", name="回收站").click()
    expect(page.get_by_role("link", name="线索 2")).to_have_attribute("aria-current", "page")
    page.get_by_label("按名称查找").fill("甲")
    expect(page.get_by_text("乙公司")).to_have_count(0)
    assert faults(page) == []
    page.get_by_role("button", name="恢复 甲公司").click()
    expect(page.get_by_text("已恢复 1 条记录")).to_be_visible()
    page.get_by_label("按名称查找").fill("")
    page.get_by_role("link", name="乙公司").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_text("在回收站中")).to_be_visible()
    sheet.get_by_role("button", name="恢复").click()
    expect(sheet.get_by_text("在回收站中")).to_have_count(0)
    sheet.get_by_role("button", name="关闭").click()
    expect(page.get_by_text("回收站是空的")).to_be_visible()
    go_to(page, "线索")
    for name in ("甲公司", "乙公司", "丙公司"):
        expect(page.get_by_text(name).first).to_be_visible()
    assert complaints == []
