"""Which columns a list of paths needs, and how rows of the database become rows of values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from builder.metadata.conditions import Path
from builder.metadata.field_types.base import Shape
from builder.metadata.query import Row
from builder.metadata.rights import Access
from builder.metadata.values import Value
from builder.storage.catalog import is_plain
from builder.storage.query.prepared import Prepared, among, filled
from builder.storage.query.scope import NUMBERS, Scope, kept_aside, stored

Element = ColumnElement[Any]
MOST_BROUGHT = 6
"""Values kept aside that are read along with one record."""


class RowReader:
    """Reads the values of paths. Masked fields are read as they are: whoever writes them out covers them."""

    def __init__(self, scope: Scope, paths: Iterable[Path]) -> None:
        """Join what the paths need. Raises Invalid for a field that is hidden from the principal."""
        self._scope = scope
        self.columns: list[Element] = []
        self._slots: list[tuple[str, Callable[[Sequence[Any]], Value], int, int]] = []
        self._plain: list[tuple[str, int]] = []
        self._aside: dict[str, tuple[_Aside, int, str]] = {}
        self._tables: list[_RowsOf] = []
        self._asides: dict[int, Prepared] = {}
        for path in paths:
            self._add(path)

    def _add(self, path: Path) -> None:
        scope, key = self._scope, key_of(path)
        table = scope.table_of(path, least=Access.MASKED)
        tables = scope.tables(path.entity)
        shape = path.field.type.shape
        if shape is Shape.ROWS:
            if not path.steps:
                self._tables.append(_RowsOf(scope, path))
            return
        place = tables.layout.fields.get(path.field.id)
        if place is not None and place.place == "aside" and not path.steps:
            self._add_aside(key, path)
            return
        start = len(self.columns)
        if shape is not Shape.LINKS and is_plain(path.field):
            self._plain.append((key, start))
            self.columns.append(stored(tables, table, path.field, path.field.type.parts[0].name))
            return
        if shape is Shape.LINKS:
            self.columns.append(table.c[tables.layout.fields[path.field.id].columns["value"]])
        else:
            self.columns += [stored(tables, table, path.field, part.name) for part in path.field.type.parts]
        self._slots.append((key, scope.catalog.decoder(path.entity, path.field), start, len(self.columns)))

    def _add_aside(self, key: str, path: Path) -> None:
        """Note where the parts of a value are kept: they come with a statement of their own, however many they are."""
        item, layout = path.field, self._scope.tables(path.entity).layout
        parts = item.type.parts
        kept = _Aside(key, len(parts), self._decoder_aside(path))
        for at, part in enumerate(parts):
            column = "number" if part.kind in NUMBERS else "text"
            self._aside[layout.aside_key(item.id, part.name, len(parts) > 1)] = (kept, at, column)

    def _decoder_aside(self, path: Path) -> Callable[[Sequence[Any]], Value]:
        item = path.field
        if item.type.shape is not Shape.ASIDE:
            return self._scope.catalog.decoder(path.entity, item)
        name, value_of = item.type.parts[0].name, item.type.value_of
        return lambda parts: value_of({name: parts[0]})

    def aside_columns(self) -> list[Element]:
        """Return columns that bring what is kept aside along with a record; none where that is too much.

        For one record that costs less than a statement of its own.
        """
        if not 0 < len(self._aside) <= MOST_BROUGHT:
            return []
        tables, root = self._scope.tables(self._scope.entity), self._scope.root
        return [kept_aside(tables, root, key, column) for key, (_, _, column) in self._aside.items()]

    def rows(self, conn: Connection, raw: Sequence[Any], order: int, brought: bool = False) -> list[Row]:
        """Return decoded rows of (id, version, ``order`` sort values, columns, ``aside_columns`` where ``brought``).

        Values kept aside come with one query for all of them, rows of sub-tables with one for each.
        """
        start = 2 + order
        plain = [(key, at + start) for key, at in self._plain]
        slots = [(key, decode, low + start, high + start) for key, decode, low, high in self._slots]
        found = []
        for row in raw:
            values = {key: row[at] for key, at in plain}
            for key, decode, low, high in slots:
                values[key] = decode(row[low:high])
            found.append(Row(row[0], row[1], values, tuple(row[2:start])))
            if brought:
                self._take_aside(values, row[start + len(self.columns) :])
        if found and ((self._aside and not brought) or self._tables):
            by_id = {row.id: row for row in found}
            if not brought:
                self._read_aside(conn, by_id)
            for table in self._tables:
                for record, value in table.read(conn, list(by_id)).items():
                    by_id[record].values[table.key] = value
        return found

    def _take_aside(self, values: dict[str, Value], brought: Sequence[Any]) -> None:
        found: dict[_Aside, list[Any]] = {}
        for (kept, at, _), part in zip(self._aside.values(), brought, strict=True):
            if part is not None:
                found.setdefault(kept, [None] * kept.width)[at] = part
        for kept, parts in found.items():
            values[kept.key] = kept.decode(parts)

    def _read_aside(self, conn: Connection, by_id: dict[int, Row]) -> None:
        if not self._aside:
            return
        found: dict[tuple[int, _Aside], list[Any]] = {}
        for size, values in filled(list(by_id)):
            prepared = self._asides.get(size)
            if prepared is None:
                prepared = self._asides[size] = Prepared(conn, self._aside_statement(size), steady=True)
            for record, kept_as, number, text in prepared.rows(conn, values):
                kept, at, column = self._aside[kept_as]
                part = number if column == "number" else text
                found.setdefault((record, kept), [None] * kept.width)[at] = part
        for (record, kept), parts in found.items():
            by_id[record].values[kept.key] = kept.decode(parts)

    def _aside_statement(self, size: int) -> Any:
        aside = self._scope.tables(self._scope.entity).aside
        statement = select(aside.c.record, aside.c.field, aside.c.number, aside.c.text)
        return statement.where(among(aside.c.record, size), aside.c.field.in_(list(self._aside)))


@dataclass(frozen=True, eq=False)
class _Aside:
    """A value kept aside: its key in a row, how many parts it has, and what makes it of them."""

    key: str
    width: int
    decode: Callable[[Sequence[Any]], Value]


class _RowsOf:
    """Reads the rows of one sub-table."""

    def __init__(self, scope: Scope, path: Path) -> None:
        self.key = key_of(path)
        self._child = scope.tables(path.entity).children[path.field.id]
        self._columns = [scope.catalog.row_decoder(self._child, item) for item in path.field.fields]
        self._fields = path.field.fields
        self._prepared: dict[int, Prepared] = {}

    def read(self, conn: Connection, ids: Sequence[int]) -> dict[int, Value]:
        """Return record id → rows in order; records without rows are left out."""
        found: dict[int, list[dict[str, Any]]] = {}
        for size, values in filled(ids):
            prepared = self._prepared.get(size)
            if prepared is None:
                prepared = self._prepared[size] = Prepared(conn, self._statement(size), steady=True)
            for row in prepared.rows(conn, values):
                found.setdefault(row[1], []).append({"id": row[0], "values": self._values(row)})
        return dict(found)

    def _statement(self, size: int) -> Any:
        main = self._child.main
        names = [name for item in self._fields for name in self._child.columns_of(item)]
        statement = select(main.c.id, main.c.parent, *[main.c[name].label(f"c{at}") for at, name in enumerate(names)])
        return statement.where(among(main.c.parent, size)).order_by(main.c.parent, main.c.position)

    def _values(self, row: Sequence[Any]) -> dict[str, Value]:
        values, at = {}, 2
        for item, decode in zip(self._fields, self._columns, strict=True):
            width = len(self._child.columns_of(item))
            value = decode(row[at : at + width])
            if value is not None:
                values[item.id] = value
            at += width
        return values


def key_of(path: Path) -> str:
    """Return the dotted ids of a path: the key of its value in a row."""
    return ".".join([*(step.id for _, step in path.steps), path.field.id])
