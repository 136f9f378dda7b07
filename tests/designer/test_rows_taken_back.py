"""Columns of a sub-table, and the sub-table itself, that change their type or go and come back: nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from builder.designer import publishing
from builder.designer.conversions import conversion_document
from builder.designer.exporting import export_app
from builder.runtime import read_records, save_records, trash_records
from builder.storage import deferred_work, expired_rows, publish
from builder.storage.engine import Database
from builder.storage.space import Space
from tests.designer.conftest import Designer, named
from tests.designer.orders import Orders

SIZES = ["12", "many", None]


@pytest.fixture
def orders(database: Database, space: Space, designer: Designer) -> Orders:
    return Orders(database, space, designer.account)


def without(rows: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [{key: value for key, value in row.items() if key != name} for row in rows]


@pytest.mark.parametrize("between", [["integer"], ["date"], ["integer", "date"], ["long_text", "number", "rating"]])
def test_a_type_that_is_taken_back_loses_nothing(orders: Orders, between: list[str]) -> None:
    before = orders.rows()
    for kind in (*between, "text"):
        orders.change("size", kind)
    assert orders.rows() == before


def test_a_type_is_taken_back_beside_rows_that_changed_elsewhere(orders: Orders) -> None:
    orders.change("size", "integer")
    rows = orders.rows()
    rows[1]["word"] = "changed"
    orders.save(lines=[rows[1], rows[0], rows[2]])
    orders.change("size", "text")
    assert orders.column("word") == ["changed", "a", "c"]
    assert orders.column("size") == ["many", "12", None]


def test_what_was_written_in_between_is_not_replaced_by_what_was_before(orders: Orders) -> None:
    orders.change("size", "integer")
    rows = orders.rows()
    rows[0]["size"], rows[1]["size"] = None, 7
    orders.save(lines=[*rows, {"word": "d", "size": 9}])
    rows = orders.rows()
    rows[1]["size"] = None
    orders.save(lines=rows)
    orders.change("size", "text")
    assert orders.column("size") == [None, None, None, "9"]


def test_many_rows_are_given_back_by_a_job(orders: Orders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "FEW_RECORDS", 3)
    monkeypatch.setattr(deferred_work, "CHUNK", 2)
    for kind in ("integer", "text"):
        (job,) = orders.change("size", kind)
        assert orders.run(job).state == "done"
    assert orders.column("size") == SIZES


def test_a_row_that_was_taken_out_and_put_back_has_what_it_had_in_other_types(orders: Orders) -> None:
    before = orders.rows()
    orders.change("size", "integer")
    change_set = orders.save_in_bulk(lines=orders.rows()[2:])
    orders.take_back(change_set)
    orders.change("size", "text")
    assert orders.rows() == before


def test_a_column_that_comes_back_has_what_it_held(orders: Orders) -> None:
    before = orders.rows()
    column = orders.drop("size")
    assert orders.rows() == without(before, "size")
    rows = orders.rows()
    rows[0]["word"] = "changed"
    orders.save(lines=rows)
    orders.bring_back(column)
    assert orders.column("size") == SIZES
    assert orders.column("word") == ["changed", "b", "c"]


def test_the_history_does_not_tell_that_a_hidden_column_was_emptied(orders: Orders) -> None:
    before = orders.rows()
    column = orders.drop("size")
    rows = orders.rows()
    rows[0]["word"] = "changed"
    orders.save(lines=rows)
    orders.bring_back(column)
    (told,) = orders.story()[0]
    assert told["before"] == before
    assert told["after"] == orders.rows()


def test_an_undo_leaves_alone_what_was_hidden_when_the_change_was_made(orders: Orders) -> None:
    before = orders.rows()
    column = orders.drop("size")
    rows = orders.rows()
    rows[0]["word"] = "changed"
    change_set = orders.save_in_bulk(lines=rows[:2])
    orders.bring_back(column)
    assert orders.column("size") == ["12", "many"]
    assert orders.take_back(change_set).conflicts == []
    assert orders.rows() == before


def test_an_undo_while_a_column_is_hidden_brings_rows_back_with_it(orders: Orders) -> None:
    before = orders.rows()
    change_set = orders.save_in_bulk(lines=orders.rows()[2:])
    column = orders.drop("size")
    assert orders.take_back(change_set).conflicts == []
    assert orders.rows() == without(before, "size")
    orders.bring_back(column)
    assert orders.rows() == before


def test_a_row_that_was_taken_out_and_put_back_while_a_column_was_hidden_has_it_again(orders: Orders) -> None:
    before = orders.rows()
    column = orders.drop("size")
    change_set = orders.save_in_bulk(lines=[])
    assert orders.rows() == []
    orders.take_back(change_set)
    orders.bring_back(column)
    assert orders.rows() == before


def test_a_sub_table_that_comes_back_has_its_rows(orders: Orders) -> None:
    before = orders.rows()
    gone: list[dict[str, Any]] = []
    orders.edit(lambda fields: gone.append(fields.pop(1)))
    orders.save(name="Q")
    orders.edit(lambda fields: fields.append(gone[0]))
    assert orders.rows() == before
    assert [[change["field"] for change in changes] for changes in orders.story()] == [["name"], []]


@pytest.mark.parametrize("kind", ["text", "integer", "long_text", "json"])
def test_a_field_that_is_a_sub_table_again_has_its_rows(orders: Orders, kind: str) -> None:
    before = orders.rows()
    orders.change("size", "integer")
    retyped = orders.drop("price")
    settings = retype(orders, kind)
    with orders.reading() as work:
        assert read_records.read_one(work, work.entity("order"), orders.order)["values"]["lines"] is None
    retype(orders, "sub_table", settings)
    orders.change("size", "text")
    orders.bring_back(retyped)
    assert orders.rows() == before
    with orders.writing() as work:
        made = save_records.create(work, work.entity("order"), {"name": "N", "lines": [{"word": "n"}]})
    with orders.reading() as work:
        values = read_records.read_one(work, work.entity("order"), made)["values"]
    assert [row["word"] for row in values["lines"]] == ["n"]


def test_rows_do_not_come_back_over_what_was_written_meanwhile(orders: Orders) -> None:
    change_set = orders.save_in_bulk(lines=orders.rows()[:2])
    settings = retype(orders, "text")
    orders.save(lines="in words")
    retype(orders, "sub_table", settings)
    assert orders.rows() == []
    undone = orders.take_back(change_set, "rest")
    assert [(one["code"], one["fields"]) for one in undone.conflicts] == [("type_changed", ["lines"])]
    with orders.reading() as work:
        found = read_records.page(work, work.entity("order"), {"filter": {"field": "lines", "op": "not_blank"}})
    assert [item["values"]["name"] for item in found["items"]] == ["P"]
    assert orders.story()


def test_a_changed_column_hides_nothing_else_in_the_history(orders: Orders) -> None:
    before = orders.rows()
    rows = orders.rows()
    rows[0]["word"] = "changed"
    orders.save(lines=rows)
    orders.change("size", "integer")
    (told,) = orders.story()[0]
    assert without(told["before"], "size") == without(before, "size")
    assert [row.get("size") for row in told["before"]] == [None, None, None]


def test_an_undo_writes_no_value_of_a_type_that_a_column_had_once(orders: Orders) -> None:
    rows = orders.rows()
    rows[0]["size"] = "13"
    change_set = orders.save_in_bulk(lines=rows)
    orders.change("size", "integer")
    undone = orders.take_back(change_set, "rest")
    assert [(one["code"], one["fields"]) for one in undone.conflicts] == [("type_changed", ["lines"])]
    assert orders.column("size") == [13, None, None]


def test_a_check_tells_that_rows_will_not_be_seen_in_another_type(orders: Orders) -> None:
    with orders.reading() as work:
        order = named(export_app(work, "shop")["documents"], "order")
        named(order["fields"], "lines").update(type="text", settings={})
        (told,) = map(conversion_document, publishing.check(work, "shop", [order]).conversions)
    assert (told["field"], told["from"], told["to"]) == ("lines", "sub_table", "text")
    assert (told["judged"], told["unfit"], told["complete"]) == (2, 2, True)
    assert told["examples"][0]["record"] == orders.order


def test_records_that_go_for_good_take_rows_of_former_types_along(orders: Orders) -> None:
    orders.save(lines=orders.rows()[1:])
    with orders.reading() as work:
        rows = work.catalog.tables[work.entity("order").id].children
    (child,) = rows.values()
    retype(orders, "text")
    with orders.writing() as work:
        trash_records.delete(work, work.entity("order"), orders.order)
    with orders.writing() as work:
        assert len(work.conn.execute(select(child.main.c.id)).all()) == 4
        expired_rows.purge(work.conn, work.catalog, work.entity("order"), [orders.order])
        assert len(work.conn.execute(select(child.main.c.id)).all()) == 1


def retype(orders: Orders, kind: str, settings: dict[str, Any] | None = None) -> dict[str, Any]:
    """Give the sub-table another type, and return what its settings were."""
    before: list[dict[str, Any]] = []

    def change(fields: list[dict[str, Any]]) -> None:
        item = named(fields, "lines")
        before.append(item.get("settings", {}))
        item.update(type=kind, settings=settings or {})

    orders.edit(change)
    return before[0]
