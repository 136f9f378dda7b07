"""The application over HTTP, on each kind of database, with an entity for each field type."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert

from builder.metadata.entity import Entity
from builder.runtime.work import Work
from builder.storage.fixed_tables import workspace_tables
from tests.api.conftest import EMAIL, Browser, admin, app, config, people, services_of, unlimited, visitor
from tests.promises.type_samples import FILE, OTHER, PICTURE, SAMPLES, THIRD, documents, entity_of
from tests.samples.sample_files import plant

__all__ = ["admin", "app", "config", "people", "unlimited", "visitor"]
RECORDS = "/w/main/apps/promises/records"
UNITS = ("销售部", "Support", "仓库")


@dataclass
class Promised:
    """A signed-in administrator of a workspace where every field type is published."""

    app: Flask
    browser: Browser
    numbers: dict[str, list[int]]
    """What samples name by place (friend, person, unit) → ids."""
    filled: dict[str, dict[int, Any]] = field(default_factory=dict)
    """Field type → the records that a test made for several tests, by id."""

    def path(self, type_name: str) -> str:
        """Return the address of the records with a field of the type."""
        return f"{RECORDS}/{entity_of(type_name)}"

    def values(self, type_name: str) -> list[Any]:
        """Return the sample values, places replaced by ids."""
        sample = SAMPLES[type_name]
        return [self._placed(value, self.numbers[sample.names]) if sample.names else value for value in sample.values]

    def _placed(self, value: Any, ids: list[int]) -> Any:
        if isinstance(value, list):
            return [self._placed(item, ids) for item in value]
        if isinstance(value, dict):
            return {**value, "id": ids[value["id"] - 1]}
        return ids[value - 1]

    @contextmanager
    def reading(self, type_name: str) -> Iterator[tuple[Work, Entity]]:
        """Open a unit of work below the API, to ask what the metadata says."""
        workspaces = services_of(self.app).workspaces
        with workspaces.reading("main", self.numbers["person"][0], "promises") as work:
            yield work, work.entity(entity_of(type_name))


@pytest.fixture(scope="module")
def promised(app: Flask, people: Callable[..., int]) -> Promised:
    """Publish an entity for each field type, with people, departments and records to name."""
    persons = [people(email, administrator=email == EMAIL) for email in (EMAIL, "bo@example.com", "cy@example.com")]
    workspaces = services_of(app).workspaces
    with workspaces.database.write() as conn:
        tables = workspace_tables(workspaces.space(conn, "main"))
        conn.execute(insert(tables.department), [{"id": at + 1, "name": name} for at, name in enumerate(UNITS)])
        plant(conn, workspaces.space(conn, "main"), persons[0], (FILE, PICTURE, OTHER, THIRD))
    browser = Browser(app.test_client()).sign_in()
    browser.post("/w/main/apps/promises/publish", {"documents": documents()})
    friends = [
        browser.post(f"{RECORDS}/{entity}", {"values": {"name": name}})["id"]
        for entity, name in (("friend", "Ann"), ("friend", "Ben, the 2nd"), ("friend", "蔡"), ("rival", "Zoe"))
    ]
    return Promised(app, browser, {"friend": friends, "person": persons, "unit": [1, 2, 3]})


def plain(value: Any) -> Any:
    """Return a value as it goes in: references without their labels, rows without their ids."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict) and "label" in value and "id" in value:
        return {"entity": value["entity"], "id": value["id"]} if "entity" in value else value["id"]
    if isinstance(value, dict) and "item" in value:
        return {key: inner for key, inner in value.items() if key != "id"}
    return value
