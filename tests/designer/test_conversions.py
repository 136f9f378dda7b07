"""Before and after a change of type a builder is told which values do not fit."""

from __future__ import annotations

from typing import Any

import pytest

from builder.designer import publishing
from builder.designer.conversions import conversion_document
from builder.runtime import read_records, save_records, trash_records
from builder.storage import conversion_trial
from builder.storage.engine import Database
from builder.storage.space import Space
from tests.designer.conftest import Designer, field, new_member

APP = {"kind": "app", "name": "shop", "label": {"en": "Shop"}}


def orders(size: str, row_size: str = "text") -> list[dict[str, Any]]:
    inner = [field("word"), field("size", row_size)]
    fields = [field("name"), field("size", size), field("lines", "sub_table", settings={"fields": inner})]
    return [APP, {"kind": "entity", "name": "order", "label": {"en": "Order"}, "title": ["name"], "fields": fields}]


@pytest.fixture
def shop(database: Database, space: Space) -> Designer:
    designer = Designer(database, new_member(database, space, "anna@example.com"))
    designer.publish(orders("text"))
    with designer.writing() as work:
        order = work.entity("order")
        rows = [{"word": "a", "size": "7"}, {"word": "b", "size": "seven"}]
        for size in ("12", "about 12 pieces", None, "x" * 300):
            save_records.create(work, order, {"name": "O", "size": size, "lines": rows})
        gone = save_records.create(work, order, {"name": "P", "size": "gone"})
        trash_records.delete(work, order, gone)
    return designer


