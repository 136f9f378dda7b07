"""What happened to a record and what people say about it: its timeline, comments, who can be mentioned."""

from __future__ import annotations

from typing import Any

from builder.api.answers import Answer
from builder.api.auth import Access
from builder.api.operations import Resource
from builder.api.resources.records import RECORD
from builder.api.schemas.record_talk import (
    Comment,
    CommentBody,
    Mentionable,
    MentionSearch,
    Timeline,
    TimelineSearch,
)
from builder.runtime import comments
from builder.runtime.timeline import stream
from builder.runtime.work import Work

record_talk = Resource("record_talk", __name__, description="Timelines of records, and comments.")
COMMENT = f"{RECORD}/comments/<number:comment>"


@record_talk.operation(
    "GET", f"{RECORD}/timeline", "getTimeline", access=Access.MEMBER, query=TimelineSearch, answer=Timeline
)
def get_timeline(work: Work, entity: str, record: int, query: dict[str, Any]) -> dict[str, Any]:
    """Return what happened to a record, newest first: follow-ups, changes, stages, files, comments."""
    found = work.entity(entity)
    told = stream.page(work, found, record, query["kinds"], query.get("cursor"), query["limit"])
    return {**told, "kinds": stream.kinds_for(work, found)}


@record_talk.operation(
    "POST",
    f"{RECORD}/comments",
    "writeComment",
    access=Access.MEMBER,
    body=CommentBody,
    answer=Comment,
    status=201,
)
def write_comment(work: Work, entity: str, record: int, body: dict[str, Any]) -> dict[str, Any]:
    """Write a comment on a record."""
    return comments.write_comment(work, work.entity(entity), record, body["text"])


@record_talk.operation("PATCH", COMMENT, "changeComment", access=Access.MEMBER, body=CommentBody, answer=Comment)
def change_comment(work: Work, entity: str, record: int, comment: int, body: dict[str, Any]) -> dict[str, Any]:
    """Change a comment of one's own."""
    return comments.change_comment(work, work.entity(entity), record, comment, body["text"])


@record_talk.operation("DELETE", COMMENT, "deleteComment", access=Access.MEMBER, answer=None, status=204)
def delete_comment(work: Work, entity: str, record: int, comment: int) -> Answer:
    """Delete a comment of one's own; administrators may delete any."""
    comments.delete_comment(work, work.entity(entity), record, comment)
    return Answer(None, 204)


@record_talk.operation(
    "GET", f"{RECORD}/mentionable", "listMentionable", access=Access.MEMBER, query=MentionSearch, answer=Mentionable
)
def list_mentionable(work: Work, entity: str, record: int, query: dict[str, Any]) -> dict[str, Any]:
    """Find members who see the record and so can be mentioned."""
    return comments.mentionable(work, work.entity(entity), record, query["search"], query["limit"])
