"""Full disks, busy tables and many publishes: an error or the whole change, never a half; nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, insert, inspect, select, text

from builder.errors import Unavailable
from builder.storage import ddl
from builder.storage.catalogs import tables_of
from builder.storage.head import bump, hold_alone, read_head
from builder.storage.layout import load_layouts
from builder.storage.publish import lay_out
from tests.storage.hand_made import entity, field, model


def put(database, space, before, after):
    with database.write() as conn:
        hold_alone(conn, space)
        lay_out(conn, space, before, after)
        bump(conn, space, "metadata_rev", "layout_rev")


def lead(conn, space):
    return tables_of(space, load_layouts(conn, space)["e_lead"]).main


def test_a_full_disk_during_a_publish_leaves_the_old(sqlite_database):
    database, space = sqlite_database, sqlite_database.space("main")
    first = model(entity("lead", field("name")))
    put(database, space, None, first)

    def fill_up(connection, _record, _proxy):
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")

    database.let_go()
    event.listen(database.engine, "checkout", fill_up)
    second = model(*[entity(f"deal{number}", field("title")) for number in range(10)], entity("lead", field("name")))
    with pytest.raises(Unavailable) as refused:
        put(database, space, first, second)
    assert refused.value.code == "disk_full"
    event.remove(database.engine, "checkout", fill_up)
    database.close()
    with database.read() as conn:
        assert read_head(conn, space).metadata_rev == 1
        assert not inspect(conn).has_table(space.name("e_deal0"))
    put(database, space, first, second)


def test_a_reader_that_does_not_let_go_holds_up_a_publish_only_for_a_while(database, space, monkeypatch):
    monkeypatch.setattr(ddl, "LOCK_WAIT", "50ms")
    monkeypatch.setattr(ddl, "_PAUSES", (0.01,))
    first, second = model(entity("lead", field("name"))), model(entity("lead", field("name"), field("more")))
    put(database, space, None, first)
    with database.read() as reader:
        main = lead(reader, space)
        reader.execute(select(main.c.id)).all()
        if space.schema is None:
            put(database, space, first, second)
        else:
            with pytest.raises(Unavailable) as refused:
                put(database, space, first, second)
            assert refused.value.code == "database_busy"
        assert reader.execute(select(main.c.f_name)).all() == []
    put(database, space, first, second)
    with database.read() as conn:
        assert "f_more" in lead(conn, space).c


def test_what_was_asked_before_a_publish_can_be_asked_after_it(database, space):
    first, second = model(entity("lead", field("name"))), model(entity("lead", field("name"), field("more")))
    put(database, space, None, first)
    with database.read() as conn:
        main = lead(conn, space)
    query = text(f"SELECT * FROM {main.fullname}")
    for _ in range(8):
        with database.read() as conn:
            conn.execute(query).all()
    put(database, space, first, second)
    for _ in range(8):
        with database.read() as conn:
            conn.execute(query).all()


def test_a_lost_connection_is_unavailable_and_the_next_one_works(postgres_database):
    with pytest.raises(Unavailable) as refused, postgres_database.write() as conn:
        conn.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert refused.value.code == "database_unreachable"
    with postgres_database.write() as conn:
        assert read_head(conn, postgres_database.space("main")).metadata_rev == 0


NAMES = ["a", "b", "c", "d"]
CHOICES = st.lists(st.sets(st.sampled_from(NAMES)), min_size=1, max_size=6)


@given(history=CHOICES)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_published_and_taken_back_every_value_is_there_again(database, space, history):
    everything = model(entity("lead", field("name"), *[field(name, "number") for name in NAMES]))
    put(database, space, None, everything)
    with database.write() as conn:
        main = lead(conn, space)
        conn.execute(main.delete())
        conn.execute(insert(main).values(id=1, version=1, f_name="x", f_a=1, f_b=2, f_c=3, f_d=4))
        before = conn.execute(select(main)).all()
    earlier = everything
    for chosen in history:
        kept = [field(name, "number") for name in NAMES if name in chosen]
        later = model(entity("lead", field("name"), *kept)) if chosen else model()
        put(database, space, earlier, later)
        earlier = later
    put(database, space, earlier, everything)
    with database.read() as conn:
        main = lead(conn, space)
        assert conn.execute(select(main)).all() == before
