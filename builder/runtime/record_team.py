"""The team of a record: colleagues who see or change it beside its owner, each for good or to a day.

Being in a team gives what a role allows on records shared with its holder (scope ``shared``), never more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from builder.errors import Invalid, LimitExceeded, NotAllowed, NotFound, Problem
from builder.identity.rights import principal_of
from builder.metadata.conditions import ALWAYS, Condition, Shared
from builder.metadata.entity import Entity
from builder.metadata.instants import rfc3339
from builder.metadata.relative import EPOCH_DAY, today
from builder.metadata.rights import Action, EntityRights
from builder.runtime import notifications
from builder.runtime.work import Work
from builder.storage import lookups, outbox, record_team_rows, records
from builder.storage.asker import Reach
from builder.storage.query.by_ids import Lock
from builder.storage.record_team_rows import TeamRow

MOST = 50
"""Members of one record's team: more is a role, not a team."""


@dataclass(frozen=True)
class Place:
    """What a member of a team shall be able to do; ``until`` is the last day, since 1970-01-01."""

    account: int
    writing: bool
    until: int | None


def team(work: Work, entity: Entity, record: int) -> dict[str, Any]:
    """Return ``{"items", "may_change"}``: the members whose day is not over, as they were added.

    Raises NotFound for a record out of sight.
    """
    work.require(entity, "view")
    if record not in lookups.seen(work.conn, work.asker, entity.id, {record}):
        raise NotFound
    return _told(work, entity, record)


def put(work: Work, entity: Entity, record: int, place: Place) -> dict[str, Any]:
    """Let somebody into the team, or change what they may do there; returns the team as ``team`` does.

    Raises NotFound for a record out of sight, NotAllowed for who may not decide about its team, LimitExceeded above
    50 members, and Invalid: ``unknown_user``, ``day_is_over``, ``role_takes_no_share`` and ``role_takes_no_change``
    for somebody whose roles reach no records (or change none) that are shared with them, ``is_owner``.
    """
    _hold(work, entity, record)
    _check(work, entity, record, place)
    found = {one.account_id: one for one in record_team_rows.of_record(work.conn, work.space, record)}
    if place.account not in found:
        _make_room(work, record, list(found.values()))
    row = TeamRow(place.writing, place.until, record, place.account, entity.id, work.rights.user, work.now)
    record_team_rows.put(work.conn, work.space, row)
    if place.account not in found:
        notifications.tell_of_team(work, entity, record, place.account)
    _tell(work, entity, record, "team.changed", place.account)
    return _told(work, entity, record)


def remove(work: Work, entity: Entity, record: int, account: int) -> dict[str, Any]:
    """Take somebody out of the team: whoever may decide about it, and everybody themselves.

    Raises NotFound for a record out of sight and for who is not in its team, NotAllowed.
    """
    if account == work.rights.user:
        team(work, entity, record)
    else:
        _hold(work, entity, record)
    if not record_team_rows.remove(work.conn, work.space, record, account):
        raise NotFound("unknown_user")
    _tell(work, entity, record, "team.changed", account)
    # Whoever leaves may not see the record any more.
    return {"items": [], "may_change": False} if account == work.rights.user else _told(work, entity, record)


def _hold(work: Work, entity: Entity, record: int) -> None:
    team(work, entity, record)
    work.require(entity, Action.SHARE)
    if not records.lock_many(work.conn, work.asker, entity, [record], Reach(Action.SHARE), Lock.REFER):
        raise NotAllowed(action=Action.SHARE)


def _check(work: Work, entity: Entity, record: int, place: Place) -> None:
    if place.until is not None and place.until < today(work.moment):
        raise Invalid([Problem("until", "day_is_over")])
    try:
        rights = principal_of(work.conn, work.catalog, place.account).rights.on(entity.id)
    except NotFound:
        raise Invalid([Problem("account", "unknown_user", params={"id": place.account})]) from None
    if entity.ownable and _owner(work, entity, record) == place.account:
        raise Invalid([Problem("account", "is_owner")])
    if not _takes(rights, "view", place.account):
        raise Invalid([Problem("account", "role_takes_no_share")])
    if place.writing and not _takes(rights, "edit", place.account):
        raise Invalid([Problem("writing", "role_takes_no_change")])


def _takes(rights: EntityRights, action: str, account: int) -> bool:
    """Whether being in a team gives somebody the action, or they have it on every record anyway."""
    shared: Condition = Shared(account, writing=action != "view")
    branches = rights.branches.get(action, ())
    return shared in branches or ALWAYS in branches


def _owner(work: Work, entity: Entity, record: int) -> object:
    values = records.read_fields(work.conn, work.asker, entity, [record], [entity.by_id["owner"]])
    return values.get(record, {}).get("owner")


def _make_room(work: Work, record: int, found: Sequence[TeamRow]) -> None:
    """Forget those whose day is over where there is no room for another. Raises LimitExceeded."""
    if len(found) < MOST:
        return
    over = [one for one in found if one.until is not None and one.until < today(work.moment)]
    for one in over:
        record_team_rows.remove(work.conn, work.space, record, one.account_id)
    if len(found) - len(over) >= MOST:
        raise LimitExceeded("team_is_full", limit=MOST)


def _told(work: Work, entity: Entity, record: int) -> dict[str, Any]:
    now = today(work.moment)
    rows = record_team_rows.of_record(work.conn, work.space, record)
    kept = [one for one in rows if one.until is None or one.until >= now]
    names = lookups.members(work.conn, work.catalog, {one.account_id for one in kept} | {one.added_by for one in kept})
    mine = lookups.reached(work.conn, work.asker, entity.id, {record}, Action.SHARE)
    return {
        "items": [
            {
                "user": {"id": one.account_id, "label": names.get(one.account_id, "")},
                "writing": one.writing,
                "until": None if one.until is None else date.fromordinal(one.until + EPOCH_DAY),
                "added_by": {"id": one.added_by, "label": names.get(one.added_by, "")},
                "added_at": rfc3339(one.added_at),
            }
            for one in kept
        ],
        "may_change": record in mine,
    }


def _tell(work: Work, entity: Entity, record: int, kind: str, account: int) -> None:
    body = {
        "kind": kind,
        "records": [[record, 0, []]],
        "account": account,
        "by": work.rights.user,
        "source": work.source,
    }
    outbox.emit(work.conn, work.space, [outbox.Event(kind, entity.id, body, work.now, work.change_set)])
