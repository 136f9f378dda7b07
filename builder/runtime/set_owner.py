"""The one way in which a record gets an owner: the record's department follows its owner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from builder.errors import Invalid, Problem
from builder.metadata.entity import Entity
from builder.metadata.values import Values
from builder.runtime.notifications import tell_of_records
from builder.runtime.save_records import BatchResult, Update, raise_for, update_many
from builder.runtime.work import Work
from builder.storage import lookups


def set_owner(
    work: Work, entity: Entity, ids: Sequence[int], owner: int | None, versions: Mapping[int, int] | None = None
) -> BatchResult:
    """Give records to a member of the workspace, or to nobody (None); refusals by index of ``ids``.

    ``versions`` holds the version that a record must still have, by id. Raises NotAllowed without
    the right to assign, Invalid when the entity has no owners or the person is no active member.
    """
    if not entity.ownable:
        raise Invalid([Problem("owner", "not_ownable")])
    values = owner_values(work, owner)
    updates = [Update(record, (versions or {}).get(record), {}, dict(values), kind="owner") for record in ids]
    result = update_many(work, entity, updates, action="assign")
    tell_of_records(work, entity, owner, [ids[at] for at in sorted(result.ids) if at not in result.unchanged])
    return result


def set_one_owner(work: Work, entity: Entity, record: int, owner: int | None, version: int | None = None) -> int:
    """Give one record to a member and return its new version. Raises NotFound, StaleVersion or Invalid."""
    result = set_owner(work, entity, [record], owner, {record: version} if version is not None else None)
    if result.failed:
        raise_for(result.failed[0])
    return result.versions[0]


def owner_values(work: Work, owner: int | None) -> Values:
    """Return the system fields that go with an owner. Raises Invalid ``unknown_user``."""
    if owner is None:
        return {"owner": None}
    home = lookups.active_member(work.conn, work.space, owner)
    if home is None:
        raise Invalid([Problem("owner", "unknown_user", params={"id": owner})])
    return {"owner": owner, "department": home.department}
