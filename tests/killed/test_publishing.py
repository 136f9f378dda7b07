"""A publish that is killed anywhere leaves the old app or the new one, and the next publish works."""

from __future__ import annotations

import random
from collections import Counter
from itertools import islice
from typing import Any

import pytest
from sqlalchemy import inspect

from builder.designer.exporting import export_app
from builder.storage.catalogs import tables_of
from builder.storage.document_rows import load_documents
from builder.storage.engine import Database
from builder.storage.layout import load_layouts
from builder.storage.space import Space
from tests.designer.conftest import Designer, Documents, add_record, field, named, records_of, shop
from tests.killed.conftest import SEED, Ended, Killer, points_of, structure
from tests.promises.dumps import dump
from tests.samples.sample_app import sample_documents

BEFORE_A_CHANGE_OF_MIND = 12
"""Publishes in one direction before one is left alone, so that the next ones go the other way."""
RECORDS = [{"number": "A-1", "customer": None}, {"number": "A-2", "customer": 1}]


def changed_shop() -> Documents:
    """Return the shop with something of every kind of change: documents, columns, tables, keys, indexes."""
    documents = shop()
    order = named(documents, "order")
    order["fields"][1] = field("total", "number")
    order["fields"] += [
        field("note", "long_text"),
        field("labels", "multi_select", settings={"options": [{"name": "new", "label": {"en": "New"}}]}),
    ]
    order["unique_keys"] = [{"fields": ["number", "customer"]}]
    order["label"] = {"en": "Purchase"}
    visit = {"kind": "entity", "name": "visit", "label": {"en": "Visit"}, "title": ["subject"]}
    return [*documents, {**visit, "fields": [field("subject")]}]


class Publisher:
    """Publishes one app back and forth between two versions, in processes that are killed."""

    def __init__(self, designer: Designer, database: Database, space: Space, killer: Killer) -> None:
        self.designer, self.database, self.space, self.killer = designer, database, space, killer
        self.landed = Counter[str]()

    def everything(self) -> Any:
        """Return every row of every table, and every table."""
        return dump(self.database), structure(self.database)

    def order(self) -> dict[str, Any]:
        """Return the publish that leads to the other version."""
        with self.database.read() as conn:
            documents = [body for _, body in load_documents(conn, self.space)]
        visits = [body["id"] for body in documents if body["name"] == "visit"]
        target = shop() if visits else changed_shop()
        return {"account": self.designer.account, "app": "shop", "documents": target, "delete": visits}

    def measure(self) -> Ended:
        """Publish there and back; return how long the longer way is."""
        ways = [self.killer.run("publish", **self.order()) for _ in range(2)]
        assert not any(way.killed for way in ways)
        return max(ways, key=lambda way: way.points)

    def strike(self, point: dict[str, Any]) -> bool:
        """Publish, killed at a point; judge what is left. Return whether it was killed."""
        before, order = self.everything(), self.order()
        ended = self.killer.run("publish", point, **order)
        after = self.everything()
        if after == before:
            assert ended.killed, "a publish that ended well changed nothing"
            self.landed["old"] += 1
        else:
            self.landed["new"] += 1
            self.is_whole(order)
        return ended.killed

    def is_whole(self, order: dict[str, Any]) -> None:
        """Check that everything of the new version is there, and that all values outlived it."""
        assert self.designer.publish(order["documents"], "shop").changes == ()
        self.has_its_columns()
        with self.designer.reading() as work:
            names = {(body["kind"], body["name"]) for body in export_app(work, "shop")["documents"]}
            assert names == {(body["kind"], body["name"]) for body in order["documents"]}
            found = [{name: row[name] for name in ("number", "customer")} for row in records_of(work, "order")]
        assert found == RECORDS

    def has_its_columns(self) -> None:
        """Check that every column of every layout is in a table."""
        with self.database.read() as conn:
            look = inspect(conn)
            for body in load_layouts(conn, self.space).values():
                tables = tables_of(self.space, body)
                for table in (tables.main, *([tables.aside] if tables.aside is not None else [])):
                    there = {column["name"] for column in look.get_columns(table.name, schema=self.space.schema)}
                    assert {column.name for column in table.columns} <= there, table.name


def check_killed_publishes(publisher: Publisher, kills: int) -> None:
    publisher.designer.publish(shop())
    with publisher.designer.writing() as work:
        add_record(work, "customer", 1, name="Customer", code="C1")
        for number, values in enumerate(RECORDS, 10):
            add_record(work, "order", number, **{name: value for name, value in values.items() if value is not None})
    points = points_of(publisher.measure(), random.Random(SEED))
    killed = 0
    while killed < kills:
        for point in islice(points, min(BEFORE_A_CHANGE_OF_MIND, kills - killed)):
            killed += publisher.strike(point)
        publisher.killer.run("publish", **publisher.order())
    print(f"{killed} kills of a publish on {publisher.database.dialect}: {dict(publisher.landed)}")  # noqa: T201


def check_killed_first_publishes(publisher: Publisher, kills: int) -> None:
    """A large app is published for the first time: hundreds of statements, of which none may stay behind."""
    order = {"account": publisher.designer.account, "app": None, "documents": sample_documents(), "delete": []}
    before = publisher.everything()
    chance = random.Random(SEED)
    for _ in range(kills):
        point = {"at": chance.randrange(FIRST_STATEMENTS), "after": chance.random() < 0.5}
        assert publisher.killer.run("publish", point, **order).killed
        assert publisher.everything() == before, point
    assert not publisher.killer.run("publish", **order).killed
    publisher.has_its_columns()


FIRST_STATEMENTS = 100
"""As many at least it takes to publish the sample app, on each kind of database."""


@pytest.fixture
def publisher(designer: Designer, database: Database, space: Space, killer: Killer) -> Publisher:
    """Somebody who publishes."""
    return Publisher(designer, database, space, killer)


def test_a_killed_publish_leaves_the_old_or_the_new(publisher: Publisher) -> None:
    check_killed_publishes(publisher, 5)


def test_a_killed_first_publish_leaves_nothing(publisher: Publisher) -> None:
    check_killed_first_publishes(publisher, 2)


@pytest.mark.torture
def test_publishes_killed_at_hundreds_of_points_leave_the_old_or_the_new(publisher: Publisher) -> None:
    check_killed_publishes(publisher, 200)


@pytest.mark.torture
def test_first_publishes_killed_at_many_points_leave_nothing(publisher: Publisher) -> None:
    check_killed_first_publishes(publisher, 60)
