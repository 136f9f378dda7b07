"""Importing: rows become records, or say why not; the same file can be tried, run, resumed and taken back."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy import text

from builder.errors import Conflict, Invalid, NotAllowed, NotFound
from builder.jobs.context import Cancelled, JobContext
from builder.messages import message
from builder.metadata.conditions import ALWAYS
from builder.metadata.rights import EntityRights, Rights
from builder.metadata.values import text_of
from builder.runtime import change_sets
from builder.runtime.imports import running, uploads
from builder.runtime.imports.columns import draft_of
from builder.runtime.imports.refused_rows import Wording, failed_rows_file
from builder.runtime.imports.suggestions import suggest
from builder.runtime.undo import undo
from builder.storage import courtesy, history, statistics
from tests.runtime.imports.conftest import Importer, columns, dying_after, table

LEADS = table(
    ("公司名称", "联系人", "手机", "来源", "预计金额", "备注"),
    ("杭州远景精密制造有限公司", "王晓雯", "138 1234 5678", "展会", "120万", "要样品"),
    ("苏州恒达电子科技", "周立", "13900001111", "官网", "¥80,000.50", ""),
    ("宁波海纳汽配", "刘倩", "13700002222", "不存在的来源", "", ""),
)


def codes(row: dict[str, Any]) -> set[str]:
    return {problem.code for problem in row["problems"]}


def test_a_chinese_file_maps_itself_and_is_imported(importer: Importer) -> None:
    opened = importer.open(LEADS, "lead")
    assert [entry["to"] for entry in opened["mapping"]["columns"]] == [
        "company_name", "contact_name", "mobile", "source", "expected_amount", "remark"
    ]  # fmt: skip
    assert opened["mapping"]["columns"][3]["unknown"] == "create"
    strict = {"columns": [{**entry, "unknown": "fail"} for entry in opened["mapping"]["columns"]]}
    tried = importer.preview(opened["id"], strict)
    assert tried["summary"] == {"create": 2, "update": 0, "fail": 1, "skip": 0, "checked": 3}
    assert [codes(row) for row in tried["rows"]] == [set(), set(), {"unknown_option"}]
    job = importer.work_off(importer.start(opened["id"], strict))
    assert job.result is not None
    assert (job.result["created"], job.result["failed"]) == (2, 1)
    first = importer.records("lead", "company_name", "mobile", "source", "expected_amount")[0]
    assert first["company_name"] == "杭州远景精密制造有限公司"
    assert first["mobile"] == "+8613812345678"
    assert first["source"] == "exhibition"
    assert Decimal(first["expected_amount"]["amount"]) == 1_200_000


@pytest.mark.parametrize("called", ["姓名", "联系人", "Full name", "Contact"])
def test_a_column_of_names_goes_to_the_text_not_to_a_reference_called_alike(importer: Importer, called: str) -> None:
    opened = importer.open(table(("公司名称", called), ("杭州远景", "王晓雯")), "lead")
    assert [entry["to"] for entry in opened["mapping"]["columns"]] == ["company_name", "contact_name"]


def test_a_proposed_mapping_loses_no_row_for_a_choice_that_is_not_known(importer: Importer) -> None:
    opened = importer.open(LEADS, "lead")
    job = importer.work_off(importer.start(opened["id"], opened["mapping"]))
    assert job.result is not None
    assert (job.result["created"], job.result["failed"]) == (3, 0)
    with importer.reading() as work:
        lead = work.entity("lead")
        allowed = dict.fromkeys(("import", "create", "configure"), (ALWAYS,))
        limited = Rights(1, {lead.id: EntityRights(allowed)})
        report = uploads.look_at(next(importer.folder.iterdir()))
        entries = suggest(lead, limited, report.columns)["columns"]
    assert {entry.get("unknown") for entry in entries} == {None, "blank"}


def test_the_column_whose_values_are_stages_is_the_stage_not_the_one_called_so(importer: Importer) -> None:
    rows = [("Company", "stage", "status"), ("A", "Closed Won", "Qualified"), ("B", "Lead", "Following up")]
    opened = importer.open(table(*rows), "lead")
    assert [entry["to"] for entry in opened["mapping"]["columns"]] == ["company_name", None, "stage"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16", "big5hkscs"])
def test_any_encoding_gives_the_same_records(importer: Importer, encoding: str) -> None:
    rows = [("名稱", "電話")] + [(f"測試公司第{number}號", f"1380000{number:04d}") for number in range(30)]
    mapping = columns(A="company_name", B="mobile")
    assert importer.run(table(*rows, encoding=encoding), "lead", mapping)["created"] == 30
    assert importer.records("lead", "company_name")[7] == {"company_name": "測試公司第7號"}


def test_columns_join_split_and_translate(importer: Importer) -> None:
    content = table(
        ("Last", "First", "Place", "From", "Phone"),
        ("Lovelace", "Ada", "London, SW1", "Web", "020 7946 0018"),
        ("Turing", "Alan", "Manchester", "Fair", "0161 496 0000"),
    )
    mapping = {
        "columns": [
            {"from": ["B", "A"], "join": " ", "to": "contact_name"},
            {"from": ["Place"], "split": {"separator": ",", "index": 0}, "to": "address.city"},
            {"from": ["D"], "to": "source", "values": {"web": "官网", "FAIR": "exhibition"}},
            {"from": ["E"], "to": "phone"},
        ],
        "constants": {"industry": "software"},
    }
    assert importer.run(content, "lead", mapping)["created"] == 2
    ada, alan = importer.records("lead", "contact_name", "address", "source", "industry")
    assert (ada["contact_name"], ada["address"]["city"], ada["source"], ada["industry"]) == (
        "Ada Lovelace", "London", "website", "software"
    )  # fmt: skip
    assert alan["source"] == "exhibition"


def test_a_workbook_with_typed_cells_is_imported(importer: Importer) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["Company", "Email", "Employees", "Purchase by"])
        sheet.write_row(1, 0, ["Acme", "a@acme.example", 250])
        sheet.write_number(1, 3, 46_000, day)
        sheet.write_row(2, 0, ["Bolt", "not an address", 1.5])
    opened = importer.open(stream.getvalue(), "lead", "leads.xlsx")
    tried = importer.preview(opened["id"], opened["mapping"])
    assert [row["action"] for row in tried["rows"]] == ["create", "fail"]
    assert codes(tried["rows"][1]) == {"not_an_email", "too_many_decimals"}
    importer.work_off(importer.start(opened["id"], opened["mapping"]))
    (acme,) = importer.records("lead", "employees", "purchase_by")
    assert acme == {"employees": 250, "purchase_by": "2025-12-09"}


@pytest.mark.parametrize(
    ("unknown", "action", "source"), [("fail", "fail", None), ("blank", "create", "unknown")], ids=["fail", "blank"]
)
def test_unknown_options_fail_or_are_left_out(
    importer: Importer, unknown: str, action: str, source: str | None
) -> None:
    content = table(("c", "p", "s"), ("Acme", "13800000000", "Martian"))
    mapping = {
        "columns": [
            {"from": ["A"], "to": "company_name"},
            {"from": ["B"], "to": "mobile"},
            {"from": ["C"], "to": "source", "unknown": unknown},
        ]
    }
    opened = importer.open(content, "lead")
    (row,) = importer.preview(opened["id"], mapping)["rows"]
    assert row["action"] == action
    found = row["problems"] if action == "fail" else row["warnings"]
    assert [(one.code, one.params["value"], one.params["column"]) for one in found] == [
        ("unknown_option", "Martian", "C")
    ]
    if source:
        importer.work_off(importer.start(opened["id"], mapping))
        assert importer.records("lead", "source") == [{"source": source}]


def test_unknown_options_are_created_where_the_mapping_says_so(importer: Importer) -> None:
    content = table(
        ("c", "p", "s", "t"), ("Acme", "13800000000", "火星", "巨头; 上市公司"), ("B", "13800000001", "火星", "巨头")
    )
    mapping = {
        "columns": [
            {"from": ["A"], "to": "company_name"},
            {"from": ["B"], "to": "mobile"},
            {"from": ["C"], "to": "source", "unknown": "create"},
            {"from": ["D"], "to": "tags", "unknown": "create"},
        ]
    }
    opened = importer.open(content, "lead")
    tried = importer.preview(opened["id"], mapping)
    assert {one.code for row in tried["rows"] for one in row["warnings"]} == {"option_will_be_created"}
    assert importer.work_off(importer.start(opened["id"], mapping)).state == "done"
    first, second = importer.records("lead", "source", "tags")
    assert (first["source"], second["source"]) == ("火星", "火星")
    assert (first["tags"], second["tags"]) == (["巨头", "上市公司"], ["巨头"])
    with importer.reading() as work:
        options = work.entity("lead").by_name["source"].options
        assert [text_of(one.label, "en") for one in options.by_label["火星"]] == ["火星"]


def test_a_preview_shows_rows_with_problems_before_those_with_warnings(importer: Importer) -> None:
    warned = [(f"公司{number}", "170-555-0127", "展会") for number in range(200)]
    rows = [("公司名称", "手机", "来源"), ("新", "13800000000", "新来源"), *warned, ("坏", "没有", "展会")]
    opened = importer.open(table(*rows), "lead")
    mapping = {"columns": [{**entry, "unknown": "create"} for entry in opened["mapping"]["columns"]]}
    tried = importer.preview(opened["id"], mapping)
    assert tried["summary"] == {"create": 201, "update": 0, "fail": 1, "skip": 0, "checked": 202}
    assert [row["number"] for row in tried["rows"]] == [*range(3, 202), 203]


def test_a_remark_is_made_once_for_new_records_and_for_known_ones(importer: Importer) -> None:
    mapping = {**columns(A="company_name", B="mobile"), "key": {"field": "company_name"}}
    for action, mobile in (("create", "170-555-0127"), ("update", "170-555-0128")):
        content = table(("公司名称", "手机"), ("远方", mobile))
        opened = importer.open(content, "lead")
        (row,) = importer.preview(opened["id"], mapping)["rows"]
        assert (row["action"], [warning.code for warning in row["warnings"]]) == (action, ["phone_not_recognised"])
        importer.work_off(importer.start(opened["id"], mapping))


PLACES = {
    "kind": "entity",
    "name": "place",
    "label": {"en": "Place"},
    "title": ["name"],
    "fields": [
        {"name": "name", "type": "text", "label": {"en": "Name"}},
        {
            "name": "area",
            "type": "cascade",
            "label": {"en": "Area"},
            "settings": {
                "options": [
                    {"name": "east", "label": {"en": "East"}},
                    {"name": "hangzhou", "label": {"en": "Hangzhou"}, "parent": "east"},
                ]
            },
        },
    ],
}


def area_rows(*areas: str) -> bytes:
    """Return a file of places, numbered, each in an area."""
    return table(("Name", "Area"), *((f"Place {number}", area) for number, area in enumerate(areas)))


def test_records_come_into_the_stage_that_their_file_names(importer: Importer) -> None:
    rows = [
        ("Acme", "13800000001", "跟进中"),
        ("Globex", "13800000002", "新线索"),
        ("Initech", "13800000003", "没有的阶段"),
    ]
    opened = importer.open(table(("公司名称", "手机", "阶段"), *rows), "lead")
    assert opened["mapping"]["columns"][2] == {"from": ["C"], "to": "stage", "unknown": "blank"}
    done = importer.work_off(importer.start(opened["id"], opened["mapping"])).result
    assert done is not None
    assert (done["created"], done["failed"]) == (3, 0)
    found = importer.records("lead", "company_name", "stage", "stage_entered_at")
    assert {one["company_name"]: one["stage"] for one in found} == {
        "Acme": "following",
        "Globex": "new",
        "Initech": "new",
    }
    assert all(one["stage_entered_at"] for one in found)


def test_an_import_makes_no_stages(importer: Importer) -> None:
    opened = importer.open(table(("公司名称", "阶段"), ("Acme", "没有的阶段")), "lead")
    mapping = columns(A="company_name", B="stage")
    mapping["columns"][1]["unknown"] = "create"
    with pytest.raises(Invalid) as refused:
        importer.start(opened["id"], mapping)
    assert [one.code for one in refused.value.problems] == ["may_not_add_options"]


def test_looking_for_new_options_takes_whole_only_rows_that_have_one(
    importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[int] = []
    monkeypatch.setattr(running, "draft_of", lambda row, *rest: taken.append(row.number) or draft_of(row, *rest))
    rows = [(f"Acme {number}", "Fair" if number % 2 else "展会", f"{13800000000 + number}") for number in range(300)]
    mapping = columns(A="company_name", B="source", C="mobile")
    mapping["columns"][1]["unknown"] = "create"
    done = importer.run(table(("Name", "From", "Mobile"), *rows), "lead", mapping)
    assert (done["created"], done["options"]) == (300, 1)
    assert len(taken) == 301


CREATE_AREAS = {"columns": [{"from": ["A"], "to": "name"}, {"from": ["B"], "to": "area", "unknown": "create"}]}


def test_unknown_steps_of_a_cascade_are_created_under_those_that_are_there(importer: Importer) -> None:
    importer.publish([deepcopy(PLACES)], "crm")
    wanted = ["North / Beijing", "East / Shanghai", "north > Tianjin", "EAST/Hangzhou", "North / Hangzhou", "West"]
    done = importer.run(area_rows(*wanted), "place", CREATE_AREAS)
    assert (done["created"], done["failed"]) == (6, 0)
    assert [row["area"] for row in importer.records("place", "area")] == [
        ["North", "Beijing"],
        ["east", "Shanghai"],
        ["North", "Tianjin"],
        ["east", "hangzhou"],
        ["North", "Hangzhou"],
        ["West"],
    ]
    with importer.reading() as work:
        labels = [text_of(one.label, "en") for one in work.entity("place").by_name["area"].options]
    assert sorted(labels) == ["Beijing", "East", "Hangzhou", "Hangzhou", "North", "Shanghai", "Tianjin", "West"]


def test_a_way_deeper_than_a_cascade_goes_fails_its_row_alone(importer: Importer) -> None:
    importer.publish([deepcopy(PLACES)], "crm")
    done = importer.run(area_rows("/".join("abcdefghijk"), "a/b"), "place", CREATE_AREAS)
    assert (done["created"], done["failed"]) == (1, 1)
    with importer.reading() as work:
        assert "k" not in work.entity("place").by_name["area"].options.by_label


def test_words_that_differ_in_case_alone_become_one_option(importer: Importer) -> None:
    content = table(("c", "p", "s"), ("A", "13800000000", "Mars"), ("B", "13800000001", "MARS"))
    mapping = columns(A="company_name", B="mobile", C="source")
    mapping["columns"][2]["unknown"] = "create"
    assert importer.run(content, "lead", mapping)["created"] == 2
    assert importer.records("lead", "source") == [{"source": "Mars"}, {"source": "Mars"}]


def test_accents_typed_apart_are_the_same_words(importer: Importer) -> None:
    apart, whole = "Cafe\u0301", "Caf\u00e9"
    content = table(("c", "p", "s"), ("A", "13800000000", whole), ("B", "13800000001", apart))
    mapping = columns(A="company_name", B="mobile", C="source")
    mapping["columns"][2]["unknown"] = "create"
    assert importer.run(content, "lead", mapping)["created"] == 2
    assert importer.records("lead", "source") == [{"source": whole}, {"source": whole}]
    importer.run(table(("n",), (whole,)), "customer", columns(A="name"))
    opened = importer.open(table(("name", "customer"), ("Ada", apart)), "contact")
    assert codes(importer.preview(opened["id"], columns(A="name", B="customer"))["rows"][0]) == set()


def test_references_are_found_by_title_and_never_guessed(importer: Importer) -> None:
    importer.run(table(("n",), ("Acme",), ("Twin",), ("Twin",)), "customer", columns(A="name"))
    content = table(("name", "customer"), ("Ada", "Acme"), ("Bob", "Twin"), ("Cleo", "Nobody"))
    mapping = columns(A="name", B="customer")
    opened = importer.open(content, "contact")
    rows = importer.preview(opened["id"], mapping)["rows"]
    assert [codes(row) for row in rows] == [set(), {"ambiguous_match"}, {"no_match"}]
    mapping["columns"][1]["unmatched"] = "blank"
    assert importer.run(content, "contact", mapping)["created"] == 3
    assert [row["customer"] and row["customer"]["label"] for row in importer.records("contact", "customer")] == [
        "Acme", None, None
    ]  # fmt: skip


def test_owners_are_found_by_mail_and_bring_their_department(importer: Importer, colleague: Importer) -> None:
    content = table(("name", "owner"), ("Acme", "EVE@example.com"), ("Bolt", "nobody@example.com"))
    opened = importer.open(content, "customer")
    mapping = columns(A="name", B="owner")
    assert [codes(row) for row in importer.preview(opened["id"], mapping)["rows"]] == [set(), {"no_match"}]
    importer.work_off(importer.start(opened["id"], mapping))
    assert importer.records("customer", "owner")[0]["owner"]["id"] == colleague.account


ON_MATCH = [
    ("update", {"updated": 1, "skipped": 0, "failed": 0}, ("New name", "old@example.com")),
    ("fill", {"updated": 1, "skipped": 0, "failed": 0}, ("Old name", "old@example.com")),
    ("skip", {"updated": 0, "skipped": 1, "failed": 0}, ("Old name", None)),
    ("fail", {"updated": 0, "skipped": 0, "failed": 1}, ("Old name", None)),
]


@pytest.mark.parametrize(("on_match", "counts", "after"), ON_MATCH, ids=[case[0] for case in ON_MATCH])
def test_a_key_decides_between_new_and_known(
    importer: Importer, on_match: str, counts: dict[str, int], after: tuple[str, str | None]
) -> None:
    code = "91330106MA2AXXXX1Y"
    code = with_check_sign(code[:17])
    importer.run(table(("n", "c"), ("Old name", code)), "customer", columns(A="name", B="credit_code"))
    content = table(("n", "c", "e"), ("New name", code, "old@example.com"), ("Other", "", "x@example.com"))
    mapping = {**columns(A="name", B="credit_code", C="email"), "key": {"field": "credit_code"}, "on_match": on_match}
    done = importer.run(content, "customer", mapping)
    assert {name: done[name] - (name == "failed") for name in counts} == counts, "a row without a key fails"
    found = importer.records("customer", "name", "email")[0]
    assert (found["name"], found["email"]) == after


def with_check_sign(start: str) -> str:
    from builder.metadata.written.number_checks import CREDIT_ALPHABET, is_credit_code

    return next(start + sign for sign in CREDIT_ALPHABET if is_credit_code(start + sign))


def test_a_foreign_key_column_is_remembered_between_files(importer: Importer) -> None:
    mapping = {**columns(B="name"), "key": {"column": "A", "source": "old crm"}}
    assert importer.run(table(("k", "n"), ("7", "Acme"), ("8", "Bolt")), "customer", mapping)["created"] == 2
    again = importer.run(table(("k", "n"), ("8", "Bolt & Co"), ("9", "Cord")), "customer", mapping)
    assert (again["created"], again["updated"]) == (1, 1)
    assert [row["name"] for row in importer.records("customer", "name")] == ["Acme", "Bolt & Co", "Cord"]


def test_rows_with_the_same_key_in_one_file_make_one_record(importer: Importer) -> None:
    mapping = {**columns(B="name"), "key": {"column": "A", "source": "old crm"}}
    done = importer.run(table(("k", "n"), ("7", "First"), ("7", "Second"), ("7", "Third")), "customer", mapping)
    assert (done["created"], done["updated"]) == (1, 2)
    assert importer.records("customer", "name") == [{"name": "Third"}]


def test_rows_that_say_what_is_there_already_are_skipped_and_write_nothing(importer: Importer) -> None:
    content = table(("k", "n"), ("7", "First"), ("8", "Second"), ("8", "Second"))
    opened = importer.open(content, "customer")
    done = importer.run(content, "customer", KEYED)
    assert (done["created"], done["updated"], done["skipped"], done["unchanged"]) == (2, 0, 1, 1)
    changed = table(("k", "n"), ("7", "First"), ("8", "New"), ("8", "New"))
    tried = importer.preview(importer.open(changed, "customer")["id"], KEYED)["summary"]
    assert (tried["create"], tried["update"], tried["skip"]) == (0, 1, 2)
    with importer.reading() as work:
        before = change_sets.recent(work)
        ids = [row.record_id for row in history.of_change_set(work.conn, work.space, done["change_set"])]
    again = importer.work_off(importer.start(opened["id"], KEYED)).result
    assert again is not None
    assert (again["created"], again["updated"], again["skipped"], again["unchanged"]) == (0, 0, 3, 3)
    assert again["change_set"] is None
    with importer.reading() as work:
        assert change_sets.recent(work) == before
        assert [len(history.of_record(work.conn, work.space, record)) for record in ids] == [1, 1]


def test_an_import_whose_rows_all_fail_leaves_no_change_set(importer: Importer) -> None:
    rows = [("n", "p"), *[("", f"1380000{number:04d}") for number in range(500)]]
    mapping = columns(A="name", B="phone")
    with importer.reading() as work:
        before = change_sets.recent(work)
    done = importer.run(table(*rows), "customer", mapping)
    assert (done["failed"], done["change_set"]) == (500, None)
    with importer.reading() as work:
        assert change_sets.recent(work) == before
    some = importer.run(table(*rows, ("Acme", "13900000000")), "customer", mapping)
    assert (some["created"], some["failed"]) == (1, 500)
    with importer.writing() as work:
        assert undo(work, some["change_set"]).restored == 1


def test_a_key_finds_what_its_uniqueness_takes_for_the_same(importer: Importer) -> None:
    mapping = {**columns(A="name", B="website"), "key": {"field": "name"}}
    sites = ("http://a.example", "http://b.example", "http://c.example")
    content = table(("n", "w"), ("CC1", sites[0]), ("CC1", sites[1]), ("cc1", sites[2]))
    done = importer.run(content, "competitor", mapping)
    assert (done["created"], done["updated"], done["failed"]) == (1, 2, 0)
    again = importer.run(table(("n", "w"), ("Cc1", sites[0])), "competitor", mapping)
    assert (again["created"], again["updated"]) == (0, 1)
    assert importer.records("competitor", "name", "website") == [{"name": "Cc1", "website": sites[0]}]


@pytest.mark.parametrize(
    ("on_match", "actions"),
    [("update", ["create", "update"]), ("skip", ["create", "skip"]), ("fail", ["create", "fail"])],
)
def test_a_preview_counts_rows_with_the_same_key_as_the_import_does(
    importer: Importer, on_match: str, actions: list[str]
) -> None:
    far = [(f"k{number}", f"N{number}") for number in range(300)]
    content = table(("k", "n"), ("7", "First"), *far, ("7", "Second"))
    mapping = {**columns(B="name"), "key": {"column": "A", "source": "old crm"}, "on_match": on_match}
    opened = importer.open(content, "customer")
    tried = importer.preview(opened["id"], mapping)
    shown = {row["number"]: row["action"] for row in tried["rows"]}
    done = importer.run(content, "customer", mapping)
    told = [tried["summary"][name] for name in ("create", "update", "skip", "fail")]
    assert told == [done[name] for name in ("created", "updated", "skipped", "failed")]
    assert tried["summary"][actions[1]] == 1
    assert shown.get(302, actions[1]) == actions[1]


def test_a_row_that_fails_makes_no_option(importer: Importer) -> None:
    content = table(("c", "p", "s"), ("Acme", "no phone", "Martian"), ("Bolt", "13800000001", "Venusian"))
    mapping = columns(A="company_name", B="mobile", C="source")
    mapping["columns"][2]["unknown"] = "create"
    assert importer.run(content, "lead", mapping)["failed"] == 1
    with importer.reading() as work:
        known = work.entity("lead").by_name["source"].options.by_label
    assert "Venusian".casefold() in {label.casefold() for label in known}
    assert "martian" not in {label.casefold() for label in known}


def test_refused_rows_come_back_as_a_file_with_reasons(importer: Importer, tmp_path: Path) -> None:
    opened = importer.open(LEADS, "lead")
    strict = {"columns": [{**entry, "unknown": "fail"} for entry in opened["mapping"]["columns"]]}
    importer.work_off(importer.start(opened["id"], strict))
    target = tmp_path / "failed.csv"
    with importer.reading() as work:
        wording = Wording(lambda one: message(one.code, one.params, "zh-CN"), "zh-CN")
        count = failed_rows_file(work, importer.folder, opened["id"], target, wording)
        source = text_of(work.entity("lead").by_name["source"].label, "zh-CN")
    assert count == 1
    header, row = target.read_text(encoding="utf-8-sig").splitlines()
    assert header.endswith("备注,原文件行号,没有导入的原因")
    assert row.startswith("宁波海纳汽配,刘倩")
    assert f",4,{source}：" in row


def test_an_import_torn_away_goes_on_where_it_stopped(importer: Importer) -> None:
    rows = [("n", "p"), *[(f"Company {number}", f"1380000{number:04d}") for number in range(1_300)]]
    opened = importer.open(table(*rows), "lead")
    job = importer.start(opened["id"], columns(A="company_name", B="mobile"))
    with dying_after(2, importer.handler) as dying, pytest.raises(SystemExit):
        importer.work_off(job, dying)
    half = len(importer.records("lead", "company_name"))
    assert 0 < half < 1_000
    with importer.database.write() as conn:
        from sqlalchemy import update

        from builder.storage.fixed_tables import workspace_tables

        table_ = workspace_tables(importer.space).job
        conn.execute(update(table_).where(table_.c.id == job).values(run_after=0, lease_until=0))
    done = importer.work_off(job)
    assert done.state == "done"
    assert done.result is not None
    assert done.result["created"] == 1_300
    names = [row["company_name"] for row in importer.records("lead", "company_name")]
    assert names == [f"Company {number}" for number in range(1_000)]


def test_what_a_cancelled_import_wrote_can_be_undone(importer: Importer) -> None:
    rows = [("n", "p"), *[(f"Company {number}", f"1380000{number:04d}") for number in range(900)]]
    opened = importer.open(table(*rows), "lead")
    job = importer.start(opened["id"], columns(A="company_name", B="mobile"))

    def cancelled_after_one_chunk(context: JobContext) -> dict[str, Any]:
        ask, asked = context.check_cancelled, iter((False, True))
        context.check_cancelled = lambda: refuse() if next(asked) else ask()  # type: ignore[method-assign]
        return importer.handler(context)  # type: ignore[no-any-return]

    def refuse() -> None:
        raise Cancelled

    assert importer.work_off(job, cancelled_after_one_chunk).state == "cancelled"
    assert 0 < len(importer.records("lead", "company_name")) < 900
    with importer.reading() as work:
        (last,) = change_sets.recent(work, 1)
    assert last["state"] == "done"
    with importer.writing() as work:
        undo(work, last["id"])
    assert importer.records("lead", "company_name") == []


def test_an_import_is_undone_as_one(importer: Importer) -> None:
    first = importer.run(table(("k", "n"), ("1", "Acme")), "customer", KEYED)
    second = importer.run(table(("k", "n"), ("1", "Acme 2"), ("2", "Bolt")), "customer", KEYED)
    with importer.writing() as work:
        undo(work, second["change_set"])
    assert importer.records("customer", "name") == [{"name": "Acme"}]
    with importer.writing() as work:
        undo(work, first["change_set"], "rest")
    assert importer.records("customer", "name") == []


KEYED = {**columns(B="name"), "key": {"column": "A", "source": "old crm"}}

BAD_MAPPINGS: list[tuple[dict[str, Any], set[str]]] = [
    ({}, {"required"}),
    ({"columns": [{"from": "A", "to": "name"}]}, {"wrong_type"}),
    ({"columns": [], "on_mach": "skip", "on_match": "merge"}, {"unknown_property", "not_one_of"}),
    ({"columns": [], "key": {"colum": "A"}}, {"wrong_shape"}),
    ({"columns": []}, {"nothing_mapped"}),
    (columns(A="nonsense"), {"unknown_field"}),
    (columns(A="__proto__"), {"unknown_field"}),
    (columns(A="number"), {"read_only"}),
    (columns(A="created_by"), {"read_only"}),
    (columns(Z="name"), {"unknown_column"}),
    ({"columns": [{"from": ["A"], "to": "name"}, {"from": ["B"], "to": "name"}]}, {"mapped_twice"}),
    ({**columns(A="name"), "key": {"field": "email"}}, {"key_not_mapped"}),
    ({**columns(A="name"), "key": {"column": "B", "source": "formloom.stage_task"}}, {"reserved_name"}),
    ({**columns(A="budget"), "key": {"field": "budget"}}, {"no_key"}),
    ({**columns(A="name"), "constants": {"kind": "nonsense"}}, {"unknown_option"}),
    ({**columns(A="name"), "time_zone": "Mars/X"}, {"unknown_time_zone"}),
    ({**columns(A="name"), "time_zone": "../../etc/passwd"}, {"unknown_time_zone"}),
    ({**columns(A="name"), "time_zone": "localtime"}, {"unknown_time_zone"}),
]


@pytest.mark.parametrize(("mapping", "expected"), BAD_MAPPINGS)
def test_a_bad_mapping_is_refused_with_every_problem(
    importer: Importer, mapping: dict[str, Any], expected: set[str]
) -> None:
    opened = importer.open(table(("n", "m"), ("Acme", "x")), "customer")
    with pytest.raises(Invalid) as refused:
        importer.start(opened["id"], mapping)
    assert {problem.code for problem in refused.value.problems} == expected


def test_strangers_may_neither_import_nor_see_an_import(importer: Importer, colleague: Importer) -> None:
    opened = importer.open(LEADS, "lead")
    with pytest.raises((NotAllowed, NotFound)):
        colleague.open(LEADS, "lead")
    with pytest.raises(NotFound), colleague.reading() as work:
        uploads.state_of(work, importer.folder, opened["id"])


def test_a_file_is_imported_once(importer: Importer) -> None:
    opened = importer.open(LEADS, "lead")
    importer.start(opened["id"], opened["mapping"])
    with pytest.raises(Conflict, match="import_started"):
        importer.start(opened["id"], opened["mapping"])


def test_another_reading_of_the_file_changes_its_columns(importer: Importer) -> None:
    opened = importer.open(b"name;mail\nAcme;a@acme.example\n", "customer")
    assert [column["name"] for column in opened["columns"]] == ["name", "mail"]
    with importer.writing() as work:
        again = uploads.inspect_again(work, importer.folder, opened["id"], {"header": False, "separator": ";"})
    assert [column["name"] for column in again["columns"]] == ["A", "B"]
    assert again["file"]["rows"] == 2


def test_an_import_that_is_started_several_times_at_once_runs_once(importer: Importer) -> None:
    opened = importer.open(table(("Name",), ("Acme",)), "customer")

    def start(_: int) -> str:
        try:
            importer.start(opened["id"], columns(A="name"))
        except Conflict as refused:
            return refused.code
        return "started"

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(start, range(4)))
    assert sorted(answers) == ["import_started"] * 3 + ["started"]


def test_tables_that_an_import_fills_are_counted_meanwhile(importer: Importer, monkeypatch: pytest.MonkeyPatch) -> None:
    if importer.space.schema is None:
        pytest.skip("SQLite makes its plans without counting")
    monkeypatch.setattr(statistics, "FEW_PAGES", -1)
    assert importer.run(LEADS, "lead", columns(A="company_name", C="mobile"))["created"] == 3
    query = (
        "SELECT max(reltuples) FROM pg_class JOIN pg_namespace AS n ON n.oid = relnamespace"
        " WHERE nspname = :schema AND relname = :name"
    )
    with importer.reading() as work:
        name = work.catalog.tables[work.entity("lead").id].main.name
        assert work.conn.execute(text(query), {"schema": importer.space.schema, "name": name}).scalar_one() == 3


@pytest.mark.parametrize("saving", [True, False])
def test_an_import_on_postgresql_rests_between_its_steps_while_somebody_saves(
    importer: Importer, monkeypatch: pytest.MonkeyPatch, saving: bool
) -> None:
    if importer.space.schema is None:
        pytest.skip("SQLite has its turnstile")
    number = importer.start(importer.open(LEADS, "lead")["id"], columns(A="company_name", C="mobile"))
    rests: list[float] = []
    monkeypatch.setattr(courtesy, "sleep", rests.append)
    monkeypatch.setattr(courtesy, "AT_WORK", 60.0 if saving else 0.0)
    job = importer.work_off(number)
    assert job.result is not None
    assert job.result["created"] == 3
    assert bool(rests) == saving
