"""Heads and catalogues: a publish waits for writers and keeps them out, and nobody works with what was taken back."""

from __future__ import annotations

import threading
import time

import pytest

from builder.errors import NotFound
from builder.storage.catalogs import CatalogCache, load_catalog
from builder.storage.head import Head, bump, hold, hold_alone, read_head


def test_revisions_move_one_by_one_and_only_those_named(database, space):
    with database.write() as conn:
        assert bump(conn, space, "metadata_rev", "layout_rev") == Head(1, 0, 1, 0)
        assert bump(conn, space, "rights_rev") == Head(1, 1, 1, 0)
    with database.read() as conn:
        assert read_head(conn, space) == Head(1, 1, 1, 0)


def test_a_publish_waits_for_writers_and_they_see_its_head(database, space):
    order: list[str] = []
    holding, publishing = threading.Event(), threading.Event()

    def publish():
        holding.wait(5)
        publishing.set()
        with database.write() as conn:
            hold_alone(conn, space)
            order.append("publish")
            bump(conn, space, "metadata_rev")

    thread = threading.Thread(target=publish)
    thread.start()
    with database.write() as conn:
        hold(conn, space)
        holding.set()
        publishing.wait(5)
        time.sleep(0.1)
        order.append("write")
    thread.join(10)
    assert order == ["write", "publish"]
    with database.write() as conn:
        assert hold(conn, space).metadata_rev == 1


def test_an_unknown_workspace_has_no_catalogue(database, space):
    from sqlalchemy import delete

    from builder.storage.fixed_tables import workspace_tables

    with database.write() as conn:
        conn.execute(delete(workspace_tables(space).head))
    with pytest.raises(NotFound), database.read() as conn:
        CatalogCache(database).at(conn, space)


def test_a_catalogue_is_compiled_once_for_each_head(database, space):
    cache = CatalogCache(database)
    with database.read() as conn:
        first = cache.at(conn, space)
        assert cache.at(conn, space) is first
    with database.write() as conn:
        bump(conn, space, "metadata_rev")
    with database.read() as conn:
        second = cache.at(conn, space)
        assert second is not first
        assert second.head.metadata_rev == 1


def test_new_rights_keep_what_was_compiled_from_documents(database, space):
    cache = CatalogCache(database)
    with database.read() as conn:
        first = cache.at(conn, space)
    with database.write() as conn:
        bump(conn, space, "rights_rev")
    with database.read() as conn:
        second = cache.at(conn, space)
    assert second.head.rights_rev == 1
    assert second.model is first.model
    assert second.plans is first.plans


def test_what_a_publish_compiles_before_its_end_is_not_shared(database, space):
    cache = CatalogCache(database)

    def publish_and_fail():
        with database.write() as conn:
            bump(conn, space, "metadata_rev")
            found.append(cache.at(conn, space))
            raise ZeroDivisionError

    found: list[object] = []
    with pytest.raises(ZeroDivisionError):
        publish_and_fail()
    with database.write() as conn:
        bump(conn, space, "metadata_rev")
    with database.read() as conn:
        shared = cache.at(conn, space)
    assert shared is not found[0]


def test_a_slow_reader_does_not_put_an_older_catalogue_back(database, space):
    cache = CatalogCache(database)
    with database.read() as slow:
        read_head(slow, space)
        with database.write() as conn:
            bump(conn, space, "metadata_rev")
        with database.read() as conn:
            new = cache.at(conn, space)
        assert cache.at(slow, space).head.metadata_rev == 0
    with database.read() as conn:
        assert cache.at(conn, space) is new
        assert load_catalog(conn, space).head == new.head
