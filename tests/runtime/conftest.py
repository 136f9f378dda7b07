"""A workspace with the sample app published, and units of work in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pytest
from sqlalchemy import insert

from builder.metadata.collation import sort_key
from builder.metadata.compile import compile_model
from builder.metadata.naming import mint, resolve
from builder.metadata.relative import Moment
from builder.metadata.rights import Rights, full_rights
from builder.runtime.work import Work
from builder.storage.catalogs import CatalogCache, load_catalog
from builder.storage.document_rows import save_documents
from builder.storage.engine import Database
from builder.storage.fixed_tables import workspace_tables
from builder.storage.head import bump, hold, hold_alone
from builder.storage.publish import lay_out
from builder.storage.space import Space
from tests.samples.sample_app import sample_documents

Opener = Callable[..., AbstractContextManager[Work]]
MEMBERS = {1: ("Wang Li", 1), 2: ("李雷", 2), 3: ("Han Meimei", 2)}
"""Account id → display name and department."""
FULL_RIGHTS = {user: full_rights(user) for user in MEMBERS}


@lru_cache(maxsize=1)
def stored_documents() -> tuple[dict[str, Any], ...]:
    """The sample app with ids minted once for the whole run."""
    return tuple(resolve(mint(sample_documents(), None), None, []))


def publish_app(database: Database, space: Space, documents: Sequence[dict[str, Any]]) -> None:
    """Publish stored documents of one app; take in three members of two departments."""
    app = next(one["id"] for one in documents if one["kind"] == "app")
    with database.write() as conn:
        hold_alone(conn, space)
        before = load_catalog(conn, space).model
        after = compile_model([(app, one) for one in documents])
        head = bump(conn, space, "metadata_rev", "layout_rev")
        save_documents(conn, space, app, documents, head.metadata_rev)
        lay_out(conn, space, before, after)
        tables = workspace_tables(space)
        conn.execute(
            insert(tables.department), [{"id": 1, "name": "销售部"}, {"id": 2, "name": "East", "parent_id": 1}]
        )
        conn.execute(
            insert(tables.member),
            [
                {
                    "account_id": key,
                    "display_name": name,
                    "name_key": sort_key(name),
                    "email": f"u{key}@example.com",
                    "department_id": home,
                    "created_at": 0,
                    "joined_at": 0,
                }
                for key, (name, home) in MEMBERS.items()
            ],
        )


@pytest.fixture
def open_work(database: Database, space: Space, moment: Moment) -> Opener:
    """Opens units of work on the published sample: ``open_work(rights=…, user=1, at=microseconds, write=True)``."""
    publish_app(database, space, stored_documents())
    return opener(database, space, moment)


def opener(database: Database, space: Space, moment: Moment) -> Opener:
    """Return what opens units of work on what is published."""
    catalogs = CatalogCache(database)

    @contextmanager
    def opened(
        rights: Rights | None = None, user: int = 1, at: int | None = None, write: bool = True
    ) -> Iterator[Work]:
        with database.write() if write else database.read() as conn:
            if write:
                hold(conn, space)
            home = MEMBERS[user][1]
            mine = replace(moment, user=user, now=at or moment.now, department=home, departments=(home,))
            yield Work(conn, catalogs.at(conn, space), rights or FULL_RIGHTS[user], mine, secret=b"sealed")

    return opened


@pytest.fixture
def work(open_work: Opener) -> Iterator[Work]:
    """One writing unit of work with full rights, as user 1."""
    with open_work() as opened:
        yield opened
