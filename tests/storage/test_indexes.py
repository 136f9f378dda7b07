"""Indexes: those that lists are read by, few, none that another makes idle, and used by both databases."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import insert, select, text

from builder.metadata.conditions import All, Compare, Path
from builder.metadata.entity import Activity, Entity, WantedIndex
from builder.metadata.field_types.base import Operator
from builder.metadata.model import View
from builder.metadata.query import GroupKey, Sort
from builder.metadata.relative import Moment
from builder.metadata.rights import full_rights
from builder.storage.asker import Asker
from builder.storage.catalog import Catalog
from builder.storage.catalogs import tables_of
from builder.storage.head import bump, hold_alone, read_head
from builder.storage.indexes import MOST_INDEXES, wanted_indexes
from builder.storage.layout import load_layouts
from builder.storage.layout_planning import plan_layout
from builder.storage.publish import lay_out
from builder.storage.query.comparisons import compare
from builder.storage.query.scope import Scope
from builder.storage.space import Space
from tests.storage.hand_made import entity, field, model, options

SPACE = Space("sqlite", "main")
NAME, SIZE = field("name"), field("size", "number")
KIND = field("kind", "select", options=options("f_kind", "low", "high"))
PLACE = field("place", "location")


def path(made: Entity, item: Any) -> Path:
    return Path((), made, item)


def columns(made: Entity, *views: View) -> list[tuple[str, ...]]:
    found = model(made)
    with_views = type(found)(**{**vars(found), "views": {one.id: one for one in views}})
    layout = plan_layout(with_views, made, None)
    *found_ones, trash = wanted_indexes(SPACE, with_views, made, layout)
    assert (trash.columns, trash.living) == (("updated_at", "id"), False)
    assert all(one.living for one in found_ones)
    return [one.columns for one in found_ones]


def view(made: Entity, name: str, **more: Any) -> View:
    return View(f"v_{name}", name, {}, made, **more)


def equal(made: Entity, item: Any, value: Any) -> Compare:
    return Compare(path(made, item), Operator.EQ, value)


def test_a_reference_an_owner_and_a_stage_are_indexed():
    customer = field("customer", "reference", settings={"entity": "e_lead"})
    made = entity("lead", NAME, customer, ownable=True, flows=("any",))
    assert columns(made)[:3] == [("f_customer", "id"), ("owner", "id"), ("stage", "id")]


def test_a_view_is_indexed_by_what_it_holds_equal_then_by_its_sort():
    made = entity("lead", NAME, SIZE, KIND)
    wanted = view(made, "high", filter=All((equal(made, KIND, "o_high"),)), sort=(Sort(path(made, SIZE), True),))
    assert ("f_kind", "f_size", "id") in columns(made, wanted)


def test_levels_that_go_different_ways_are_indexed_so():
    made = entity("lead", NAME, SIZE)
    wanted = view(made, "mixed", sort=(Sort(path(made, SIZE), True), Sort(path(made, NAME), False)))
    assert ("f_size", "-f_name__sort", "-id") in columns(made, wanted)


def test_a_grouped_view_with_totals_needs_no_row():
    made = entity("lead", NAME, SIZE, KIND)
    document = {"totals": [{"field": "f_size", "function": "sum"}]}
    wanted = view(made, "grouped", group=(GroupKey(path(made, KIND)),), document=document)
    assert ("f_kind", "f_size") in columns(made, wanted)


def test_a_board_is_indexed_by_its_column_with_its_order_and_by_what_it_sums():
    revenue = field("revenue", "money")
    made = entity("lead", NAME, SIZE, revenue, KIND)
    wanted = view(
        made,
        "board",
        type="board",
        sort=(Sort(path(made, SIZE), True),),
        document={"board": {"field": "f_kind", "sum": "f_revenue.amount"}},
    )
    found = columns(made, wanted)
    assert ("f_kind", "f_size", "id") in found
    assert ("f_kind", "f_revenue__currency", "f_revenue__amount") in found


def test_a_calendar_is_indexed_by_each_of_its_dates():
    due, done = field("due", "date"), field("done", "datetime")
    made = entity("task", NAME, due, done)
    wanted = view(made, "days", type="calendar", document={"calendar": {"start": "f_due", "also": ["f_done"]}})
    assert {("f_due", "id"), ("f_done", "id")} <= set(columns(made, wanted))


def test_a_total_of_money_brings_its_currency_into_the_index():
    revenue = field("revenue", "money")
    made = entity("lead", NAME, revenue, KIND)
    document = {"totals": [{"field": "f_revenue", "function": "sum"}]}
    wanted = view(made, "grouped", group=(GroupKey(path(made, KIND)),), document=document)
    assert ("f_kind", "f_revenue__currency", "f_revenue__amount") in columns(made, wanted)


def test_an_index_that_begins_another_is_left_out():
    made = entity("lead", NAME, SIZE)
    short, long = view(made, "a", sort=(Sort(path(made, SIZE)),)), (SIZE, NAME)
    wanted = Entity(**{**_given(made), "indexes": (WantedIndex("i_1", tuple(path(made, one) for one in long)),)})
    found = columns(wanted, short)
    assert len(set(found)) == len(found)
    assert not [one for one in found if any(one != other and other[: len(one)] == one for other in found)]


def _given(made: Entity) -> dict[str, Any]:
    return {key: value for key, value in vars(made).items() if key not in ("by_id", "by_name")}


def test_there_are_few_however_many_views_there_are():
    fields = [field(f"n{number}", "number") for number in range(20)]
    made = entity("lead", *fields)
    views = [view(made, f"v{at}", sort=(Sort(path(made, one)),)) for at, one in enumerate(fields)]
    assert len(columns(made, *views)) == MOST_INDEXES
    asked = Entity(**{**_given(made), "indexes": (WantedIndex("i_1", (path(made, fields[-1]),)),)})
    assert len(columns(asked, *views)) == MOST_INDEXES + 1


def test_what_lives_aside_is_not_indexed():
    fields = [field(f"n{number}", "number") for number in range(201)]
    made = entity("lead", *fields)
    assert columns(made, view(made, "late", sort=(Sort(path(made, fields[200])),))) == [("f_n0", "id")]


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
def test_the_databases_use_the_index_of_a_view(database, space, direction):
    made = entity("lead", NAME, SIZE, KIND)
    wanted = view(made, "high", filter=equal(made, KIND, "o_high"), sort=(Sort(path(made, SIZE), direction == "DESC"),))
    found = model(made)
    with_view = type(found)(**{**vars(found), "views": {wanted.id: wanted}})
    with database.write() as conn:
        hold_alone(conn, space)
        lay_out(conn, space, None, with_view)
        bump(conn, space, "layout_rev")
        tables = tables_of(space, load_layouts(conn, space)["e_lead"])
        rows = [{"id": n, "version": 1, "f_size": n % 700 or None, "f_kind": 10 + n % 2 * 10} for n in range(1, 6_001)]
        conn.execute(insert(tables.main), rows)
    nulls = "" if space.schema is None else " NULLS FIRST" if direction == "ASC" else " NULLS LAST"
    query = (
        f"SELECT id FROM {tables.main.fullname} WHERE deleted_at IS NULL AND f_kind = 20 "
        f"ORDER BY f_size {direction}{nulls}, id {direction} LIMIT 50"
    )
    with database.write() as conn:
        conn.execute(text(f"ANALYZE {tables.main.fullname}"))
        explain = "EXPLAIN QUERY PLAN " if space.schema is None else "EXPLAIN "
        plan = "\n".join(str(row) for row in conn.execute(text(explain + query)))
    (index,) = [one.name for one in tables.layout.indexes.values() if one.columns == ("f_kind", "f_size", "id")]
    assert index in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


@pytest.mark.parametrize(
    "query",
    [
        "SELECT id FROM {table} WHERE deleted_at IS NOT NULL ORDER BY updated_at DESC{last}, id DESC LIMIT 50",
        "SELECT count(*) FROM {table} WHERE deleted_at IS NOT NULL",
        "SELECT id FROM {table} WHERE deleted_at < 5 ORDER BY updated_at, id LIMIT 50",
    ],
    ids=["list", "count", "purge"],
)
def test_the_databases_look_for_deleted_records_among_these_alone(database, space, query):
    made = entity("lead", NAME, SIZE)
    with database.write() as conn:
        hold_alone(conn, space)
        lay_out(conn, space, None, model(made))
        bump(conn, space, "layout_rev")
        tables = tables_of(space, load_layouts(conn, space)["e_lead"])
        rows = [{"id": n, "version": 1, "updated_at": n, "f_size": n, "deleted_at": None} for n in range(1, 6_001)]
        rows += [{**row, "id": -row["id"], "deleted_at": 7} for row in rows[:9]]
        conn.execute(insert(tables.main), rows)
    with database.write() as conn:
        conn.execute(text(f"ANALYZE {tables.main.fullname}"))
        explain = "EXPLAIN QUERY PLAN " if space.schema is None else "EXPLAIN "
        last = " NULLS LAST" if space.schema is not None and tables.main.c.updated_at.nullable else ""
        asked = query.format(table=tables.main.fullname, last=last)
        plan = "\n".join(str(row) for row in conn.execute(text(explain + asked)))
    assert f"{tables.main.name}_trash" in plan, plan


def test_activities_are_read_by_subject_the_last_one_first():
    subject, happened = field("about", "reference", settings={"entity": "e_call"}), field("happened", "datetime")
    made = entity("call", subject, happened, activity=Activity(subject, happened))
    assert ("f_about", "f_happened") in [one[:2] for one in columns(made)]


EMAIL = field("email", "email", searchable=True)


def test_addresses_are_indexed_in_lower_case():
    made = entity("lead", NAME, EMAIL)
    assert ("~f_email", "id") in columns(made)
    made = entity("lead", NAME, EMAIL, SIZE)
    wanted = view(made, "theirs", filter=equal(made, EMAIL, "a@b.example"), sort=(Sort(path(made, SIZE)),))
    assert ("~f_email", "f_size", "id") in columns(made, wanted)


@pytest.mark.parametrize("op", [Operator.EQ, Operator.IN])
def test_the_databases_use_the_index_of_an_address_whatever_its_case(database, space, op):
    made = entity("lead", NAME, EMAIL)
    with database.write() as conn:
        hold_alone(conn, space)
        lay_out(conn, space, None, model(made))
        bump(conn, space, "layout_rev")
        tables = tables_of(space, load_layouts(conn, space)["e_lead"])
        rows = [{"id": n, "version": 1, "f_email": f"Info{n % 700}@b.example"} for n in range(1, 6_001)]
        conn.execute(insert(tables.main), rows)
        conn.execute(text(f"ANALYZE {tables.main.fullname}"))
        catalog = Catalog(space, read_head(conn, space), model(made), {"e_lead": tables.layout}, {"e_lead": tables})
        scope = Scope(Asker(catalog, full_rights(1), Moment(0)), made, trusted=True)
        value = "INFO7@b.example" if op is Operator.EQ else ["INFO7@b.example", "info8@B.example"]
        where = compare(scope, Compare(path(made, EMAIL), op, value), False)
        query = select(scope.root.c.id).where(where, scope.root.c.deleted_at.is_(None))
        written = str(query.compile(conn, compile_kwargs={"literal_binds": True})).replace("%%", "%")
        explain = "EXPLAIN QUERY PLAN " if space.schema is None else "EXPLAIN "
        plan = "\n".join(str(row) for row in conn.execute(text(explain + written)))
    (index,) = [one.name for one in tables.layout.indexes.values() if one.columns == ("~f_email", "id")]
    assert index in plan
