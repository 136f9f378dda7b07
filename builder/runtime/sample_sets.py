"""The sample data of apps: which change set brought them, what people have come to need of them, and what can go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from builder.metadata.entity import Entity
from builder.runtime.referring_records import every_reference_to
from builder.runtime.work import Work
from builder.storage import comment_rows, file_rows, history, records
from builder.storage.history import ChangeSet
from builder.storage.referrers import referring

SAMPLE_DATA, REMOVAL = "sample_data", "sample_data_removal"
"""Kinds of the change sets that bring sample data and that take them away."""
LIVE = ("done",)
GONE = "undone"
GOING = "removing"
"""State of a change set while a job takes its records away."""
CHUNK = 500
CHANGED, NEEDED = "sample_changed", "sample_needed"


def samples_of(work: Work, app_id: str, states: Sequence[str] = (*LIVE, GOING)) -> ChangeSet | None:
    """Return the change set that brought the sample data of an app, if they are there.

    They are there again when their removal was taken back.
    """
    for item in history.change_sets_of_kind(work.conn, work.space, SAMPLE_DATA, (*states, GONE)):
        if item.label.get("app") == app_id and (item.state != GONE or _is_back(work, item.id)):
            return replace(item, state=LIVE[0]) if item.state == GONE else item
    return None


def _is_back(work: Work, change_set: int) -> bool:
    newest = next(iter(_removals(work, change_set)), None)
    return newest is not None and newest.state == GONE


def _removals(work: Work, change_set: int) -> list[ChangeSet]:
    """Return the removals of sample data, newest first."""
    found = history.change_sets_of_kind(work.conn, work.space, REMOVAL, (*LIVE, GONE))
    return [item for item in found if item.label.get("samples") == change_set]


def people_of_others(work: Work, change_set: int) -> set[int]:
    """Return the stand-ins that the sample data of other apps still need."""
    found = history.change_sets_of_kind(work.conn, work.space, SAMPLE_DATA, (*LIVE, GOING))
    return {person for item in found if item.id != change_set for person in item.label.get("people", ())}


@dataclass
class Leaving:
    """What goes and what stays of the sample data of an app."""

    going: list[tuple[str, int, int]] = field(default_factory=list)
    """(entity id, record, version as it was looked at), those made last first: they refer to the others."""
    kept: dict[int, str] = field(default_factory=dict)
    """Record → why it stays: ``sample_changed`` or ``sample_needed``."""
    entities: dict[int, Entity] = field(default_factory=dict)
    """Record → entity, of what stays."""


def leaving(work: Work, change_set: int) -> Leaving:
    """Decide on each record that sample data brought and that is not in the trash.

    A record stays that a person changed, commented or gave a file, that something refers to which is no sample, or
    that one of those that stay refers to.
    """
    made = _made(work, change_set)
    versions = {record: version for entity, ids in made.items() for record, version in _living(work, entity, ids)}
    entity_of = {record: entity for entity, ids in made.items() for record in ids if record in versions}
    result = Leaving(kept=dict.fromkeys(_changed(work, change_set, entity_of), CHANGED))
    needed, names = _references(work, entity_of)
    _keep(result, needed, names)
    result.entities = {record: entity_of[record] for record in result.kept}
    going = sorted(entity_of.keys() - result.kept.keys(), reverse=True)
    result.going = [(entity_of[record].id, record, versions[record]) for record in going]
    return result


def _made(work: Work, change_set: int) -> dict[Entity, list[int]]:
    found: dict[Entity, list[int]] = defaultdict(list)
    after: int = 0
    while entries := history.of_change_set(work.conn, work.space, change_set, after, CHUNK):
        after = entries[-1].record_id
        for entry in entries:
            entity = work.model.entities.get(entry.entity_id)
            if entity is not None and entry.kind == "create":
                found[entity].append(entry.record_id)
    return found


def _living(work: Work, entity: Entity, ids: Sequence[int]) -> Iterable[tuple[int, int]]:
    for start in range(0, len(ids), CHUNK):
        found = records.read_many(work.conn, work.asker, entity, ids[start : start + CHUNK])
        yield from ((record, stored.version) for record, stored in found.items())


def _changed(work: Work, change_set: int, entity_of: dict[int, Entity]) -> Iterable[int]:
    """Yield the records that a person, not the product, changed, spoke about or put a file to after they came."""
    ids, own = sorted(entity_of), _own_sets(work, change_set)
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        yield from comment_rows.commented(work.conn, work.space, part)
        yield from file_rows.with_attachments(work.conn, work.space, part)
        for record, entries in history.of_records(work.conn, work.space, part).items():
            if any(entry.change_set not in own and entry.by for entry in entries):
                yield record


def _own_sets(work: Work, change_set: int) -> set[int]:
    """Return the change sets that brought the samples, took them away or brought them back."""
    removals = {item.id for item in _removals(work, change_set)}
    back = {undo for removal in removals for undo in history.undos_of(work.conn, work.space, removal)}
    return {change_set} | removals | back


def _references(work: Work, entity_of: dict[int, Entity]) -> tuple[set[int], dict[int, set[int]]]:
    """Return the samples that records of people refer to, and which samples each sample refers to."""
    needed: set[int] = set()
    names: dict[int, set[int]] = defaultdict(set)
    for entity in set(entity_of.values()):
        mine = sorted(record for record, other in entity_of.items() if other is entity)
        for by in every_reference_to(work, entity):
            for referrer, target in referring(work.conn, work.catalog, by, mine):
                if referrer in entity_of:
                    names[referrer].add(target)
                else:
                    needed.add(target)
    return needed, names


def _keep(result: Leaving, needed: set[int], names: dict[int, set[int]]) -> None:
    """Note what stays: from what is needed on, everything that it refers to in turn."""
    waiting = [*result.kept, *needed]
    seen: set[int] = set()
    while waiting:
        record = waiting.pop()
        if record not in seen:
            seen.add(record)
            result.kept.setdefault(record, NEEDED)
            waiting += names.get(record, ())
