"""Activities: saving a follow-up moves the dates of what it is about, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from builder.metadata.entity import Activity, Entity
from builder.metadata.values import Value, Values
from builder.runtime.naming import targets_of
from builder.runtime.work import Work
from builder.storage import records

if TYPE_CHECKING:
    from builder.runtime.effects import Change


def follow_activities(work: Work, changes: Iterable[Change]) -> None:
    """Move last_followed_at, next_follow_at and follow_status of the subjects of activities.

    Computed values: they neither raise the subject's version nor write history.
    """
    for change in changes:
        activity = change.entity.activity
        if activity is not None and change.kind in ("create", "update", "restore"):
            _follow(work, activity, change.after)


def _follow(work: Work, activity: Activity, values: Values) -> None:
    happened = values.get(activity.happened_at.id)
    if happened is None or not _qualifies(activity, values):
        return
    upcoming = values.get(activity.next_at.id) if activity.next_at else None
    following = {"follow_status": status_at(upcoming, work.now), "next_follow_at": upcoming}
    for target, record in _subjects(work, activity, values):
        if target.followed:
            records.set_followed(work.conn, work.catalog, target, record, happened, following)


def _qualifies(activity: Activity, values: Values) -> bool:
    if activity.channel is None or not activity.qualifying:
        return True
    return values.get(activity.channel.id) in activity.qualifying


def status_at(upcoming: Value, now: int) -> str:
    """Return the follow-up status of a record that was followed up: ``waiting`` for the next date agreed,
    ``overdue`` when it has passed, else ``following``.
    """
    if upcoming is None:
        return "following"
    return "overdue" if upcoming < now else "waiting"


def _subjects(work: Work, activity: Activity, values: Values) -> Iterator[tuple[Entity, int]]:
    """Yield the records the activity is about, then the named parents of each."""
    for entity_id, record in targets_of(activity.subject, values.get(activity.subject.id)):
        target = work.model.entities.get(entity_id)
        if target is None:
            continue
        yield target, record
        parents = [path.field for path in activity.parents if path.entity is target]
        if not parents:
            continue
        found = records.read_fields(work.conn, work.asker, target, [record], parents)
        for parent in parents:
            for above, number in targets_of(parent, found.get(record, {}).get(parent.id)):
                if above in work.model.entities:
                    yield work.model.entities[above], number
