"""A person drops the leads and contacts of another system onto the import page, as they are, and takes them in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import faults
from tests.journeys.importing import choose, failed_rows, target
from tests.journeys.products import Product
from tests.journeys.steps import enter, rows

pytestmark = pytest.mark.browser
FILES = Path(__file__).resolve().parents[3] / "shared" / "data"
INCOMPLETE = 105
"""Rows of the second file whose addresses end before their domain does."""
DROP = """(place, {name, text}) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name, { type: "text/csv" }));
  for (const kind of ["dragenter", "dragover"]) {
    place.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
  }
  window.marked = place.matches(".over");
  place.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


def drop(page: Page, file: Path) -> None:
    """Drop a file onto the page where imports begin; return when its columns are there."""
    page.locator(".drop-zone").evaluate(DROP, {"name": file.name, "text": file.read_text(encoding="utf-8")})
    expect(page.get_by_role("button", name="检查")).to_be_visible()


@pytest.mark.skipif(not FILES.is_dir(), reason="the collected real files are not beside the project")
def test_leads_of_another_system_are_dropped_and_taken_in(
    sqlite_crm_product: Product, open_page: Callable[..., Page], complaints: list[str]
) -> None:
    page = open_page()
    enter(page, sqlite_crm_product)
    start = f"{page.url.partition('?')[0]}/import"
    page.goto(start)
    drop(page, FILES / "salesforce_leads.csv")
    page.get_by_role("button", name="检查").click()
    expect(page.get_by_text("新建 160")).to_be_visible(timeout=30_000)
    assert faults(page) == []
    page.get_by_role("button", name="开始导入").click()
    expect(page.get_by_role("button", name="撤销这次导入")).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="打开列表").click()
    expect(page.get_by_text("160 条", exact=True).first).to_be_visible()
    page.get_by_placeholder("在列表中搜索").fill("TechCorp")
    expect(rows(page)).to_have_count(1)
    expect(rows(page).first).to_contain_text("TechCorp Inc")
    assert complaints == []


@pytest.mark.skipif(not FILES.is_dir(), reason="the collected real files are not beside the project")
def test_buyers_without_names_of_columns_are_dropped_and_taken_in(
    sqlite_crm_product: Product, open_page: Callable[..., Page], complaints: list[str]
) -> None:
    page = open_page()
    enter(page, sqlite_crm_product)
    page.goto(f"{page.url.partition('?')[0]}/import")
    drop(page, FILES / "prospective_buyers.psv")
    choose(page, target(page, "C"), "联系人")
    page.get_by_role("button", name="检查").click()
    expect(page.get_by_text("已检查 1,000 / 2,059 行")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="开始导入").click()
    expect(page.get_by_role("button", name="撤销这次导入")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("1,954", exact=True)).to_be_visible()
    failed = failed_rows(page)[1:]
    assert len(failed) == INCOMPLETE
    assert all("consolidatedmessenger" in " ".join(row) for row in failed)
    page.get_by_role("link", name="打开列表").click()
    page.get_by_placeholder("在列表中搜索").fill("Zachary")
    expect(rows(page)).to_have_count(3)
    expect(rows(page).first).to_contain_text("Zachary")
    assert complaints == []
