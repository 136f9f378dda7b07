"""Publishing in the database: tables follow the model, nothing is lost, all or nothing, on both databases."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from sqlalchemy import event, insert, inspect, select, text

from builder.errors import Conflict, Invalid
from builder.metadata.definitions import OptionList
from builder.storage import publish
from builder.storage.catalogs import tables_of
from builder.storage.deferred_work import Pace, build_index, convert_column
from builder.storage.head import bump, hold_alone, read_head
from builder.storage.layout import from_text, load_layouts
from builder.storage.publish import lay_out
from tests.storage.hand_made import entity, field, model, options


def put(database, space, before, after):
    """Publish a model and return what was laid out."""
    with database.write() as conn:
        hold_alone(conn, space)
        done = lay_out(conn, space, before, after)
        bump(conn, space, "metadata_rev", "layout_rev")
    return done


def tables(conn, space, entity_id):
    return tables_of(space, load_layouts(conn, space)[entity_id])


def add(conn, found, record, **columns):
    conn.execute(insert(found.main).values(id=record, version=1, **columns))


def test_a_new_entity_has_all_its_tables(database, space):
    kinds = options("f_kind", "low", "high")
    after = model(entity("lead", field("name"), field("size", "number"), field("kind", "select", options=kinds)))
    put(database, space, None, after)
    with database.write() as conn:
        found = tables(conn, space, "e_lead")
        add(conn, found, 1, f_name="A", f_name__sort="a", f_size=250, f_kind=10)
        conn.execute(insert(found.aside).values(record=1, field="f_x", text="long"))
    with database.read() as conn:
        names = inspect(conn).get_table_names(schema=space.schema)
        assert {found.main.name, found.aside.name} <= set(names)
        assert found.layout.codes == {"f_kind": {"o_low": 10, "o_high": 20}}


def test_an_added_field_is_a_column_and_old_records_stay(database, space):
    first = model(entity("lead", field("name")))
    put(database, space, None, first)
    with database.write() as conn:
        add(conn, tables(conn, space, "e_lead"), 1, f_name="A")
    second = model(entity("lead", field("name"), field("size", "number")))
    put(database, space, first, second)
    with database.read() as conn:
        main = tables(conn, space, "e_lead").main
        assert conn.execute(select(main.c.f_name, main.c.f_size)).all() == [("A", None)]


def test_adding_a_field_costs_the_same_whatever_the_table_holds(database, space):
    first = model(entity("lead", field("name")))
    put(database, space, None, first)
    rows = 20_000
    with database.write() as conn:
        main = tables(conn, space, "e_lead").main
        conn.execute(insert(main), [{"id": n, "version": 1, "f_name": f"n{n}"} for n in range(1, rows + 1)])
    seen: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    put(database, space, first, model(entity("lead", field("name"), field("size", "number"))))
    altered = [one for one in seen if one.startswith("ALTER TABLE")]
    assert len(altered) == 1
    assert not [one for one in seen if one.startswith(("UPDATE " + main.name, "CREATE INDEX", "CREATE TABLE"))]


def test_a_deleted_field_keeps_its_values_until_it_returns(database, space):
    first = model(entity("lead", field("name"), field("size", "number")))
    put(database, space, None, first)
    with database.write() as conn:
        add(conn, tables(conn, space, "e_lead"), 1, f_name="A", f_size=7)
    second = model(entity("lead", field("name")))
    put(database, space, first, second)
    with database.read() as conn:
        assert tables(conn, space, "e_lead").layout.fields["f_size"].state == "retired"
    put(database, space, second, first)
    with database.read() as conn:
        found = tables(conn, space, "e_lead")
        assert found.layout.fields["f_size"].state == "ready"
        assert conn.execute(select(found.main.c.f_size)).scalar() == 7


def test_a_deleted_entity_keeps_its_records_until_it_returns(database, space):
    first = model(entity("lead", field("name")))
    put(database, space, None, first)
    with database.write() as conn:
        add(conn, tables(conn, space, "e_lead"), 1, f_name="A")
    put(database, space, first, model())
    with database.read() as conn:
        assert from_text(load_layouts(conn, space)["e_lead"]).state == "retired"
    put(database, space, model(), first)
    with database.read() as conn:
        found = tables(conn, space, "e_lead")
        assert found.layout.state == "ready"
        assert conn.execute(select(found.main.c.f_name)).scalar() == "A"


def test_publishing_the_same_again_changes_nothing(database, space):
    after = model(entity("lead", field("name"), field("size", "number")))
    put(database, space, None, after)
    with database.read() as conn:
        once = load_layouts(conn, space)
    seen: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    put(database, space, after, after)
    assert not [one for one in seen if one.startswith(("ALTER", "CREATE", "DROP", "INSERT"))]
    with database.read() as conn:
        assert load_layouts(conn, space) == once


def test_a_failed_publish_leaves_no_trace(database, space):
    first = model(entity("lead", field("name")))
    put(database, space, None, first)
    with database.read() as conn:
        names = set(inspect(conn).get_table_names(schema=space.schema))
        head, layouts = read_head(conn, space), load_layouts(conn, space)
    second = model(entity("lead", field("name"), field("more")), entity("deal", field("title")))

    def fail_after_publishing():
        with database.write() as conn:
            lay_out(conn, space, first, second)
            bump(conn, space, "metadata_rev")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_publishing()
    with database.read() as conn:
        assert set(inspect(conn).get_table_names(schema=space.schema)) == names
        assert (read_head(conn, space), load_layouts(conn, space)) == (head, layouts)
        columns = {one["name"] for one in inspect(conn).get_columns(space.name("e_lead"), schema=space.schema)}
        assert "f_more" not in columns


def test_a_unique_key_refuses_the_second_living_record(database, space):
    code = field("code")
    put(database, space, None, model(entity("lead", code, unique=(code,))))
    with database.write() as conn:
        found = tables(conn, space, "e_lead")
        add(conn, found, 1, u_f_code="a")
        add(conn, found, 2, u_f_code="a", deleted_at=5)
        add(conn, found, 3)
        add(conn, found, 4)
    with pytest.raises(Conflict) as refused, database.write() as conn:
        add(conn, found, 5, u_f_code="a")
    assert (refused.value.code, refused.value.params) == ("not_unique", {"key": "f_code"})


def test_a_unique_key_is_filled_from_what_is_there(database, space):
    code = field("code")
    first = model(entity("lead", code))
    put(database, space, None, first)
    with database.write() as conn:
        for record, value in enumerate(["AB", "Cd", None], start=1):
            add(conn, tables(conn, space, "e_lead"), record, f_code=value)
    put(database, space, first, model(entity("lead", code, unique=(code,))))
    with database.read() as conn:
        main = tables(conn, space, "e_lead").main
        assert list(conn.execute(select(main.c.u_f_code).order_by(main.c.id)).scalars()) == ["ab", "cd", None]


def test_a_unique_key_that_is_broken_already_refuses_the_publish(database, space):
    code = field("code")
    first = model(entity("lead", code))
    put(database, space, None, first)
    with database.write() as conn:
        for record, value in enumerate(["AB", "ab", "x"], start=1):
            add(conn, tables(conn, space, "e_lead"), record, f_code=value)
    with pytest.raises(Invalid) as refused:
        put(database, space, first, model(entity("lead", code, unique=(code,))))
    (problem,) = refused.value.problems
    assert (problem.path, problem.code) == ("lead.fields.code", "duplicates_exist")
    assert problem.params["records"] == [[1, 2]]


def test_a_unique_key_that_returns_starts_from_the_values_of_now(database, space):
    code = field("code")
    without, with_key = model(entity("lead", code)), model(entity("lead", code, unique=(code,)))
    put(database, space, None, with_key)
    put(database, space, with_key, without)
    with database.write() as conn:
        found = tables(conn, space, "e_lead")
        add(conn, found, 1, f_code="now")
    put(database, space, without, with_key)
    with database.read() as conn:
        found = tables(conn, space, "e_lead")
        column = found.main.c[found.layout.unique_columns["f_code"]]
        assert conn.execute(select(column)).scalar() == "now"


def test_indexes_of_a_large_table_are_left_to_a_job(database, space, monkeypatch):
    monkeypatch.setattr(publish, "FEW_RECORDS", 3)
    code = field("code")
    first = model(entity("lead", code))
    put(database, space, None, first)
    with database.write() as conn:
        for record in range(1, 9):
            add(conn, tables(conn, space, "e_lead"), record, f_code=f"c{record}")
    after = model(entity("lead", code, unique=(code,)))
    done = put(database, space, first, after)
    (work,) = [one for one in done.deferred if one.params.get("key")]
    assert work.params["key"] == "f_code"
    with database.read() as conn:
        assert tables(conn, space, "e_lead").layout.indexes[work.params["index"]].state == "building"
    monkeypatch.setattr(
        "builder.storage.deferred_work.load_catalog", lambda conn, given: catalog_of(conn, given, after)
    )
    told: list[int] = []
    build_index(database, space, work.params, Pace(progress=lambda count, _total: told.append(count)))
    assert told == [8]
    with database.read() as conn:
        found = tables(conn, space, "e_lead")
        assert found.layout.indexes[work.params["index"]].state == "ready"
    with pytest.raises(Conflict), database.write() as conn:
        add(conn, found, 99, u_f_code="c3")


def catalog_of(conn, space, found):
    from builder.storage.catalog import Catalog

    every = {key: tables(conn, space, key) for key in found.entities}
    layouts = {key: one.layout for key, one in every.items()}
    return Catalog(space, read_head(conn, space), found, layouts, every)


def test_five_hundred_fields_and_three_thousand_options(database, space):
    many = options("f_choice", *[f"n{number}" for number in range(3_000)])
    fields = [field(f"x{number}") for number in range(499)]
    after = model(entity("wide", *fields, field("choice", "select", options=many)))
    # Own work, not what the machine's disk or its other programs made it wait for.
    started = time.thread_time()
    done = put(database, space, None, after)
    assert time.thread_time() - started < 5
    layout = done.layouts["e_wide"]
    assert sum(one.place == "main" for one in layout.fields.values()) == 200
    assert sum(one.place == "aside" for one in layout.fields.values()) == 300
    codes = list(layout.codes["f_choice"].values())
    assert len(set(codes)) == 3_000
    assert codes == sorted(codes)


HOSTILE = [
    'x"; DROP TABLE head; --',
    "x'; DROP TABLE head; --",
    "织" * 200,
    "__proto__",
    "%s %(x)s :x",
    "select",
    "\u202e",
]


@pytest.mark.parametrize("label", HOSTILE)
def test_labels_never_reach_sql(database, space, label):
    from dataclasses import replace

    made = entity("lead", replace(field("name"), label={"en": label}))
    seen: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    put(database, space, None, model(replace(made, label={"en": label})))
    if label not in ("select",):
        assert not [one for one in seen if label in one]
    with database.read() as conn:
        assert read_head(conn, space).metadata_rev == 1


@pytest.mark.parametrize("bad", ['f_x"y', "f x", "F_x", "f_织", "f_x;", ""])
def test_ids_that_are_no_names_are_refused(database, space, bad):
    from dataclasses import replace

    with pytest.raises(ValueError, match="no physical name"):
        put(database, space, None, model(entity("lead", replace(field("name"), id=bad))))


def test_reports_read_a_view_with_readable_names(database, space):
    kinds = options("f_kind", "low", "high")
    made = entity("lead", field("name"), field("size", "number"), field("kind", "select", options=kinds))
    put(database, space, None, model(made))
    with database.write() as conn:
        found = tables(conn, space, "e_lead")
        add(conn, found, 1, f_name="A", f_size=1250, f_kind=20)
        add(conn, found, 2, f_name="gone", deleted_at=1)
    view = '"v_main__sample__lead"' if space.schema is None else '"v_main"."sample__lead"'
    with database.read() as conn:
        (row,) = conn.execute(text(f"SELECT * FROM {view}")).mappings()
    assert (row["id"], row["name"], float(row["size"]), row["kind"]) == (1, "A", 12.5, "high")
    put(database, space, model(made), model())
    with database.read() as conn:
        assert not inspect(conn).get_view_names(schema="v_main" if space.schema else None)


CHILD = """
import sys, time
from builder.storage.engine import Database
from builder.storage.head import bump, hold_alone
from builder.storage.publish import lay_out
from tests.storage.hand_made import entity, field, model

