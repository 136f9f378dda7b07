"""One page of a timeline: the newest entries of every source below the cursor, merged."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from builder.errors import NotFound
from builder.metadata.entity import Entity
from builder.runtime import comments as talk
from builder.runtime.cursors import opened_for, sealed_for
from builder.runtime.files.attachments import attached_told
from builder.runtime.timeline.activities import activities, activity_entities, tell_activities
from builder.runtime.timeline.changes import changes, moves, tell_changes, tell_moves
from builder.runtime.timeline.entries import KINDS, About, Entry, Source, Spot, Tell, bound_for, rank_of
from builder.runtime.work import Work
from builder.storage import comment_rows, file_rows, lookups


def page(
    work: Work, entity: Entity, record: int, kinds: Collection[str], cursor: str | None, limit: int
) -> dict[str, Any]:
    """Return ``{"items", "next"}``: entries of the kinds (all when none is named), the newest first.

    Raises NotFound for a record out of sight, Invalid ``bad_cursor``.
    """
    work.require(entity, "view")
    if record not in lookups.seen(work.conn, work.asker, entity.id, {record}):
        raise NotFound
    order = f"{work.space.key}|timeline|{record}|"
    before = _spot(opened_for(work, order, cursor)) if cursor else None
    about = About(work, entity, record)
    wanted = [kind for kind in KINDS if (not kinds or kind in kinds)]
    found: list[Entry] = []
    for kind in wanted:
        found += _SOURCES[kind][0](about, bound_for(kind, before), limit + 1)
    found.sort(key=lambda entry: entry.spot, reverse=True)
    shown = found[:limit]
    last = shown[-1].spot if len(found) > limit else None
    return {
        "items": _told(about, shown),
        "next": sealed_for(work, order, (last.at, last.rank, last.number)) if last else None,
    }


def kinds_for(work: Work, entity: Entity) -> list[str]:
    """Return which kinds of entries the timeline of a record of the entity can have."""
    document = entity.document
    has = {
        "comment": bool(document.get("comments")),
        "file": bool(document.get("attachments")),
        "activity": bool(activity_entities(work, entity)),
        "stage": bool(entity.flows),
        "change": True,
    }
    return [kind for kind in KINDS if has[kind]]


def _spot(position: tuple[Any, ...]) -> Spot:
    at, rank, number = position
    return Spot(at, rank, number)


def _told(about: About, shown: list[Entry]) -> list[dict[str, Any]]:
    by_spot: dict[Spot, dict[str, Any]] = {}
    for kind in KINDS:
        mine = [entry for entry in shown if entry.spot.rank == rank_of(kind)]
        if mine:
            by_spot |= zip((entry.spot for entry in mine), _SOURCES[kind][1](about, mine), strict=True)
    return [by_spot[entry.spot] for entry in shown]


def _comments(about: About, bound: tuple[int, int] | None, limit: int) -> list[Entry]:
    if not about.entity.document.get("comments"):
        return []
    rows = comment_rows.of_record(about.work.conn, about.work.space, about.record, bound, limit)
    return [Entry(Spot(row.at, rank_of("comment"), row.id), row) for row in rows]


def _tell_comments(about: About, entries: list[Entry]) -> list[dict[str, Any]]:
    told = talk.told(about.work, [entry.found for entry in entries])
    return [
        {"kind": "comment", "id": f"c{one['id']}", "at": one["at"], "by": one["by"], "comment": one} for one in told
    ]


def _files(about: About, bound: tuple[int, int] | None, limit: int) -> list[Entry]:
    if not about.entity.document.get("attachments"):
        return []
    rows = file_rows.attached(about.work.conn, about.work.space, about.record, bound, limit)
    return [Entry(Spot(use.at, rank_of("file"), use.id), (use, file)) for use, file in rows]


def _tell_files(about: About, entries: list[Entry]) -> list[dict[str, Any]]:
    people = {entry.found[0].by for entry in entries}
    names = lookups.members(about.work.conn, about.work.catalog, people)
    told = [attached_told(use, file, names) for use, file in (entry.found for entry in entries)]
    return [
        {"kind": "file", "id": f"f{entry.spot.number}", "at": one["at"], "by": one["by"], "file": one}
        for entry, one in zip(entries, told, strict=True)
    ]


_SOURCES: Mapping[str, tuple[Source, Tell]] = {
    "comment": (_comments, _tell_comments),
    "file": (_files, _tell_files),
    "activity": (activities, tell_activities),
    "stage": (moves, tell_moves),
    "change": (changes, tell_changes),
}
