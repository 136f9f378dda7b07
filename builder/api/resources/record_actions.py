"""Actions on records: restore, move to a stage, hand over, and changes to many at once."""

from __future__ import annotations

from typing import Any

from builder.api.answers import Answer, record_answer
from builder.api.auth import Access
from builder.api.errors import problem_json
from builder.api.operations import Resource
from builder.api.resources.records import ENTITY, RECORD
from builder.api.schemas.records import BulkBody, BulkResult, OwnerBody, Record, StageBody
from builder.runtime.background.bulk_change import bulk_or_job
from builder.runtime.move_stage import move_stage
from builder.runtime.read_records import read_after
from builder.runtime.save_records import raise_for
from builder.runtime.set_owner import set_one_owner
from builder.runtime.trash_records import restore_many
from builder.runtime.work import Work

record_actions = Resource("record_actions", __name__, description="What is done with records.")


@record_actions.operation("POST", f"{RECORD}/restore", "restoreRecord", access=Access.MEMBER, answer=Record)
def restore_record(work: Work, entity: str, record: int) -> Answer:
    """Take a record out of the trash."""
    found = work.entity(entity)
    result = restore_many(work, found, [record])
    if result.failed:
        raise_for(result.failed[0])
    return record_answer(read_after(work, found, record, result.versions[0]))


@record_actions.operation(
    "POST", f"{RECORD}/stage", "moveStage", access=Access.MEMBER, body=StageBody, answer=Record, versioned=True
)
def move_to_stage(work: Work, entity: str, record: int, version: int, body: dict[str, Any]) -> Answer:
    """Move a record to another stage of its flow."""
    found = work.entity(entity)
    moved = move_stage(work, found, record, version, body["stage"], body.get("values"))
    return record_answer(read_after(work, found, record, moved))


@record_actions.operation(
    "POST", f"{RECORD}/owner", "setOwner", access=Access.MEMBER, body=OwnerBody, answer=Record, versioned=True
)
def hand_over(work: Work, entity: str, record: int, version: int, body: dict[str, Any]) -> Answer:
    """Give a record to a member, or to nobody."""
    found = work.entity(entity)
    given = set_one_owner(work, found, record, body["owner"], version)
    return record_answer(read_after(work, found, record, given))


@record_actions.operation(
    "POST", f"{ENTITY}/bulk", "changeManyRecords", access=Access.MEMBER, body=BulkBody, answer=BulkResult
)
def change_many(work: Work, entity: str, body: dict[str, Any]) -> dict[str, Any]:
    """Do one thing with many records, as one change set."""
    done = bulk_or_job(work, work.entity(entity), body)
    for failure in done.get("failed", ()):
        failure["problems"] = [problem_json(problem) for problem in failure["problems"]]
    return done
