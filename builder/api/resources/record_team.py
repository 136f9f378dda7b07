"""Who beside its owner sees or changes a record."""

from __future__ import annotations

from typing import Any

from builder.api.auth import Access
from builder.api.operations import Resource
from builder.api.resources.records import RECORD
from builder.api.schemas.record_team import RecordTeam, TeamPlaceBody
from builder.metadata.relative import EPOCH_DAY
from builder.runtime import record_team as teams
from builder.runtime.work import Work

record_team = Resource("record_team", __name__, description="Teams of records.")
TEAM = f"{RECORD}/team"
MEMBER = f"{TEAM}/<number:account>"


@record_team.operation("GET", TEAM, "getTeam", access=Access.MEMBER, answer=RecordTeam)
def get_team(work: Work, entity: str, record: int) -> dict[str, Any]:
    """Return who is in the team of a record."""
    return teams.team(work, work.entity(entity), record)


@record_team.operation("PUT", MEMBER, "putIntoTeam", access=Access.MEMBER, body=TeamPlaceBody, answer=RecordTeam)
def put_into_team(work: Work, entity: str, record: int, account: int, body: dict[str, Any]) -> dict[str, Any]:
    """Let somebody into the team of a record, or change what they may do there."""
    until = body["until"]
    place = teams.Place(account, body["writing"], None if until is None else until.toordinal() - EPOCH_DAY)
    return teams.put(work, work.entity(entity), record, place)


@record_team.operation("DELETE", MEMBER, "leaveTeam", access=Access.MEMBER, answer=RecordTeam)
def leave_team(work: Work, entity: str, record: int, account: int) -> dict[str, Any]:
    """Take somebody out of the team of a record; everybody may leave."""
    return teams.remove(work, work.entity(entity), record, account)
