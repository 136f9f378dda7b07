"""Activities: a follow-up moves the dates of what it is about in the transaction that writes it.

A new one is noted where it is the latest. One that changes, goes or comes back has the dates read anew from those
that there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

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


def follow_activities(work: Work, changes: Iterable[Change]) -> None:
    """Move last_followed_at, next_follow_at and follow_status of the subjects of activities.

    Computed values: they neither raise the subject's version nor write history.
    """
    doubtful: dict[tuple[str, int], Subject] = {}
    for change in changes:
        activity = change.entity.activity
        if activity is None:
            continue
        if change.kind == "create":
            _follow(work, activity, change.after)
        elif change.kind in ("delete", "restore") or _told_by(activity) & change.before.keys():
            # Of a change that is a deletion or a return, ``before`` names nothing.
            for values in (change.after, {**change.after, **change.before}) if change.before else (change.after,):
                doubtful |= {
                    (entity.id, record): (entity, record) for entity, record in _subjects(work, activity, values)
                }
    for _, (entity, record) in sorted(doubtful.items()):
        if entity.followed:
            _follow_anew(work, entity, record)


def _told_by(activity: Activity) -> set[str]:
    """Return the ids of the fields of an activity from which its subject is told."""
    fields = (activity.subject, activity.happened_at, activity.channel, activity.next_at)
    return {item.id for item in fields if item is not None}


def _follow(work: Work, activity: Activity, values: Values) -> None:
    happened = values.get(activity.happened_at.id)
    if happened is None or not qualifies(activity, values):
        return
    upcoming = values.get(activity.next_at.id) if activity.next_at else None
    following = {STATUS: status_at(upcoming, work.now), "next_follow_at": upcoming}
    for target, record in _subjects(work, activity, values):
        if target.followed:
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


def _subjects(work: Work, activity: Activity, values: Values) -> Iterator[Subject]:
    """Yield the records the activity is about, then the named parents of each."""
    for entity_id, record in targets_of(activity.subject, values.get(activity.subject.id)):
        target = work.model.entities.get(entity_id)
        if target is None:
            continue
        yield target, record
        parents = [path.field for path in activity.parents if path.entity is target]
        if not parents:
            continue
        # A subject may lie in the trash by now: what goes takes its follow-ups along.
        found = records.read_fields(work.conn, work.asker, target, [record], parents, Reach(None, trash=None))
        for parent in parents:
            for above, number in targets_of(parent, found.get(record, {}).get(parent.id)):
                if above in work.model.entities:
                    yield work.model.entities[above], number
