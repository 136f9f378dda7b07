"""Conversion of a column of a sub-table whose type or scale changed, row by row, and what its rows held before.

Rows that were taken out of their record are converted too: an undo may put them back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson
from sqlalchemy import Connection, RowMapping, bindparam, select, update

from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import Shape
from builder.metadata.values import BadValue, Value, Values, is_blank
from builder.storage.catalog import Catalog
from builder.storage.changed_fields import Changed, converted, is_as_converted
from builder.storage.history import of_records, written_since
from builder.storage.layout import EntityLayout, FieldLayout, life_in_rows, lives
from builder.storage.physical import ChildTable, bare
from builder.storage.record_codec import row_columns
from builder.storage.stored_values import lived_at, stored_values

CHUNK = 500


def convert_rows(
    conn: Connection, catalog: Catalog, changed: Changed, table: Field, bounds: tuple[int, int]
) -> tuple[list[int], list[int]]:
    """Convert the next rows above an id, at most so many; return their ids, and the records of those that did not fit.

    What was written since the publish is left alone.
    """
    child = catalog.tables[changed.entity.id].children[table.id]
    ids = _held(conn, catalog, changed.entity, child, bounds)
    column = _Column(conn, catalog, changed, child)
    if not ids or column.place.former is None:
        return ids, []
    rows = [row for row in column.read(ids) if all(row[name] is None for name in column.now)]
    originals = column.originals(rows)
    fresh: list[dict[str, Any]] = []
    unfit: dict[int, None] = {}
    for row in rows:
        try:
            value = originals[row["id"]] if row["id"] in originals else column.from_former(row)
        except BadValue:
            unfit |= {row["parent"]: None} if row["parent"] > 0 else {}
            continue
        if not is_blank(value):
            fresh.append({"row": row["id"], **row_columns(child, [changed.new], {changed.new.id: value})})
    if fresh:
        columns: dict[str, Any] = {name: bindparam(name) for name in column.now}
        conn.execute(update(child.main).where(child.main.c.id == bindparam("row")).values(columns), fresh)
    return ids, list(unfit)


def _held(conn: Connection, catalog: Catalog, entity: Entity, child: ChildTable, bounds: tuple[int, int]) -> list[int]:
    """Return the next ids of rows, and hold the records that have them: who saves a record begins with that too."""
    after, limit = bounds
    rows, main = child.main.c, catalog.tables[entity.id].main
    found = conn.execute(select(rows.id, rows.parent).where(rows.id > after).order_by(rows.id).limit(limit)).all()
    if found and catalog.space.dialect == "postgresql":
        parents = {abs(row.parent) for row in found}
        conn.execute(select(main.c.id).where(main.c.id.in_(parents)).order_by(main.c.id).with_for_update())
    return [row.id for row in found]


class _Column:
    """A column of a sub-table, with the places where it lived under other types."""

    def __init__(self, conn: Connection, catalog: Catalog, changed: Changed, child: ChildTable) -> None:
        self._conn, self._catalog, self._changed, self._child = conn, catalog, changed, child
        self.place = child.layout.fields[changed.new.id]
        self.now = child.columns_of(changed.new)

    def read(self, ids: Sequence[int]) -> Sequence[RowMapping]:
        """Return rows with what they hold in every place of the column."""
        catalog, names = self._catalog, [name for life in lives(self.place) for name in life.columns.values()]
        plain = catalog.layouts[self._changed.entity.id].child(self._child_id)
        rows = bare(catalog.space, plain, ("id", "parent", *names))
        return self._conn.execute(select(rows).where(rows.c.id.in_(ids)).order_by(rows.c.id)).mappings().all()

    @property
    def _child_id(self) -> str:
        assert self._changed.table is not None
        return self._changed.table.id

    def _held_in(self, life: FieldLayout, item: Field, row: RowMapping) -> Value:
        child = replace(self._child, layout=replace(self._child.layout, fields={item.id: life}))
        decode = self._catalog.row_decoder(child, item)
        return decode([row[name] for name in child.columns_of(item)])

    def from_former(self, row: RowMapping) -> Value:
        """Return what the former place holds as a value of the new type. Raises BadValue."""
        assert self.place.former is not None
        value = self._held_in(self.place.former, self._changed.old, row)
        return None if is_blank(value) else converted(value, self._changed)

    def originals(self, rows: Sequence[RowMapping]) -> dict[int, Value]:
        """Return what rows held when the column was last of the type that it has again, where nobody wrote it since."""
        between: list[FieldLayout] = []
        for life in lives(self.place):
            if between and life.form == self.place.form:
                break
            between.append(life)
        else:
            return {}
        held = {row["id"]: self._held_in(life, self._changed.new, row) for row in rows}
        asked = [row for row in rows if not is_blank(held[row["id"]])]
        written = self._written(asked, between)
        return {row["id"]: held[row["id"]] for row in asked if row["id"] not in written}

    def _written(self, rows: Sequence[RowMapping], between: Sequence[FieldLayout]) -> set[int]:
        """Return the rows in whose places since then something else is, or was once, than the conversions put there."""
        table = self._changed.table
        assert table is not None
        if not self._changed.is_tracked:
            return {row["id"] for row in rows if not self._is_as_converted(row, between)}
        told = of_records(self._conn, self._catalog.space, {abs(row["parent"]) for row in rows})
        by_id = {row["id"]: row for row in rows}
        found = set()
        for entries in told.values():
            for entry in entries:
                life = next((life for life in between if entry.layout_rev >= life.since), None)
                if life is None or table.id not in entry.before or self.place.is_hidden_at(entry.layout_rev):
                    continue
                for line in entry.before[table.id] or ():
                    row = by_id.get(line["id"])
                    if row is not None and not self._is_at_end(row, life, line["values"].get(self._changed.new.id)):
                        found.add(row["id"])
        return found

    def _is_at_end(self, row: RowMapping, life: FieldLayout, value: Value) -> bool:
        """Whether a row holds a value still, in a place of which it may be unknown how to read it."""
        if life.form == self.place.form:
            return bool(value == self._held_in(life, self._changed.new, row))
        if life is self.place.former:
            return bool(value == self._held_in(life, self._changed.old, row))
        cells = [row[name] for name in life.columns.values()]
        return len(cells) == 1 and (value == cells[0] or (isinstance(value, list) and _as_json(value) == cells[0]))

    def _is_as_converted(self, row: RowMapping, between: Sequence[FieldLayout]) -> bool:
        """Whether the one place in between holds what the conversion made of the original, where no history tells."""
        first = self.place.former
        if len(between) != 2 or first is None or first.former is None:
            return False
        original = self._held_in(first.former, self._changed.new, row)
        return is_as_converted(original, self._held_in(first, self._changed.old, row), self._changed)


def _as_json(value: Value) -> str:
    return orjson.dumps(value).decode()


@dataclass(frozen=True)
class _Return:
    """A field that is a sub-table again."""

    id: str
    rows: FieldLayout
    """Where it was one."""
    later: FieldLayout
    """What came after that."""


def returning_tables(old: EntityLayout, new: EntityLayout) -> Iterator[_Return]:
    """Yield the fields that were a sub-table once, were something else and are one again."""
    for key, place in new.fields.items():
        before = old.fields.get(key)
        rows = life_in_rows(before)
        if before is not None and rows is not None and place.place == "rows" != before.place:
            yield _Return(key, rows, next(life for life in lives(before) if life.former is rows))


def set_rewritten_aside(conn: Connection, catalog: Catalog, changed: Changed, field: _Return) -> None:
    """Take the rows out of records in which something else was written while the field was no sub-table.

    Where no history is kept, that is what holds something else now.
    """
    entity = changed.entity
    rows = catalog.tables[entity.id].children[field.id].main
    parents = list(conn.execute(select(rows.c.parent).distinct().where(rows.c.parent > 0)).scalars())
    written = written_since(conn, catalog.space, (entity.id, field.id), field.later.since)
    old = lived_at(catalog, entity, changed.old, catalog.layouts[entity.id].fields[field.id].former)
    for start in range(0, len(parents), CHUNK):
        some = parents[start : start + CHUNK]
        held = stored_values(conn, old, entity, [changed.old], some)
        mine = [record for record in some if record in written or not is_blank(held[record].get(field.id))]
        if mine:
            conn.execute(update(rows).where(rows.c.parent.in_(mine)).values(parent=-rows.c.parent))


def rows_set_aside(conn: Connection, catalog: Catalog, entity: Entity, ids: Sequence[int]) -> dict[int, Values]:
    """Return row id → values of the rows that were taken out of records, in the columns there are now."""
    found: dict[int, Values] = {}
    parents = [-record for record in ids]
    for item in entity.fields:
        if item.type.shape is Shape.ROWS:
            for rows in catalog.read_apart(conn, entity, item, parents).values():
                found |= {row["id"]: row["values"] for row in rows}
    return found
