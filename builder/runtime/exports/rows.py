"""Which records an export holds and in which order, read in short transactions that nothing waits behind.

Ids come by key in the order of the list; the records follow by their ids. So a sort that no index serves is done
over ids alone and in large pages, and what changes meanwhile is seen as it is when it is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from builder.metadata.conditions import ALWAYS, Path
from builder.metadata.entity import Entity
from builder.metadata.query import Query, Row
from builder.metadata.values import Value
from builder.runtime.list_requests import query_of
from builder.runtime.own_views import with_own_view
from builder.runtime.served import is_indexed
from builder.runtime.work import Work
from builder.storage.asker import Reach
from builder.storage.query.by_ids import Purpose, reader_for
from builder.storage.query.pages import PageReader
from builder.storage.query.row_reader import key_of

PAGE, LONG_PAGE = 2_000, 50_000
"""Ids read at once: in an order that an index serves, and in one for which the records are sorted each time."""


@dataclass(frozen=True)
class Batch:
    """Ids in order, and where the next ones begin; None where there are no more."""

    ids: Sequence[int]
    after: tuple[Value, ...] | None


def plan(work: Work, entity: Entity, request: Mapping[str, Any]) -> tuple[Query, tuple[Path, ...]]:
    """Return the query of an export and the paths that it shows. Raises as a list request does, NotAllowed."""
    work.require(entity, "export")
    asked = {**with_own_view(work, entity, request), "row_colors": []}
    query, shown, _ = query_of(work, entity, asked)
    return replace(query, fields=(), action="export"), shown


def next_ids(work: Work, query: Query, after: tuple[Value, ...] | None) -> Batch:
    """Return the ids that follow a position."""
    served = is_indexed(work, replace(query, where=ALWAYS, search=""))
    page = PageReader(work.asker, query).read(work.conn, after, PAGE if served else LONG_PAGE)
    return Batch([row.id for row in page.rows], page.rows[-1].position if page.more else None)


def read(work: Work, entity: Entity, shown: Sequence[Path], ids: Sequence[int]) -> list[Row]:
    """Return records in the order of their ids: those that the principal may both view and export."""
    purpose = Purpose(("exported", tuple(key_of(path) for path in shown)), shown)
    found = {row.id: row for row in reader_for(work.asker, entity, purpose, Reach("view")).read(work.conn, ids)}
    may = reader_for(work.asker, entity, Purpose("exportable", ()), Reach("export")).ids(work.conn, list(found))
    return [found[record] for record in ids if record in may]
