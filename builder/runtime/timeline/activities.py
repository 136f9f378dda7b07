"""Follow-ups in a timeline: activities about the record, and about others that are followed up with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from builder.metadata.conditions import All, Compare, Condition, Path
from builder.metadata.definitions import Field
from builder.metadata.entity import Activity, Entity
from builder.metadata.field_types.base import Operator
from builder.metadata.instants import rfc3339
from builder.metadata.query import Query, Row, Sort
from builder.metadata.rights import Access
from builder.metadata.values import LARGEST_ID
from builder.runtime.readable import access_to
from builder.runtime.timeline.entries import About, Entry, Spot, rank_of
from builder.runtime.wire import whole_view
from builder.runtime.work import Work
from builder.storage.query.pages import read_page

MOST_RELATED = 200
"""Records followed up with this one whose activities are told too: the newest."""


@dataclass(frozen=True)
class Found:
    """An activity: its entity and its row."""

    entity: Entity
    row: Row


def activities(about: About, bound: tuple[int, int] | None, limit: int) -> list[Entry]:
    """Find activities that the principal sees, of every entity that is one."""
    found: list[Entry] = []
    for entity in about.work.model.entities.values():
        activity = entity.activity
        if activity is not None and _readable(about.work, entity, activity):
            found += _of(about, entity, activity, bound, limit)
    return sorted(found, key=lambda one: one.spot, reverse=True)[:limit]


def activity_entities(work: Work, entity: Entity) -> list[Entity]:
    """Return the entities whose records can be activities about records of an entity."""
    return [
        one
        for one in work.model.entities.values()
        if one.activity is not None and _may_name(one.activity.subject, entity) and _readable(work, one, one.activity)
    ]


def _readable(work: Work, entity: Entity, activity: Activity) -> bool:
    needed = (activity.subject, activity.happened_at)
    return work.rights.on(entity.id).may("view") and all(
        access_to(work, entity, item) in (Access.READ, Access.WRITE) for item in needed
    )


def _of(about: About, entity: Entity, activity: Activity, bound: tuple[int, int] | None, limit: int) -> Iterator[Entry]:
    subjects = list(_subjects(about, activity))
    if not subjects:
        return
    happened = Path((), entity, activity.happened_at)
    about_it = _names_one(Path((), entity, activity.subject), subjects)
    rows: list[Row] = []
    for when in _ranges(entity, happened, bound):
        query = Query(
            entity,
            fields=tuple(whole_view(about.work, entity).purpose.paths),
            where=All((about_it, *when)),
            sort=(Sort(happened, descending=True),),
            limit=limit - len(rows),
        )
        rows += read_page(about.work.conn, about.work.asker, query).rows
        if len(rows) >= limit:
            break
    rank = rank_of("activity")
    for row in rows:
        yield Entry(Spot(row.values[activity.happened_at.id], rank, row.id), Found(entity, row))


def _ranges(entity: Entity, happened: Path, bound: tuple[int, int] | None) -> Iterator[tuple[Condition, ...]]:
    """Yield what the activities below a bound meet: those of its moment, then those before it."""
    if bound is None:
        yield (Compare(happened, Operator.NOT_BLANK),)
        return
    at, number = bound
    if number > LARGEST_ID:
        yield (Compare(happened, Operator.EQ, at),)
    elif number > 0:
        yield Compare(happened, Operator.EQ, at), Compare(Path((), entity, entity.by_id["id"]), Operator.LT, number)
    yield (Compare(happened, Operator.LT, at),)


def _subjects(about: About, activity: Activity) -> Iterator[int]:
    """Yield what the activities may be about: the record, and records whose named parent it is."""
    if _may_name(activity.subject, about.entity):
        yield about.record
    for path in activity.parents:
        if not _may_name(activity.subject, path.entity):
            continue  # further away than what activities are about
        if _may_name(path.field, about.entity) and access_to(about.work, path.entity, path.field) in (
            Access.READ,
            Access.WRITE,
        ):
            yield from _below(about, path)


def _below(about: About, path: Path) -> list[int]:
    work, entity = about.work, path.entity
    if not work.rights.on(entity.id).may("view"):
        return []
    hangs = _names_one(Path((), entity, path.field), [about.record])
    found = read_page(work.conn, work.asker, Query(entity, where=hangs, limit=MOST_RELATED))
    return [row.id for row in found.rows]


def _may_name(item: Field, entity: Entity) -> bool:
    return item.settings.get("entity") == entity.id or entity.id in item.settings.get("entities", ())


def _names_one(path: Path, ids: Sequence[int]) -> Condition:
    """Return what a reference to one of some records meets; an id stands for one record of the whole workspace."""
    return Compare(path, Operator.EQ, ids[0]) if len(ids) == 1 else Compare(path, Operator.IN, list(ids))


def tell_activities(about: About, entries: list[Entry]) -> list[dict[str, Any]]:
    """Say what each activity holds: its record as lists show it, and what it is about where that is another one."""
    work = about.work
    told: dict[int, dict[str, Any]] = {}
    for entity in {entry.found.entity: None for entry in entries}:
        rows = [entry.found.row for entry in entries if entry.found.entity is entity]
        told |= {item["id"]: item for item in whole_view(work, entity).dress(work, rows)}
    return [_told(about, entry, told[entry.found.row.id]) for entry in entries]


def _told(about: About, entry: Entry, record: dict[str, Any]) -> dict[str, Any]:
    entity: Entity = entry.found.entity
    activity = entity.activity
    subject = record["values"].get(activity.subject.name) if activity else None
    is_about_it = isinstance(subject, dict) and subject.get("id") == about.record
    return {
        "kind": "activity",
        "id": f"a{record['id']}",
        "at": rfc3339(entry.spot.at),
        "by": record["values"].get("owner") or record["values"].get("created_by"),
        "entity": entity.name,
        "record": record,
        "about": None if is_about_it else subject,
    }
