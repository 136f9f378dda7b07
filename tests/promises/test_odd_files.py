"""Odd files over HTTP: refused by name, or read with a remark on what is odd; nothing fails, nothing stays behind."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from werkzeug.test import TestResponse

from builder.runtime.imports import uploads
from tests.api.conftest import API, services_of
from tests.api.test_records import run_jobs
from tests.promises.conftest import Promised
from tests.promises.dumps import changed, dump
from tests.promises.odd_files import REFUSED, formula_only, workbook

IMPORTS = "/w/main/imports"


def upload(promised: Promised, content: bytes, name: str) -> TestResponse:
    """Send a file for things with a text."""
    data = {"app": "promises", "entity": "thing_text", "file": (BytesIO(content), name)}
    headers = {"X-CSRF-Token": promised.browser.csrf, "Accept-Language": "en"}
    return promised.browser.client.post(API + IMPORTS, data=data, headers=headers)


def files_kept(promised: Promised) -> list[str]:
    """Return the names of uploads that are kept."""
    folder = services_of(promised.app).config.data_dir / uploads.FOLDER
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_that_cannot_be_read_is_refused_by_name(promised: Promised, kind: str) -> None:
    content, name, code = REFUSED[kind]
    database = services_of(promised.app).workspaces.database
    before, files = dump(database), files_kept(promised)
    response = upload(promised, content, name)
    problem = response.get_json()
    assert (response.status_code, problem["code"]) == (422, code), problem
    assert problem["message"]
    assert changed(before, dump(database)) == []
    assert files_kept(promised) == files


def test_a_file_above_the_bound_is_refused_while_it_comes(promised: Promised, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LIMITS", replace(uploads.LIMITS, max_bytes=1 << 20))
    files = files_kept(promised)
    response = upload(promised, b"name\n" + b"x" * (3 << 20), "a.csv")
    assert (response.status_code, response.get_json()["code"]) == (413, "import_file_too_large")
    assert files_kept(promised) == files


def test_a_body_above_the_bound_is_not_read_at_all(promised: Promised, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(promised.app.config, "MAX_CONTENT_LENGTH", 1 << 20)
    response = upload(promised, b"name\n" + b"x" * (3 << 20), "a.csv")
    assert (response.status_code, response.get_json()["code"]) == (413, "body_too_large")


def codes(problems: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return path and code of each problem, all with a sentence."""
    assert all(problem["message"] for problem in problems)
    return [(problem["path"], problem["code"]) for problem in problems]


def tried(promised: Promised, made: dict[str, Any], *targets: str) -> list[dict[str, Any]]:
    """Return the rows of a preview that maps the first columns."""
    entries = [{"from": [chr(65 + at)], "to": target} for at, target in enumerate(targets)]
    mapping = {"mapping": {"columns": entries}}
    found: list[dict[str, Any]] = promised.browser.post(f"{IMPORTS}/{made['id']}/preview", mapping)["rows"]
    return found


def test_a_formula_that_was_never_computed_fails_its_row_by_name(promised: Promised) -> None:
    made = upload(promised, formula_only(), "a.xlsx").get_json()
    (row,) = tried(promised, made, "name", "value")
    assert row["action"] == "fail"
    assert codes(row["problems"]) == [("rows.2.B", "formula_without_value")]
    (row,) = tried(promised, made, "name")
    assert row["action"] == "create"


def test_joined_header_cells_name_their_columns(promised: Promised) -> None:
    rows: list[list[object]] = [["Contact", "", "Note"], ["name", "value", "extra"], ["Ann", "x", "y"]]
    made = upload(promised, workbook(rows, "A1:B1"), "a.xlsx").get_json()
    assert [column["letter"] for column in made["columns"]] == ["A", "B", "C"]
    names = [column["name"] for column in made["columns"]]
    assert len(set(names)) == 3
    assert all(names)
    again = promised.browser.send("PATCH", f"{IMPORTS}/{made['id']}/file", {"header": True, "header_row": 2}).get_json()
    assert [column["name"] for column in again["columns"]] == ["name", "value", "extra"]
    (row,) = tried(promised, again, "name", "value")
    assert (row["action"], row["number"], row["values"]) == ("create", 3, {"name": "Ann", "value": "x"})


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_headers_that_repeat_or_are_missing_are_told_and_named(promised: Promised, kind: str) -> None:
    rows: list[list[object]] = [["name", "name", "", "value"], ["Ann", "Bob", "c", "v"], ["Cy", "Di", "d", "w"]]
    text = "\n".join(",".join(map(str, row)) for row in rows).encode()
    made = upload(promised, text if kind == "csv" else workbook(rows), f"a.{kind}").get_json()
    names = [column["name"] for column in made["columns"]]
    assert len(set(names)) == 4
    assert (names[0], names[3]) == ("name", "value")
    found = codes(made["file"]["warnings"])
    assert {("columns.B", "duplicate_header"), ("columns.C", "nameless_header")} <= set(found)


def test_ragged_rows_are_filled_up_or_fail_by_name(promised: Promised) -> None:
    text = b"name,value\nAnn\nBob,x\nCy,y,z\n\nDi,\n"
    made = upload(promised, text, "a.csv").get_json()
    rows = {row["number"]: row for row in tried(promised, made, "name", "value")}
    assert (rows[2]["action"], rows[2]["values"]) == ("create", {"name": "Ann", "value": None})
    assert rows[3]["values"] == {"name": "Bob", "value": "x"}
    assert rows[4]["action"] == "fail"
    assert codes(rows[4]["problems"]) == [("rows.4", "row_too_long")]
    assert rows[6]["values"] == {"name": "Di", "value": None}


def test_a_row_that_fails_stands_in_the_file_of_failed_rows(promised: Promised) -> None:
    text = b"name,value\n=cmd|' /C calc'!A0,\"quote\nleft\"\n,no name\nCy,y,z\n"
    path = f"{IMPORTS}/{upload(promised, text, 'a.csv').get_json()['id']}"
    mapping = {"columns": [{"from": ["A"], "to": "name"}, {"from": ["B"], "to": "value"}]}
    promised.browser.post(f"{path}/run", {"mapping": mapping})
    run_jobs(promised.app)
    done = promised.browser.get(path)
    assert (done["state"], done["result"]["created"], done["result"]["failed"]) == ("done", 1, 2)
    failed = promised.browser.send("GET", f"{path}/failed?format=csv").get_data(as_text=True)
    assert "no name" in failed
    assert "Cy" in failed
    assert "=cmd" not in failed


def test_a_first_record_under_a_column_without_a_name_stays_a_record(promised: Promised) -> None:
    text = "客户,联系人,\n上海某某公司,王伟,很好\n北京某某公司,李雷,一般\n广州某某公司,韩梅,很好\n"
    made = upload(promised, text.encode(), "a.csv").get_json()
    assert [column["name"] for column in made["columns"]] == ["客户", "联系人", "C"]
    assert next(row["values"]["name"] for row in tried(promised, made, "name")) == "上海某某公司"


def test_names_under_spaced_groups_are_joined_with_them(promised: Promised) -> None:
    text = "客户,,金额,\n名称,电话,预计金额,实际金额\n甲,13800138000,1.5,2\n乙,13900139000,3,4\n"
    made = upload(promised, text.encode(), "a.csv").get_json()
    names = [column["name"] for column in made["columns"]]
    assert names == ["客户 / 名称", "客户 / 电话", "金额 / 预计金额", "金额 / 实际金额"]
