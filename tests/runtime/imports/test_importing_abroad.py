"""Files from abroad, and cells that hold rows: what is read, what is kept, and where a problem is said to be."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.messages import message
from tests.designer.conftest import field
from tests.runtime.imports.conftest import Importer, columns, table

ABROAD = table(
    ("Name", "Phone", "Country"),
    ("Acme", "(216) 278-1234", "United States"),
    ("Bolt", "216-278-1234", ""),
    ("Cord", "555-0143", "US"),
    ("Dyna", "021-62781234", "中国"),
)


def test_numbers_are_read_by_the_country_of_their_row(importer: Importer) -> None:
    opened = importer.open(ABROAD, "customer")
    mapping = columns(A="name", B="phone", C="address.country")
    tried = importer.preview(opened["id"], mapping)
    assert [[problem.code for problem in row["warnings"]] for row in tried["rows"]] == [
        [], ["phone_not_recognised"], ["phone_not_recognised"], []
    ]  # fmt: skip
    assert importer.run(ABROAD, "customer", mapping)["created"] == 4
    assert [row["phone"] for row in importer.records("customer", "phone")] == [
        "+12162781234", "216-278-1234", "555-0143", "+862162781234"
    ]  # fmt: skip


def test_no_number_of_a_real_file_becomes_a_wrong_chinese_one(importer: Importer) -> None:
    rows = [("Name", "Phone")]
    rows += [(f"Firm {area}", f"{area}-555-{area:04}") for area in range(201, 990, 7) if area not in (400, 800)]
    importer.run(table(*rows), "customer", columns(A="name", B="phone"))
    assert [row["phone"] for row in importer.records("customer", "phone")] == [typed for _, typed in rows[1:]]


@pytest.mark.parametrize(
    ("cell", "path", "begins"),
    [
        ('[{"word": "a"}, {"extra": [1], "number": "x"}]', "lines.1.number", "Row 2, Number: "),
        ('[{"extra": }]', "lines", "This is not valid JSON (near line 1, column 12)"),
        ('[{"word": "a"}, 7]', "lines.1", "Row 2: "),
        ('[{"word": "a"}, {"extra": "' + "x" * 100_001 + '"}]', "lines.1.extra", "Row 2, Extra: "),
    ],
)
def test_a_problem_in_rows_says_which_row_and_column_is_meant(
    importer: Importer, tmp_path: Path, cell: str, path: str, begins: str
) -> None:
    inner = [field("word"), field("number", "integer"), field("extra", "json")]
    lines = field("lines", "sub_table", settings={"fields": inner})
    parcel = {"kind": "entity", "name": "parcel", "label": {"en": "Parcel"}, "title": ["name"]}
    importer.publish([{**parcel, "fields": [field("name"), lines]}], "crm")
    opened = importer.open(table(("name", "lines"), ("A", cell)), "parcel")
    (row,) = importer.preview(opened["id"], columns(A="name", B="lines"))["rows"]
    (problem,) = row["problems"]
    assert problem.path == path
    assert message(problem.code, problem.params, "en").startswith(begins)
    for locale in ("zh-CN", "zh-TW"):
        assert message(problem.code, problem.params, locale) != message(problem.code, problem.params, "en")


def test_a_time_that_clocks_skip_is_warned_of(importer: Importer) -> None:
    importer.publish(
        [{"kind": "settings", "name": "workspace", "label": {"en": "S"}, "time_zone": "Europe/Berlin"}], "crm"
    )
    opened = importer.open(table(("Title", "Due"), ("Call", "2026-03-29 02:30"), ("Ring", "2026-03-29 04:30")), "task")
    first, second = importer.preview(opened["id"], columns(A="title", B="due_at"))["rows"]
    assert [(problem.path, problem.code) for problem in first["warnings"]] == [("due_at", "time_skipped")]
    assert second["warnings"] == []
    assert "2026-03-29 02:30" in message("time_skipped", first["warnings"][0].params, "en")
