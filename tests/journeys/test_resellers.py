"""A person imports a list of resellers from another system: strokes between columns, no names, numbers of its own."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import faults
from tests.journeys.importing import choose, failed_rows, make_a_field, target
from tests.journeys.products import Product
from tests.journeys.steps import enter, go_to, settle

pytestmark = pytest.mark.browser
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "resellers.csv"
SOURCE = "经销商系统"
TYPE, LINE = "经销商类型", "主营产品线"
ROWS = (
    ("增值经销商", "无锡骑行装备商行", "2", "公路", "湖滨路 2251 号", ""),
    ("专卖店", "杭州山地车俱乐部", "10", "山地", "文三路 8 号", "二楼"),
    ("专卖店", "苏州先进自行车配件", "40", "公路", "星湖街 218 号", ""),
    ("增值经销商", "宁波模块骑行系统", "约五人", "公路", "江南路 800 号", "2501 室"),
    ("专卖店", "合肥都市运动用品", "13", "公路", "长江路 9 号", ""),
    ("专卖店", "常州健身器材公司", "43", "山地", "通江路 3 号", ""),
    ("专卖店", "南京联合单车", "8", "山地", "中山路 5420 号", ""),
)


@dataclass(frozen=True)
class Expected:
    """What a file holds, and what becomes of one of its records."""

    rows: int
    good: int
    name: str
    texts: tuple[str, ...]


@pytest.mark.skipif(not REAL.is_file(), reason="the collected real files are not beside the project")
def test_a_real_list_of_resellers_becomes_customers_and_is_taken_back(
    sqlite_crm_product: Product, open_page: Callable[..., Page], complaints: list[str]
) -> None:
    texts = ("710-555-0173", "Value Added Reseller", "800 Interchange Blvd., Suite 2501", "30,000", "Road")
    page = open_page()
    enter(page, sqlite_crm_product)
    take_in_and_back(page, REAL, Expected(701, 701, "Modular Cycle Systems", texts))
    assert complaints == []


def test_a_short_list_of_resellers_becomes_customers_and_is_taken_back(
    sqlite_crm_product: Product, open_page: Callable[..., Page], complaints: list[str], tmp_path: Path
) -> None:
    texts = ("245-555-0002", "专卖店", "文三路 8 号, 二楼", "30,000", "山地")
    page = open_page()
    enter(page, sqlite_crm_product)
    take_in_and_back(page, short_list(tmp_path), Expected(7, 6, "杭州山地车俱乐部", texts))
    assert complaints == []


def short_list(folder: Path) -> Path:
    """Write a few resellers in the shape of the real list; the number of people of one is in words."""
    path = folder / "经销商.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, delimiter="|")
        for at, (kind, name, people, line, street, room) in enumerate(ROWS, 1):
            begin = [at, 600 + at, f"DL{at:03}", f"245-555-{at:04}", kind, name, people, "S", 5, 2011, 2011, line]
            lines.writerow([*begin, street, room, "300000.0000", "工商银行", "", "", "30000.0000", 1974])
    return path


def take_in_and_back(page: Page, file: Path, expected: Expected) -> None:
    """Import a list by hand, look at what it has become, see that it is known again, take it back."""
    choose_file(page, file)
    read_without_names(page, expected.rows)
    map_columns(page)
    know_by_number(page)
    mapping = keep_mapping(page, file)
    check_and_run(page, expected)
    look_at_one(page, expected)
    known_again(page, file, mapping, expected)
    take_back(page, file, expected)


def choose_file(page: Page, file: Path) -> None:
    """Go to the customers and choose the file to import there."""
    go_to(page, "客户")
    page.get_by_role("main").get_by_text("导入", exact=True).first.click()
    expect(page.get_by_role("heading", name="导入客户")).to_be_visible()
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("button", name="检查")).to_be_visible()


def read_without_names(page: Page, count: int) -> None:
    """See how the file was read; try its first row as names, and say that it has none."""
    settings = page.get_by_role("region", name="文件")
    expect(settings.get_by_text("|", exact=True)).to_be_visible()
    header = settings.get_by_role("switch", name="首行是列名")
    expect(header).not_to_be_checked()
    header.click()
    expect(settings.get_by_text(f"{count - 1} 行")).to_be_visible()
    header.click()
    expect(settings.get_by_text(f"{count} 行")).to_be_visible()
    expect(header).not_to_be_checked()


def map_columns(page: Page) -> None:
    """Match columns with fields, join the two lines of the address, and make two fields that customers lack."""
    for column, field in (("F", "客户名称"), ("D", "电话"), ("G", "员工人数"), ("S", "年营业额")):
        choose(page, target(page, column), field)
    page.get_by_role("button", name="列 M 的选项").click()
    choose(page, page.get_by_role("combobox", name="与另一列合并"), "N")
    page.get_by_label("中间加上").fill(", ")
    choose(page, target(page, "M + N"), "详细地址")
    make_a_field(page, "E", TYPE)
    make_a_field(page, "L", LINE)
    expect(page.get_by_text("使用 8 / 20 列")).to_be_visible()


def know_by_number(page: Page) -> None:
    """Know resellers again by the number that they have in their own system, and leave those as they are."""
    rules = page.get_by_role("region", name="已存在的记录")
    choose(page, rules.get_by_role("combobox", name="按什么识别"), "C")
    rules.get_by_label("其他系统的名称").fill(SOURCE)
    choose_policy(page, "保持不变")
    assert faults(page) == []


def choose_policy(page: Page, policy: str) -> None:
    """Say what happens to records that are known again."""
    page.get_by_role("combobox", name="找到记录时").click()
    page.locator(".ant-select-dropdown:not(.ant-select-dropdown-hidden)").get_by_title(policy, exact=True).click()


def keep_mapping(page: Page, file: Path) -> bytes:
    """Save the mapping for the next list."""
    with page.expect_download() as waited:
        page.get_by_role("link", name="保存映射").click()
    return waited.value.path().read_bytes()


def check_and_run(page: Page, expected: Expected) -> None:
    """See what would happen, row by row; import; fetch the rows that failed, if there are any."""
    failed = expected.rows - expected.good
    page.get_by_role("button", name="检查").click()
    expect(page.get_by_text(f"已检查 {expected.rows} / {expected.rows} 行")).to_be_visible()
    expect(page.get_by_text(f"新建 {expected.good}", exact=True)).to_be_visible()
    expect(page.get_by_text(f"{TYPE}：导入时将新建")).to_be_visible()
    if failed:
        expect(page.get_by_text("约五人").first).to_be_visible()
        page.get_by_text("全部", exact=True).click()
    expect(page.get_by_role("table").get_by_text(expected.name)).to_be_visible()
    expect(page.get_by_role("button", name="开始导入")).to_be_enabled()
    settle(page)
    assert faults(page) == []
    page.get_by_role("button", name="开始导入").click()
    expect(page.get_by_role("button", name="撤销这次导入")).to_be_visible(timeout=60_000)
    counts = page.locator(".import-counts > div")
    expect(counts).to_have_text([f"新建{expected.good}", "更新0", "跳过0", f"失败{failed}"])
    expect(page.get_by_role("link", name="下载失败的行（CSV）")).to_have_count(1 if failed else 0)
    if failed:
        (line,) = failed_rows(page)[1:]
        assert "宁波模块骑行系统" in line
        assert "约五人" in line[-1]


def look_at_one(page: Page, expected: Expected) -> None:
    """Open one of the customers that the list has become."""
    page.get_by_role("link", name="打开列表").click()
    expect(page.get_by_text(f"{expected.good} 条", exact=True).first).to_be_visible()
    page.get_by_role("searchbox").first.fill(expected.name)
    page.get_by_role("grid").get_by_role("link", name=expected.name).click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("heading", name=expected.name)).to_be_visible()
    for text in expected.texts:
        expect(sheet.get_by_text(text).first).to_be_visible()
    sheet.get_by_role("button", name="关闭").click()
    expect(sheet).to_have_count(0)


def known_again(page: Page, file: Path, mapping: bytes, expected: Expected) -> None:
    """Choose the same list with the mapping that was saved: nobody would be there twice."""
    choose_file(page, file)
    with page.expect_file_chooser() as waited:
        page.get_by_text("使用已保存的映射").click()
    waited.value.set_files({"name": "mapping.json", "mimeType": "application/json", "buffer": mapping})
    expect(page.get_by_text("使用 8 / 20 列")).to_be_visible()
    page.get_by_role("button", name="检查").click()
    expect(page.get_by_text(f"跳过 {expected.good}", exact=True)).to_be_visible()
    expect(page.get_by_text(re.compile(r"^新建 \d"))).to_have_count(0)


def take_back(page: Page, file: Path, expected: Expected) -> None:
    """Find the import among the last ones and take it back: there are no customers any more."""
    page.get_by_role("link", name="返回列表").click()
    page.get_by_role("main").get_by_text("导入", exact=True).first.click()
    last = page.get_by_role("region", name="最近的导入")
    last.get_by_role("link", name=file.name).click()
    page.get_by_role("button", name="撤销这次导入").click()
    expect(page.get_by_text("这次导入已撤销。")).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="打开列表").click()
    expect(page.get_by_role("heading", name="客户", exact=True)).to_be_visible()
    expect(page.get_by_text("0 条", exact=True).first).to_be_visible()
    expect(page.locator("main .title-link")).to_have_count(0)
