"""What follows every write in the same transaction: history, stage history, events, search, counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from builder.metadata.entity import Entity
from builder.metadata.values import Values
from builder.runtime.activities import follow_activities
from builder.runtime.background.search_catch_up import request_catch_up
from builder.runtime.files.values import note_files
from builder.runtime.pasts import Past, write_pasts
from builder.runtime.work import Work
from builder.runtime.write_plan import write_plan
from builder.storage import history, outbox, search, stage_history
from builder.storage.records import NewRecord

INDEXED_AT_ONCE = 50
"""Records whose search words are written with them; larger batches are left to the catch-up job."""
EVENT_OF = {"create": "record.created", "delete": "record.deleted", "restore": "record.restored"}


@dataclass(frozen=True)
class Change:
    """One record as it was written."""

    entity: Entity
    kind: str
    """create, update, stage, owner, undo, delete or restore."""
    id: int
    version: int
    before: Values
    """Earlier values of the fields that changed."""
    after: Values
    """The whole record afterwards."""


def record_changes(work: Work, changes: Sequence[Change]) -> None:
    """Write everything that goes with changes to records."""
    if not changes:
        return
    _history(work, changes)
    _stages(work, changes)
    _events(work, changes)
    _search(work, changes)
    _files(work, changes)
    if work.change_set is not None:
        history.count_records(work.conn, work.space, work.change_set, len(changes))
    follow_activities(work, changes)


def record_created(
    work: Work, entity: Entity, created: Sequence[NewRecord], ids: range, pasts: Sequence[Past] = ()
) -> None:
    """Write everything that goes with new records of one entity: ``record_changes`` for the commonest of changes.

    ``ids`` are those of the records, which follow one another; ``pasts`` what each brings along, if they do.
    """
    if not created:
        return
    if pasts:
        write_pasts(work, entity, list(zip(created, pasts, strict=True)))
    else:
        _begun(work, entity, created, ids)
    told: list[list[Any]] = [[record, 1, []] for record in ids]
    batches = [told[start : start + outbox.LARGEST_BATCH] for start in range(0, len(told), outbox.LARGEST_BATCH)]
    outbox.emit(work.conn, work.space, [_event(work, entity.id, "create", batch) for batch in batches])
    if len(created) > INDEXED_AT_ONCE:
        search.queue_created(work.conn, work.space, entity.id, ids)
        request_catch_up(work)
    else:
        _index(work, entity, created, fresh=True)
    places = write_plan(work.catalog, entity).files
    if places:
        note_files(work, entity, places, created)
    if work.change_set is not None:
        history.count_records(work.conn, work.space, work.change_set, len(ids))
    if entity.activity is not None:
        follow_activities(work, [Change(entity, "create", record, 1, {}, values) for record, values in created])


def _begun(work: Work, entity: Entity, created: Sequence[NewRecord], ids: range) -> None:
    stamp = (work.now, work.rights.user, work.change_set, work.catalog.head.layout_rev)
    history.append_created(work.conn, work.space, entity.id, ids, stamp)
    if entity.flows:
        _first_stages(work, entity, created, ids)


def _first_stages(work: Work, entity: Entity, created: Sequence[NewRecord], ids: range) -> None:
    """Nearly always all new records enter the same stage."""
    stamp = (work.now, work.rights.user, work.change_set)
    first = created[0].values.get("stage")
    if first and all(values.get("stage") == first for _, values in created):
        stage_history.append_created(work.conn, work.space, ids, (entity.id, first), stamp)
        return
    moves = [(one, entity.id, None, stage, None) for one, values in created if (stage := values.get("stage"))]
    stage_history.append(work.conn, work.space, moves, stamp)


def _history(work: Work, changes: Sequence[Change]) -> None:
    stamp = (work.now, work.rights.user, work.change_set, work.catalog.head.layout_rev)
    entries = [
        history.Entry(change.entity.id, change.id, change.version, change.kind, _tracked(change)) for change in changes
    ]
    history.append(work.conn, work.space, entries, stamp)


def _tracked(change: Change) -> Values:
    fields = change.entity.by_id
    return {key: value for key, value in change.before.items() if key not in fields or fields[key].tracked}


def _stages(work: Work, changes: Iterable[Change]) -> None:
    moves = []
    for change in changes:
        stage = change.after.get("stage")
        if stage is None or (change.kind != "create" and "stage" not in change.before):
            continue
        since = change.before.get("stage_entered_at")
        seconds = (work.now - since) // 1_000_000 if since is not None else None
        moves.append((change.id, change.entity.id, change.before.get("stage"), stage, seconds))
    stage_history.append(work.conn, work.space, moves, (work.now, work.rights.user, work.change_set))


def _events(work: Work, changes: Sequence[Change]) -> None:
    groups: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for change in changes:
        groups[(change.entity.id, change.kind)].append(change)
    events = [
        _event(work, entity_id, kind, [_told(change) for change in group[start : start + outbox.LARGEST_BATCH]])
        for (entity_id, kind), group in groups.items()
        for start in range(0, len(group), outbox.LARGEST_BATCH)
    ]
    outbox.emit(work.conn, work.space, events)


def _told(change: Change) -> list[Any]:
    return [change.id, change.version, sorted(change.before)]


def _event(work: Work, entity_id: str, kind: str, told: Sequence[list[Any]]) -> outbox.Event:
    body = {
        "kind": kind,
        "records": told,
        "by": work.rights.user,
        "source": work.source,
    }
    return outbox.Event(EVENT_OF.get(kind, "record.updated"), entity_id, body, work.now, work.change_set)


def _search(work: Work, changes: Sequence[Change]) -> None:
    by_entity: dict[Entity, list[Change]] = defaultdict(list)
    for change in changes:
        by_entity[change.entity].append(change)
    for entity, group in by_entity.items():
        searched = write_plan(work.catalog, entity).searched
        gone = [change.id for change in group if change.kind == "delete"]
        if gone:
            search.forget(work.conn, work.catalog, entity, gone)
        fresh = [
            NewRecord(change.id, change.after)
            for change in group
            if change.kind in ("create", "restore") or (change.kind != "delete" and searched & change.before.keys())
        ]
        _index_or_queue(work, entity, fresh, all(change.kind == "create" for change in group))


def _files(work: Work, changes: Sequence[Change]) -> None:
    for change in changes:
        places = write_plan(work.catalog, change.entity).files
        if places and change.kind != "delete":
            written = {key: change.after.get(key) for key in change.before} if change.kind != "create" else change.after
            note_files(work, change.entity, places, [(change.id, written)])


def _index_or_queue(work: Work, entity: Entity, records: Sequence[NewRecord], fresh: bool) -> None:
    """Write search words of a few records at once; leave many to the job."""
    if len(records) > INDEXED_AT_ONCE:
        search.queue(work.conn, work.catalog, entity, [record for record, _ in records])
        request_catch_up(work)
    elif records:
        _index(work, entity, records, fresh)


def _index(work: Work, entity: Entity, records: Sequence[NewRecord], fresh: bool) -> None:
    """Write search words. ``fresh`` when the records have none yet."""
    words = {record: search.words_of(entity, values) for record, values in records}
    search.index(work.conn, work.catalog, entity, words, fresh)
