"""Records by their ids: for one record read, for labels, and for the write pipeline, which locks them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import Connection, Select, select

from builder.metadata.conditions import Path
from builder.metadata.entity import Entity
from builder.metadata.query import Row
from builder.storage.asker import Asker, Reach
from builder.storage.query.pages import reachable
from builder.storage.query.prepared import Prepared, among, filled
from builder.storage.query.row_reader import RowReader
from builder.storage.query.scope import Scope

CHUNK = 500
"""Ids in one statement; a steady size keeps statements cached."""
VIEWED = Reach()


class Lock(Enum):
    """How rows are held until the transaction ends, where the database has row locks.

    Who changes a record does not wait for those who refer to it; who removes it does.
    """

    NONE = None
    REFER = {"read": True, "key_share": True}
    """Nobody removes the record meanwhile."""
    CHANGE = {"key_share": True}
    """Nobody changes it meanwhile."""
    REMOVE = {"key_share": False}
    """Nobody changes it or begins to refer to it meanwhile."""


class ReaderByIds:
    """Reads some paths of records by their ids, with statements compiled once."""

    def __init__(self, scope: Scope, paths: Iterable[Path], reach: Reach, lock: Lock = Lock.NONE) -> None:
        """Raise Invalid for hidden fields."""
        self._scope, self._reach, self._lock = scope, reach, lock
        self._reader = RowReader(scope, paths)
        self._brought = self._reader.aside_columns() if lock is Lock.NONE else []
        self._prepared: dict[int, Prepared] = {}

    def read(self, conn: Connection, ids: Sequence[int]) -> list[Row]:
        """Return the records that are in reach. ``Row.position`` is (when it was deleted or None,)."""
        return self._reader.rows(conn, self._raw(conn, ids), 1, brought=bool(self._brought) and len(ids) == 1)

    def ids(self, conn: Connection, ids: Sequence[int]) -> set[int]:
        """Return which of the records are in reach."""
        return {row[0] for row in self._raw(conn, ids)}

    def _raw(self, conn: Connection, ids: Sequence[int]) -> list[Any]:
        raw: list[Any] = []
        ordered = list(ids) if len(ids) == 1 else sorted(set(ids))
        for size, values in filled(ordered):
            prepared = self._prepared.get(size)
            if prepared is None:
                prepared = self._prepared[size] = Prepared(conn, self._statement(size), steady=True)
            raw += prepared.rows(conn, values)
        return raw

    def _statement(self, size: int) -> Select[Any]:
        scope, root, reach = self._scope, self._scope.root, self._reach
        columns = [root.c.id, root.c.version, root.c.deleted_at, *self._reader.columns]
        columns += self._brought if size == 1 else []
        found = select(*[column.label(f"c{index}") for index, column in enumerate(columns)])
        found = found.select_from(scope.source).where(among(root.c.id, size))
        if reach.trash is not None:
            found = found.where(root.c.deleted_at.is_not(None) if reach.trash else root.c.deleted_at.is_(None))
        if reach.action is not None:
            found = found.where(reachable(scope, reach.action))
        if self._lock.value is not None and scope.catalog.space.dialect == "postgresql":
            found = found.order_by(root.c.id).with_for_update(of=root, **self._lock.value)
        return found


@dataclass(frozen=True)
class Purpose:
    """Which paths a reader is for, by a name under which it is kept with the principal's plans."""

    name: Hashable
    paths: Sequence[Path]


def reader_for(
    asker: Asker, entity: Entity, purpose: Purpose, reach: Reach = VIEWED, lock: Lock = Lock.NONE
) -> ReaderByIds:
    """Return the kept reader for a purpose; the same name always stands for the same paths."""
    key = ("by ids", entity.id, purpose.name, reach, lock)
    plans = asker.plans
    found: ReaderByIds | None = plans.get(key)
    if found is None:
        found = plans[key] = ReaderByIds(Scope(asker, entity), purpose.paths, reach, lock)
    return found


def trusted_reader(asker: Asker, entity: Entity, purpose: Purpose, reach: Reach, lock: Lock) -> ReaderByIds:
    """Return a kept reader of every field, whoever asks, for the write pipeline: never for an answer."""
    key = ("trusted by ids", entity.id, purpose.name, reach, lock)
    plans = asker.plans
    found: ReaderByIds | None = plans.get(key)
    if found is None:
        found = plans[key] = ReaderByIds(Scope(asker, entity, trusted=True), purpose.paths, reach, lock)
    return found


def read_by_ids(
    conn: Connection, asker: Asker, entity: Entity, ids: Sequence[int], paths: Iterable[Path], reach: Reach = VIEWED
) -> list[Row]:
    """Return the records with these ids that are in reach, in no particular order, by a reader not kept.

    ``Row.position`` is (when the record was deleted or None,). Raises Invalid for hidden fields.
    """
    return ReaderByIds(Scope(asker, entity), paths, reach).read(conn, ids)
