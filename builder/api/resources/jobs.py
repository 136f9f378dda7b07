"""Jobs: work in the background, as those who started it see it."""

from __future__ import annotations

from typing import Any

from builder.api.auth import Access
from builder.api.errors import problem_json
from builder.api.languages import reader_locale
from builder.api.operations import Resource
from builder.api.schemas.jobs import Job, JobList, JobSearch
from builder.errors import NotFound, Problem
from builder.jobs import queue
from builder.messages import message
from builder.metadata.instants import rfc3339
from builder.metadata.values import text_of
from builder.runtime.background.bulk_change import KIND as BULK_CHANGE
from builder.runtime.background.sample_removal import KIND as SAMPLE_REMOVAL
from builder.runtime.undo import JOB_KIND as UNDO
from builder.runtime.work import Work

jobs = Resource("jobs", __name__, description="Work in the background.")


@jobs.operation("GET", "/w/<workspace>/jobs", "listJobs", access=Access.MEMBER, query=JobSearch, answer=JobList)
def list_jobs(work: Work, query: dict[str, Any]) -> dict[str, Any]:
    """List jobs, newest first: all for builders, their own for others."""
    states = [query["state"]] if "state" in query else []
    by = None if work.rights.administrator else work.rights.user
    return {"items": [job_json(job) for job in queue.recent(work.conn, work.space, states, query["limit"], by)]}


@jobs.operation("GET", "/w/<workspace>/jobs/<number:job>", "getJob", access=Access.MEMBER, answer=Job)
def get_job(work: Work, job: int) -> dict[str, Any]:
    """Return a job with its progress."""
    return job_json(find_job(work, job))


@jobs.operation("POST", "/w/<workspace>/jobs/<number:job>/cancel", "cancelJob", access=Access.MEMBER, answer=Job)
def cancel_job(work: Work, job: int) -> dict[str, Any]:
    """Stop a job at its next safe point; what it has done stays."""
    find_job(work, job)
    return job_json(queue.cancel(work.conn, work.space, job, work.now))


def find_job(work: Work, number: int) -> queue.Job:
    """Return a job that the reader may know of. Raises NotFound."""
    job = queue.find(work.conn, work.space, number)
    if not work.rights.administrator and job.created_by != work.rights.user:
        raise NotFound("unknown_job", id=number)
    return job


def worded_conflict(conflict: dict[str, Any]) -> dict[str, Any]:
    """Return what stands against an undo with its sentence in the reader's language."""
    return {"title": None, **conflict, "message": message(conflict["code"], conflict, reader_locale())}


def _result(job: queue.Job) -> dict[str, Any] | None:
    """Return what a job made, with what was refused in the reader's language."""
    if job.result is None:
        return None
    if job.kind in (UNDO, SAMPLE_REMOVAL):
        return {**job.result, "conflicts": [worded_conflict(one) for one in job.result["conflicts"]]}
    if job.kind == BULK_CHANGE:
        return {**job.result, "failures": [_worded_failure(one) for one in job.result["failures"]]}
    return job.result


def _worded_failure(failure: dict[str, Any]) -> dict[str, Any]:
    problems = [problem_json(Problem(**{"message": "", **one})) for one in failure["problems"]]
    return {**failure, "problems": problems}


def job_json(job: queue.Job) -> dict[str, Any]:
    """Return a job as the interface reads it, its error in the reader's language."""
    error = job.error
    if error is not None:
        params = error.get("params", {})
        error = {"code": error["code"], "message": message(error["code"], params, reader_locale()), "params": params}
    return {
        "id": job.id,
        "kind": job.kind,
        "label": job.label if isinstance(job.label, str) else text_of(job.label, reader_locale()),
        "state": job.state,
        "done": job.done,
        "total": job.total,
        "result": _result(job),
        "error": error,
        "created_at": rfc3339(job.created_at),
        "finished_at": rfc3339(job.finished_at) if job.finished_at is not None else None,
    }
