"""Rows that an import refuses: every reason at once, and a file that says them in the reader's language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from builder.errors import Problem
from builder.messages import message, own_message
from builder.runtime.imports.refused_rows import Wording, failed_rows_file
from tests.designer.conftest import field
from tests.runtime.imports.conftest import Importer, columns, table


def refused(importer: Importer, token: str, target: Path, locale: str = "en") -> list[list[Any]]:
    """Return the lines of the file of refused rows."""

    def worded(problem: Problem) -> str:
        own = own_message(problem.message, problem.params, locale)
        return str(own or message(problem.code, problem.params, locale))

    with importer.reading() as work:
        failed_rows_file(work, importer.folder, token, target, Wording(worded, locale))
    if target.suffix == ".xlsx":
        return CalamineWorkbook.from_path(str(target)).get_sheet_by_index(0).to_python()
    return [line.split(",") for line in target.read_text(encoding="utf-8-sig").splitlines()]


CUSTOMERS = columns(A="name", B="email", C="employees")


def test_a_row_tells_at_once_what_cannot_be_read_and_what_is_missing(importer: Importer) -> None:
    content = table(("n", "m", "e"), ("", "nobody", "x"), ("Acme", "info@acme.example", "5"), ("", "a@b.example", "1"))
    opened = importer.open(content, "customer")
    rows = importer.preview(opened["id"], CUSTOMERS)["rows"]
    told = [{(problem.path, problem.code) for problem in row["problems"]} for row in rows]
    missing = ("name", "required")
    assert told == [{("email", "not_an_email"), ("employees", "not_a_number"), missing}, set(), {missing}]


def test_a_taken_value_is_told_beside_a_cell_that_cannot_be_read(importer: Importer) -> None:
    code = "91350100M000100Y43"
    header = ("Customer name", "Credit code", "E-mail")
    mapping = columns(A="name", B="credit_code", C="email")
    importer.run(table(header, ("Acme", code, "")), "customer", mapping)
    opened = importer.open(table(header, ("Bolt", code, "nobody")), "customer")
    (row,) = importer.preview(opened["id"], mapping)["rows"]
    assert [(problem.path, problem.code) for problem in row["problems"]] == [
        ("email", "not_an_email"),
        ("credit_code", "not_unique"),
    ]


def test_what_only_follows_from_an_unreadable_cell_is_not_told(importer: Importer) -> None:
    """A lead needs one way to reach it: the row gives one, only that it cannot be read."""
    opened = importer.open(table(("c", "m"), ("Acme", "nobody")), "lead")
    (row,) = importer.preview(opened["id"], columns(A="company_name", B="email"))["rows"]
    assert [(problem.path, problem.code) for problem in row["problems"]] == [("email", "not_an_email")]


@pytest.mark.parametrize(
    ("line", "code"),
    [(b'"Acme,a@acme.example,1', "unbalanced_quote"), (b"Acme,,1,2,3", "row_too_long")],
)
def test_a_row_whose_cells_are_in_the_wrong_places_tells_that_alone(
    importer: Importer, tmp_path: Path, line: bytes, code: str
) -> None:
    others = b"\n".join(b"Firm %d,,%d" % (number, number) for number in range(5))
    result = importer.run(b"Customer name,E-mail,Employees\n%s\n%s\n" % (others, line), "customer", CUSTOMERS)
    assert (result["created"], result["failed"]) == (5, 1)
    _, row = refused(importer, result["token"], tmp_path / "refused.csv")
    assert ",".join(row).endswith(message(code, {}, "en"))


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize(
    ("locale", "reasons"),
    [
        ("en", "E-mail: This does not look like an e-mail address"),
        ("zh-CN", "邮箱：这不像"),
        ("zh-TW", "電子郵件："),
    ],
)
def test_a_reason_stands_after_the_name_of_its_field(
    importer: Importer, tmp_path: Path, suffix: str, locale: str, reasons: str
) -> None:
    result = importer.run(table(("n", "m", "e"), ("Acme", "nobody", "5")), "customer", CUSTOMERS)
    header, row = refused(importer, result["token"], tmp_path / f"refused{suffix}", locale)
    assert header[-2:] == [message("failed_row_number", {}, locale), message("failed_row_reason", {}, locale)]
    assert int(row[3]) == 2
    assert ",".join(map(str, row[4:])).strip('"').startswith(reasons)


def test_a_reason_about_a_row_of_a_sub_table_names_row_and_column_only(importer: Importer, tmp_path: Path) -> None:
    lines = field("lines", "sub_table", settings={"fields": [field("number", "integer")]})
    parcel = {"kind": "entity", "name": "parcel", "label": {"en": "Parcel"}, "title": ["name"]}
    importer.publish([{**parcel, "fields": [field("name"), lines]}], "crm")
    content = table(("name", "lines"), ("A", '[{"number": 1}, {"number": "x"}]'))
    result = importer.run(content, "parcel", columns(A="name", B="lines"))
    _, row = refused(importer, result["token"], tmp_path / "refused.xlsx")
    assert row[-1].startswith("Row 2, Number: ")


def test_a_reason_is_given_in_the_words_of_the_field(importer: Importer, tmp_path: Path) -> None:
    say = {"zh-CN": "两个字母加四位数字", "en": "Two letters and four digits"}
    plate = field("plate", unique=True, message=say, settings={"pattern": "[A-Z]{2}[0-9]{4}"})
    lines = field("lines", "sub_table", settings={"fields": [field("number", "integer", message=say)]})
    car = {"kind": "entity", "name": "car", "label": {"en": "Car"}, "title": ["plate"], "fields": [plate, lines]}
    importer.publish([car], "crm")
    rows = [("x", ""), ("AB1234", ""), ("AB1234", ""), ("CD1234", '[{"number": "x"}]')]
    result = importer.run(table(("p", "l"), *rows), "car", columns(A="plate", B="lines"))
    for locale, text in say.items():
        _, *told = refused(importer, result["token"], tmp_path / "refused.xlsx", locale)
        assert [str(row[-1]).partition(": ")[2] or str(row[-1]).partition("：")[2] for row in told] == [text] * 3
