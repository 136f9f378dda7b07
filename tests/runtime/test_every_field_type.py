"""Every field type through a record's life: created, read, changed, emptied, kept in history, brought back."""

from __future__ import annotations

from typing import Any

import pytest

from builder.metadata.field_types.base import Shape
from builder.runtime import read_records, save_records
from builder.runtime.bulk import bulk
from builder.runtime.undo import undo
from builder.runtime.wire import Labels, writer
from builder.runtime.write_plan import write_plan
from tests.samples.sample_fields import COMPANY_FIELDS

VALUES: dict[str, tuple[Any, Any]] = {
    "name": ("织表 Formloom", 'it\'s "quoted" 🎉'),
    "code": ("AA-100", "BB-2000"),
    "profile": ("one\n\ntwo " + "长" * 3_000, "short"),
    "notes": ("words", "two\nlines"),
    "score": ("12.50", "-0.01"),
    "employees": (0, 2**53 - 1),
    "revenue": ({"amount": "12.50", "currency": "CNY"}, {"amount": "-1.00", "currency": "USD"}),
    "margin": ("50", "0.5"),
    "rating": (1, 5),
    "active": (False, True),
    "founded_on": ("1999-12-31", "2100-02-28"),
    "renewal_month": ("2026-01", "2030-12"),
    "closed_at": ("2026-01-02T00:00:00Z", "1969-12-31T00:00:00Z"),
    "last_call_at": ("2026-01-01T00:00:00Z", "1969-12-31T23:59:59.999999Z"),
    "opens_at": ("08:30", "23:59:59"),
    "response_time": (90, 0),
    "contract_period": ({"start": "2026-01-01", "end": "2026-12-31"}, {"start": "2027-01-01", "end": None}),
    "budget": ({"min": "1.00", "max": "2.50"}, {"min": None, "max": "0.01"}),
    "tier": ("high", "low"),
    "source": ("website", "exhibition"),
    "interests": (["price", "quality"], ["service"]),
    "category": (["industry", "steel"], ["services", "legal"]),
    "labels": (["vip", "hot"], ["silent"]),
    "email": ("info@alpha.example", "x@beta.example"),
    "phone": ("+8613800138000", "12345"),
    "website": ("https://alpha.example/", "https://beta.example/?q=织"),
    "credit_code": ("91350100M000100Y43", "91110108551385082Q"),
    "address": ({"province": "浙江省", "city": "杭州市", "detail": "西湖 1 号"}, {"detail": "elsewhere"}),
    "place": ({"latitude": "30.25", "longitude": "120.1"}, {"latitude": "-1", "longitude": "-180", "label": "x"}),
    "brand_color": ("#ff0000", "#00ff00"),
    "manager": (2, 3),
    "helpers": ([1, 3], [2]),
    "unit": (1, 2),
    "lines": ([{"item": "a", "quantity": 1, "price": "2.00", "grade": "basic"}], [{"item": "b"}, {"item": "c"}]),
    "extra": ({"a": [1, None, {"b": "长"}]}, [True, 1.5]),
    "barcode": ("6901234567892", "ABC"),
    "website_hidden": ("x", "y"),
}
LINKED = {"parent_company", "partners", "related_to"}
GIVEN_BY_THE_PRODUCT = {"number"}


def test_every_field_of_the_sample_is_tried():
    assert {field["name"] for field in COMPANY_FIELDS} <= VALUES.keys() | LINKED | GIVEN_BY_THE_PRODUCT


def expected(work, name, raw):
    """Return the wire form of a value, rows without the ids they are given."""
    company = work.entity("company")
    key, parse = write_plan(work.catalog, company).parsers[name]
    item = company.by_id[key]
    collect, dump = writer(work, item)
    value, labels = parse(raw), Labels()
    if item.type.shape is Shape.ROWS:
        value = [{**row, "id": 0} for row in value]
    if collect is not None:
        collect(value, labels)
    labels.fetch(work)
    return dump(value, labels)


def without_row_ids(found):
    if isinstance(found, list) and found and isinstance(found[0], dict) and "item" in found[0]:
        return [{**row, "id": 0} for row in found]
    return found


@pytest.fixture
def linked(work):
    company, person = work.entity("company"), work.entity("person")
    firms = [save_records.create(work, company, {"name": f"Other {at}"}) for at in range(2)]
    ann = save_records.create(work, person, {"name": "Ann"})
    return {
        "parent_company": tuple(firms),
        "partners": (firms, firms[:1]),
        "related_to": ({"entity": "person", "id": ann}, {"entity": "company", "id": firms[0]}),
    }


def test_values_survive_being_saved_changed_emptied_and_taken_back(work, linked):
    company = work.entity("company")
    values = {**VALUES, **linked}
    first = {name: pair[0] for name, pair in values.items()}
    second = {name: pair[1] for name, pair in values.items() if name not in ("revenue", "rating", "budget")}
    record = save_records.create(work, company, first)
    wanted = {name: expected(work, name, raw) for name, raw in first.items()}
    read = lambda: {  # noqa: E731
        name: without_row_ids(value) for name, value in read_records.read_one(work, company, record)["values"].items()
    }
    assert {name: read()[name] for name in wanted} == wanted
    changed = bulk(work, company, {"action": "update", "ids": [record], "values": second})
    assert changed["failed"] == []
    assert {name: read()[name] for name in second} == {name: expected(work, name, raw) for name, raw in second.items()}
    kept = {"name", "active"}
    blank = {name: None for name in second if name not in kept}
    emptied = bulk(work, company, {"action": "update", "ids": [record], "values": blank})
    assert emptied["failed"] == []
    assert {name for name in blank if read()[name] is not None} == set()
    story = {
        change["field"]: change for change in read_records.history_of(work, company, record)["items"][0]["changes"]
    }
    told = {name: without_row_ids(change["before"]) for name, change in story.items()}
    assert {name: told[name] for name in blank} == {name: expected(work, name, second[name]) for name in blank}
    undo(work, emptied["change_set"])
    undo(work, changed["change_set"])
    assert {name: read()[name] for name in wanted} == wanted


def test_a_list_shows_filters_and_sorts_by_every_type_that_offers_it(work, linked):
    company = work.entity("company")
    values = {**VALUES, **linked}
    save_records.create(work, company, {name: pair[0] for name, pair in values.items()})
    shown = [item.name for item in company.fields]
    found = read_records.page(
        work, company, {"fields": shown, "filter": {"field": "code", "op": "eq", "value": "AA-100"}}
    )
    (item,) = found["items"]
    assert {name: without_row_ids(item["values"][name]) for name in values} == {
        name: expected(work, name, pair[0]) for name, pair in values.items()
    }
    for field in company.fields:
        for op in ("blank", "not_blank"):
            if op in field.type.operators:
                request = {"filter": {"all": [{"field": field.name, "op": op}, {"field": "code", "op": "not_blank"}]}}
                assert read_records.count(work, company, request)["count"] == (op == "not_blank"), (field.name, op)
        if field.type.sortable and field.type.shape is Shape.COLUMNS:
            for direction in ("asc", "desc"):
                request = {"sort": [{"field": field.name, "direction": direction}], "fields": []}
                ids = [item["id"] for item in read_records.page(work, company, request)["items"]]
                assert len(ids) == 3
                assert (ids[-1] if direction == "asc" else ids[0]) == item["id"] or field.name in (
                    "number",
                    "name",
                    "tier",
                    "active",
                    "manager",
                ), field.name