def told(designer: Designer, documents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    with designer.reading() as work:
        checked = publishing.check(work, "shop", documents)
    assert checked.problems == ()
    return [conversion_document(trial) for trial in checked.conversions]


def test_a_check_tells_which_values_do_not_fit_and_a_publish_tells_again(shop: Designer) -> None:
    (found,) = told(shop, orders("integer"))
    assert {key: found[key] for key in ("entity", "field", "from", "to", "judged", "unfit", "complete")} == {
        "entity": "order", "field": "size", "from": "text", "to": "integer", "judged": 4, "unfit": 3, "complete": True,
    }  # fmt: skip
    assert [example["value"] for example in found["examples"]] == ["about 12 pieces", "x" * 100, "gone"]
    published = shop.publish(orders("integer"), "shop")
    assert [conversion_document(trial) for trial in published.conversions] == [found]
    assert told(shop, orders("integer")) == []


def test_rows_of_sub_tables_are_tried_too(shop: Designer) -> None:
    (found,) = told(shop, orders("text", "integer"))
    assert (found["field"], found["judged"], found["unfit"]) == ("lines.size", 8, 4)
    assert {example["value"] for example in found["examples"]} == {"seven"}


def test_of_a_large_table_the_first_records_are_tried(shop: Designer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversion_trial, "MOST_JUDGED", 2)
    (found,) = told(shop, orders("integer"))
    assert (found["judged"], found["unfit"], found["complete"]) == (2, 1, False)


@pytest.mark.parametrize(
    ("kind", "settings"), [("user", {}), ("department", {}), ("users", {}), ("reference", {"entity": "order"})]
)
def test_a_number_in_a_text_names_nobody(shop: Designer, kind: str, settings: dict[str, Any]) -> None:
    documents = orders("text")
    size = next(item for item in documents[1]["fields"] if item["name"] == "size")
    size |= {"type": kind, "settings": settings}
    (found,) = told(shop, documents)
    assert (found["judged"], found["unfit"]) == (4, 4)
    shop.publish(documents, "shop")
    assert [value for value in sizes(shop) if value] == []
    shop.publish(orders("text"), "shop")
    assert "12" in sizes(shop)


def test_what_changes_no_type_tries_nothing(shop: Designer) -> None:
    changed = orders("text")
    changed[1]["label"] = {"en": "Purchase"}
    assert told(shop, changed) == []


def sizes(designer: Designer) -> list[Any]:
    with designer.reading() as work:
        request = {"fields": ["size"], "sort": [{"field": "id"}]}
        return [item["values"]["size"] for item in read_records.page(work, work.entity("order"), request)["items"]]


def test_a_type_that_is_taken_back_loses_nothing(shop: Designer) -> None:
    before = sizes(shop)
    assert before == ["12", "about 12 pieces", None, "x" * 300]
    for kind in ("integer", "date", "text"):
        shop.publish(orders(kind), "shop")
    assert sizes(shop) == before


def test_what_was_written_in_between_is_not_replaced_by_what_was_before(shop: Designer) -> None:
    shop.publish(orders("integer"), "shop")
    assert sizes(shop) == [12, None, None, None]
    with shop.writing() as work:
        order = work.entity("order")
        ids = [
            item["id"] for item in read_records.page(work, order, {"fields": [], "sort": [{"field": "id"}]})["items"]
        ]
        for record, size in ((ids[0], None), (ids[1], 7)):
            save_records.update(work, order, save_records.Update(record, None, {"size": size}))
        new = save_records.create(work, order, {"name": "N", "size": 9})
    shop.publish(orders("text"), "shop")
    assert sizes(shop) == [None, "7", None, "x" * 300, "9"]
    with shop.writing() as work:
        assert read_records.read_one(work, work.entity("order"), new)["values"]["size"] == "9"


@pytest.mark.parametrize("row", [False, True], ids=["field", "column"])
def test_where_no_history_is_kept_nothing_that_was_written_in_between_is_replaced(
    database: Database, space: Space, row: bool
) -> None:
    designer = Designer(database, new_member(database, space, "bob@example.com"))

    def publish(kind: str) -> None:
        documents = orders(kind, kind)
        for item in documents[1]["fields"][1:]:
            item["tracked"] = False
        designer.publish(documents, "shop" if kind != "text" or found else None)

    def line(record: int) -> dict[str, Any]:
        with designer.reading() as work:
            values = read_records.read_one(work, work.entity("order"), record)["values"]
        return values["lines"][0] if row else values

    def save(record: int, size: Any) -> None:
        given = {"lines": [{**line(record), "size": size}]} if row else {"size": size}
        with designer.writing() as work:
            save_records.update(work, work.entity("order"), save_records.Update(record, None, given))

    found: list[int] = []
    publish("text")
    with designer.writing() as work:
        for size in ("12", "12", "about 12", "about 12"):
            lines = [{"word": "a", "size": size}]
            found.append(save_records.create(work, work.entity("order"), {"name": "O", "size": size, "lines": lines}))
    publish("integer")
    save(found[1], None)
    save(found[3], 7)
    publish("text")
    assert [line(record).get("size") for record in found] == ["12", None, "about 12", "7"]


def test_a_field_that_was_a_sub_table_for_a_while_has_its_values_again(shop: Designer) -> None:
    before = sizes(shop)
    documents = orders("sub_table")
    documents[1]["fields"][1]["settings"] = {"fields": [field("word")]}
    shop.publish(documents, "shop")
    assert sizes(shop) == [None] * 4
    shop.publish(orders("text"), "shop")
    assert sizes(shop) == before


PARTED: list[tuple[str, dict[str, Any], Any]] = [
    ("date_range", {}, {"start": "2026-01-01", "end": "2026-01-05"}),
    ("number_range", {"decimals": 2}, {"min": "1.00", "max": "2.00"}),
    ("address", {}, {"country": "CN", "province": "浙江省", "city": "杭州市", "detail": "文三路 1 号"}),
    ("location", {}, {"longitude": "120.100000", "latitude": "30.200000", "label": "总部"}),
    ("money", {}, {"amount": "12.50", "currency": "CNY"}),
    ("reference_any", {"entities": ["order"]}, None),
]


@pytest.mark.parametrize(("kind", "settings", "value"), PARTED, ids=[kind for kind, _, _ in PARTED])
def test_a_value_of_several_parts_is_the_same_after_its_type_is_taken_back(
    database: Database, space: Space, kind: str, settings: dict[str, Any], value: Any
) -> None:
    designer = Designer(database, new_member(database, space, "anna@example.com"))

    def documents(kind: str, settings: dict[str, Any]) -> list[dict[str, Any]]:
        fields = [field("name"), field("size", kind, settings=settings)]
        return [APP, {"kind": "entity", "name": "order", "label": {"en": "Order"}, "title": ["name"], "fields": fields}]

    designer.publish(documents(kind, settings))
    with designer.writing() as work:
        order = work.entity("order")
        first = save_records.create(work, order, {"name": "First"})
        given = {"entity": "order", "id": first} if value is None else value
        save_records.create(work, order, {"name": "Second", "size": given})
    before = sizes(designer)
    for between in ("text", "long_text", "json"):
        designer.publish(documents(between, {}), "shop")
        designer.publish(documents(kind, settings), "shop")
        assert sizes(designer) == before


def test_a_range_keeps_its_ends_when_its_decimals_change(database: Database, space: Space) -> None:
    designer = Designer(database, new_member(database, space, "anna@example.com"))

    def documents(decimals: int) -> list[dict[str, Any]]:
        fields = [field("name"), field("size", "number_range", settings={"decimals": decimals})]
        return [APP, {"kind": "entity", "name": "order", "label": {"en": "Order"}, "title": ["name"], "fields": fields}]

    designer.publish(documents(2))
    with designer.writing() as work:
        save_records.create(work, work.entity("order"), {"name": "O", "size": {"min": "1.00", "max": "2.00"}})
    published = designer.publish(documents(1), "shop")
    assert [trial.unfit for trial in published.conversions] == [0]
    assert sizes(designer) == [{"min": "1.0", "max": "2.0"}]
    designer.publish(documents(2), "shop")
    assert sizes(designer) == [{"min": "1.00", "max": "2.00"}]


@pytest.mark.parametrize(
    ("zone", "kind", "settings", "read"),
    [
        ("Asia/Shanghai", "date", {}, "2026-01-02"),
        ("Asia/Shanghai", "date", {"precision": "month"}, "2026-01"),
        ("Asia/Shanghai", "time", {}, "00:30:05"),
        ("America/New_York", "date", {}, "2026-01-01"),
        ("America/New_York", "time", {}, "11:30:05"),
        ("America/New_York", "text", {}, "2026-01-01 11:30:05"),
    ],
)
def test_a_moment_becomes_its_day_or_hour_where_the_workspace_is_and_comes_back_whole(
    shop: Designer, zone: str, kind: str, settings: dict[str, Any], read: str
) -> None:
    place = {"kind": "settings", "name": "workspace", "label": {"en": "Settings"}, "time_zone": zone}
    shop.publish([*orders("datetime", "datetime"), place], "shop")
    moment = "2026-01-01T16:30:05Z"
    with shop.writing() as work:
        made = save_records.create(
            work, work.entity("order"), {"name": "M", "size": moment, "lines": [{"size": moment}]}
        )
    changed = orders(kind, kind)
    for item in (changed[1]["fields"][1], changed[1]["fields"][2]["settings"]["fields"][1]):
        item["settings"] = settings
    assert [found["unfit"] for found in told(shop, changed)] == [0, 0]
    shop.publish(changed, "shop")
    assert _sizes_of(shop, made) == (read, read)
    shop.publish(orders("datetime", "datetime"), "shop")
    assert _sizes_of(shop, made) == (moment, moment)


def _sizes_of(designer: Designer, record: int) -> tuple[Any, Any]:
    with designer.reading() as work:
        values = read_records.read_one(work, work.entity("order"), record)["values"]
    return values["size"], values["lines"][0]["size"]
