"""Files of every kind, made on the spot for the tests of reading."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from builder.errors import Invalid
from builder.runtime.spreadsheets.inspection import OpenedFile
from builder.runtime.spreadsheets.limits import Limits, ReadOptions
from builder.runtime.spreadsheets.reports import FileReport, Row

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
XML = '<?xml version="1.0" encoding="UTF-8"?>'
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

MakeText = Callable[..., Path]
MakeBook = Callable[[Iterable[Sequence[Any]]], Path]


@pytest.fixture
def make_text(tmp_path: Path) -> MakeText:
    """Return a function that writes text or bytes to a file."""

    def make(content: str | bytes, encoding: str = "utf-8", name: str = "table.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return make


@pytest.fixture
def make_book(tmp_path: Path) -> MakeBook:
    """Return a function that writes rows to the one sheet of an xlsx file."""

    def make(rows: Iterable[Sequence[Any]]) -> Path:
        path = tmp_path / "book.xlsx"
        with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as workbook:
            sheet = workbook.add_worksheet("表一")
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    sheet.write(at, column, cell)
        return path

    return make


@pytest.fixture
def make_raw_book(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that wraps a sheet's XML rows into an xlsx file, with other parts beside or instead of them."""

    def make(rows: str, strings: str = "", sheets: int = 1, **parts: str) -> Path:
        path = tmp_path / "raw.xlsx"
        content = {
            "[Content_Types].xml": f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{WORKBOOK_TYPE}"/></Types>',
            "_rels/.rels": f'{XML}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
            f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
            + "".join(f'<sheet name="S{at}" sheetId="{at + 1}" r:id="rId1"/>' for at in range(sheets))
            + "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
            f'Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
            f'Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
            "xl/sharedStrings.xml": f'{XML}<sst xmlns="{MAIN}">{strings}</sst>',
            "xl/worksheets/sheet1.xml": f'{XML}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
        }
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in {**content, **parts}.items():
                archive.writestr(name, text)
        return path

    return make


def inspect_here(path: Path, options: ReadOptions | None = None, limits: Limits | None = None) -> FileReport:
    """Inspect without the child process, for tests of what is found and not of where."""
    return OpenedFile(path, limits or Limits(), options or ReadOptions()).report()


def read_here(path: Path, options: ReadOptions | None = None, limits: Limits | None = None) -> list[Row]:
    """Read all rows without the child process."""
    return list(OpenedFile(path, limits or Limits(), options or ReadOptions()).rows())


@pytest.fixture
def inspect() -> Callable[..., FileReport]:
    return inspect_here


@pytest.fixture
def read() -> Callable[..., list[Row]]:
    return read_here


@pytest.fixture
def refusal_of() -> Callable[[Callable[[], object]], tuple[str, dict[str, Any]]]:
    """Return a function that runs another and gives the code and params of the one problem it is refused with."""

    def run(action: Callable[[], object]) -> tuple[str, dict[str, Any]]:
        with pytest.raises(Invalid) as caught:
            action()
        (problem,) = caught.value.problems
        return problem.code, dict(problem.params)

    return run
