"""Set look-ups for whole batches: which records can be seen, which people exist, which keys are taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from builder.metadata.conditions import Path
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import TextFormat
from builder.metadata.masking import mask_text
from builder.metadata.rights import Access
from builder.metadata.values import Values
from builder.storage.asker import Asker, Reach
from builder.storage.catalog import Catalog
from builder.storage.fixed_tables import workspace_tables
from builder.storage.query.by_ids import Lock, Purpose, reader_for
from builder.storage.query.prepared import Prepared, among, filled
from builder.storage.space import Space

Element = ColumnElement[Any]


@dataclass(frozen=True, slots=True)
class Title:
    """What a record is called, and whether it lies in the trash."""

    text: str
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class MemberHome:
    """Where a member of the workspace belongs."""

    id: int
    department: int | None


def visible(conn: Connection, asker: Asker, entity_id: str, ids: set[int], lock: Lock) -> set[int]:
    """Return those of the ids that are living records of the entity which the principal may view, held as asked."""
    entity = asker.catalog.model.entities.get(entity_id)
    if entity is None:
        return set()
    rows = reader_for(asker, entity, Purpose("nothing", ()), Reach(), lock).read(conn, list(ids))
    return {row.id for row in rows}


def seen(conn: Connection, asker: Asker, entity_id: str, ids: set[int]) -> set[int]:
    """Return those of the ids whose records the principal may view, the trash included."""
    entity = asker.catalog.model.entities.get(entity_id)
    if entity is None:
        return set()
    rows = reader_for(asker, entity, Purpose("nothing", ()), Reach(trash=None)).read(conn, list(ids))
    return {row.id for row in rows}


def members(conn: Connection, space: Space, ids: Iterable[int]) -> dict[int, str]:
    """Return account id → display name of those who are or were members of the workspace."""
    table = workspace_tables(space).member
    return _names(conn, ("member", space), table.c.account_id, table.c.display_name, ids)


def active_member(conn: Connection, space: Space, account: int) -> MemberHome | None:
    """Return a member who may own records, or None."""
    table = workspace_tables(space).member
    query = select(table.c.account_id, table.c.department_id)
    row = conn.execute(query.where(table.c.account_id == account, table.c.disabled_at.is_(None))).one_or_none()
    return MemberHome(row[0], row[1]) if row else None


def departments(conn: Connection, space: Space, ids: Iterable[int]) -> dict[int, str]:
    """Return department id → name."""
    table = workspace_tables(space).department
    return _names(conn, ("department", space), table.c.id, table.c.name, ids)


_PREPARED: dict[tuple[str, Space, int], Prepared] = {}
"""Statements on fixed tables, by table, workspace and length of the list of ids."""


def _names(
    conn: Connection, what: tuple[str, Space], key: Element, name: Element, ids: Iterable[int]
) -> dict[int, str]:
    found: dict[int, str] = {}
    for size, values in filled(list(ids)):
        prepared = _PREPARED.get((*what, size))
        if prepared is None:
            query = select(key, name).where(among(key, size))
            prepared = _PREPARED[*what, size] = Prepared(conn, query, steady=True)
        found.update((row[0], row[1]) for row in prepared.rows(conn, values))
    return found


def taken(conn: Connection, catalog: Catalog, entity: Entity, column: str, texts: set[str]) -> dict[str, int]:
    """Return normalised key → id of the living record that holds it."""
    main = catalog.tables[entity.id].main
    found: dict[str, int] = {}
    for size, values in filled(sorted(texts)):
        key = ("taken", entity.id, column, size)
        prepared: Prepared | None = catalog.plans.get(key)
        if prepared is None:
            where = (among(main.c[column], size), main.c.deleted_at.is_(None))
            prepared = catalog.plans[key] = Prepared(conn, select(main.c[column], main.c.id).where(*where), True)
        found.update((row[0], row[1]) for row in prepared.rows(conn, values))
    return found


def titles(conn: Connection, asker: Asker, entity_id: str, ids: Iterable[int], how: TextFormat) -> dict[int, Title]:
    """Return record id → title of the records the principal may view, the trash included.

    Hidden title fields are passed over, masked ones are covered.
    """
    entity = asker.catalog.model.entities.get(entity_id)
    if entity is None:
        return {}
    rights = asker.rights.on(entity.id)
    paths = [Path((), entity, item) for item in entity.title if rights.access(item.id) is not Access.HIDDEN]
    covered = {item.id for item in entity.title if rights.access(item.id) is Access.MASKED}
    rows = reader_for(asker, entity, Purpose("title", paths), Reach(trash=None)).read(conn, list(ids))
    return {row.id: Title(title_of(entity, row.values, how, covered), row.position[0] is not None) for row in rows}


def title_of(entity: Entity, values: Values, how: TextFormat, covered: Iterable[str] = ()) -> str:
    """Return the first non-blank of the title fields as text, masked when it is among those covered."""
    for item in entity.title:
        value = values.get(item.id)
        if value is not None:
            text = item.type.to_text(value, item, how)
            return mask_text(item.mask or "all", text) if item.id in covered else text
    return ""