database = Database(sys.argv[1], ".")
space = database.space("main")
first = model(entity("lead", field("name")))
second = model(entity("lead", field("name"), field("more")), entity("deal", field("title")))
with database.write() as conn:
    hold_alone(conn, space)
    lay_out(conn, space, first, second)
    bump(conn, space, "metadata_rev", "layout_rev")
    print("half way", flush=True)
    time.sleep(float(sys.argv[2]))
print("done", flush=True)
"""


@pytest.mark.parametrize("pause", [30, 0])
def test_a_publisher_that_is_killed_leaves_the_old_or_the_new(database, database_url, space, pause):
    first = model(entity("lead", field("name")))
    put(database, space, None, first)
    root = Path(__file__).parents[2]
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, database_url, str(pause)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "half way\n"
    if not pause:
        assert child.stdout.readline() == "done\n"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    with database.write() as conn:
        hold_alone(conn, space)
        rev = read_head(conn, space).metadata_rev
        tables_there = inspect(conn).get_table_names(schema=space.schema)
        columns = {one["name"] for one in inspect(conn).get_columns(space.name("e_lead"), schema=space.schema)}
    new = (rev == 2, space.name("e_deal") in tables_there, "f_more" in columns)
    assert new == ((pause == 0,) * 3)


def test_another_scale_keeps_what_the_values_mean(database, space):
    first = model(entity("lead", field("size", "number")))
    put(database, space, None, first)
    with database.write() as conn:
        for record, value in enumerate([1250, None, -5], start=1):
            add(conn, tables(conn, space, "e_lead"), record, f_size=value)
    done = put(database, space, first, model(entity("lead", field("size", "number", settings={"decimals": 4}))))
    assert done.unfit == {"f_size": []}
    with database.read() as conn:
        main = tables(conn, space, "e_lead").main
        assert list(conn.execute(select(main.c.f_size__g2).order_by(main.c.id)).scalars()) == [125000, None, -500]


def test_values_that_do_not_fit_another_type_stay_where_they_were(database, space):
    first = model(entity("lead", field("size")))
    put(database, space, None, first)
    with database.write() as conn:
        for record, value in enumerate(["12.5", "many", None], start=1):
            add(conn, tables(conn, space, "e_lead"), record, f_size=value)
    done = put(database, space, first, model(entity("lead", field("size", "number"))))
    assert done.unfit == {"f_size": [2]}
    with database.read() as conn:
        found = tables(conn, space, "e_lead")
        assert list(conn.execute(select(found.main.c.f_size__g2).order_by(found.main.c.id)).scalars()) == [
            1250,
            None,
            None,
        ]
        former = found.layout.fields["f_size"].former
        kept = text(f"SELECT {former.columns['value']} FROM {found.main.fullname} WHERE id = 2")
        assert conn.execute(kept).scalar() == "many"


def test_a_unique_field_of_another_type_is_still_unique(database, space):
    number = field("code", "number", settings={"decimals": 0})
    first = model(entity("lead", number, unique=(number,)))
    put(database, space, None, first)
    with database.write() as conn:
        add(conn, tables(conn, space, "e_lead"), 1, f_code=7, u_f_code="7")
    code = field("code")
    put(database, space, first, model(entity("lead", code, unique=(code,))))
    with database.write() as conn:
        found = tables(conn, space, "e_lead")
        assert conn.execute(select(found.main.c.f_code__g2, found.main.c.u_f_code__g2)).all() == [("7", "7")]
    with pytest.raises(Conflict) as refused, database.write() as conn:
        add(conn, found, 2, u_f_code__g2="7")
    assert refused.value.params == {"key": "f_code"}


def test_one_choice_becomes_several_and_a_large_table_is_left_to_a_job(database, space, monkeypatch):
    monkeypatch.setattr(publish, "FEW_RECORDS", 3)
    kinds = options("f_kind", "low", "high")
    first = model(entity("lead", field("name"), field("kind", "select", options=kinds)))
    put(database, space, None, first)
    with database.write() as conn:
        for record in range(1, 7):
            add(conn, tables(conn, space, "e_lead"), record, f_kind=10 if record % 2 else 20)
    after = model(entity("lead", field("name"), field("kind", "multi_select", options=kinds)))
    done = put(database, space, first, after)
    (work,) = [one for one in done.deferred if one.kind == "column_conversion"]
    monkeypatch.setattr(
        "builder.storage.deferred_work.load_catalog", lambda conn, given: catalog_of(conn, given, after)
    )
    params = orjson.loads(orjson.dumps(work.params))
    result = convert_column(database, space, params, Pace())
    assert (result["converted"], result["unfit"]) == (6, 0)
    with database.read() as conn:
        found = tables(conn, space, "e_lead")
        assert conn.execute(select(found.main.c.f_kind__g2).where(found.main.c.id == 1)).scalar() == '["o_low"]'
        link = found.links["f_kind"]
        assert sorted(conn.execute(select(link.c.record).where(link.c.value == 20)).scalars()) == [2, 4, 6]


def test_options_of_another_list_are_not_mistaken_for_the_old_ones(database, space):
    first = model(entity("lead", field("kind", "select", options=options("f_kind", "low", "high"))))
    put(database, space, None, first)
    with database.write() as conn:
        add(conn, tables(conn, space, "e_lead"), 1, f_kind=10)
    shared = options("s_shared", "high", "low")
    put(database, space, first, model(entity("lead", field("kind", "select", options=shared))))
    with database.read() as conn:
        found = tables(conn, space, "e_lead")
        code = conn.execute(select(found.main.c.f_kind__g2)).scalar()
        assert code == found.layout.codes["s_shared"]["o_low"]


@pytest.mark.parametrize(("change", "again"), [("label", True), ("parent", True), ("color", False), ("score", False)])
def test_words_of_options_that_are_called_otherwise_are_searched_anew(database, space, change, again):
    kinds = options("s_shared", "high", "low")
    told = {"label": {"en": "Top"}, "parent": "o_low", "color": "red", "score": 7}
    high, low = kinds.options
    renamed = OptionList((replace(high, **{change: told[change]}), low), "s_shared")
    first = model(entity("lead", field("kind", "select", options=kinds, searchable=True)))
    second = model(entity("lead", field("kind", "select", options=renamed, searchable=True)))
    done = put(database, space, None, first)
    with database.write() as conn:
        add(conn, tables(conn, space, "e_lead"), 1, f_kind=10)
    done = put(database, space, first, second)
    assert [one.kind for one in done.deferred] == (["search_rebuild"] if again else [])


def test_a_new_option_and_one_that_is_not_searched_leave_the_search_alone(database, space):
    kinds = options("f_kind", "high", "low")
    renamed = OptionList(tuple(replace(one, label={"en": "Top"}) for one in kinds.options), "f_kind")
    first = model(entity("lead", field("kind", "select", options=kinds, searchable=True), field("name")))
    more = model(
        entity("lead", field("kind", "select", options=options("f_kind", "high", "low", "middle"), searchable=True))
    )
    quiet = model(entity("lead", field("kind", "select", options=kinds)))
    put(database, space, None, first)
    with database.write() as conn:
        add(conn, tables(conn, space, "e_lead"), 1, f_kind=10)
    assert put(database, space, first, more).deferred == []
    put(database, space, more, quiet)
    other = model(entity("lead", field("kind", "select", options=renamed)))
    assert put(database, space, quiet, other).deferred == []
