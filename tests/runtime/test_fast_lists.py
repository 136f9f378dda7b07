"""Lists made fast: a slow filter and order get an index of their own, which both databases then use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from sqlalchemy import inspect, text

from builder.errors import Invalid, LimitExceeded, NotAllowed, NotFound
from builder.jobs import queue
from builder.runtime import fast_lists, personal_views, read_records
from builder.runtime.fast_list_uses import DAY, FastListUses
from builder.runtime.fast_lists import KEPT_UNUSED, MOST_FAST_LISTS
from builder.storage import deferred_work, fast_list_rows
from builder.storage.catalogs import load_catalog
from builder.storage.ddl import refresh_statistics
from builder.storage.deferred_work import INDEX_BUILD, Pace, build_index
from builder.storage.head import hold_alone
from builder.storage.layout import from_text, load_layouts, save_layout
from builder.storage.publish import lay_out
from builder.storage.query.prepared import PlainStatement

MANY, NUMBERS = 60_000, count()
FEW = {"field": "response_time", "op": "gt", "value": MANY - 3}
MOST = {"field": "response_time", "op": "gt", "value": 5}
SLOW = {"filter": FEW, "sort": [{"field": "founded_on"}]}
"""Few match, and no index serves the order."""


def company_tables(conn, space):
    catalog = load_catalog(conn, space)
    company = catalog.model.entity("company")
    return company, catalog.tables[company.id]


def fill(database, space, many: int) -> None:
    """Put many companies in at once, by the database itself."""
    with database.write() as conn:
        company, tables = company_tables(conn, space)
        names = ("response_time", "founded_on", "tier")
        columns = [tables.layout.fields[company.by_name[name].id].columns["value"] for name in names]
        conn.execute(
            text(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many) "
                f"INSERT INTO {tables.main.fullname} (id, version, {', '.join(columns)}) "
                "SELECT i, 1, i, (i * 7919) % 20000, 10 + 10 * (i % 3) FROM n"
            ),
            {"many": many},
        )
        refresh_statistics(conn, tables.main)


@contextmanager
def alone(open_work, **asked: Any) -> Iterator[Any]:
    """A unit of work that keeps all others out, as a publish has it."""
    with open_work(**asked) as work:
        hold_alone(work.conn, work.space)
        yield work


def make(open_work, request: Any = SLOW) -> dict[str, Any]:
    with alone(open_work) as work:
        return fast_lists.make_fast(work, work.entity("company"), request)


def plans(open_work, monkeypatch, request: Any) -> str:
    """Return how the database reads the list of a request."""
    run: list[tuple[str, Any]] = []
    real = PlainStatement.rows

    def noting(self, conn, values):
        run.append((self.text, values))
        return real(self, conn, values)

    with open_work(write=False) as work:
        read_records.page(work, work.entity("company"), request)
        with monkeypatch.context() as patched:
            patched.setattr(PlainStatement, "rows", noting)
            read_records.page(work, work.entity("company"), request)
        explain = "EXPLAIN QUERY PLAN " if work.space.schema is None else "EXPLAIN "
        explain = f"/* {next(NUMBERS)} */ {explain}"  # SQLite gives a statement that it knows the plan it had
        asked = [(one, values) for one, values in run if "ORDER BY" in one and "LIMIT" in one]
        read = [PlainStatement(work.conn, explain + one).rows(work.conn, values) for one, values in asked]
    return "\n".join(str(row) for rows in read for row in rows)


def indexes(database, space):
    with database.read() as conn:
        company, _ = company_tables(conn, space)
        return from_text(load_layouts(conn, space)[company.id]).indexes


BY_DAY = [{"field": "founded_on", "direction": "asc"}]


@pytest.mark.parametrize(
    ("request_", "few"),
    [
        (SLOW, True),
        ({"filter": FEW}, True),
        ({"filter": MOST, "sort": BY_DAY}, False),
        ({"filter": {"all": [MOST, {"field": "tier", "op": "eq", "value": "high"}]}, "sort": BY_DAY}, False),
        ({"sort": [*BY_DAY, {"field": "response_time", "direction": "desc"}]}, False),
    ],
    ids=["few", "few in the usual order", "many", "many of a kind", "all"],
)
def test_a_slow_list_gets_an_index_that_is_used(open_work, database, space, monkeypatch, request_, few):
    fill(database, space, MANY)
    before = set(indexes(database, space))
    made = make(open_work, request_)
    assert made["state"] == "building"
    (name,) = set(indexes(database, space)) - before
    assert name not in plans(open_work, monkeypatch, request_)
    with database.read() as conn:
        job = queue.find(conn, space, made["job"])
    assert (job.kind, job.params["index"]) == (INDEX_BUILD, name)
    assert build_index(database, space, job.params, Pace()) == {"indexed": True}
    found = plans(open_work, monkeypatch, request_)
    assert name in found
    narrows = few and database.dialect == "postgresql"
    assert narrows or ("Sort" not in found and "TEMP B-TREE" not in found)
    with open_work() as work:
        assert [one["state"] for one in fast_lists.listed(work, work.entity("company"))] == ["ready"]


def test_an_index_serves_until_the_one_that_makes_it_idle_is_built(open_work, database, space):
    fill(database, space, MANY // 4)
    by_name = {"filter": MOST, "sort": [{"field": "name"}]}
    with database.read() as conn:
        company, tables = company_tables(conn, space)
        column = tables.layout.fields[company.by_name["name"].id].sort_key
    made = make(open_work, by_name)
    there = {one.columns: one.state for one in indexes(database, space).values()}
    assert there[column, "id"] == "ready"
    with database.read() as conn:
        params = queue.find(conn, space, made["job"]).params
    build_index(database, space, params, Pace())
    there = {one.columns: one.state for one in indexes(database, space).values()}
    assert (column, "id") not in there
    with database.read() as conn:
        names = {one["name"] for one in inspect(conn).get_indexes(space.name(company.id), schema=space.schema)}
    assert names == set(indexes(database, space))


def test_few_records_are_indexed_at_once_and_asking_again_changes_nothing(open_work, database, space):
    made = make(open_work)
    assert (made["state"], made["job"]) == ("ready", None)
    assert make(open_work) == made
    (asked,) = [one for one in indexes(database, space).values() if one.asked]
    assert asked.asked == made["id"]
    with open_work() as work:
        assert queue.recent(work.conn, space, ["queued"]) == []


def test_a_publish_keeps_the_index_and_a_withdrawn_list_gives_it_up(open_work, database, space):
    made = make(open_work)
    with alone(open_work) as work:
        lay_out(work.conn, space, work.model, work.model)
    assert [one.asked for one in indexes(database, space).values() if one.asked] == [made["id"]]
    with alone(open_work) as work:
        fast_lists.withdraw(work, work.entity("company"), made["id"])
        with pytest.raises(NotFound) as refused:
            fast_lists.withdraw(work, work.entity("company"), made["id"])
    assert refused.value.code == "unknown_fast_list"
    assert not [one for one in indexes(database, space).values() if one.asked]


def test_a_personal_view_can_be_made_fast(open_work, database, space):
    with open_work() as work:
        given = {"entity": "company", "label": {"en": "Big"}, "type": "table", **SLOW}
        view = personal_views.create(work, given)
    made = make(open_work, {"view": view["id"]})
    assert made["compared"] == ["response_time"]
    assert made["sort"] == (BY_DAY if database.dialect == "sqlite" else [])


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"sort": [{"field": "name"}]},
        {"filter": {"field": "tier", "op": "eq", "value": "high"}, "sort": [{"field": "score"}]},
        {"filter": {"field": "profile", "op": "contains", "value": "x"}},
        {"filter": {"any": [{"field": "tier", "op": "eq", "value": "high"}]}},
        {"filter": {"field": "parent_company.tier", "op": "eq", "value": "high"}},
    ],
)
def test_what_no_index_helps_is_refused(open_work, request_):
    with pytest.raises(Invalid) as refused:
        make(open_work, request_)
    assert [one.code for one in refused.value.problems] == ["no_index_helps"]


def test_only_so_many_lists_are_made_fast(open_work):
    fields = ["response_time", "margin", "rating", "founded_on", "renewal_month", "closed_at", "opens_at"]
    for name in fields[:MOST_FAST_LISTS]:
        make(open_work, {"sort": [{"field": name, "direction": "desc"}]})
    with pytest.raises(LimitExceeded) as refused:
        make(open_work, {"sort": [{"field": fields[-1]}]})
    assert (refused.value.code, refused.value.params) == ("too_many_fast_lists", {"limit": MOST_FAST_LISTS})


def test_only_those_who_may_build_make_lists_fast(open_work):
    with alone(open_work) as work:
        work.rights = replace(work.rights, administrator=False)
        company = work.entity("company")
        for ask in (
            lambda: fast_lists.make_fast(work, company, SLOW),
            lambda: fast_lists.listed(work, company),
            lambda: fast_lists.withdraw(work, company, 1),
        ):
            with pytest.raises(NotAllowed) as refused:
                ask()
            assert refused.value.params == {"action": "configure"}


def test_a_list_that_nobody_asks_for_gives_its_index_up(open_work, database, space, moment):
    kept, lost = make(open_work), make(open_work, {"sort": [{"field": "margin"}]})
    with open_work(write=False) as work:
        read_records.page(work, work.entity("company"), SLOW)
        read_records.page(work, work.entity("company"), {"sort": [{"field": "rating"}]})
        assert work.fast_lists == {kept["id"]}
    uses, later = FastListUses(database), moment.now + KEPT_UNUSED
    uses.note(space, {kept["id"]}, later)
    uses.note(space, {kept["id"]}, later + DAY - 1)
    with open_work() as work:
        rows = {row.id: row.used_at for row in fast_list_rows.of_entity(work.conn, space, work.entity("company").id)}
    assert rows == {kept["id"]: later, lost["id"]: None}
    assert fast_lists.forget_unused(database, space, later) == 0
    assert fast_lists.forget_unused(database, space, later + 1) == 1
    assert [one.asked for one in indexes(database, space).values() if one.asked] == [kept["id"]]


def test_an_index_that_nobody_wants_any_more_is_dropped_when_it_is_built(open_work, database, space, monkeypatch):
    fill(database, space, MANY // 4)
    made = make(open_work)
    with database.read() as conn:
        params = queue.find(conn, space, made["job"]).params
    real = deferred_work.create_index

    def withdrawing(conn, table, index, beside_writers=False):
        real(conn, table, index, beside_writers)
        if database.dialect == "postgresql":
            with alone(open_work) as work:
                fast_list_rows.forget(work.conn, space, [made["id"]])
                layout = from_text(load_layouts(work.conn, space)[params["entity"]])
                rest = {name: one for name, one in layout.indexes.items() if name != params["index"]}
                save_layout(work.conn, space, replace(layout, indexes=rest))

    monkeypatch.setattr(deferred_work, "create_index", withdrawing)
    wanted = database.dialect == "sqlite"
    assert build_index(database, space, params, Pace()) == {"indexed": wanted}
    with database.read() as conn:
        names = {one["name"] for one in inspect(conn).get_indexes(space.name(params["entity"]), schema=space.schema)}
    assert (params["index"] in names) is wanted
