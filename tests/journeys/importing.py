"""What people do when they import a file: match columns with fields, make a field, fetch the rows that failed."""

from __future__ import annotations

import csv

from playwright.sync_api import Locator, Page, expect


def target(page: Page, column: str) -> Locator:
    """Return where the field of a column is chosen."""
    return page.get_by_role("combobox", name=f"列 {column} 对应的字段", exact=True)


def choose(page: Page, box: Locator, text: str) -> None:
    """Type into a list and take the first that it offers, as with the keyboard."""
    box.click()
    page.keyboard.type(text)
    offered = page.locator(".ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option-active")
    expect(offered.filter(has_text=text)).to_be_visible()
    page.keyboard.press("Enter")


def make_a_field(page: Page, column: str, name: str) -> None:
    """Look for a field that is not there, and make it."""
    choose(page, target(page, column), name)
    panel = page.get_by_role("form", name=f"为列 {column} 新建字段")
    expect(panel.get_by_label("字段名称")).to_have_value(name)
    expect(panel.get_by_label("字段名称")).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel).to_have_count(0)
    expect(target(page, column)).to_be_focused()


def failed_rows(page: Page) -> list[list[str]]:
    """Download the rows that failed and return them, the line of names first."""
    with page.expect_download() as waited:
        page.get_by_role("link", name="下载失败的行（CSV）").click()
    with waited.value.path().open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))
