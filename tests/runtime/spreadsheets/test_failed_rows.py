"""The file of failed rows gives back what was sent, and no spreadsheet runs any of it."""

from __future__ import annotations

import csv
from pathlib import Path

from builder.runtime.spreadsheets.failed_rows import FailedRow, write_failed_rows
from builder.runtime.spreadsheets.limits import Limits, ReadOptions
from builder.runtime.spreadsheets.reading import read_rows

FORMULAS = ['=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "＝1", "'=1"]
PLAIN = ["plain", "1-2", "a=b", "上海"]


def test_no_text_becomes_a_formula_in_the_file_of_failed_rows(tmp_path: Path) -> None:
    path, texts = tmp_path / "failed.csv", [*FORMULAS, *PLAIN]
    write_failed_rows(path, [f"=column {number}" for number in range(len(texts))], [FailedRow(2, texts, "=reason")])
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, row = csv.reader(file)
    for text in (*header[:-2], *row[: len(FORMULAS)], row[-1]):
        assert text.startswith("'")
    assert row[len(FORMULAS) : len(texts)] == PLAIN
    (again,) = read_rows(path, Limits(), ReadOptions())
    assert list(again.cells[: len(texts)]) == texts
