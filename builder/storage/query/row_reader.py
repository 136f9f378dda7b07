"""Which columns a list of paths needs, and how rows of the database become rows of values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection

from builder.metadata.conditions import Path
from builder.metadata.field_types.base import Shape
from builder.metadata.query import Row
from builder.metadata.rights import Access
from builder.storage.query.scope import Scope, stored

Element = ColumnElement[Any]


class RowReader:
    """Reads the values of paths. Masked fields are read as they are: whoever writes them out covers them."""

    def __init__(self, scope: Scope, paths: Iterable[Path]) -> None:
        """Join what the paths need. Raises Invalid for a field that is hidden from the principal."""
        self._scope = scope
        self.columns: list[Element] = []
        self._slots: list[tuple[str, Path, int, int]] = []
        self._apart: list[tuple[str, Path]] = []
        for path in paths:
            self._add(path)

    def _add(self, path: Path) -> None:
        scope, key = self._scope, key_of(path)
        table = scope.table_of(path, least=Access.MASKED)
        tables = scope.tables(path.entity)
        shape = path.field.type.shape
        if shape is Shape.ROWS or (shape is Shape.ASIDE and not path.steps):
            self._apart.append((key, path))
            return
        start = len(self.columns)
        if shape is Shape.LINKS:
            self.columns.append(table.c[tables.layout.fields[path.field.id].columns["value"]])
        else:
            self.columns += [stored(tables, table, path.field, part.name) for part in path.field.type.parts]
        self._slots.append((key, path, start, len(self.columns)))

    def rows(self, conn: Connection, raw: Sequence[Any], order: int) -> list[Row]:
        """Return decoded rows of (id, version, ``order`` sort values, columns).

        Values kept aside and sub-table rows come with one query for each such field.
        """
        catalog, start = self._scope.catalog, 2 + order
        decoders = [
            (key, catalog.decoder(path.entity, path.field), start + low, start + high)
            for key, path, low, high in self._slots
        ]
        found = [
            Row(row[0], row[1], {key: decode(row[a:b]) for key, decode, a, b in decoders}, tuple(row[2:start]))
            for row in raw
        ]
        ids = [row.id for row in found]
        for key, path in self._apart:
            if path.steps:
                continue
            apart = catalog.read_apart(conn, path.entity, path.field, ids)
            for row in found:
                row.values[key] = apart.get(row.id)
        return found


def key_of(path: Path) -> str:
    """Return the dotted ids of a path: the key of its value in a row."""
    return ".".join([*(step.id for _, step in path.steps), path.field.id])
