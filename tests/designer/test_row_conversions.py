"""Fields of the rows of a sub-table that get another type keep their values, as ordinary fields do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from builder.runtime import read_records, save_records
from builder.runtime.save_records import Update
from builder.storage import deferred_work, publish
from builder.storage.engine import Database
from builder.storage.space import Space
from tests.designer.conftest import Designer
from tests.designer.orders import GRADES, Orders


@pytest.fixture
def orders(database: Database, space: Space, designer: Designer) -> Orders:
    return Orders(database, space, designer.account)


CHANGES = [
    ("size", "integer", {}, [12, None, None]),
    ("size", "number", {"decimals": 1}, ["12.0", None, None]),
    ("price", "number", {"decimals": 4}, ["1.2500", "-3.0000", None]),
    ("price", "text", {}, ["1.25", "-3.00", None]),
    ("grade", "text", {}, ["High", "Low", None]),
    ("day", "text", {}, ["2026-01-05", None, None]),
    ("note", "integer", {}, [7, None, None]),
    ("word", "select", GRADES, [None, None, None]),
]
IDS = [f"{name} to {kind}" for name, kind, _, _ in CHANGES]


@pytest.mark.parametrize(("name", "kind", "settings", "expected"), CHANGES, ids=IDS)
def test_rows_keep_their_values_through_a_change_of_type(
    orders: Orders, name: str, kind: str, settings: dict[str, Any], expected: list[Any]
) -> None:
    assert orders.change(name, kind, **settings) == ()
    assert orders.column(name) == expected
    assert orders.column("word" if name != "word" else "size")[:2] == (["a", "b"] if name != "word" else ["12", "many"])


def test_many_rows_are_converted_by_a_job_that_leaves_later_changes_alone(
    orders: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "FEW_RECORDS", 3)
    monkeypatch.setattr(deferred_work, "CHUNK", 2)
    (job,) = orders.change("size", "integer")
    assert orders.column("size") == [None, None, None]
    with orders.writing() as work:
        entity = work.entity("order")
        rows = read_records.read_one(work, entity, orders.order)["values"]["lines"]
        rows[2]["size"] = 99
        save_records.update(work, entity, Update(orders.order, 1, {"lines": rows}))
    done = orders.run(job)
    assert done.state == "done", done.error
    assert done.result == {"converted": 4, "unfit": 1, "records": [orders.order]}
    assert orders.column("size") == [12, None, 99]


def test_a_conversion_of_rows_that_was_torn_away_goes_on(orders: Orders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "FEW_RECORDS", 3)
    monkeypatch.setattr(deferred_work, "CHUNK", 1)
    (job,) = orders.change("price", "text")
    real: Callable[..., Any] = deferred_work.convert_chunk
    taken = 0

    def dying(*given: Any) -> Any:
        nonlocal taken
        taken += 1
        if taken == 2:
            raise SystemExit("killed")
        return real(*given)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(deferred_work, "convert_chunk", dying)
        with pytest.raises(SystemExit):
            orders.run(job)
    assert orders.column("price") == ["1.25", None, None]
    monkeypatch.setattr(orders.workspaces, "clock", lambda: 2_000_000_000_000_000)
    assert orders.run(job).state == "done"
    assert orders.column("price") == ["1.25", "-3.00", None]
