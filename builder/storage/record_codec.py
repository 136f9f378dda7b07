"""How the values of one entity become columns, links, rows and entries kept aside: compiled once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from builder.metadata.collation import sort_key
from builder.metadata.definitions import Field
from builder.metadata.entity import Entity, UniqueKey
from builder.metadata.field_types.base import PartKind, Shape
from builder.metadata.values import Value, Values
from builder.storage.catalog import Catalog
from builder.storage.layout import unique_key_text
from builder.storage.physical import ChildTable
from builder.storage.query.scope import aside_key

STAMPED = ("id", "created_at", "created_by", "updated_at", "updated_by")
"""Columns that every write fills by itself."""
ColumnWriter = Callable[[Value], tuple[Any, ...]]
Codes = Mapping[str, int]


@dataclass(frozen=True, eq=False)
class RecordCodec:
    """Writers of one entity, by field id."""

    catalog: Catalog
    entity: Entity
    columns: Mapping[str, tuple[tuple[str, ...], ColumnWriter]]
    """Field id → names of its columns in the main row, and the function that fills them."""
    names: tuple[str, ...]
    """All those columns."""
    slots: Mapping[str, tuple[int, ColumnWriter]]
    """Field id → where its columns begin among ``names``, and the function that fills them."""
    unique_keys: tuple[tuple[UniqueKey, str], ...]
    """Unique keys with the column of their normalised text."""
    aside: tuple[Field, ...]
    links: tuple[Field, ...]
    rows: tuple[Field, ...]

    def main(self, values: Values) -> dict[str, Any]:
        """Return main-row columns of the values given; unique keys are not among them."""
        found: dict[str, Any] = {}
        for key, value in values.items():
            writer = self.columns.get(key)
            if writer is not None:
                found.update(zip(writer[0], writer[1](value), strict=True))
        return found

    def row(self, values: Values) -> list[Any]:
        """Return the columns ``names`` of a whole record in order, blanks as None, then its unique keys."""
        cells: list[Any] = [None] * len(self.names)
        slots = self.slots
        for key, value in values.items():
            slot = slots.get(key)
            if slot is not None:
                at = slot[0]
                for cell in slot[1](value):
                    cells[at] = cell
                    at += 1
        cells += [unique_text(key, values) for key, _ in self.unique_keys]
        return cells

    def unique(self, values: Values) -> dict[str, str | None]:
        """Return the normalised unique keys of a whole record, by column name."""
        return {column: unique_text(key, values) for key, column in self.unique_keys}

    def aside_rows(self, record: int, item: Field, value: Value) -> Iterator[tuple[Any, ...]]:
        """Yield the rows that keep one value in the sibling table: record, field, number, text, sort."""
        several = len(item.type.parts) > 1
        codes = self.catalog.codes(self.entity, item)
        for part in item.type.parts:
            kept = item.type.columns(value)[part.name]
            if kept is None:
                continue
            if part.kind is PartKind.OPTION:
                kept = codes[str(kept)]
            number, text = (kept, None) if isinstance(kept, int) else (None, str(kept))
            order = sort_key(text) if text is not None and part.kind is PartKind.SORTED_TEXT else None
            yield record, aside_key(item.id, part.name, several), number, text, order


def unique_text(key: UniqueKey, values: Values) -> str | None:
    """Return one normalised unique key; None when a part is blank, which never collides."""
    parts = [item.type.unique_key(values.get(item.id), item) for item in key.fields]
    return None if any(part is None for part in parts) else unique_key_text(parts)


def aside_keys(item: Field) -> list[str]:
    """Return the keys under which a field has rows in the sibling table."""
    several = len(item.type.parts) > 1
    return [aside_key(item.id, part.name, several) for part in item.type.parts]


def record_codec(catalog: Catalog, entity: Entity) -> RecordCodec:
    """Return the codec of an entity, kept with the catalogue."""
    key = ("codec", entity.id)
    codec: RecordCodec | None = catalog.plans.get(key)
    if codec is None:
        codec = catalog.plans[key] = _make(catalog, entity)
    return codec


def _make(catalog: Catalog, entity: Entity) -> RecordCodec:
    layout = catalog.layouts[entity.id]
    columns: dict[str, tuple[tuple[str, ...], ColumnWriter]] = {
        item.id: ((item.id,), _single(catalog.codes(entity, item), item))
        for item in entity.system_fields
        if item.id not in STAMPED
    }
    for item in entity.fields:
        if layout.fields[item.id].place in ("main", "links"):
            columns[item.id] = _writer(catalog, entity, item)
    names = tuple(name for held, _ in columns.values() for name in held)
    return RecordCodec(
        catalog,
        entity,
        columns,
        names=names,
        slots={key: (names.index(held[0]), writer) for key, (held, writer) in columns.items()},
        unique_keys=tuple(
            (key, layout.unique_columns[key.id]) for key in entity.unique_keys if key.id in layout.unique_columns
        ),
        aside=tuple(item for item in entity.fields if layout.fields[item.id].place == "aside"),
        links=tuple(item for item in entity.fields if item.type.shape is Shape.LINKS),
        rows=tuple(item for item in entity.fields if item.type.shape is Shape.ROWS),
    )


def _writer(catalog: Catalog, entity: Entity, item: Field) -> tuple[tuple[str, ...], ColumnWriter]:
    place = catalog.layouts[entity.id].fields[item.id]
    if item.type.shape is Shape.LINKS:
        return ((place.columns["value"],), _json)
    if len(item.type.parts) == 1:
        name = place.columns[item.type.parts[0].name]
        if place.sort_key:
            return ((name, place.sort_key), lambda value: (value, sort_key(value) if value else None))
        return ((name,), _single(catalog.codes(entity, item), item))
    return (tuple(place.columns[part.name] for part in item.type.parts), _several(item))


def _json(value: Value) -> tuple[Any, ...]:
    return (orjson.dumps(value).decode() if value else None,)


def _single(codes: Codes, item: Field) -> ColumnWriter:
    if item.type.parts[0].kind is PartKind.OPTION:
        return lambda value: (None if value is None else codes[value],)
    return lambda value: (value,)


def _several(item: Field) -> ColumnWriter:
    parts = tuple(part.name for part in item.type.parts)
    to_columns = item.type.columns

    def write(value: Value) -> tuple[Any, ...]:
        kept = to_columns(value)
        return tuple(kept[part] for part in parts)

    return write


def row_columns(child: ChildTable, fields: Sequence[Field], values: Values) -> dict[str, Any]:
    """Return the columns of one row of a sub-table."""
    found: dict[str, Any] = {}
    for item in fields:
        found.update(zip(child.columns_of(item), _cells(child, item, values.get(item.id)), strict=True))
    return found


def _cells(child: ChildTable, item: Field, value: Value) -> tuple[Any, ...]:
    if item.type.shape is Shape.LINKS:
        return _json(value)
    if len(item.type.parts) == 1:
        return _single(child.codes.get(item.options.list_id, {}), item)(value)
    return _several(item)(value)
