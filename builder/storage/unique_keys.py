"""Unique keys on data that is there already: their column is filled, and values that occur twice are named."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, func, select, update

from builder.errors import Invalid, Problem
from builder.metadata.entity import Entity, UniqueKey
from builder.metadata.field_types.base import PartKind
from builder.metadata.values import Values
from builder.storage.catalog import Catalog
from builder.storage.layout import unique_key_text

NAMED_DUPLICATES = 5
_TEXTS = (PartKind.TEXT, PartKind.SORTED_TEXT)


def fill_keys(conn: Connection, catalog: Catalog, what: tuple[Entity, UniqueKey], after: int, limit: int) -> list[int]:
    """Fill the column of a key for the next records above the id ``after``; return their ids, in order."""
    entity, key = what
    main = catalog.tables[entity.id].main
    column = catalog.layouts[entity.id].unique_columns[key.id]
    query = select(main.c.id).where(main.c.id > after).order_by(main.c.id).limit(limit)
    if catalog.space.dialect == "postgresql":
        query = query.with_for_update()
    ids = list(conn.execute(query).scalars())
    values = _values(conn, catalog, what, ids)
    rows = [{"wanted": record, "text": _text(key, values[record])} for record in ids]
    if rows:
        conn.execute(update(main).where(main.c.id == bindparam("wanted")).values({column: bindparam("text")}), rows)
    return ids


def refuse_duplicates(conn: Connection, catalog: Catalog, what: tuple[Entity, UniqueKey]) -> None:
    """Raise Invalid ``duplicates_exist`` when living records share a key."""
    entity, key = what
    main = catalog.tables[entity.id].main
    column = main.c[catalog.layouts[entity.id].unique_columns[key.id]]
    query = (
        select(func.min(main.c.id), func.max(main.c.id), func.count())
        .where(main.c.deleted_at.is_(None), column.is_not(None))
        .group_by(column)
        .having(func.count() > 1)
        .order_by(func.min(main.c.id))
        .limit(NAMED_DUPLICATES)
    )
    found = conn.execute(query).all()
    if found:
        names = [item.name for item in key.fields]
        records = [[row[0], row[1]] for row in found]
        path = f"{entity.name}.fields.{names[0]}" if len(names) == 1 else f"{entity.name}.unique_keys"
        raise Invalid([Problem(path, "duplicates_exist", params={"fields": names, "records": records})])


def _text(key: UniqueKey, values: Values) -> str | None:
    parts = [item.type.unique_key(values.get(item.id), item) for item in key.fields]
    return None if any(part is None for part in parts) else unique_key_text(parts)


def _values(conn: Connection, catalog: Catalog, what: tuple[Entity, UniqueKey], ids: list[int]) -> dict[int, Values]:
    """Return the values of a key's fields by record, whether they live in the row or aside."""
    entity, key = what
    tables, found = catalog.tables[entity.id], {record: Values() for record in ids}
    for item in key.fields:
        place = tables.layout.fields.get(item.id)
        if place is not None and place.place == "aside":
            aside = tables.aside
            kept = aside.c.text if item.type.parts[0].kind in _TEXTS else aside.c.number
            query = select(aside.c.record, kept).where(aside.c.field == item.id, aside.c.record.in_(ids))
        else:
            names = [item.id] if place is None else [place.columns[part.name] for part in item.type.parts]
            query = select(tables.main.c.id, *(tables.main.c[name] for name in names)).where(tables.main.c.id.in_(ids))
        decode = catalog.decoder(entity, item)
        for row in conn.execute(query):
            found[row[0]][item.id] = decode(row[1:])
    return found
