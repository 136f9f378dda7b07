"""Change sets: changes to many records that can be taken back as one."""

from __future__ import annotations

from typing import Any

from builder.api.auth import Access
from builder.api.operations import Resource
from builder.api.resources.jobs import worded_conflict
from builder.api.schemas.jobs import ChangeSet, ChangeSetList, ChangeSetSearch, UndoBody, UndoResult
from builder.runtime import change_sets as use
from builder.runtime.background.undoing import undo_job
from builder.runtime.undo import undo
from builder.runtime.work import Work

change_sets = Resource("change_sets", __name__, description="Changes to many records, and undoing them.")
ONE = "/w/<workspace>/change-sets/<number:change_set>"


@change_sets.operation(
    "GET",
    "/w/<workspace>/change-sets",
    "listChangeSets",
    access=Access.MEMBER,
    query=ChangeSetSearch,
    answer=ChangeSetList,
)
def list_change_sets(work: Work, query: dict[str, Any]) -> dict[str, Any]:
    """List change sets, newest first: all for builders, their own for others."""
    return {"items": use.recent(work, query["limit"])}


@change_sets.operation("GET", ONE, "getChangeSet", access=Access.MEMBER, answer=ChangeSet)
def get_change_set(work: Work, change_set: int) -> dict[str, Any]:
    """Return a change set."""
    return use.one(work, change_set)


@change_sets.operation("POST", f"{ONE}/undo", "undoChangeSet", access=Access.MEMBER, body=UndoBody, answer=UndoResult)
def undo_change_set(work: Work, change_set: int, body: dict[str, Any]) -> dict[str, Any]:
    """Take a change set back where the records still hold what it wrote; more than 1 000 records by a job."""
    job = undo_job(work, change_set, body["mode"])
    if job is not None:
        return {"job": job, "change_set": None, "restored": 0, "conflicts": []}
    done = undo(work, change_set, body["mode"])
    return {
        "job": None,
        "change_set": done.change_set,
        "restored": done.restored,
        "conflicts": [worded_conflict(conflict) for conflict in done.conflicts],
    }
