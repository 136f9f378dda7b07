"""What a field writes as text is read back from a file, for every field type: csv and xlsx."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from io import BytesIO, StringIO
from typing import Any

import pytest
import xlsxwriter

from builder.metadata.field_types import FIELD_TYPES
from builder.runtime.wire import text_format
from builder.runtime.write_plan import parser_of
from tests.api.conftest import API
from tests.api.test_records import run_jobs
from tests.promises.conftest import RECORDS, UNITS, Promised, plain
from tests.promises.type_samples import ALL, SAMPLES, TYPES

IMPORTS = "/w/main/imports"
FRIENDS = ("Ann", "Ben, the 2nd", "蔡", "Zoe")
PEOPLE = ("ada", "bo", "cy")
WRITTEN = [name for name in TYPES if FIELD_TYPES[name].written_by_people and FIELD_TYPES[name].read_from_text]
ROWS = 1 + max(len(SAMPLES[name].values) for name in WRITTEN)


def texts(promised: Promised, type_name: str) -> list[str]:
    """Return the sample values as a person reads them."""
    called = dict(zip(promised.numbers["friend"], FRIENDS, strict=True))
    if SAMPLES[type_name].names in ("person", "unit"):
        names = PEOPLE if SAMPLES[type_name].names == "person" else UNITS
        called = dict(zip(promised.numbers[SAMPLES[type_name].names], names, strict=True))
    with promised.reading(type_name) as (work, entity):
        item = entity.by_name["value"]
        parse, how = parser_of(work.model, item), replace(text_format(work), names=called)
        return [item.type.to_text(parse(value), item, how) for value in promised.values(type_name)]


def table(promised: Promised, kind: str) -> list[list[str]]:
    """Return a header and rows: in the column of each type one sample value after the other, then nothing."""
    columns = [[*texts(promised, name), *[""] * ROWS][:ROWS] for name in WRITTEN]
    marks = [f"{kind} {at}" for at in range(ROWS)]
    return [
        ["name", *WRITTEN],
        *([mark, *cells] for mark, cells in zip(marks, zip(*columns, strict=True), strict=True)),
    ]


def csv_file(rows: list[list[str]]) -> bytes:
    """Return rows as a file, as Excel writes it."""
    out = StringIO()
    csv.writer(out, dialect="excel").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def xlsx_file(rows: list[list[str]]) -> bytes:
    """Return rows of text cells as a workbook."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                sheet.write_string(at, column, text)
    return out.getvalue()


def upload(promised: Promised, entity: str, content: bytes, name: str) -> str:
    """Send a file for an entity; return the address of the import."""
    data = {"app": "promises", "entity": entity, "file": (BytesIO(content), name)}
    headers = {"X-CSRF-Token": promised.browser.csrf, "Accept-Language": "en"}
    response = promised.browser.client.post(API + IMPORTS, data=data, headers=headers)
    assert response.status_code == 201, response.get_data(as_text=True)
    return f"{IMPORTS}/{response.get_json()['id']}"


@dataclass
class Imported:
    """What a file with a column for each type was tried as and became: a list of wire values for each row."""

    tried: list[dict[str, Any]]
    problems: list[dict[str, Any]]
    stored: list[dict[str, Any]]


@pytest.fixture(scope="module", params=["csv", "xlsx"])
def imported(promised: Promised, request: pytest.FixtureRequest) -> Imported:
    """Write all samples as text into a file, import it, and take the import back."""
    rows, browser = table(promised, request.param), promised.browser
    content = csv_file(rows) if request.param == "csv" else xlsx_file(rows)
    path = upload(promised, ALL, content, f"values.{request.param}")
    letters = {column["name"]: column["letter"] for column in browser.get(path)["columns"]}
    mapping = {"columns": [{"from": [letters[name]], "to": name} for name in ("name", *WRITTEN)]}
    tried = browser.post(f"{path}/preview", {"mapping": mapping})["rows"]
    browser.post(f"{path}/run", {"mapping": mapping})
    run_jobs(promised.app)
    done = browser.get(path)
    assert done["state"] == "done"
    records = f"{RECORDS}/{ALL}"
    query = {"filter": {"field": "name", "op": "starts_with", "value": request.param}, "sort": [{"field": "name"}]}
    ids = [record["id"] for record in browser.post(f"{records}/query", {**query, "fields": ["name"]})["items"]]
    stored = [browser.get(f"{records}/{record}")["values"] for record in ids]
    browser.post(f"/w/main/change-sets/{done['result']['change_set']}/undo", {"mode": "all"})
    assert browser.post(f"{records}/count", {"filter": query["filter"]})["count"] == 0
    return Imported([row["values"] for row in tried], [one for row in tried for one in row["problems"]], stored)


