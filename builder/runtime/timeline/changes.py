"""Changes of a record in its timeline: fields before and after, and how it moved between stages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from builder.metadata.instants import rfc3339
from builder.metadata.rights import Access
from builder.metadata.values import Values
from builder.runtime.readable import access_to
from builder.runtime.record_story import (
    current_values,
    dumped,
    in_types_of_now,
    is_told,
    value_writer,
    walked_back,
)
from builder.runtime.timeline.entries import About, Entry, Spot, rank_of
from builder.runtime.wire import Labels
from builder.storage import history, stage_history

MOST_VERSIONS = 2_000
"""Versions walked back through: what a field held after a change is known from the changes since."""
QUIET = frozenset({"stage", "stage_entered_at", "last_followed_at", "next_follow_at", "follow_status"})
"""Fields whose changes are told by entries of another kind."""
BORN = ("create", "delete", "restore")
"""Kinds of versions that are told although no field changed."""


@dataclass(frozen=True)
class Version:
    """One version with what changed in it."""

    entry: history.Entry
    before: Values
    after: Values
    now: Values
    """What the record holds at present."""


def changes(about: About, bound: tuple[int, int] | None, limit: int) -> list[Entry]:
    """Find versions in which something changed that the principal sees."""
    work, entity, record = about.work, about.entity, about.record
    current = current_values(work, entity, record)
    entries = history.of_record(work.conn, work.space, record, MOST_VERSIONS)
    rank = rank_of("change")
    filled = {item.id for flow in entity.flows for item in (flow.probability, flow.closed_at) if item is not None}
    found = []
    for entry, before, after in walked_back(list(in_types_of_now(work, entity, entries, current)), current):
        quiet = QUIET | filled if "stage" in before else QUIET
        shown = {key: value for key, value in before.items() if key not in quiet and is_told(work, entity, key)}
        if not shown and entry.kind not in BORN:
            continue
        if bound is None or (entry.at, entry.version) < bound:
            version = Version(entry, shown, {key: after.get(key) for key in shown}, current)
            found.append(Entry(Spot(entry.at, rank, entry.version), version))
    return sorted(found, key=lambda one: one.spot, reverse=True)[:limit]


def tell_changes(about: About, entries: list[Entry]) -> list[dict[str, Any]]:
    """Say which fields changed, with the labels of all of them fetched together."""
    work, entity = about.work, about.entity
    versions: list[Version] = [entry.found for entry in entries]
    keys = {key for version in versions for key in version.before}
    writers = {key: value_writer(work, entity, entity.by_id[key]) for key in keys}
    labels = Labels(people={version.entry.by for version in versions})
    for version in versions:
        for key in version.before:
            collect = writers[key][0]
            for value in (version.before[key], version.after[key]):
                if collect is not None and value is not None:
                    collect(value, labels)
    labels.fetch(work)
    return [
        {
            "kind": "change",
            "id": f"v{version.entry.version}",
            "at": rfc3339(version.entry.at),
            "by": {"id": version.entry.by, "label": labels.names.get(version.entry.by, "")},
            "event": version.entry.kind,
            "version": version.entry.version,
            "change_set": version.entry.change_set,
            "undoable": _undoable(about, version),
            "changes": [
                {
                    "field": entity.by_id[key].name,
                    "before": dumped(writers[key][1], version.before[key], labels),
                    "after": dumped(writers[key][1], version.after[key], labels),
                }
                for key in version.before
            ],
        }
        for version in versions
    ]


def _undoable(about: About, version: Version) -> bool:
    """Whether every field holds still what this version put there, and the principal may write it."""
    work, entity = about.work, about.entity
    if version.entry.kind not in ("update", "undo") or not version.before or not work.rights.on(entity.id).may("edit"):
        return False
    return all(
        access_to(work, entity, entity.by_id[key]) is Access.WRITE
        and not entity.by_id[key].system
        and entity.by_id[key].type.written_by_people
        and version.now.get(key) == version.after[key]
        for key in version.before
    )


def moves(about: About, bound: tuple[int, int] | None, limit: int) -> list[Entry]:
    """Find moves from one stage to another; none for who may not read the stage."""
    work, entity = about.work, about.entity
    stage = entity.by_id.get("stage")
    if stage is None or access_to(work, entity, stage) in (Access.HIDDEN, Access.MASKED):
        return []
    rank = rank_of("stage")
    every = enumerate(stage_history.of_record(work.conn, work.space, about.record))
    found = [
        Entry(Spot(move.at, rank, number), move)
        for number, move in every
        if move.left is not None and (bound is None or (move.at, number) < bound)
    ]
    return sorted(found, key=lambda one: one.spot, reverse=True)[:limit]


def tell_moves(about: About, entries: list[Entry]) -> list[dict[str, Any]]:
    """Say from which stage to which, and how long the record stood in the one it left (seconds)."""
    labels = Labels(people={entry.found.by for entry in entries})
    labels.fetch(about.work)
    names = {option.id: option.name for option in about.entity.by_id["stage"].options}
    return [
        {
            "kind": "stage",
            "id": f"s{entry.spot.number}",
            "at": rfc3339(entry.found.at),
            "by": {"id": entry.found.by, "label": labels.names.get(entry.found.by, "")},
            "from": names.get(entry.found.left),
            "to": names.get(entry.found.entered),
            "seconds": entry.found.seconds,
        }
        for entry in entries
    ]
