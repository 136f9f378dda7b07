"""An index that a publish leaves to a job: a worker builds it while people save, and one that is killed at it leaves
nothing that the next one cannot finish.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text

from builder.designer.publishing import publish
from builder.jobs.queue import Job, find
from builder.runtime import save_records
from builder.storage.catalogs import load_catalog
from builder.storage.ddl import refresh_statistics
from builder.storage.layout import EntityLayout
from builder.storage.publish import FEW_RECORDS
from tests.designer.conftest import Designer, Documents, field, named, shop
from tests.killed.conftest import ROOT, SEED, Killer, points_of

MANY = 4 * FEW_RECORDS
LONGEST_WAIT = 90
KILLS = 6


def with_view(direction: str) -> Documents:
    """Return the shop with orders that have a size, and a view by size one way and number the other."""
    documents = shop()
    named(documents, "order")["fields"].append(field("size", "integer"))
    if not direction:
        return documents
    sort = [{"field": "size", "direction": direction}, {"field": "number", "direction": "asc"}]
    view = {"kind": "view", "name": f"by_size_{direction}", "label": {"en": "By size"}, "entity": "order"}
    return [*documents, {**view, "type": "table", "sort": sort}]


class Orders:
    """Many orders, and what is known of their indexes."""

    def __init__(self, designer: Designer, database: Any, space: Any) -> None:
        self.designer, self.database, self.space = designer, database, space
        designer.publish(with_view(""))
        main, size = self.main()
        with database.write() as conn:
            rows = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many) "
            into = (
                f"INSERT INTO {main.fullname} (id, version, {size}) SELECT i + 10000000, 1, (i * 7919) % 20011 FROM n"
            )
            conn.execute(text(rows + into), {"many": MANY})
            refresh_statistics(conn, main)

    def main(self) -> tuple[Any, str]:
        """Return the table of the orders and the column of their size."""
        with self.database.read() as conn:
            catalog = load_catalog(conn, self.space)
        order = catalog.model.entity("order")
        return catalog.tables[order.id].main, catalog.layouts[order.id].fields[order.by_name["size"].id].columns[
            "value"
        ]

    def layout(self) -> EntityLayout:
        with self.database.read() as conn:
            catalog = load_catalog(conn, self.space)
            return catalog.layouts[catalog.model.entity("order").id]

    def publish(self, direction: str) -> tuple[int, str]:
        """Publish a view, and return the job and the index that come of it."""
        (job,) = self.designer.publish(with_view(direction)).jobs
        return job, str(self.job(job).params["index"])

    def job(self, number: int) -> Job:
        with self.database.read() as conn:
            return find(conn, self.space, number)

    def save(self) -> None:
        with self.designer.writing() as work:
            save_records.create(work, work.entity("order"), {"number": "new", "size": 7})

    def check(self, index: str) -> None:
        """The index is ready, whole, the only one of its name, and used by the list."""
        main, size = self.main()
        assert self.layout().indexes[index].state == "ready"
        with self.database.read() as conn:
            there = {one["name"] for one in inspect(conn).get_indexes(main.name, schema=self.space.schema)}
            assert set(self.layout().indexes) == {name for name in there if name}
            if self.space.schema:
                invalid = "SELECT count(*) FROM pg_index WHERE NOT indisvalid OR NOT indisready"
                assert conn.execute(text(invalid)).scalar_one() == 0
            nulls = " NULLS FIRST" if self.space.schema else ""
            explain = "EXPLAIN " if self.space.schema else "EXPLAIN QUERY PLAN "
            asked = f"SELECT id FROM {main.fullname} WHERE deleted_at IS NULL ORDER BY {size}{nulls} LIMIT 50"
            plan = "\n".join(str(row) for row in conn.execute(text(explain + asked)))
        assert index in plan


@pytest.fixture
def orders(designer: Designer, database: Any, space: Any) -> Orders:
    return Orders(designer, database, space)


@contextmanager
def worker(url: str, data_dir: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker as ``builder worker`` starts it."""
    given = {"BUILDER_DATA_DIR": str(data_dir), "DATABASE_URL": url, "PYTHONPATH": str(ROOT)}
    log = data_dir / "worker.log"
    command = [sys.executable, "-m", "builder.cli", "worker"]
    with log.open("wb") as written, subprocess.Popen(command, env={**os.environ, **given}, stderr=written) as running:
        try:
            yield running
        finally:
            running.terminate()
            running.wait(30)


def test_a_worker_builds_the_index_of_a_view_while_people_save(orders, database_url, tmp_path):
    job, index = orders.publish("asc")
    assert orders.layout().indexes[index].state == "building"
    with worker(database_url, tmp_path) as running:
        end = time.monotonic() + LONGEST_WAIT
        saved = 0
        while orders.job(job).state in ("queued", "running"):
            assert running.poll() is None, (tmp_path / "worker.log").read_text()
            assert time.monotonic() < end
            orders.save()
            saved += 1
    assert (orders.job(job).state, orders.job(job).result) == ("done", {"indexed": True})
    assert saved > 1
    orders.check(index)


def check_killed_builds(orders: Orders, killer: Killer, kills: int) -> None:
    chance, killed, known = random.Random(SEED), 0, 0
    job, index = orders.publish("asc")
    whole = killer.run("work")
    points = points_of(whole, chance)
    orders.check(index)
    while killed < kills and known < 4 * kills:
        known += 1
        views = [one.id for one in _views(orders)]
        with orders.designer.publishing() as work:
            publish(work, "shop", [], delete=views)
        job, index = orders.publish("asc")
        for point in islice(points, 3):
            if not killer.run("work", point).killed:
                break
            killed += 1
            orders.save()
        assert not killer.run("work").killed
        assert orders.job(job).state == "done"
        orders.check(index)
    assert killed >= kills


def _views(orders: Orders) -> list[Any]:
    with orders.database.read() as conn:
        model = load_catalog(conn, orders.space).model
    return [view for view in model.views.values() if view.name.startswith("by_size")]


def test_a_worker_killed_at_an_index_leaves_it_to_the_next_one(orders, killer):
    check_killed_builds(orders, killer, KILLS)


@pytest.mark.torture
def test_workers_killed_at_many_points_of_an_index(orders, killer):
    check_killed_builds(orders, killer, 60)