@pytest.mark.parametrize("type_name", WRITTEN)
def test_a_value_written_as_text_is_imported_as_the_same_value(
    promised: Promised, imported: Imported, type_name: str
) -> None:
    assert [problem for problem in imported.problems if problem["path"] == type_name] == []
    wanted = [*promised.values(type_name), *[None] * ROWS][:ROWS]
    assert [plain(row[type_name]) for row in imported.tried] == wanted
    assert [plain(row[type_name]) for row in imported.stored] == wanted


@pytest.mark.parametrize("type_name", WRITTEN)
def test_a_file_that_comes_again_with_a_key_changes_nothing(promised: Promised, type_name: str) -> None:
    browser, entity = promised.browser, f"thing_{type_name}"
    written = texts(promised, type_name)
    content = csv_file([["name", "value"], *([f"twice {at}", text] for at, text in enumerate(written))])
    columns = [{"from": ["A"], "to": "name"}, {"from": ["B"], "to": "value"}]
    results = []
    for key in (None, {"field": "name"}):
        path = upload(promised, entity, content, "twice.csv")
        browser.post(f"{path}/run", {"mapping": {"columns": columns, "key": key}})
        run_jobs(promised.app)
        results.append(browser.get(path)["result"])
    first, again = results
    assert (first["created"], first["failed"]) == (len(written), 0)
    assert (again["updated"], again["skipped"], again["unchanged"]) == (0, len(written), len(written))
    assert again["change_set"] is None
    assert browser.post(f"/w/main/change-sets/{first['change_set']}/undo", {"mode": "all"})["conflicts"] == []


@pytest.mark.parametrize("type_name", [name for name in TYPES if name not in WRITTEN])
def test_what_no_text_can_hold_is_refused_before_anything_is_read(promised: Promised, type_name: str) -> None:
    path = upload(promised, ALL, csv_file([["name", "value"], ["n", "x"]]), "values.csv")
    mapping = {"columns": [{"from": ["A"], "to": "name"}, {"from": ["B"], "to": type_name}]}
    refused = promised.browser.send("POST", f"{path}/run", {"mapping": mapping})
    expected = (422, "not_from_text") if FIELD_TYPES[type_name].written_by_people else (400, "read_only")
    (problem,) = refused.get_json()["problems"]
    assert (refused.status_code, problem["code"], problem["path"]) == (*expected, "columns.1.to")


def test_a_constant_may_name_a_record_of_one_of_several_entities(promised: Promised) -> None:
    path = upload(promised, "thing_reference_any", csv_file([["name"], ["constant"]]), "constant.csv")
    value = promised.values("reference_any")[1]
    mapping = {"columns": [{"from": ["A"], "to": "name"}], "constants": {"value": value}}
    (row,) = promised.browser.post(f"{path}/preview", {"mapping": mapping})["rows"]
    assert (row["action"], plain(row["values"]["value"])) == ("create", value)
    mapping["constants"] = {"value": {**value, "entity": "nobody"}}
    refused = promised.browser.send("POST", f"{path}/preview", {"mapping": mapping}).get_json()
    assert [(item["path"], item["code"]) for item in refused["problems"]] == [
        ("constants.value.entity", "unknown_entity")
    ]


def test_a_title_that_two_entities_share_is_told_apart_by_nobody(promised: Promised) -> None:
    for entity in ("friend", "rival"):
        promised.browser.post(f"{RECORDS}/{entity}", {"values": {"name": "Twin"}})
    path = upload(promised, "thing_reference_any", csv_file([["name", "value"], ["n", "Twin"]]), "twin.csv")
    mapping = {"columns": [{"from": ["A"], "to": "name"}, {"from": ["B"], "to": "value"}]}
    (row,) = promised.browser.post(f"{path}/preview", {"mapping": mapping})["rows"]
    assert [(problem["code"], problem["params"]["count"]) for problem in row["problems"]] == [("ambiguous_match", 2)]
