"""Numbers of a workbook come with what their formats say: percentages and currencies."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from builder.runtime.spreadsheets.number_formats import meaning_of, told
from builder.runtime.spreadsheets.reading import inspect_file, read_rows


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("0%", "%"),
        ("0.00%;[Red]-0.00%", "%"),
        ('0.0"%"', ""),
        ("0.00\\%", ""),
        ("General", ""),
        ("#,##0.00", ""),
        ("yyyy-mm-dd", ""),
        ("[$-409]d mmm yyyy", ""),
        ("[$$-409]#,##0.00", "USD"),
        ("#,##0.00 [$€-407]", "EUR"),
        ("[$¥-411]#,##0", "JPY"),
        ("[$¥-804]#,##0", "CNY"),
        ("[$NT$-404]#,##0", "TWD"),
        ("[$$-404]#,##0", "TWD"),
        ("[$SEK] #,##0", "SEK"),
        ("[$XYZ] #,##0", ""),
        ('_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ', "CNY"),
        ('"£"#,##0', "GBP"),
        ("€#,##0", "EUR"),
        ('0.0"小时"', ""),
        ("", ""),
    ],
)
def test_a_format_says_percent_a_currency_or_nothing(code: str, meaning: str) -> None:
    assert meaning_of(code) == meaning


@pytest.mark.parametrize(
    ("cell", "mark", "text"),
    [
        (0.125, "%", "12.5%"),
        (0.07, "%", "7%"),
        (1.2, "%", "120%"),
        (1, "%", "100%"),
        (0, "%", "0%"),
        (1e-7, "%", "0.00001%"),
        (1234.5, "USD", "1234.5 USD"),
        (-3, "JPY", "-3 JPY"),
        (1.234, "EUR", "1.2340 EUR"),
        (0.01234, "%", "1.2340%"),
        ("text", "%", "text"),
        (True, "%", True),
        (None, "EUR", None),
    ],
)
def test_a_number_is_told_as_it_is_seen(cell: object, mark: str, text: object) -> None:
    assert told(cell, mark) == text  # type: ignore[arg-type]


def test_cells_are_read_with_their_formats_and_columns_guessed_by_them(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        share, yen, euro = (
            workbook.add_format({"num_format": code}) for code in ("0.00%", "[$¥-411]#,##0", '#,##0 "€"')
        )
        sheet.write_row(0, 0, ["Name", "Share", "Price", "Mixed", "Plain"])
        for at in range(1, 400):
            sheet.write(at, 0, f"Firm {at}")
            sheet.write(at, 1, at / 1000, share)
            sheet.write(at, 2, at * 10, yen)
            sheet.write(at, 3, at, euro if at % 2 else yen)
            sheet.write(at, 4, at / 2)
        sheet.write(400, 0, "blank cells with a format")
        sheet.write_blank(400, 1, None, share)
    rows = list(read_rows(path))
    assert rows[6].cells == ["Firm 7", "0.7%", "70 JPY", "7 EUR", 3.5]
    assert rows[7].cells == ["Firm 8", "0.8%", "80 JPY", "8 JPY", 4]
    assert rows[399].cells[1] is None
    report = inspect_file(path)
    assert [column.guess.type for column in report.columns] == ["text", "percent", "money", "money", "number"]
    assert report.columns[2].guess.details["currency"] == "JPY"
