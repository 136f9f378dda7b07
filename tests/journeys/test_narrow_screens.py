"""Somebody works on a phone: every page fits it, and what goes on is in sight, in each language."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.products import Product
from tests.journeys.steps import LEADS, enter
from tests.journeys.widths import overhanging

pytestmark = pytest.mark.browser
LANGUAGES = {"English": ("Check", "Import now"), "繁體中文": ("檢查", "開始匯入"), "简体中文": ("检查", "开始导入")}
WIDTHS = (390, 360)


def test_the_import_fits_a_phone_in_every_language(
    sqlite_crm_product: Product, open_page: Callable[..., Page], complaints: list[str], tmp_path: Path
) -> None:
    page = open_page(width=390, height=844)
    enter(page, sqlite_crm_product)
    start = f"{page.url.partition('?')[0]}/import"
    file = tmp_path / "2026 年第三季度华东大区各展会与官网收集的销售线索汇总（最终版）.csv"
    file.write_text(LEADS, encoding="utf-8")
    page.goto(start)
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("button", name="检查")).to_be_visible()
    opened = page.url
    for language, (check, run) in LANGUAGES.items():
        page.get_by_role("button", name=re.compile("^(语言|語言|Language)$")).click()
        page.get_by_role("menu").get_by_text(language, exact=True).click()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(start)
            expect(page.locator("input[type=file]")).to_be_attached()
            assert overhanging(page) == [], f"file, {language}, {width} px"
            page.goto(opened)
            expect(page.get_by_role("button", name=check)).to_be_in_viewport(ratio=1)
            assert overhanging(page) == [], f"columns, {language}, {width} px"
            page.get_by_role("button", name=check).click()
            expect(page.get_by_role("table")).to_be_visible()
            expect(page.get_by_role("button", name=run)).to_be_in_viewport(ratio=1)
            assert overhanging(page) == [], f"check, {language}, {width} px"
    assert complaints == []
