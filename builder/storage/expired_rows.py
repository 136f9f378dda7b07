"""Rows that served their time: answers to repeated requests, records at the end of their time in the trash."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, delete, select

from builder.metadata.entity import Entity
from builder.storage import search
from builder.storage.catalog import Catalog
from builder.storage.fixed_tables import workspace_tables
from builder.storage.layout import EntityLayout, generation_suffix, life_in_rows, lives
from builder.storage.physical import bare
from builder.storage.space import Space


def forget_answers(conn: Connection, space: Space, before: int) -> int:
    """Delete the kept answers to requests made before a moment; returns how many."""
    table = workspace_tables(space).idempotency
    return conn.execute(delete(table).where(table.c.at < before)).rowcount


def deleted_before(conn: Connection, catalog: Catalog, entity: Entity, before: int, limit: int) -> list[int]:
    """Return ids of records that went to the trash before a moment, those first that changed least lately."""
    main = catalog.tables[entity.id].main
    query = select(main.c.id).where(main.c.deleted_at < before).order_by(main.c.updated_at, main.c.id).limit(limit)
    return list(conn.execute(query).scalars())


def purge(conn: Connection, catalog: Catalog, entity: Entity, ids: Sequence[int]) -> None:
    """Delete records of the trash for good, with their parts, words, history and outside keys.

    References to them are the caller's business. Ids are not used again.
    """
    if not ids:
        return
    tables, fixed = catalog.tables[entity.id], catalog.fixed
    owned = [(tables.aside, "record"), (fixed.history, "record_id"), (fixed.stage_history, "record_id")]
    owned += [(fixed.external_ref, "record_id"), (fixed.search_queue, "record_id")]
    owned += [(fixed.file_use, "record_id"), (fixed.comment, "record_id"), (fixed.notification, "record_id")]
    owned.append((fixed.record_team, "record_id"))
    for table, column in owned:
        conn.execute(delete(table).where(table.c[column].in_(ids)))
    for plain, column in _of_every_life(tables.layout):
        part = bare(catalog.space, plain, [column])
        conn.execute(delete(part).where(part.c[column].in_([*ids, *(-record for record in ids)])))
    search.forget(conn, catalog, entity, ids)
    conn.execute(delete(tables.main).where(tables.main.c.id.in_(ids), tables.main.c.deleted_at.is_not(None)))


def _of_every_life(layout: EntityLayout) -> Iterator[tuple[str, str]]:
    """Yield (plain table, column of the record) of links and rows, also of those from before a change of type."""
    for key, item in layout.fields.items():
        for plain in {
            f"{key}_link{generation_suffix(life.generation)}" for life in lives(item) if life.place == "links"
        }:
            yield plain, "record"
        if life_in_rows(item) is not None:
            yield layout.child(key), "parent"
