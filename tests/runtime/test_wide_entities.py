"""Entities with more fields than a row should hold: those kept aside behave like all others."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import pytest

from builder.errors import LimitExceeded
from builder.metadata.naming import mint, resolve
from builder.runtime import read_records, save_records
from builder.runtime.read_records import group, page
from builder.runtime.save_records import Update
from builder.storage.layout_planning import MOST_SCALARS
from tests.runtime.conftest import opener, publish_app
from tests.samples.sample_fields import field, label, option

LATE = [
    field("word", "text", "词", searchable=True),
    field("amount", "number", "数", {"decimals": 2}),
    field("day", "date", "日"),
    field("kind", "select", "类", {"options": [option("a", "甲"), option("b", "乙")]}),
    field("price", "money", "价"),
    field("span", "number_range", "幅", {"decimals": 0}),
    field("other", "reference", "他", {"entity": "wide", "on_delete": "clear"}),
    field("person", "user", "人"),
    field("key", "text", "键", unique=True),
]


ADDRESS = {
    "country": "CN",
    "province": "新疆维吾尔自治区",
    "city": "克孜勒苏柯尔克孜自治州",
    "district": "阿图什市阿扎克镇",
    "postal_code": "845350",
    "detail": "帕米尔路西一院五栋三单元二〇一室",
}
PLACES = {
    "address": ADDRESS,
    "money": {"amount": "5.00", "currency": "USD"},
    "text": "克孜勒苏柯尔克孜自治州",
}


def documents(*fields: dict[str, Any]) -> list[dict[str, Any]]:
    early = [field(f"n{at}", "integer", f"数{at}") for at in range(MOST_SCALARS)]
    entity = {
        "kind": "entity",
        "name": "wide",
        "label": label("宽", "Wide"),
        "plural": label("宽", "Wide"),
        "fields": [field("name", "text", "名", required=True), *(fields or (*early, *LATE))],
        "title": ["name"],
    }
    app = {"kind": "app", "name": "wide_app", "label": label("宽", "Wide"), "version": "1"}
    return list(resolve(mint([app, entity], None), None, []))


@pytest.fixture
def work(database, space, moment):
    publish_app(database, space, documents())
    with opener(database, space, moment)() as opened:
        yield opened


def test_late_fields_are_kept_aside_and_read_filtered_sorted_and_grouped(work):
    wide = work.entity("wide")
    layout = work.catalog.layouts[wide.id]
    assert {layout.fields[wide.by_name[one["name"]].id].place for one in LATE} == {"aside"}
    first = {
        "name": "A",
        "n7": 7,
        "word": "重庆",
        "amount": "-1.50",
        "day": "1960-01-01",
        "kind": "b",
        "price": {"amount": "5.00", "currency": "USD"},
        "span": {"min": "1", "max": "9"},
        "person": 2,
        "key": "K",
    }
    one = save_records.create(work, wide, first)
    two = save_records.create(work, wide, {"name": "B", "word": "北京", "amount": "2.00", "kind": "a", "other": one})
    three = save_records.create(work, wide, {"name": "C"})
    found = read_records.read_one(work, wide, one)["values"]
    assert {name: found[name] for name in first} == {**first, "person": {"id": 2, "label": "李雷"}}
    assert read_records.read_one(work, wide, two)["values"]["other"] == {"id": one, "label": "A"}

    def ids(condition=None, sort=()):
        request = {"filter": condition, "sort": [{"field": name} for name in sort], "fields": ["word", "price"]}
        return [item["id"] for item in page(work, wide, request)["items"]]

    cases = {
        ("word", "eq", "重庆"): [one],
        ("word", "gt", "北京"): [one],
        ("amount", "lt", "0"): [one],
        ("day", "lt", "2000-01-01"): [one],
        ("kind", "eq", "a"): [two],
        ("kind", "ne", "a"): [three, one],
        ("price.currency", "eq", "USD"): [one],
        ("price", "ge", "5"): [one],
        ("span.max", "eq", "9"): [one],
        ("other", "eq", one): [two],
        ("other.word", "eq", "重庆"): [two],
        ("person", "eq", 2): [one],
    }
    for (name, op, value), expected in cases.items():
        assert ids({"field": name, "op": op, "value": value}) == expected, name
    assert ids({"field": "word", "op": "blank"}) == [three]
    assert ids(sort=["word"]) == [three, two, one]
    assert ids(sort=["kind", "amount"]) == [three, two, one]
    assert ids(sort=["other"]) == [one, three, two]
    groups = group(work, wide, {"by": ["kind"], "measures": [{"field": "amount", "function": "sum"}]})["groups"]
    assert [(one_["key"], one_["measures"]) for one_ in groups] == [
        ([None], [None]),
        (["a"], ["2.00"]),
        (["b"], ["-1.50"]),
    ]
    assert [item["id"] for item in page(work, wide, {"search": "重庆"})["items"]] == [one]


def test_late_fields_are_changed_emptied_and_unique(work):
    wide = work.entity("wide")
    one = save_records.create(work, wide, {"name": "A", "word": "x", "price": {"amount": "1"}, "key": "K"})
    save_records.update(work, wide, Update(one, None, {"word": "y", "price": None}))
    found = read_records.read_one(work, wide, one)["values"]
    assert (found["word"], found["price"], found["key"]) == ("y", None, "K")
    result = save_records.create_many(work, wide, [{"name": "B", "key": "k"}])
    assert [problem.code for problem in result.failed[0]] == ["not_unique"]
    changes = read_records.history_of(work, wide, one)["items"][0]["changes"]
    assert {change["field"]: change["before"] for change in changes} == {
        "word": "x",
        "price": {"amount": "1.00", "currency": "CNY"},
    }


@pytest.mark.parametrize(("kind", "count"), [("address", 300), ("address", 999), ("money", 999), ("text", 999)])
def test_as_many_fields_as_an_entity_may_have_are_filled_read_and_changed(database, space, moment, kind, count):
    names = [f"w{at}" for at in range(count)]
    publish_app(database, space, documents(*[field(name, kind, name) for name in names]))
    with opener(database, space, moment)() as work:
        wide = work.entity("wide")
        values = {"name": "A", **dict.fromkeys(names, PLACES[kind])}
        one = save_records.create(work, wide, values)
        assert read_records.read_one(work, wide, one)["values"].items() >= values.items()
        save_records.update(work, wide, Update(one, None, dict.fromkeys(names[1:])))
        (shown,) = page(work, wide, {"fields": names[:2]})["items"]
        assert shown["values"] == {"w0": PLACES[kind], "w1": None}


def test_rows_as_wide_as_they_may_be_are_filled(database, space, moment):
    names = [f"r{at}" for at in range(66)]
    rows = field("rows", "sub_table", "行", {"fields": [field(name, "address", name) for name in names]})
    publish_app(database, space, documents(rows))
    with opener(database, space, moment)() as work:
        one = save_records.create(work, work.entity("wide"), {"name": "A", "rows": [dict.fromkeys(names, ADDRESS)]})
        assert read_records.read_one(work, work.entity("wide"), one)["values"]["rows"][0]["r65"] == ADDRESS


def test_what_the_database_cannot_hold_in_one_row_is_refused_by_name(database, space, moment):
    names = [f"m{at}" for at in range(900)]
    publish_app(database, space, documents(*[field(name, "references", name, {"entity": "wide"}) for name in names]))
    with opener(database, space, moment)() as work:
        wide = work.entity("wide")
        several = [save_records.create(work, wide, {"name": "A"}) for _ in range(9)]
    refusal = pytest.raises(LimitExceeded, match="too_wide") if space.dialect == "postgresql" else nullcontext()
    with refusal, opener(database, space, moment)() as work:
        save_records.create(work, wide, {"name": "B", **dict.fromkeys(names, several)})
