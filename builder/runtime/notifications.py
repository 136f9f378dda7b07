"""Notifications: who is mentioned, spoken about, given records or let into a team is told of it.

What is told holds ids alone: titles and texts are read when somebody looks, with the rights they have then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from builder.metadata.entity import Entity
from builder.metadata.instants import rfc3339
from builder.runtime import wire
from builder.runtime.work import Work
from builder.storage import comment_rows, lookups, notification_rows, records
from builder.storage.comment_rows import Comment
from builder.storage.notification_rows import News, Notification

MENTION, COMMENT, GIVEN, TEAM = "mention", "comment", "given", "team"
KINDS = (MENTION, COMMENT, GIVEN, TEAM)
LONGEST_EXCERPT = 200


def tell_of_comment(work: Work, entity: Entity, comment: Comment, known: Iterable[int] = ()) -> None:
    """Tell those whom a comment mentions, and the owner of its record; but not its writer, nor who is ``known`` to
    have been mentioned in an earlier text of it.
    """
    mentioned = set(comment.mentions)
    owner = set() if known or comment.edited_at is not None else _owner(work, entity, comment.record_id)
    people = {**dict.fromkeys(owner, COMMENT), **dict.fromkeys(mentioned - set(known), MENTION)}
    people.pop(work.rights.user, None)
    notification_rows.add(
        work.conn,
        work.space,
        [
            News(person, kind, work.now, work.rights.user, entity.id, comment.record_id, comment.id)
            for person, kind in sorted(people.items())
        ],
    )


def tell_of_records(work: Work, entity: Entity, owner: int | None, given: Sequence[int]) -> None:
    """Tell a person that somebody else gave them records."""
    if owner is None or owner == work.rights.user or not given:
        return
    told = News(
        owner, GIVEN, work.now, work.rights.user, entity.id, given[0], change_set=work.change_set, count=len(given)
    )
    notification_rows.add(work.conn, work.space, [told])


def tell_of_team(work: Work, entity: Entity, record: int, account: int) -> None:
    """Tell a person that somebody else let them into the team of a record."""
    if account != work.rights.user:
        told = News(account, TEAM, work.now, work.rights.user, entity.id, record, change_set=work.change_set)
        notification_rows.add(work.conn, work.space, [told])


def newest(work: Work, before: int | None, limit: int) -> dict[str, Any]:
    """Return ``{"items", "unread", "next"}``: what the principal was told, newest first, as far as they see it now.

    An item has ``record`` None where the record is gone or out of sight, and no ``text`` then.
    """
    found = notification_rows.newest(work.conn, work.space, work.rights.user, before, limit)
    return {
        "items": _told(work, found),
        "unread": notification_rows.unread(work.conn, work.space, work.rights.user),
        "next": found[-1].id if len(found) == limit else None,
    }


def mark_read(work: Work, ids: Sequence[int] | None, up_to: int | None = None) -> int:
    """Note that the principal has read some of their notifications, all with None, but none after ``up_to``; returns
    how many stay unread.
    """
    notification_rows.mark_read(work.conn, work.space, work.rights.user, (ids, up_to), work.now)
    return notification_rows.unread(work.conn, work.space, work.rights.user)


def _owner(work: Work, entity: Entity, record: int) -> set[int]:
    if not entity.ownable:
        return set()
    values = records.read_fields(work.conn, work.asker, entity, [record], [entity.by_id["owner"]])
    owner = values.get(record, {}).get("owner")
    return {owner} if isinstance(owner, int) else set()


def _told(work: Work, found: Sequence[Notification]) -> list[dict[str, Any]]:
    names = lookups.members(work.conn, work.catalog, {one.by for one in found}) if found else {}
    titles = {
        (entity, record): title
        for entity in {one.entity_id for one in found}
        if work.rights.on(entity).may("view")
        for record, title in wire.titles(
            work, entity, sorted({one.record_id for one in found if one.entity_id == entity})
        ).items()
    }
    seen = [one for one in found if (one.entity_id, one.record_id) in titles]
    texts = _excerpts(work, [one for one in seen if one.comment_id is not None])
    return [
        {
            "id": one.id,
            "kind": one.kind,
            "at": rfc3339(one.at),
            "by": {"id": one.by, "label": names.get(one.by, "")},
            "count": one.count,
            "read": one.read_at is not None,
            **_place(work, one.entity_id),
            "record": {"id": one.record_id, "label": titles[one.entity_id, one.record_id].text}
            if one in seen
            else None,
            "text": texts.get(one.comment_id or 0),
        }
        for one in found
        for title in (titles.get((one.entity_id, one.record_id)),)
    ]


def _place(work: Work, entity_id: str) -> dict[str, Any]:
    """Return the names of an entity and its app, as far as the principal may know them."""
    entity = work.model.entities.get(entity_id)
    if entity is None or not work.rights.on(entity_id).branches:
        return {"app": None, "entity": None}
    return {"app": work.model.apps[entity.app].name, "entity": entity.name}


def _excerpts(work: Work, told: Sequence[Notification]) -> dict[int, str]:
    """Return comment id → how its text begins, members by name; of records that have comments still."""
    spoken = [one for one in told if work.model.entities[one.entity_id].document.get("comments")]
    comments = comment_rows.by_id(work.conn, work.space, [one.comment_id for one in spoken if one.comment_id])
    names = lookups.members(work.conn, work.catalog, {person for one in comments for person in one.mentions})
    return {one.id: _excerpt(one, names) for one in comments}


def _excerpt(comment: Comment, names: dict[int, str]) -> str:
    text = comment.text
    for person in comment.mentions:
        text = text.replace(f"@[{person}]", f"@{names.get(person, '')}")
    return text if len(text) <= LONGEST_EXCERPT else text[: LONGEST_EXCERPT - 1] + "…"
