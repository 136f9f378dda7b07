"""Activities: a follow-up moves the dates of what it is about in the transaction that writes it.

A new one is noted where it is the latest. One that changes, goes or comes back has the dates read anew from those
that there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from builder.metadata.entity import Activity, Entity
from builder.metadata.values import Value, Values
from builder.runtime.naming import targets_of
from builder.runtime.work import Work
from builder.storage import follow_ups, records
from builder.storage.asker import Reach
from builder.storage.follow_ups import OVERDUE, STATUS, WAITING
from builder.storage.referrers import Reference, referring

if TYPE_CHECKING:
    from builder.runtime.effects import Change

Subject = tuple[Entity, int]
Key = tuple[str, int]
"""Id of the entity of a subject, and of the record."""


def follow_activities(work: Work, changes: Iterable[Change]) -> None:
    """Move last_followed_at, next_follow_at and follow_status of the subjects of activities.

    Computed values: they neither raise the subject's version nor write history.
    """
    doubtful: dict[Key, Subject] = {}
    by_activity: dict[Activity, tuple[list[Values], list[Values]]] = {}
    for change in changes:
        activity = change.entity.activity
        if activity is None:
            continue
        new, others = by_activity.setdefault(activity, ([], []))
        if change.kind == "create":
            new.append(change.after)
        elif change.kind in ("delete", "restore") or _told_by(activity) & change.before.keys():
            # Of a change that is a deletion or a return, ``before`` names nothing.
            others += [change.after, {**change.after, **change.before}] if change.before else [change.after]
    for activity, (new, others) in by_activity.items():
        _follow(work, activity, new)
        doubtful |= {
            (entity.id, record): (entity, record)
            for found in _subjects(work, activity, others)
            for entity, record in found
        }
    for _, (entity, record) in sorted(doubtful.items()):
        if entity.followed:
            _follow_anew(work, entity, record)


def _told_by(activity: Activity) -> set[str]:
    """Return the ids of the fields of an activity from which its subject is told."""
    fields = (activity.subject, activity.happened_at, activity.channel, activity.next_at)
    return {item.id for item in fields if item is not None}


def _follow(work: Work, activity: Activity, rows: Sequence[Values]) -> None:
    """Note the latest of new activities of each subject, in one order: two batches never wait for each other."""
    counted = [row for row in rows if row.get(activity.happened_at.id) is not None and qualifies(activity, row)]
    latest: dict[Key, tuple[Any, Entity, Values]] = {}
    for row, subjects in zip(counted, _subjects(work, activity, counted), strict=True):
        happened: Any = row[activity.happened_at.id]
        for target, record in subjects:
            known = latest.get((target.id, record))
            if target.followed and (known is None or known[0] <= happened):
                latest[target.id, record] = (happened, target, row)
    for (_, record), (happened, target, row) in sorted(latest.items(), key=lambda item: item[0]):
        upcoming = row.get(activity.next_at.id) if activity.next_at else None
        following = {STATUS: status_at(upcoming, work.now), "next_follow_at": upcoming}
        follow_ups.set_followed(work.conn, work.catalog, target, record, happened, following)


def _follow_anew(work: Work, entity: Entity, record: int) -> None:
    """Write what the follow-ups say that are left."""
    follow_ups.hold_followed(work.conn, work.catalog, entity, record)
    found = max(_left(work, entity, record), key=lambda one: one[:2], default=None)
    values: Values = {STATUS: "none", "last_followed_at": None, "next_follow_at": None}
    if found is not None:
        values = {
            STATUS: status_at(found.upcoming, work.now),
            "last_followed_at": found.happened,
            "next_follow_at": found.upcoming,
        }
    follow_ups.reset_followed(work.conn, work.catalog, entity, record, values)


def _left(work: Work, entity: Entity, record: int) -> Iterator[follow_ups.FollowUp]:
    """Yield the last follow-up of each kind that is about a record, or about what has it as a parent."""
    for kind in work.model.entities.values():
        if kind.activity is None:
            continue
        about = [(entity, [record]), *_children(work, kind.activity, entity, record)]
        for subject, ids in about:
            if ids and _may_name(kind.activity, subject):
                found = follow_ups.latest(work.conn, work.catalog, kind, kind.activity, subject, ids)
                if found is not None:
                    yield found


def _children(work: Work, activity: Activity, entity: Entity, record: int) -> Iterator[tuple[Entity, list[int]]]:
    """Yield the records that are followed up together with a parent, those in the trash included."""
    for path in activity.parents:
        if _names(path.field.settings, entity):
            by = Reference(path.entity, path.field, entity)
            pairs = [
                pair for trash in (False, True) for pair in referring(work.conn, work.catalog, by, [record], trash)
            ]
            yield path.entity, [child for child, _ in pairs]


def _may_name(activity: Activity, entity: Entity) -> bool:
    return _names(activity.subject.settings, entity)


def _names(settings: Mapping[str, Value], entity: Entity) -> bool:
    return entity.id == settings.get("entity") or entity.id in settings.get("entities", ())


def qualifies(activity: Activity, values: Values) -> bool:
    """Whether an activity counts as a follow-up: where channels are named, only those do."""
    if activity.channel is None or not activity.qualifying:
        return True
    return values.get(activity.channel.id) in activity.qualifying


def status_at(upcoming: Value, now: int) -> str:
    """Return the follow-up status of a record that was followed up: ``waiting`` for the next date agreed,
    ``overdue`` when it has passed, else ``following``.
    """
    if upcoming is None:
        return "following"
    return OVERDUE if upcoming < now else WAITING


def _subjects(work: Work, activity: Activity, rows: Sequence[Values]) -> list[list[Subject]]:
    """Return for each activity the records that it is about, each followed by its named parents."""
    about: list[list[Subject]] = []
    for row in rows:
        named = targets_of(activity.subject, row.get(activity.subject.id))
        about.append([(work.model.entities[key], record) for key, record in named if key in work.model.entities])
    above = _parents(work, activity, {subject for subjects in about for subject in subjects})
    return [[one for subject in subjects for one in (subject, *above.get(subject, ()))] for subjects in about]


def _parents(work: Work, activity: Activity, subjects: Iterable[Subject]) -> dict[Subject, list[Subject]]:
    """Return the named parents of records, read with one query for each entity."""
    ids: dict[Entity, list[int]] = {}
    for target, record in subjects:
        ids.setdefault(target, []).append(record)
    found: dict[Subject, list[Subject]] = {}
    for target, several in ids.items():
        parents = [path.field for path in activity.parents if path.entity is target]
        if not parents:
            continue
        # A subject may lie in the trash by now: what goes takes its follow-ups along.
        read = records.read_fields(work.conn, work.asker, target, sorted(several), parents, Reach(None, trash=None))
        for record, values in read.items():
            named = (one for parent in parents for one in targets_of(parent, values.get(parent.id)))
            found[target, record] = [
                (work.model.entities[key], one) for key, one in named if key in work.model.entities
            ]
    return found
