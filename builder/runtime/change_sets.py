"""Change sets: changes of many records that are listed, explained and undone as one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from builder.errors import NotFound
from builder.metadata.instants import rfc3339
from builder.runtime.work import Work
from builder.storage import history, lookups

LARGEST_LIST = 200


@contextmanager
def collecting(work: Work, kind: str, label: Mapping[str, Any], undo_of: int | None = None) -> Iterator[int]:
    """Collect the changes made inside under one change set and yield its id.

    ``kind`` is e.g. ``bulk_update``, ``delete``, ``import``; ``label`` is kept for people (entity, count …).
    Inside another change set the outer one collects.
    """
    if work.change_set is not None:
        yield work.change_set
        return
    number = history.open_change_set(work.conn, work.space, kind, label, (work.now, work.rights.user), undo_of)
    work.change_set = number
    try:
        yield number
    finally:
        work.change_set = None
    history.set_state(work.conn, work.space, number, "done")


def recent(work: Work, limit: int = 50) -> list[dict[str, Any]]:
    """Return the newest change sets: all of them for an administrator, else the principal's own."""
    by = None if work.rights.administrator else work.rights.user
    found = history.change_sets(work.conn, work.space, min(limit, LARGEST_LIST), by=by)
    return _dressed(work, found)


def one(work: Work, number: int) -> dict[str, Any]:
    """Return one change set. Raises NotFound when there is none or it is another person's."""
    return _dressed(work, [find(work, number)])[0]


def find(work: Work, number: int) -> history.ChangeSet:
    """Return a change set that the principal may know of. Raises NotFound."""
    found = history.change_sets(work.conn, work.space, 1, number)
    if not found or not (work.rights.administrator or found[0].by == work.rights.user):
        raise NotFound("unknown_change_set", id=number)
    return found[0]


def _dressed(work: Work, found: list[history.ChangeSet]) -> list[dict[str, Any]]:
    people = lookups.members(work.conn, work.catalog, {item.by for item in found})
    return [
        {
            "id": item.id,
            "kind": item.kind,
            "label": dict(item.label),
            "at": rfc3339(item.at),
            "by": {"id": item.by, "label": people.get(item.by, "")},
            "state": item.state,
            "records": item.records,
            "undo_of": item.undo_of,
        }
        for item in found
    ]
