"""Records by their ids: for one record read, for labels, and for the write pipeline, which locks them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Select, select

from builder.metadata.conditions import Path
from builder.metadata.entity import Entity
from builder.metadata.query import Row
from builder.storage.asker import Asker, Reach
from builder.storage.query.pages import reachable
from builder.storage.query.row_reader import RowReader
from builder.storage.query.scope import Scope

CHUNK = 500
"""Ids in one statement; a steady size keeps statements cached."""
VIEWED = Reach()


def read_by_ids(
    conn: Connection, asker: Asker, entity: Entity, ids: Sequence[int], paths: Iterable[Path], reach: Reach = VIEWED
) -> list[Row]:
    """Return the records with these ids that are in reach, in no particular order.

    ``Row.position`` is (when the record was deleted or None,). Raises Invalid for hidden fields.
    """
    scope = Scope(asker, entity)
    reader = RowReader(scope, paths)
    return _read(conn, _statement(scope, reader, reach), scope, reader, ids)


def lock_by_ids(
    conn: Connection, asker: Asker, entity: Entity, ids: Sequence[int], paths: Iterable[Path], reach: Reach
) -> list[Row]:
    """Return records for the write pipeline: every field, whoever asks, and held until the transaction ends
    where the database has row locks.
    """
    scope = Scope(asker, entity, trusted=True)
    reader = RowReader(scope, paths)
    statement = _statement(scope, reader, reach)
    if asker.catalog.space.dialect == "postgresql":
        statement = statement.order_by(scope.root.c.id).with_for_update(of=scope.root)
    return _read(conn, statement, scope, reader, ids)


def read_trusted(
    conn: Connection, asker: Asker, entity: Entity, ids: Sequence[int], paths: Iterable[Path]
) -> list[Row]:
    """Return living records whoever may see them: for rules, never for an answer."""
    scope = Scope(asker, entity, trusted=True)
    reader = RowReader(scope, paths)
    return _read(conn, _statement(scope, reader, Reach(None)), scope, reader, ids)


def _statement(scope: Scope, reader: RowReader, reach: Reach) -> Select[tuple[int, ...]]:
    root = scope.root
    columns = [root.c.id, root.c.version, root.c.deleted_at, *reader.columns]
    found = select(*[column.label(f"c{index}") for index, column in enumerate(columns)]).select_from(scope.source)
    if reach.trash is not None:
        found = found.where(root.c.deleted_at.is_not(None) if reach.trash else root.c.deleted_at.is_(None))
    return found if reach.action is None else found.where(reachable(scope, reach.action))


def _read(
    conn: Connection, statement: Select[tuple[int, ...]], scope: Scope, reader: RowReader, ids: Sequence[int]
) -> list[Row]:
    found: list[Row] = []
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), CHUNK):
        chunk = ordered[start : start + CHUNK]
        wanted = scope.root.c.id == chunk[0] if len(chunk) == 1 else scope.root.c.id.in_(chunk)
        found += reader.rows(conn, conn.execute(statement.where(wanted)).all(), 1)
    return found
