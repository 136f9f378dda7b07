"""Comments on a record: written by who may, read by who sees the record, naming those who see it too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from builder.errors import Invalid, NotAllowed, NotFound, Problem
from builder.identity import members
from builder.identity.rights import principal_of
from builder.metadata.entity import Entity
from builder.metadata.field_types.text import trimmed
from builder.metadata.instants import rfc3339
from builder.runtime import notifications
from builder.runtime.work import Work
from builder.runtime.workspaces import moment_of
from builder.storage import comment_rows, lookups, notification_rows, outbox, records
from builder.storage.allocator import allocate
from builder.storage.asker import Asker, Reach
from builder.storage.comment_rows import Comment
from builder.storage.query.by_ids import Lock, Purpose, reader_for

LONGEST = 10_000
MOST_MENTIONS = 20
MENTION = re.compile(r"@\[([0-9]{1,10000})\]")
"""How a text names a member: ``@[12]`` is the account with that id."""
LONGEST_ID = 16
"""Digits of an account's id at most."""
LOOKED_THROUGH = 200
"""Members asked about, when somebody is looked for who may be mentioned."""


def write_comment(work: Work, entity: Entity, record: int, text: str) -> dict[str, Any]:
    """Add a comment and return it as the timeline tells it.

    Raises NotFound for a record out of reach or without comments, NotAllowed, Invalid for a blank text and for
    mentions of who cannot see the record (``unknown_user``).
    """
    _hold(work, entity, record)
    clean, mentions = _read(work, entity, record, text)
    number = next(iter(allocate(work.conn, work.space, 1)))
    comment = Comment(number, record, entity.id, work.now, work.rights.user, clean, mentions)
    comment_rows.add(work.conn, work.space, comment)
    notifications.tell_of_comment(work, entity, comment)
    _tell(work, comment, "comment.created")
    return told(work, [comment])[0]


def change_comment(work: Work, entity: Entity, record: int, number: int, text: str) -> dict[str, Any]:
    """Change a comment of one's own. Raises as ``write_comment``, NotAllowed for somebody else's."""
    _hold(work, entity, record)
    found = _mine(work, record, number)
    clean, mentions = _read(work, entity, record, text)
    comment_rows.change(work.conn, work.space, number, clean, mentions, work.now)
    changed = replace(found, text=clean, mentions=mentions, edited_at=work.now)
    notifications.tell_of_comment(work, entity, changed, known=found.mentions)
    _tell(work, changed, "comment.changed")
    return told(work, [changed])[0]


def delete_comment(work: Work, entity: Entity, record: int, number: int) -> None:
    """Delete a comment: one's own, or anyone's as an administrator. Raises NotFound, NotAllowed."""
    _hold(work, entity, record)
    found = _mine(work, record, number, but_administrators=True)
    comment_rows.remove(work.conn, work.space, number)
    notification_rows.take_back(work.conn, work.space, record, number)
    _tell(work, replace(found, text="", mentions=()), "comment.deleted")


def told(work: Work, comments: Sequence[Comment]) -> list[dict[str, Any]]:
    """Return comments as answers tell them: text with ``@[id]`` for members, and what those are called."""
    people = {comment.by for comment in comments} | {one for comment in comments for one in comment.mentions}
    names = lookups.members(work.conn, work.catalog, people) if people else {}
    mine = work.rights.user
    return [
        {
            "id": comment.id,
            "at": rfc3339(comment.at),
            "by": {"id": comment.by, "label": names.get(comment.by, "")},
            "text": comment.text,
            "mentions": [{"id": one, "label": names.get(one, "")} for one in comment.mentions],
            "edited_at": None if comment.edited_at is None else rfc3339(comment.edited_at),
            "own": comment.by == mine,
            "removable": comment.by == mine or work.rights.administrator,
        }
        for comment in comments
    ]


def mentionable(work: Work, entity: Entity, record: int, search: str, limit: int) -> dict[str, Any]:
    """Return ``{"items": [{"id", "label", "email"}]}``: members who see the record, by name or address."""
    require_comments(work, entity)
    if record not in lookups.seen(work.conn, work.asker, entity.id, {record}):
        raise NotFound
    found = members.people(work.conn, work.space, search, (), LOOKED_THROUGH)
    seeing = [one for one in found if _sees(work, entity, record, one.id)]
    return {"items": [{"id": one.id, "label": one.label, "email": one.email} for one in seeing[:limit]]}


def require_comments(work: Work, entity: Entity) -> None:
    """Raise NotAllowed for who sees no record of the entity, NotFound ``no_comments`` where there are none."""
    work.require(entity, "view")
    if not entity.document.get("comments"):
        raise NotFound("no_comments")


def _hold(work: Work, entity: Entity, record: int) -> None:
    require_comments(work, entity)
    work.require(entity, "comment")
    if not records.lock_many(work.conn, work.asker, entity, [record], Reach("comment"), Lock.REFER):
        raise NotFound


def _mine(work: Work, record: int, number: int, but_administrators: bool = False) -> Comment:
    found = comment_rows.find(work.conn, work.space, record, number)
    if found is None:
        raise NotFound("unknown_comment")
    if found.by != work.rights.user and not (but_administrators and work.rights.administrator):
        raise NotAllowed(action="comment")
    return found


def _read(work: Work, entity: Entity, record: int, text: str) -> tuple[str, tuple[int, ...]]:
    clean = trimmed(text.replace("\r\n", "\n"))
    if not clean:
        raise Invalid([Problem("text", "required")])
    if len(clean) > LONGEST:
        raise Invalid([Problem("text", "too_long", params={"max": LONGEST, "actual": len(clean)})])
    written = dict.fromkeys(MENTION.findall(clean))
    if strange := [number for number in written if len(number) > LONGEST_ID]:
        raise Invalid([Problem("text", "unknown_user", params={"id": number[:100]}) for number in strange])
    mentions = tuple(dict.fromkeys(map(int, written)))
    if len(mentions) > MOST_MENTIONS:
        raise Invalid([Problem("text", "too_many", params={"max": MOST_MENTIONS, "actual": len(mentions)})])
    blind = [one for one in mentions if not _sees(work, entity, record, one)]
    if blind:
        raise Invalid([Problem("text", "unknown_user", params={"id": one}) for one in blind])
    return clean, mentions


def _sees(work: Work, entity: Entity, record: int, account: int) -> bool:
    """Whether a member, judged by their own rights, sees the record."""
    try:
        principal = principal_of(work.conn, work.catalog, account)
    except NotFound:
        return False
    asker = Asker(work.catalog, principal.rights, moment_of(work.model, principal, work.now))
    if not principal.rights.on(entity.id).may("view"):
        return False
    seen = reader_for(asker, entity, Purpose("nothing", ()), Reach(trash=None))
    return record in seen.ids(work.conn, [record])


def _tell(work: Work, comment: Comment, kind: str) -> None:
    body = {
        "kind": kind,
        "records": [[comment.record_id, 0, []]],
        "comment": comment.id,
        "mentions": list(_others(comment.mentions, work.rights.user)),
        "by": work.rights.user,
        "source": work.source,
    }
    outbox.emit(work.conn, work.space, [outbox.Event(kind, comment.entity_id, body, work.now, work.change_set)])


def _others(people: Iterable[int], me: int) -> Iterable[int]:
    return (one for one in people if one != me)
