"""Set look-ups for whole batches: which records can be seen, which people exist, which keys are taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from builder.metadata.entity import Entity
from builder.storage.asker import Asker, Reach
from builder.storage.catalog import Catalog
from builder.storage.fixed_tables import workspace_tables
from builder.storage.query.by_ids import Lock, Purpose, reader_for
from builder.storage.query.prepared import Prepared, among, filled
from builder.storage.space import Space

Element = ColumnElement[Any]


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
    return reader_for(asker, entity, Purpose("nothing", ()), Reach(), lock).ids(conn, list(ids))


def seen(conn: Connection, asker: Asker, entity_id: str, ids: set[int]) -> set[int]:
    """Return those of the ids whose records the principal may view, the trash included."""
    entity = asker.catalog.model.entities.get(entity_id)
    if entity is None:
        return set()
    return reader_for(asker, entity, Purpose("nothing", ()), Reach(trash=None)).ids(conn, list(ids))


def reached(conn: Connection, asker: Asker, entity_id: str, ids: set[int], action: str) -> set[int]:
    """Return those of some living records on which the principal may carry out an action."""
    entity = asker.catalog.model.entities[entity_id]
    return reader_for(asker, entity, Purpose("nothing", ()), Reach(action)).ids(conn, list(ids))


def members(conn: Connection, catalog: Catalog, ids: Iterable[int]) -> dict[int, str]:
    """Return account id → display name of those who are or were members of the workspace."""
    table = catalog.fixed.member
    return _names(conn, catalog, table.c.account_id, table.c.display_name, ids)


def active_member(conn: Connection, space: Space, account: int) -> MemberHome | None:
    """Return a member who may own records, or None."""
    table = workspace_tables(space).member
    query = select(table.c.account_id, table.c.department_id)
    row = conn.execute(query.where(table.c.account_id == account, table.c.disabled_at.is_(None))).one_or_none()
    return MemberHome(row[0], row[1]) if row else None


def departments(conn: Connection, catalog: Catalog, ids: Iterable[int]) -> dict[int, str]:
    """Return department id → name."""
    table = catalog.fixed.department
    return _names(conn, catalog, table.c.id, table.c.name, ids)


def _names(conn: Connection, catalog: Catalog, key: Element, name: Element, ids: Iterable[int]) -> dict[int, str]:
    """Look names up once for each revision of rights, which every change of people and departments moves."""
    place = ("names", key)
    revision, known = catalog.plans.get(place, (None, {}))
    if revision != catalog.head.rights_rev:
        known = {}
        catalog.plans[place] = (catalog.head.rights_rev, known)
    wanted = list(ids)
    missing = [one for one in wanted if one not in known]
    if missing:
        for size, values in filled(missing):
            prepared = Prepared(conn, select(key, name).where(among(key, size)))
            known.update((row[0], row[1]) for row in prepared.rows(conn, values))
    return {one: known[one] for one in wanted if one in known}


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
