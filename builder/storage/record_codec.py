"""How the values of one entity become columns, links, rows and entries kept aside: compiled once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson

from builder.metadata.collation import sort_key
from builder.metadata.definitions import Field
from builder.metadata.entity import Entity, UniqueKey
from builder.metadata.field_types.base import FieldType, PartKind, Shape
from builder.metadata.values import Value, Values
from builder.storage.catalog import Catalog
from builder.storage.layout import unique_key_text
from builder.storage.physical import ChildTable

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
    unique_keys: tuple[tuple[UniqueKey, str], ...]
    """Unique keys with the column of their normalised text."""
    aside: tuple[Field, ...]
    links: tuple[Field, ...]
    rows: tuple[Field, ...]
    every_column: Callable[[Sequence[Values]], list[list[Any]]]
    """Makes, of whole records, the columns ``names`` in order, blanks as None, then those of the unique keys."""

    def main(self, values: Values) -> dict[str, Any]:
        """Return main-row columns of the values given; unique keys are not among them."""
        found: dict[str, Any] = {}
        for key, value in values.items():
            writer = self.columns.get(key)
            if writer is not None:
                found.update(zip(writer[0], writer[1](value), strict=True))
        return found

    def unique(self, values: Values) -> dict[str, str | None]:
        """Return the normalised unique keys of a whole record, by column name."""
        return {column: unique_text(key, values) for key, column in self.unique_keys}

    def aside_rows(self, record: int, item: Field, value: Value) -> Iterator[tuple[Any, ...]]:
        """Yield the rows that keep one value in the sibling table: record, field, number, text, sort."""
        layout, several = self.catalog.layouts[self.entity.id], len(item.type.parts) > 1
        codes = self.catalog.codes(self.entity, item)
        for part in item.type.parts:
            kept = item.type.columns(value)[part.name]
            if kept is None:
                continue
            if part.kind is PartKind.OPTION:
                kept = codes[str(kept)]
            number, text = (kept, None) if isinstance(kept, int) else (None, str(kept))
            order = sort_key(text) if text is not None and part.kind is PartKind.SORTED_TEXT else None
            yield record, layout.aside_key(item.id, part.name, several), number, text, order

    def aside_keys(self, item: Field) -> list[str]:
        """Return the keys under which a field has rows in the sibling table."""
        layout, several = self.catalog.layouts[self.entity.id], len(item.type.parts) > 1
        return [layout.aside_key(item.id, part.name, several) for part in item.type.parts]


def is_one_text(item: Field) -> bool:
    """Whether a value kept aside is one unsorted text that is stored as it is, as nearly all of them are."""
    parts = item.type.parts
    return len(parts) == 1 and parts[0].kind is PartKind.TEXT and type(item.type).columns is FieldType.columns


def unique_text(key: UniqueKey, values: Values) -> str | None:
    """Return one normalised unique key; None when a part is blank, which never collides."""
    return unique_text_of(key)(values)


@lru_cache(maxsize=2_000)
def unique_text_of(key: UniqueKey) -> Callable[[Values], str | None]:
    """Return ``unique_text`` for one key: nearly all keys are one field."""
    fields = [(item.id, item.type.unique_key, item) for item in key.fields]
    if len(fields) > 1:
        return lambda values: _joined([normal(values.get(name), item) for name, normal, item in fields])
    name, normal, item = fields[0]

    def text_of(values: Values) -> str | None:
        value = values.get(name)
        return None if value is None else _joined([normal(value, item)])

    return text_of


def _joined(parts: list[str | int | None]) -> str | None:
    return None if None in parts else unique_key_text(parts)


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
    unique_keys = tuple(
        (key, layout.unique_columns[key.id]) for key in entity.unique_keys if key.id in layout.unique_columns
    )
    return RecordCodec(
        catalog,
        entity,
        columns,
        names=names,
        unique_keys=unique_keys,
        aside=tuple(item for item in entity.fields if layout.fields[item.id].place == "aside"),
        links=tuple(item for item in entity.fields if item.type.shape is Shape.LINKS),
        rows=tuple(item for item in entity.fields if item.type.shape is Shape.ROWS),
        every_column=_column_maker(columns, [unique_text_of(key) for key, _ in unique_keys]),
    )


def _column_maker(
    columns: Mapping[str, tuple[tuple[str, ...], ColumnWriter]], keys: Sequence[Callable[[Values], str | None]]
) -> Callable[[Sequence[Values]], list[list[Any]]]:
    """Return ``RecordCodec.every_column``: the same function many times in a row runs twice as fast."""

    def every_column(records: Sequence[Values]) -> list[list[Any]]:
        found: list[list[Any]] = []
        for field_id, (_, write) in columns.items():
            values = [record.get(field_id) for record in records]
            if write is _as_it_is:
                found.append(values)
            elif isinstance(write, _Coded):
                codes = write.codes
                found.append([None if value is None else codes[value] for value in values])
            elif write is _with_sort_key:
                found += (values, [sort_key(value) if value else None for value in values])
            elif isinstance(write, _Parted):
                found += [[None if value is None else value.get(part) for value in values] for part in write.parts]
            else:
                found += map(list, zip(*map(write, values), strict=True))
        for text_of in keys:
            found.append(list(map(text_of, records)))
        return found

    return every_column


def _writer(catalog: Catalog, entity: Entity, item: Field) -> tuple[tuple[str, ...], ColumnWriter]:
    place = catalog.layouts[entity.id].fields[item.id]
    if item.type.shape is Shape.LINKS:
        return ((place.columns["value"],), _json)
    if len(item.type.parts) == 1:
        name = place.columns[item.type.parts[0].name]
        if place.sort_key:
            return ((name, place.sort_key), _with_sort_key)
        return ((name,), _single(catalog.codes(entity, item), item))
    return (tuple(place.columns[part.name] for part in item.type.parts), _several(item))


def _json(value: Value) -> tuple[Any, ...]:
    return (orjson.dumps(value).decode() if value else None,)


def _single(codes: Codes, item: Field) -> ColumnWriter:
    return _Coded(codes) if item.type.parts[0].kind is PartKind.OPTION else _as_it_is


@dataclass(frozen=True)
class _Coded:
    """Writes an option as its code."""

    codes: Codes

    def __call__(self, value: Value) -> tuple[Any, ...]:
        return (None if value is None else self.codes[value],)


def _as_it_is(value: Value) -> tuple[Any, ...]:
    return (value,)


def _with_sort_key(value: Value) -> tuple[Any, ...]:
    return value, sort_key(value) if value else None


@dataclass(frozen=True)
class _Parted:
    """Writes a value of parts that are stored as they are."""

    parts: tuple[str, ...]

    def __call__(self, value: Value) -> tuple[Any, ...]:
        return tuple([None if value is None else value.get(part) for part in self.parts])


def _several(item: Field) -> ColumnWriter:
    parts = tuple(part.name for part in item.type.parts)
    if type(item.type).columns is FieldType.columns:
        return _Parted(parts)
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
    if len(item.type.parts) == 1 and type(item.type).columns is FieldType.columns:
        return _single(child.codes.get(item.options.list_id, {}), item)(value)
    return _several(item)(value)
