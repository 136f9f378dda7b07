"""Background jobs and change sets."""

from __future__ import annotations

from marshmallow import fields, validate

from builder.api.schemas.base import AnswerShape, RequestShape, count, nested, text, told, told_list
from builder.api.schemas.people import Person

JOB_STATES = ("queued", "running", "done", "failed", "cancelled")


class JobError(AnswerShape):
    """Why a job failed."""

    code = told()
    message = told()
    params = told(fields.Dict)


class Job(AnswerShape):
    """A piece of work in the background."""

    id = told(fields.Integer)
    kind = told()
    label = told()
    state = told(validate=validate.OneOf(JOB_STATES))
    done = told(fields.Integer)
    total = told(fields.Integer, allow_none=True)
    result = told(fields.Dict, allow_none=True)
    error = nested(JobError, required=True, allow_none=True)
    created_at = told(fields.DateTime)
    finished_at = told(fields.DateTime, allow_none=True)


class JobList(AnswerShape):
    """Jobs, newest first."""

    items = told_list(Job)


class JobSearch(RequestShape):
    """Which jobs."""

    state = text(one_of=JOB_STATES)
    limit = count(1, 200, strict=False, load_default=50)


class ChangeSet(AnswerShape):
    """Changes to many records that were made together."""

    id = told(fields.Integer)
    kind = told()
    label = told(fields.Raw, allow_none=True)
    at = told(fields.DateTime)
    by = nested(Person, required=True, allow_none=True)
    state = told()
    records = told(fields.Integer)
    undo_of = told(fields.Integer, allow_none=True)


class ChangeSetList(AnswerShape):
    """Change sets, newest first."""

    items = told_list(ChangeSet)


class ChangeSetSearch(RequestShape):
    """How many change sets."""

    limit = count(1, 200, strict=False, load_default=50)


class UndoBody(RequestShape):
    """``check`` only lists conflicts; ``all`` takes everything back or nothing; ``rest`` what can be."""

    mode = text(one_of=["check", "all", "rest"], required=True)


class UndoConflict(AnswerShape):
    """A record that is not as the change set left it."""

    entity = told(allow_none=True)
    id = told(fields.Integer)
    title = told(allow_none=True)
    fields_kept = fields.List(fields.String(), required=True, data_key="fields", attribute="fields")
    code = told()
    message = told()


class UndoResult(AnswerShape):
    """What an undo did or would do; for a large change set the job that does it."""

    job = told(fields.Integer, allow_none=True)
    change_set = told(fields.Integer, allow_none=True)
    restored = told(fields.Integer)
    conflicts = told_list(UndoConflict)
