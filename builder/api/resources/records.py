"""Records: pages, counts, groups, quick search, and the life of one record."""

from __future__ import annotations

from typing import Any

from builder.api.answers import Answer, record_answer
from builder.api.auth import Access
from builder.api.errors import problem_json
from builder.api.languages import reader_locale
from builder.api.operations import Resource, Transaction
from builder.api.schemas.records import (
    ChangeSetNumber,
    CountBody,
    CountResult,
    FoundRecords,
    GroupBody,
    GroupResult,
    QueryBody,
    Record,
    RecordBody,
    RecordHistory,
    RecordPage,
    RecordSearch,
    StageMoves,
)
from builder.metadata.entity import Entity
from builder.runtime import read_records, record_story
from builder.runtime.change_sets import collecting
from builder.runtime.find_for_picker import find_for_picker
from builder.runtime.save_records import BatchResult, Update, create_many, raise_for, update_many
from builder.runtime.trash_records import delete_many
from builder.runtime.work import Work

records = Resource("records", __name__, description="The records of an entity.")
ENTITY = "/w/<workspace>/apps/<app>/records/<entity>"
RECORD = f"{ENTITY}/<number:record>"


@records.operation(
    "POST",
    f"{ENTITY}/query",
    "queryRecords",
    access=Access.MEMBER,
    transaction=Transaction.READING,
    body=QueryBody,
    answer=RecordPage,
)
def query_records(work: Work, entity: str, body: dict[str, Any]) -> dict[str, Any]:
    """Return a page of records."""
    return read_records.page(work, work.entity(entity), body)


@records.operation(
    "POST",
    f"{ENTITY}/count",
    "countRecords",
    access=Access.MEMBER,
    transaction=Transaction.READING,
    body=CountBody,
    answer=CountResult,
)
def count_records(work: Work, entity: str, body: dict[str, Any]) -> dict[str, Any]:
    """Count records, up to 1 000 unless the exact number is asked for."""
    return read_records.count(work, work.entity(entity), body)


@records.operation(
    "POST",
    f"{ENTITY}/group",
    "groupRecords",
    access=Access.MEMBER,
    transaction=Transaction.READING,
    body=GroupBody,
    answer=GroupResult,
)
def group_records(work: Work, entity: str, body: dict[str, Any]) -> dict[str, Any]:
    """Count, sum and compare records by group."""
    return read_records.group(work, work.entity(entity), body, reader_locale())


@records.operation(
    "GET", f"{ENTITY}/search", "searchRecords", access=Access.MEMBER, query=RecordSearch, answer=FoundRecords
)
def search_records(work: Work, entity: str, query: dict[str, Any]) -> dict[str, Any]:
    """Find records for a picker."""
    asked = (query["text"], query["limit"], query.get("first", ()), query.get("via", ""))
    return find_for_picker(work, work.entity(entity), *asked)


@records.operation("POST", ENTITY, "createRecord", access=Access.MEMBER, body=RecordBody, answer=Record, status=201)
def create_record(work: Work, entity: str, body: dict[str, Any]) -> Answer:
    """Create one record."""
    found = work.entity(entity)
    return written(work, found, create_many(work, found, [body["values"]], body.get("form")), 201)


@records.operation("GET", RECORD, "getRecord", access=Access.MEMBER, answer=Record)
def get_record(work: Work, entity: str, record: int) -> Answer:
    """Return one record, living or in the trash."""
    return record_answer(read_records.read_one(work, work.entity(entity), record))


@records.operation(
    "PATCH", RECORD, "updateRecord", access=Access.MEMBER, body=RecordBody, answer=Record, versioned=True
)
def update_record(work: Work, entity: str, record: int, version: int, body: dict[str, Any]) -> Answer:
    """Change fields of one record, unless it changed since."""
    found = work.entity(entity)
    return written(work, found, update_many(work, found, [Update(record, version, body["values"])], body.get("form")))


@records.operation("DELETE", RECORD, "deleteRecord", access=Access.MEMBER, answer=ChangeSetNumber, versioned=True)
def delete_record(work: Work, entity: str, record: int, version: int) -> dict[str, Any]:
    """Put one record into the trash; the change set takes it back."""
    found = work.entity(entity)
    with collecting(work, "delete", {"entity": found.name, "count": 1}) as change_set:
        result = delete_many(work, found, [(record, version)])
        if result.failed:
            raise_for(result.failed[0])
    return {"change_set": change_set}


@records.operation("GET", f"{RECORD}/history", "getHistory", access=Access.MEMBER, answer=RecordHistory)
def get_history(work: Work, entity: str, record: int) -> dict[str, Any]:
    """Return the versions of a record, as far as the reader may see its fields."""
    return record_story.history_of(work, work.entity(entity), record)


@records.operation("GET", f"{RECORD}/stages", "getStages", access=Access.MEMBER, answer=StageMoves)
def get_stages(work: Work, entity: str, record: int) -> dict[str, Any]:
    """Return how a record moved through its stages."""
    return record_story.stages_of(work, work.entity(entity), record)


def written(work: Work, entity: Entity, result: BatchResult, status: int | None = None) -> Answer:
    """Return a record as it is after a write, with what the write remarked. Raises why it was refused."""
    if result.failed:
        raise_for(result.failed[0])
    record = read_records.read_after(work, entity, result.ids[0], result.versions[0])
    remarks = [problem_json(problem) for problem in result.warnings.get(0, ())]
    return record_answer({**record, "warnings": remarks} if remarks else record, status)
