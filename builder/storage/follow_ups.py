"""What records say of their follow-ups: noted as these are saved, read anew where one goes, overdue as time passes.

All of it is computed: it neither raises the version of a record nor writes history.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, or_, select, update

from builder.metadata.definitions import Field
from builder.metadata.entity import Activity, Entity
from builder.metadata.field_types.base import PartKind
from builder.metadata.values import Value
from builder.storage.catalog import Catalog
from builder.storage.catalogs import tables_of
from builder.storage.layout import load_layouts
from builder.storage.query.by_ids import CHUNK
from builder.storage.query.scope import stored
from builder.storage.record_codec import record_codec
from builder.storage.space import Space

STATUS, WAITING, OVERDUE = "follow_status", "waiting", "overdue"
FALLING_DUE = (STATUS, "next_follow_at", "id")
"""Columns of the index by which those that fell due are found, however many records wait or are overdue already."""


class FollowUp(NamedTuple):
    """When a follow-up happened, and when the next one is to be; in microseconds."""

    happened: int
    id: int
    upcoming: int | None


def set_followed(
    conn: Connection, catalog: Catalog, entity: Entity, record: int, happened: int, following: Mapping[str, Value]
) -> None:
    """Note a follow-up of a living record unless a later one is noted already.

    ``following`` holds ``follow_status`` (option id) and ``next_follow_at``.
    """
    main = catalog.tables[entity.id].main
    columns = record_codec(catalog, entity).main(dict(following))
    is_latest = or_(main.c.last_followed_at.is_(None), main.c.last_followed_at <= happened)
    conn.execute(
        update(main)
        .where(main.c.id == record, main.c.deleted_at.is_(None), is_latest)
        .values(last_followed_at=happened, **columns)
    )


def hold_followed(conn: Connection, catalog: Catalog, entity: Entity, record: int) -> None:
    """Hold a record against others who are about to note or take back a follow-up of it."""
    main = catalog.tables[entity.id].main
    conn.execute(select(main.c.id).where(main.c.id == record).with_for_update(key_share=True))


def reset_followed(
    conn: Connection, catalog: Catalog, entity: Entity, record: int, values: Mapping[str, Value]
) -> None:
    """Write what a record says of its follow-ups, also where it is in the trash, whatever it said before."""
    main = catalog.tables[entity.id].main
    columns = record_codec(catalog, entity).main(dict(values))
    conn.execute(update(main).where(main.c.id == record).values(columns))


def latest(
    conn: Connection, catalog: Catalog, entity: Entity, activity: Activity, subject: Entity, ids: Sequence[int]
) -> FollowUp | None:
    """Return the last living follow-up that counts among those about any of some records of one entity."""
    found = [
        one
        for start in range(0, len(ids), CHUNK)
        for one in _latest(conn, catalog, entity, activity, subject, list(ids[start : start + CHUNK]))
    ]
    return max(found, key=lambda one: one[:2], default=None)


def _latest(
    conn: Connection, catalog: Catalog, entity: Entity, activity: Activity, subject: Entity, ids: list[int]
) -> Iterable[FollowUp]:
    tables = catalog.tables[entity.id]
    main = tables.main

    def column(item: Field, part: str = "") -> ColumnElement[Any]:
        return stored(tables, main, item, part)

    named = next(part.name for part in activity.subject.type.parts if part.kind is PartKind.RECORD)
    happened = column(activity.happened_at)
    living = main.c.deleted_at.is_(None)
    where: list[ColumnElement[bool]] = [column(activity.subject, named).in_(ids), living, happened.is_not(None)]
    if any(part.name == "entity" for part in activity.subject.type.parts):
        where.append(column(activity.subject, "entity") == subject.id)
    if activity.channel is not None and activity.qualifying:
        channels = catalog.encode(entity, activity.channel, sorted(activity.qualifying))
        where.append(column(activity.channel).in_(channels))
    upcoming = column(activity.next_at) if activity.next_at else None
    columns = [happened, main.c.id, *([upcoming] if upcoming is not None else [])]
    query = select(*columns).where(*where).order_by(happened.desc(), main.c.id.desc()).limit(1)
    for row in conn.execute(query):
        yield FollowUp(row[0], row[1], row[2] if upcoming is not None else None)


def fell_due(conn: Connection, space: Space, now: int) -> bool:
    """Whether the next follow-up of some record has passed and it does not say so yet."""
    for body in load_layouts(conn, space).values():
        tables = tables_of(space, body)
        code = tables.layout.codes.get(STATUS, {}).get(WAITING)
        if (
            code is not None
            and conn.execute(select(tables.main.c.id).where(*_due(tables.main, code, now)).limit(1)).first()
        ):
            return True
    return False


def turn_overdue(conn: Connection, catalog: Catalog, entity: Entity, now: int, most: int) -> int:
    """Make those overdue whose next follow-up has passed, some at a time; return how many.

    Records that others are writing are left for the next round.
    """
    main = catalog.tables[entity.id].main
    codes = catalog.layouts[entity.id].codes[STATUS]
    due = select(main.c.id).where(*_due(main, codes[WAITING], now)).order_by(main.c.next_follow_at).limit(most)
    ids = [row[0] for row in conn.execute(due.with_for_update(key_share=True, skip_locked=True))]
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        conn.execute(update(main).where(main.c.id.in_(some)).values({STATUS: codes[OVERDUE]}))
    return len(ids)


def _due(main: Any, waiting: int, now: int) -> list[ColumnElement[bool]]:
    return [main.c[STATUS] == waiting, main.c.next_follow_at < now, main.c.deleted_at.is_(None)]
