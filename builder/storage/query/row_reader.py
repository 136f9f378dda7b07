"""Which columns a list of paths needs, and how rows of the database become rows of values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from builder.metadata.conditions import Path
from builder.metadata.field_types.base import Shape
from builder.metadata.query import Row
from builder.metadata.rights import Access
from builder.metadata.values import Value
from builder.storage.catalog import is_plain
from builder.storage.query.prepared import Prepared, among, filled
from builder.storage.query.scope import Scope, kept_aside, stored

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
        self._aside: dict[str, Path] = {}
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
        if shape is Shape.ASIDE and not path.steps:
            self._aside[tables.layout.aside_key(path.field.id, "", several=False)] = path
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

    def aside_columns(self) -> list[Element]:
        """Return columns that bring what is kept aside along with a record; none where that is too much.

        For one record that costs less than a statement of its own.
        """
        if not 0 < len(self._aside) <= MOST_BROUGHT:
            return []
        tables = self._scope.tables(self._scope.entity)
        return [kept_aside(tables, self._scope.root, key, "text") for key in self._aside]

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

    def _take_aside(self, values: dict[str, Value], texts: Sequence[Any]) -> None:
        for path, text in zip(self._aside.values(), texts, strict=True):
            if text is not None:
                item = path.field
                values[item.id] = item.type.value_of({item.type.parts[0].name: text})

    def _read_aside(self, conn: Connection, by_id: dict[int, Row]) -> None:
        if not self._aside:
            return
        for size, values in filled(list(by_id)):
            prepared = self._asides.get(size)
            if prepared is None:
                prepared = self._asides[size] = Prepared(conn, self._aside_statement(size), steady=True)
            for record, kept_as, text in prepared.rows(conn, values):
                item = self._aside[kept_as].field
                by_id[record].values[item.id] = item.type.value_of({item.type.parts[0].name: text})

    def _aside_statement(self, size: int) -> Any:
        aside = self._scope.tables(self._scope.entity).aside
        statement = select(aside.c.record, aside.c.field, aside.c.text)
        return statement.where(among(aside.c.record, size), aside.c.field.in_(list(self._aside)))


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
