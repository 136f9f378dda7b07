"""Rows of documents: what is published, its revisions, the base of installed templates, personal views."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, delete, func, insert, select, update

from builder.metadata.definitions import Document
from builder.storage.fixed_tables import workspace_tables
from builder.storage.space import Space
from builder.storage.upserts import upsert


@dataclass(frozen=True)
class Revision:
    """One publish; ``body`` is what the publisher kept with it."""

    number: int
    app_id: str
    at: int
    by: int
    message: str
    body: dict[str, Any]


@dataclass(frozen=True)
class TemplateBase:
    """What an app was installed from, as it was then: the base of later merges."""

    template: str
    version: str
    documents: list[Document]


@dataclass(frozen=True)
class PersonalView:
    """A view that belongs to one person; it is no publish."""

    id: int
    account_id: int
    entity_id: str
    body: dict[str, Any]
    created_at: int


def load_documents(conn: Connection, space: Space) -> list[tuple[str, Document]]:
    """Return all published documents as (app id, stored document), by id."""
    table = workspace_tables(space).document
    found = conn.execute(select(table.c.app_id, table.c.body).order_by(table.c.id))
    return [(app_id, orjson.loads(body)) for app_id, body in found]


def revision_of(conn: Connection, space: Space, document: str) -> int:
    """Return the revision that changed a document last; 0 for one that is not there."""
    table = workspace_tables(space).document
    return int(conn.execute(select(table.c.revision).where(table.c.id == document)).scalar() or 0)


def save_documents(conn: Connection, space: Space, app_id: str, documents: Sequence[Document], revision: int) -> None:
    """Insert or replace stored documents of an app. Raises Conflict when one of the same kind and name is there."""
    table = workspace_tables(space).document
    if not documents:
        return
    known = {document["id"] for document in documents}
    there = set(conn.execute(select(table.c.id).where(table.c.id.in_(sorted(known)))).scalars())
    rows = [
        {
            "id": document["id"],
            "app_id": app_id,
            "kind": document["kind"],
            "name": document["name"],
            "body": orjson.dumps(document).decode(),
            "revision": revision,
        }
        for document in documents
    ]
    fresh = [row for row in rows if row["id"] not in there]
    for row in rows:
        if row["id"] in there:
            conn.execute(update(table).where(table.c.id == row["id"]).values(row))
    if fresh:
        conn.execute(insert(table), fresh)


def delete_documents(conn: Connection, space: Space, ids: Iterable[str]) -> None:
    """Delete documents by id."""
    table = workspace_tables(space).document
    wanted = list(ids)
    if wanted:
        conn.execute(delete(table).where(table.c.id.in_(wanted)))


def add_revision(  # noqa: PLR0913, PLR0917 - each is a column
    conn: Connection, space: Space, number: int, app_id: str, stamp: tuple[int, int], message: str, body: str
) -> None:
    """Write a revision. ``stamp`` is (microseconds, author); ``body`` is a JSON object."""
    conn.execute(
        insert(workspace_tables(space).revision).values(
            number=number, app_id=app_id, at=stamp[0], by=stamp[1], message=message, changes=body
        )
    )


def latest_revision(conn: Connection, space: Space, app_id: str) -> int:
    """Return the number of the latest revision of an app, 0 if it has none."""
    table = workspace_tables(space).revision
    return int(conn.execute(select(func.max(table.c.number)).where(table.c.app_id == app_id)).scalar() or 0)


def revisions(
    conn: Connection, space: Space, app_id: str, limit: int = 100, after: int = 0, before: int | None = None
) -> list[Revision]:
    """Return revisions of an app with a number above ``after`` and below ``before``, newest first."""
    table = workspace_tables(space).revision
    query = select(table).where(table.c.app_id == app_id, table.c.number > after)
    if before is not None:
        query = query.where(table.c.number < before)
    found = conn.execute(query.order_by(table.c.number.desc()).limit(limit))
    return [
        Revision(row["number"], row["app_id"], row["at"], row["by"], row["message"], orjson.loads(row["changes"]))
        for row in found.mappings()
    ]


def save_template_base(
    conn: Connection, space: Space, app_id: str, template: str, version: str, documents: Sequence[Document]
) -> None:
    """Keep what an app was installed from."""
    table = workspace_tables(space).template_base
    values = {"template": template, "version": version, "body": orjson.dumps(list(documents)).decode()}
    conn.execute(
        upsert(space.dialect, table)
        .values(app_id=app_id, **values)
        .on_conflict_do_update(index_elements=["app_id"], set_=values)
    )


def templates_of_apps(conn: Connection, space: Space) -> dict[str, str]:
    """Return which template each app was installed from, by app id."""
    table = workspace_tables(space).template_base
    return {row.app_id: row.template for row in conn.execute(select(table.c.app_id, table.c.template))}


def template_base(conn: Connection, space: Space, app_id: str) -> TemplateBase | None:
    """Return what an app was installed from, or None for one that was made by hand."""
    table = workspace_tables(space).template_base
    row = conn.execute(select(table).where(table.c.app_id == app_id)).one_or_none()
    return None if row is None else TemplateBase(row.template, row.version, orjson.loads(row.body))


def personal_views(conn: Connection, space: Space, account_id: int, entity_id: str) -> list[PersonalView]:
    """Return the views a person made for an entity, oldest first."""
    table = workspace_tables(space).personal_view
    mine = (table.c.account_id == account_id, table.c.entity_id == entity_id, table.c.adjusts.is_(None))
    return [_view(row) for row in conn.execute(select(table).where(*mine).order_by(table.c.id)).mappings()]


def personal_view(
    conn: Connection, space: Space, account_id: int, view_id: int, hold: bool = False
) -> PersonalView | None:
    """Return one view of a person, perhaps held for a change."""
    table = workspace_tables(space).personal_view
    mine = (table.c.id == view_id, table.c.account_id == account_id, table.c.adjusts.is_(None))
    query = select(table).where(*mine)
    row = conn.execute(query.with_for_update() if hold else query).mappings().one_or_none()
    return None if row is None else _view(row)


def personal_views_naming(conn: Connection, space: Space, element_id: str) -> list[PersonalView]:
    """Return everybody's views and layouts whose body holds the id of an element, held for a change."""
    table = workspace_tables(space).personal_view
    query = select(table).where(table.c.body.contains(element_id, autoescape=True)).order_by(table.c.id)
    query = query.with_for_update()
    return [_view(row) for row in conn.execute(query).mappings()]


