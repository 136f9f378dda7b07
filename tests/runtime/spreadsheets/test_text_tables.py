"""Text tables: what is found out about them, and rows that come out as they went in."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builder.runtime.spreadsheets.limits import Limits, ReadOptions
from builder.runtime.spreadsheets.reports import FileReport, Row

SHARED_DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
CHINESE = (
    "客户名称,联系电话,所在城市,备注\n"
    "上海织表科技有限公司,13800138000,上海,重要客户\n北京云帆贸易,13912345678,北京,需要回访\n"
)
TRADITIONAL = "客戶名稱,聯絡電話,城市\n臺灣織錶股份有限公司,0912345678,臺北\n華碩電腦,0223456789,臺中\n"
JAPANESE = (
    "会社名,電話番号,備考\n"
    "株式会社フォームルーム,0312345678,よろしくお願いします\nトヨタ自動車,0565282121,ありがとうございます\n"
)
FRENCH = "Société,Prénom,Ville\nCafé de l’Été,Zoë,Besançon\nBrûlerie,Hélène,Orléans\n"
RUSSIAN = "Компания,Город,Телефон\n" + "Рога и копыта,Москва,84951234567\nЯндекс,Санкт-Петербург,88121234567\n" * 5
KOREAN = "회사명,도시\n삼성전자,수원\n현대자동차,서울\n"

JAPANESE_KANJI = "顧客番号,顧客名,住所\n1,山田商店,神奈川県横浜市\n2,高橋建設株式会社,東京都千代田区\n"
KOREAN_SYMBOLS = "회사명·주소,비고\n㈜대한물산,서울특별시 강남구 ※중요\n엘지전자㈜,경기도 성남시→판교\n"
ENCODED = [
    (CHINESE, "utf-8", "utf-8"),
    (CHINESE, "utf-8-sig", "utf-8"),
    (CHINESE, "gbk", "gb18030"),
    (CHINESE, "gb18030", "gb18030"),
    ("姓名\n张三\n", "gbk", "gb18030"),
    ("药名\n阿莫西林\n头孢克肟\n", "gbk", "gb18030"),
    ("植物\n槐树\n柏\n樟\n楠\n", "gbk", "gb18030"),
    (CHINESE, "utf-16", "utf-16-le"),
    (CHINESE, "utf-16-le", "utf-16-le"),
    (CHINESE, "utf-16-be", "utf-16-be"),
    (TRADITIONAL, "big5", "big5hkscs"),
    (JAPANESE, "shift_jis", "cp932"),
    (JAPANESE, "euc_jp", "euc_jp"),
    (JAPANESE_KANJI, "euc_jp", "euc_jp"),
    (JAPANESE_KANJI, "shift_jis", "cp932"),
    ("氏名\n山田太郎\n", "euc_jp", "euc_jp"),
    ("氏名\n山田太郎\n", "shift_jis", "cp932"),
    (JAPANESE, "iso2022_jp", "iso2022_jp"),
    (JAPANESE_KANJI, "iso2022_jp", "iso2022_jp"),
    (KOREAN, "cp949", "cp949"),
    (KOREAN_SYMBOLS, "euc_kr", "cp949"),
    ("이름\n김철수\n", "euc_kr", "cp949"),
    (FRENCH, "windows-1252", "windows-1252"),
    ("name,city\nMüller,Köln\n", "windows-1252", "windows-1252"),
    (FRENCH, "utf-8", "utf-8"),
    ("a,b\n1,2\n", "ascii", "utf-8"),
]


@pytest.mark.parametrize(("text", "encoding", "found"), ENCODED, ids=lambda value: value[:12])
def test_the_encoding_is_found(
    text: str, encoding: str, found: str, make_text: Callable[..., Path], inspect: Callable[..., FileReport], read
) -> None:
    path = make_text(text, encoding)
    report = inspect(path)
    rows = list(csv.reader(io.StringIO(text)))
    assert report.options.encoding == found
    assert [row.cells for row in read(path, ReadOptions(has_header=False))] == rows
    assert not [problem for problem in report.problems if problem.code == "encoding_uncertain"]


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [("品番,色\n1,赤\n2,青\n3,黄\n", "euc_jp", "euc_jp"), ("색,번호\n빨강,1\n파랑,2\n", "euc_kr", "cp949")],
)
def test_a_few_characters_that_several_encodings_know_are_uncertain(text, encoding, named, make_text, inspect) -> None:
    (doubt,) = inspect(make_text(text, encoding)).problems
    assert doubt.code == "encoding_uncertain"
    assert named in doubt.params["others"]


def test_rare_characters_are_read_and_the_doubt_is_named(make_text, inspect) -> None:
    report = inspect(make_text("名稱,价格\n龘靐,3€\n喆,㐂\n", "gb18030"))
    assert report.options.encoding == "gb18030"
    assert [problem.code for problem in report.problems] == ["encoding_uncertain"]


def test_a_far_away_first_character_beyond_ascii_still_decides(make_text, inspect) -> None:
    path = make_text(b"name,city\n" + b"smith,york\n" * 200_000 + "王伟,上海\n李娜,北京\n".encode("gbk"))
    assert inspect(path).options.encoding == "gb18030"


def test_cyrillic_is_not_taken_for_chinese(make_text, inspect) -> None:
    report = inspect(make_text(RUSSIAN, "windows-1251"))
    assert (report.options.encoding, report.columns[0].name) == ("windows-1251", "Компания")


@pytest.mark.parametrize("mark", [True, False])
def test_a_told_encoding_skips_its_mark(mark: bool, make_text, read, inspect) -> None:
    path = make_text(CHINESE, "utf-8-sig" if mark else "utf-8")
    report = inspect(path, ReadOptions(encoding="UTF8"))
    assert report.columns[0].name == "客户名称"
    assert report.byte_order_mark is mark


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "，", "^", "~", "\x1f"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_separator_and_line_ending_are_found(separator: str, ending: str, make_text, inspect, read) -> None:
    lines = [
        ["名称", "金额", "日期"],
        ["甲, 乙", "1,5", "2024-01-05"],
        ['说"好"', "20", "2024-01-06"],
        ["丙", "3", "2024-02-01"],
    ]
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=ending).writerows(lines)
    path = make_text(text.getvalue())
    report = inspect(path)
    assert (report.options.separator, report.line_ending, report.options.quote) == (separator, ending, '"')
    assert [column.name for column in report.columns] == lines[0]
    assert [row.cells for row in read(path)] == lines[1:]


def test_excels_first_line_names_the_separator(make_text, inspect, read) -> None:
    path = make_text("sep=^\nname^amount\na,b,c^1\nd,e,f^2\n")
    assert inspect(path).options.separator == "^"
    assert read(path) == [Row(3, ["a,b,c", "1"]), Row(4, ["d,e,f", "2"])]


def test_apostrophes_may_enclose_cells(make_text, read) -> None:
    rows = read(make_text("'name','city'\n'a, b','x'\n'it''s','y'\n"))
    assert [row.cells for row in rows] == [["a, b", "x"], ["it's", "y"]]


def test_one_column_needs_no_separator(make_text, inspect) -> None:
    report = inspect(make_text("email\na@b.com\nc@d.com\n"))
    assert [(column.name, column.guess.type) for column in report.columns] == [("email", "email")]


AWKWARD = {
    "comma in quotes": ('a,b\n1,"x, y"', [["1", "x, y"]]),
    "empty quoted": ('a,b,c\n1,"",""\n2,3,4', [["1", "", ""], ["2", "3", "4"]]),
    "escaped quotes": ('a,b\n1,"ha ""ha"" ha"\n3,4\n', [["1", 'ha "ha" ha'], ["3", "4"]]),
    "json": ('key,val\n1,"{""type"": ""Point"", ""at"": [1.0, 2]}"\n', [["1", '{"type": "Point", "at": [1.0, 2]}']]),
    "quote inside a bare cell": ("a,b\n37°36'37.8\"N,x\n", [["37°36'37.8\"N", "x"]]),
    "line break in quotes": ('a,b\n"one\ntwo",3\n', [["one\ntwo", "3"]]),
    "blank lines in quotes": ('a,b\n"one\n\n\ntwo",3\n4,5\n', [["one\n\n\ntwo", "3"], ["4", "5"]]),
    "carriage returns in quotes": ('a,b\r\n"one\r\ntwo",3\r\n', [["one\r\ntwo", "3"]]),
    "unicode line separators": ("a,b\none\u2028two\x85\x0b,3\n4,5\n", [["one\u2028two\x85\x0b", "3"], ["4", "5"]]),
    "no last line end": ("a,b\n1,2", [["1", "2"]]),
    "blank rows": ("a,b\n\n1,2\n,\n\n3,4\n\n", [["1", "2"], ["3", "4"]]),
    "short row": ("a,b,c\n1,2,3\n4\n", [["1", "2", "3"], ["4", "", ""]]),
    "trailing separators": ("a,b,\n1,2,\n3,4,,,\n", [["1", "2"], ["3", "4"]]),
}


@pytest.mark.parametrize(("text", "expected"), AWKWARD.values(), ids=AWKWARD)
def test_awkward_but_legal_text_is_read_as_meant(text: str, expected: list[list[str]], make_text, read) -> None:
    options = ReadOptions(has_header=True, separator=",")
    rows = read(make_text(text), options)
    assert [row.cells for row in rows] == expected
    assert not any(row.problems for row in rows)


BROKEN = {
    "never closed": ('a,b\n1,"open\n2,x\n3,y\n', [(2, "unbalanced_quote")], [["1", '"open'], ["2", "x"], ["3", "y"]]),
    "closed much later": (
        'a,b\n1,"open\n2,"shut" here\n3,"y"\n',
        [(2, "unbalanced_quote"), (3, "quote_misplaced")],
        [["1", '"open'], ["2", "shut here"], ["3", "y"]],
    ),
    "text behind": ('a,b\n"x" Ltd,1\n2,3\n', [(2, "quote_misplaced")], [["x Ltd", "1"], ["2", "3"]]),
    "too long": ("a,b\n1,2\n3,4,5\n6,7\n", [(3, "row_too_long")], [["1", "2"], ["3", "4"], ["6", "7"]]),
    "nul": ("a,b\n1\0,2\n3,4\n", [(2, "nul_character")], [["1", "2"], ["3", "4"]]),
}


@pytest.mark.parametrize(("text", "codes", "expected"), BROKEN.values(), ids=BROKEN)
def test_a_broken_row_is_named_and_the_others_are_read(
    text: str, codes: list[tuple[int, str]], expected: list[list[str]], make_text, read
) -> None:
    rows = read(make_text(text), ReadOptions(has_header=True, separator=","))
    assert [row.cells for row in rows] == expected
    assert [(row.number, problem.code) for row in rows for problem in row.problems] == codes


def test_a_quote_left_open_swallows_nothing_in_a_large_file(make_text, read) -> None:
    lines = [f"{at},value {at}" for at in range(60_000)]
    lines[10] = '10,"value'
    rows = read(make_text("id,value\n" + "\n".join(lines)), ReadOptions(has_header=True))
    assert len(rows) == 60_000
    assert [row.number for row in rows if row.problems] == [12]


def test_a_row_number_is_the_one_a_spreadsheet_shows(make_text, read) -> None:
    rows = read(make_text('name,note\n\na,"1\n2\n3"\nb,x\n'), ReadOptions(has_header=True))
    assert [row.number for row in rows] == [3, 4]


def test_names_that_are_odd_stay_names(make_text, inspect) -> None:
    report = inspect(
        make_text("__proto__,constructor, name ,name,,名称\n1,a@b.com,2024-01-05,x,y,z\n2,b@c.com,2024-01-06,x,y,z\n")
    )
    assert [column.name for column in report.columns] == ["__proto__", "constructor", "name", "name (2)", "E", "名称"]
    assert [(problem.path, problem.code) for problem in report.problems] == [
        ("columns.D", "duplicate_header"),
        ("columns.E", "nameless_header"),
    ]


def test_a_made_up_number_never_meets_a_real_name(make_text, inspect) -> None:
    report = inspect(make_text("a,a,a (2),B,\n1,2,3,4,5\n"), ReadOptions(has_header=True))
    names = [column.name for column in report.columns]
    assert len(set(names)) == len(names) == 5


def test_rows_too_many_are_refused_in_both_ways(make_text, inspect, read, refusal_of) -> None:
    path = make_text("a,b\n" + "1,2\n" * 3000)
    limits = Limits(max_text_rows=2000)
    assert refusal_of(lambda: inspect(path, limits=limits))[0] == "too_many_rows"
    assert refusal_of(lambda: read(path, limits=limits)) == ("too_many_rows", {"limit": 2000})


def test_an_estimate_is_near_and_says_that_it_is_one(make_text, inspect) -> None:
    report = inspect(make_text("a,b\n" + "1,2\n" * 30_000))
    assert (report.row_estimate, report.row_count_exact) == (30_000, False)
    report = inspect(make_text("a,b\nx,2\n\nx,3\n"), ReadOptions(has_header=True))
    assert (report.row_estimate, report.row_count_exact) == (2, True)


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8) | st.sampled_from(
    ['"', '""', "'", "a,b", "x;y|z\t", "\r\n", "\n\n", "\r", "上海", "'=1", "=1", "sep=;", "\ufeff", "\u2028"]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=6),
    separator=st.sampled_from([",", ";", "\t", "|", "^", "#"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16-le", "utf-16-be", "utf-16"]),
    ending=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_what_a_csv_writer_wrote_is_read_back(rows, separator, encoding, ending, tmp_path, read) -> None:
    """Guarded texts lose their guard by design and a leading byte order mark is no text, so none is offered."""
    rows = [["first", "second", "third"], *([cell.lstrip("'\ufeff") for cell in row] for row in rows)]
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=ending, quoting=csv.QUOTE_ALL).writerows(rows)
    path = tmp_path / "any.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    told = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(encoding, encoding)
    options = ReadOptions(encoding=told, separator=separator, quote='"', has_header=True, header_row=1, column_count=3)
    found = [row.cells for row in read(path, options)]
    assert found == [row for row in rows[1:] if any(row)]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300) | st.text('",;\n\r\t|ab \0=', max_size=80).map(str.encode))
def test_any_bytes_are_read_or_refused_by_name(content: bytes, tmp_path, inspect, read) -> None:
    from builder.errors import Invalid

    path = tmp_path / "any.csv"
    path.write_bytes(content)
    try:
        report = inspect(path)
        rows = read(path, report.options)
    except Invalid:
        return
    assert all(len(row.cells) == len(report.columns) for row in rows)


@pytest.mark.skipif(not SHARED_DATA.exists(), reason="the collected real files are not beside the project")
@pytest.mark.parametrize(
    "truth", sorted((SHARED_DATA / "csv-spectrum" / "json").glob("*.json")), ids=lambda path: path.stem
)
def test_csv_spectrum_is_read_as_its_truth_says(truth: Path, inspect, read) -> None:
    path = truth.parent.parent / "csvs" / f"{truth.stem}.csv"
    report = inspect(path, ReadOptions(has_header=True))
    names = [column.name for column in report.columns]
    found = [dict(zip(names, row.cells, strict=True)) for row in read(path, report.options)]
    expected = json.loads(truth.read_text("utf-8"))
    if isinstance(
        expected, dict
    ):  # location_coordinates: its truth is one object with another phone number than the file
        expected = [{**expected, "Contact Phone Number": "2095257564"}]
    assert found == expected


@pytest.mark.skipif(not SHARED_DATA.exists(), reason="the collected real files are not beside the project")
@pytest.mark.parametrize(
    ("name", "separator", "header", "columns", "rows"),
    [
        ("salesforce_leads.csv", ",", True, 17, 160),
        ("resellers.csv", "|", False, 20, 701),
        ("prospective_buyers.psv", "|", False, 24, 2059),
    ],
)
def test_real_exports_are_understood(name, separator, header, columns, rows, inspect, read) -> None:
    report = inspect(SHARED_DATA / name)
    found = read(SHARED_DATA / name, report.options)
    assert (report.options.separator, report.options.has_header, len(report.columns)) == (separator, header, columns)
    assert len(found) == rows == report.row_estimate
    assert not any(row.problems for row in found)
