"""A person imports a file whose columns have no names, with cells to be joined and divided, and takes it back."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.importing import choose, failed_rows, make_a_field, target
from tests.journeys.products import Product
from tests.journeys.steps import enter

pytestmark = pytest.mark.browser
ROWS = [
    ("杭州青禾机械", "王晓雯/13812345678", "浙江省", "杭州市", "文三路8号", "抖音", "代理", "120万"),
    ("苏州恒达电子", "周立/13900001111", "江苏省", "苏州市", "星湖街218号", "官网", "直营", "80,000"),
    ("宁波海纳汽配", "刘倩/13700002222", "浙江省", "宁波市", "", "抖音", "代理", "50万"),
    ("无锡新锐模具", "何敏", "江苏省", "无锡市", "太湖大道1号", "官网", "直营", "40万"),
    ("合肥云帆自动化", "孙悦/13600003333", "安徽省", "合肥市", "长江路9号", "展会", "代理", "面议"),
    ("常州力拓轴承", "钱进/13500004444", "江苏省", "常州市", "通江路3号", "小红书", "代理", "30万"),
]


@pytest.mark.parametrize("crm_product", ["sqlite"], indirect=True)
def test_a_file_without_names_becomes_leads_and_is_taken_back(
    crm_product: Product, open_page: Callable[..., Page], complaints: list[str], tmp_path: Path
) -> None:
    page = open_page()
    enter(page, crm_product)
    page.get_by_role("main").get_by_text("导入", exact=True).first.click()
    page.locator("input[type=file]").set_input_files(bare_file(tmp_path))
    read_without_names(page)
    map_columns(page)
    make_a_field(page, "G", "合作方式")
    page.get_by_role("button", name="检查").click()
    decide_on_unknown_words(page)
    page.get_by_role("button", name="开始导入").click()
    expect(page.get_by_role("button", name="撤销这次导入")).to_be_visible(timeout=30_000)
    unreachable, priceless = failed_rows(page)[1:]
    assert (unreachable[0], priceless[0]) == ("无锡新锐模具", "合肥云帆自动化")
    assert "至少填写一种联系方式" in unreachable[-1]
    assert "面议" in priceless[-1]
    expect(page.get_by_text("新建的字段（合作方式）仍然保留")).to_be_visible()
    look_at_records(page)
    find_the_way_back(page)
    page.get_by_role("button", name="撤销这次导入").click()
    expect(page.get_by_text("4 条新建的记录已移到回收站")).to_be_visible()
    page.get_by_role("link", name="打开列表").click()
    expect(page.get_by_role("heading", name="线索", exact=True)).to_be_visible()
    expect(page.get_by_text("常州力拓轴承")).to_have_count(0)
    assert complaints == []


def bare_file(folder: Path) -> Path:
    """Write the rows as spreadsheet programs in China do: semicolons, GB 18030."""
    path = folder / "名单.csv"
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file, delimiter=";").writerows(ROWS)
    return path


def read_without_names(page: Page) -> None:
    """Try the first row as names, see that it is a record, and say so."""
    header = page.get_by_role("switch", name="首行是列名")
    expect(header).not_to_be_checked()
    header.click()
    expect(page.get_by_text("5 行")).to_be_visible()
    header.click()
    expect(page.get_by_text("6 行")).to_be_visible()


def map_columns(page: Page) -> None:
    """Match columns with fields: one divided in two, three joined into one, the rest as they are."""
    for column, field in (("A", "公司名称"), ("F", "来源"), ("H", "预计金额")):
        choose(page, target(page, column), field)
    choose(page, target(page, "B"), "联系人")
    page.get_by_role("button", name="列 B 的选项").click()
    divide(page, 1)
    page.get_by_role("button", name="再用一次这一列").click()
    page.get_by_role("button", name="列 B 的选项").first.click()
    choose(page, target(page, "B").last, "手机")
    page.get_by_role("button", name="列 B 的选项").last.click()
    divide(page, 2)
    expect(page.get_by_role("listitem").filter(has_text="13812345678")).to_be_visible()
    page.get_by_role("button", name="列 B 的选项").last.click()
    page.get_by_role("button", name="列 C 的选项").click()
    for other in ("D", "E"):
        choose(page, page.get_by_role("combobox", name="与另一列合并"), other)
    page.get_by_label("中间加上").fill("")
    expect(page.get_by_role("listitem").filter(has_text="浙江省杭州市文三路8号")).to_be_visible()
    choose(page, target(page, "C + D + E"), "地址")


def divide(page: Page, piece: int) -> None:
    """Take one piece of a cell divided by strokes."""
    page.get_by_label("按此拆分").fill("/")
    page.get_by_label("取第几段").fill(str(piece))


def decide_on_unknown_words(page: Page) -> None:
    """See what is wrong with which row, and which new sources become options."""
    expect(page.get_by_text("来源：导入时将新建 2 个选项，撤销导入后仍然保留：抖音、小红书")).to_be_visible()
    expect(page.get_by_text("合作方式：导入时将新建 2 个选项，撤销导入后仍然保留：代理、直营")).to_be_visible()
    expect(page.get_by_text("至少填写一种联系方式")).to_be_visible()
    expect(page.get_by_text("面议", exact=True)).to_be_visible()
    expect(page.get_by_text("有问题 2")).to_be_visible()
    expect(page.get_by_text("新建 4")).to_be_visible()


def look_at_records(page: Page) -> None:
    """See in another tab what the file has become."""
    other = page.context.new_page()
    other.goto(page.url.partition("/import")[0])
    expect(other.get_by_text("4 条", exact=True)).to_be_visible()
    other.get_by_text("常州力拓轴承").first.click()
    expect(other.get_by_role("heading", name="常州力拓轴承")).to_be_visible()
    for text in ("钱进", "江苏省常州市通江路3号", "小红书", "代理", "300,000"):
        expect(other.get_by_text(text).first).to_be_visible()
    other.close()


def find_the_way_back(page: Page) -> None:
    """Leave, and come back by the last imports, or by the address: whoever left can still take it back."""
    address = page.url
    page.get_by_role("link", name="返回列表").click()
    page.get_by_role("main").get_by_text("导入", exact=True).first.click()
    last = page.get_by_role("region", name="最近的导入")
    expect(last.get_by_role("listitem").filter(has_text="新建 4")).to_contain_text("已完成")
    last.get_by_role("link", name="名单.csv").click()
    expect(page.get_by_role("button", name="撤销这次导入")).to_be_visible()
    other = page.context.new_page()
    other.goto(address)
    expect(other.get_by_role("button", name="撤销这次导入")).to_be_visible()
    other.close()