def insert_personal_view(
    conn: Connection, space: Space, account_id: int, entity_id: str, body: dict[str, Any], now: int
) -> int:
    """Insert a personal view and return its id."""
    table = workspace_tables(space).personal_view
    row = insert(table).values(
        account_id=account_id, entity_id=entity_id, body=orjson.dumps(body).decode(), created_at=now
    )
    return int(conn.execute(row.returning(table.c.id)).scalar_one())


def update_personal_view(conn: Connection, space: Space, account_id: int, view_id: int, body: dict[str, Any]) -> bool:
    """Replace the body of a personal view; False when the person has no such view."""
    table = workspace_tables(space).personal_view
    mine = (table.c.id == view_id) & (table.c.account_id == account_id)
    return bool(conn.execute(update(table).where(mine).values(body=orjson.dumps(body).decode())).rowcount)


def delete_personal_view(conn: Connection, space: Space, account_id: int, view_id: int) -> bool:
    """Delete a personal view; False when the person has no such view."""
    table = workspace_tables(space).personal_view
    mine = (table.c.id == view_id) & (table.c.account_id == account_id)
    return bool(conn.execute(delete(table).where(mine)).rowcount)


def view_layouts(conn: Connection, space: Space, account_id: int, entity_id: str) -> dict[str, dict[str, Any]]:
    """Return how a person laid out the views of an entity: id of the view → body; "" is the list without a view."""
    table = workspace_tables(space).personal_view
    mine = (table.c.account_id == account_id, table.c.entity_id == entity_id, table.c.adjusts.is_not(None))
    found = conn.execute(select(table.c.adjusts, table.c.body).where(*mine))
    return {view: orjson.loads(body) for view, body in found}


def save_view_layout(  # noqa: PLR0913, PLR0917 - each is a column
    conn: Connection, space: Space, account_id: int, entity_id: str, view: str, body: dict[str, Any], now: int
) -> None:
    """Keep how a person laid out a view, instead of what was kept before."""
    table = workspace_tables(space).personal_view
    text = orjson.dumps(body).decode()
    values = {"account_id": account_id, "entity_id": entity_id, "adjusts": view, "body": text, "created_at": now}
    row = upsert(space.dialect, table).values(values)
    keys = ["account_id", "entity_id", "adjusts"]
    conn.execute(row.on_conflict_do_update(index_elements=keys, set_={"body": text}))


def forget_view_layout(conn: Connection, space: Space, account_id: int, entity_id: str, view: str) -> None:
    """Let a view look for a person as it does for everybody."""
    table = workspace_tables(space).personal_view
    mine = (table.c.account_id == account_id, table.c.entity_id == entity_id, table.c.adjusts == view)
    conn.execute(delete(table).where(*mine))


def _view(row: Any) -> PersonalView:
    return PersonalView(row["id"], row["account_id"], row["entity_id"], orjson.loads(row["body"]), row["created_at"])
