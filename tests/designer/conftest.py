"""An administrator, the doors to their workspace, and a small app to publish."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from itertools import count
from typing import Any

import pytest
from sqlalchemy import insert, select

from builder.designer.publishing import Published, publish
from builder.identity import accounts, members
from builder.identity.accounts import NewAccount
from builder.runtime.work import Work
from builder.runtime.workspaces import Workspaces
from builder.storage.document_rows import load_documents
from builder.storage.engine import Database
from builder.storage.head import read_head
from builder.storage.installation import create_workspace
from builder.storage.layout import load_layouts
from builder.storage.space import Space
from tests.conftest import NOW

Documents = list[dict[str, Any]]


def field(name: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    """Return a field in catalogue form."""
    return {"name": name, "type": kind, "label": {"en": name.title()}, **more}


def shop() -> Documents:
    """Return a small app in catalogue form: customers, their orders, a form, a view and a role."""
    return deepcopy(
        [
            {
                "kind": "app", "name": "shop", "label": {"en": "Shop"},
                "menu": [{"type": "entity", "entity": "customer"}],
            },
            {
                "kind": "entity",
                "name": "customer",
                "label": {"en": "Customer"},
                "title": ["name"],
                "ownable": True,
                "fields": [
                    field("name", required=True, searchable=True),
                    field("code", unique=True),
                    field("level", "select", settings={"options": [
                        {"name": "high", "label": {"en": "High"}}, {"name": "low", "label": {"en": "Low"}}
                    ]}),
                ],
            },
            {
                "kind": "entity",
                "name": "order",
                "label": {"en": "Order"},
                "title": ["number"],
                "fields": [
                    field("number"),
                    field("amount", "number", settings={"decimals": 2}),
                    field("customer", "reference", settings={"entity": "customer"}),
                ],
            },
            {
                "kind": "form",
                "name": "order_main",
                "label": {"en": "Order"},
                "entity": "order",
                "sections": [{"items": [{"field": "number"}, {"field": "customer"}]}],
            },
            {
                "kind": "view",
                "name": "high_orders",
                "label": {"en": "High orders"},
                "entity": "order",
                "type": "table",
                "columns": [{"field": "number"}, {"field": "customer.level"}],
                "filter": {"field": "customer.level", "op": "eq", "value": "high"},
            },
            {
                "kind": "role",
                "name": "seller",
                "label": {"en": "Seller"},
                "entities": [{"entity": "customer", "actions": {"view": ["own"], "create": True}}],
            },
        ]
    )  # fmt: skip


def named(documents: Documents, name: str) -> dict[str, Any]:
    """Return the document with a name, to be changed in place."""
    return next(document for document in documents if document["name"] == name)


class Designer:
    """What a person who builds does, each step a unit of work of its own, a second after the one before."""

    def __init__(self, database: Database, account: int, workspace: str = "main") -> None:
        ticks = count(NOW, 1_000_000)
        self.workspaces = Workspaces(database, lambda: next(ticks))
        self.account = account
        self.workspace = workspace

    @contextmanager
    def publishing(self) -> Iterator[Work]:
        """Open a unit of work that may publish."""
        with self.workspaces.publishing(self.workspace, self.account) as work:
            yield work

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """Open a unit of work that reads."""
        with self.workspaces.reading(self.workspace, self.account) as work:
            yield work

    @contextmanager
    def writing(self) -> Iterator[Work]:
        """Open a unit of work that writes records."""
        with self.workspaces.writing(self.workspace, self.account) as work:
            yield work

    def publish(self, documents: Documents, app: str | None = None, **more: Any) -> Published:
        """Publish documents in one step."""
        with self.publishing() as work:
            return publish(work, app, documents, **more)


def new_member(database: Database, space: Space, email: str, administrator: bool = True) -> int:
    """Make an account that is a member of a workspace."""
    with database.write() as conn:
        made = accounts.create(conn, NewAccount(email, email, "no hash"), NOW)
        members.add(conn, space, accounts.find(conn, made), NOW, administrator)
    return made


def add_record(work: Work, entity: str, record: int, **values: int | str) -> None:
    """Write a record with single-part values by field name, straight into its row."""
    found = work.model.entity(entity)
    assert found is not None
    tables = work.catalog.tables[found.id]
    columns = {only(tables.layout.fields[found.by_name[name].id].columns): value for name, value in values.items()}
    work.conn.execute(insert(tables.main).values(id=record, version=1, **columns))


def records_of(work: Work, entity: str) -> list[dict[str, Any]]:
    """Return the records of an entity, by field name, those fields that have one column."""
    found = work.model.entity(entity)
    assert found is not None
    tables = work.catalog.tables[found.id]
    columns = {item.name: tables.layout.fields[item.id].columns for item in found.fields}
    chosen = [tables.main.c[only(names)].label(name) for name, names in columns.items() if len(names) == 1]
    return [dict(row) for row in work.conn.execute(select(*chosen).order_by(tables.main.c.id)).mappings()]


def only(columns: Mapping[str, str]) -> str:
    """Return the one column of a field."""
    (column,) = columns.values()
    return column


def state(database: Database, space: Space) -> tuple[Any, ...]:
    """Return everything a refused publish must leave as it was."""
    with database.read() as conn:
        return load_documents(conn, space), load_layouts(conn, space), read_head(conn, space)


@pytest.fixture
def designer(database: Database, space: Space) -> Designer:
    """An administrator of the workspace ``main``, in which nothing is published."""
    return Designer(database, new_member(database, space, "anna@example.com"))


@pytest.fixture
def elsewhere(database: Database) -> Designer:
    """An administrator of another, empty workspace."""
    with database.write() as conn:
        space = create_workspace(conn, "elsewhere", "Elsewhere", NOW)
    return Designer(database, new_member(database, space, "bob@example.com"), "elsewhere")


@pytest.fixture
def visitor(database: Database, space: Space) -> Designer:
    """A member of the workspace ``main`` who may not build."""
    return Designer(database, new_member(database, space, "eve@example.com", administrator=False))


Change = Callable[[Documents], Any]
