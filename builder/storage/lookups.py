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
from builder.storage.query.by_ids import Lock, Purpose, ReaderByIds, reader_for
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
    return reader_for(asker, entity, Purpose("nothing", ()), Reach(), lock).ids(conn, list(ids))


def seen(conn: Connection, asker: Asker, entity_id: str, ids: set[int]) -> set[int]:
    """Return those of the ids whose records the principal may view, the trash included."""
    entity = asker.catalog.model.entities.get(entity_id)
    if entity is None:
        return set()
    return reader_for(asker, entity, Purpose("nothing", ()), Reach(trash=None)).ids(conn, list(ids))


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


@dataclass(frozen=True)
class _Titles:
    """Reads the title fields of an entity that a principal sees: hidden ones are passed over, masked ones covered."""

    reader: ReaderByIds
    covered: frozenset[str]


def titles(conn: Connection, asker: Asker, entity_id: str, ids: Iterable[int], how: TextFormat) -> dict[int, Title]:
    """Return record id → title of the records the principal may view, the trash included."""
    entity = asker.catalog.model.entities.get(entity_id)
    if entity is None:
        return {}
    plans, key = asker.plans, ("titles", entity_id)
    kept: _Titles | None = plans.get(key)
    if kept is None:
        kept = plans[key] = _titles_of(asker, entity)
    rows = kept.reader.read(conn, list(ids))
    return {row.id: Title(title_of(entity, row.values, how, kept.covered), row.position[0] is not None) for row in rows}


def _titles_of(asker: Asker, entity: Entity) -> _Titles:
    rights = asker.rights.on(entity.id)
    paths = [Path((), entity, item) for item in entity.title if rights.access(item.id) is not Access.HIDDEN]
    covered = frozenset(item.id for item in entity.title if rights.access(item.id) is Access.MASKED)
    return _Titles(reader_for(asker, entity, Purpose("title", paths), Reach(trash=None)), covered)


def title_of(entity: Entity, values: Values, how: TextFormat, covered: Iterable[str] = ()) -> str:
    """Return the first non-blank of the title fields as text, masked when it is among those covered."""
    for item in entity.title:
        value = values.get(item.id)
        if value is not None:
            text = item.type.to_text(value, item, how)
            return mask_text(item.mask or "all", text) if item.id in covered else text
    return ""
