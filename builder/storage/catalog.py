"""One workspace at one revision, ready for work: the compiled model, its layout, its tables and codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Connection, select

from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import FieldType, PartKind, Shape
from builder.metadata.model import Model
from builder.metadata.values import Value
from builder.storage.fixed_tables import WorkspaceTables, workspace_tables
from builder.storage.head import Head
from builder.storage.layout import EntityLayout
from builder.storage.physical import RecordTables
from builder.storage.space import Space

Decoder = Callable[[Sequence[Any]], Value]
Encoder = Callable[[Value], Any]


@dataclass(frozen=True, eq=False)
class Catalog:
    """Everything that statements on records of a workspace are made from. Immutable; shared by threads."""

    space: Space
    head: Head
    model: Model
    layouts: Mapping[str, EntityLayout]
    tables: Mapping[str, RecordTables]
    plans: dict[Any, Any] = field(default_factory=dict, repr=False)
    """Things compiled from this catalogue and kept as long as it lives."""

    @property
    def fixed(self) -> WorkspaceTables:
        """The fixed tables of the workspace."""
        return workspace_tables(self.space)

    def codes(self, entity: Entity, item: Field) -> Mapping[str, int]:
        """Return option id → code of a field with options."""
        return self.layouts[entity.id].codes.get(item.options.list_id, {})

    def dead_codes(self, entity: Entity, item: Field) -> list[int]:
        """Return the codes of options that are no more: who chose one has a blank, wherever it is asked."""
        known = item.options.by_id
        return [code for option, code in self.codes(entity, item).items() if option not in known]

    def encode_one(self, entity: Entity, item: Field, value: Value) -> Any:
        """Return what the database holds for one scalar; an option without a code equals nothing."""
        if item.type.parts[0].kind is PartKind.OPTION:
            return None if value is None else self.codes(entity, item).get(value, -1)
        return value

    def encode(self, entity: Entity, item: Field, values: Sequence[Value]) -> list[Any]:
        """Return what a link table holds for several values."""
        return [self.encode_one(entity, item, value) for value in values]

    def decoder(self, entity: Entity, item: Field) -> Decoder:
        """Return the function from the stored parts of a field to its canonical value."""
        key = ("decoder", entity.id, item.id)
        found = self.plans.get(key)
        if found is None:
            found = self.plans[key] = self._make_decoder(entity, item)
        return found

    def _make_decoder(self, entity: Entity, item: Field) -> Decoder:
        if item.type.shape is Shape.LINKS:
            return _list_decoder(item, bool(self.dead_codes(entity, item)))
        parts = item.type.parts
        if len(parts) == 1 and parts[0].kind is PartKind.OPTION:
            names = _living(item, self.codes(entity, item))
            return lambda stored: names.get(stored[0])
        if is_plain(item):
            return lambda stored: stored[0]
        names_of_parts = [part.name for part in parts]
        value_of = item.type.value_of
        if type(item.type).value_of is FieldType.value_of:
            width = len(parts)
            return lambda stored: (
                None if stored.count(None) == width else dict(zip(names_of_parts, stored, strict=True))
            )
        return lambda stored: value_of(dict(zip(names_of_parts, stored, strict=True)))

    def read_apart(self, conn: Connection, entity: Entity, item: Field, ids: Sequence[int]) -> dict[int, Value]:
        """Return record id → value of a field kept aside or of a sub-table, with one query."""
        if not ids:
            return {}
        tables = self.tables[entity.id]
        if item.type.shape is Shape.ROWS:
            return self._rows(conn, tables, item, ids)
        aside, key = tables.aside, tables.layout.aside_key(item.id, "", several=False)
        found = conn.execute(select(aside.c.record, aside.c.text).where(aside.c.field == key, aside.c.record.in_(ids)))
        return {record: item.type.value_of({item.type.parts[0].name: text}) for record, text in found}

    def _rows(self, conn: Connection, tables: RecordTables, item: Field, ids: Sequence[int]) -> dict[int, Value]:
        child = tables.children[item.id]
        found: dict[int, list[dict[str, Value]]] = {}
        readers = [(inner.id, child.columns_of(inner), self.row_decoder(child, inner)) for inner in item.fields]
        statement = select(child.main).where(child.main.c.parent.in_(ids))
        for row in conn.execute(statement.order_by(child.main.c.parent, child.main.c.position)).mappings():
            values = {key: decode([row[name] for name in columns]) for key, columns, decode in readers}
            kept = {key: value for key, value in values.items() if value is not None}
            found.setdefault(row["parent"], []).append({"id": row["id"], "values": kept})
        return dict(found)

    def row_decoder(self, child: Any, item: Field) -> Decoder:
        """Return the decoder of a column of a sub-table; several values are one JSON text there."""
        codes = child.codes.get(item.options.list_id, {})
        if item.type.shape is Shape.LINKS:
            return _list_decoder(item, not codes.keys() <= item.options.by_id.keys())
        if item.type.parts[0].kind is PartKind.OPTION and len(item.type.parts) == 1:
            names = _living(item, codes)
            return lambda stored: names.get(stored[0])
        if len(item.type.parts) == 1:
            return lambda stored: item.type.value_of({item.type.parts[0].name: stored[0]})
        parts = [part.name for part in item.type.parts]
        return lambda stored: item.type.value_of(dict(zip(parts, stored, strict=True)))


def _living(item: Field, codes: Mapping[str, int]) -> dict[int, str]:
    """Return code → option id of the options that there are."""
    return {code: option for option, code in codes.items() if option in item.options.by_id}


def _list_decoder(item: Field, some_dead: bool) -> Decoder:
    """Return the decoder of several values kept as one JSON text, without options that are no more."""
    if not some_dead:
        return lambda stored: orjson.loads(stored[0]) if stored[0] else None
    known = item.options.by_id

    def decode(stored: Sequence[Any]) -> Value:
        return ([one for one in orjson.loads(stored[0]) if one in known] or None) if stored[0] else None

    return decode


def is_plain(item: Field) -> bool:
    """Whether the one stored column of a field holds its canonical value as it is."""
    return len(item.type.parts) == 1 and item.type.parts[0].kind is not PartKind.OPTION
