"""Conversion of a field whose type or scale changed: old values, read as text, fill the new columns.

A value that does not fit stays in the old columns, and the new ones stay blank. What people wrote since
the publish is left alone, so that a conversion can run beside them and start again at any record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from builder.metadata.definitions import Field, Option, OptionList
from builder.metadata.entity import Entity
from builder.metadata.field_types import FIELD_TYPES
from builder.metadata.field_types.base import Shape, TextFormat
from builder.metadata.values import BadValue, Value, is_blank
from builder.storage.catalog import Catalog
from builder.storage.layout import EntityLayout
from builder.storage.physical import record_tables
from builder.storage.record_codec import record_codec
from builder.storage.record_parts import write_parts
from builder.storage.stored_values import stored_values


@dataclass(frozen=True)
class Changed:
    """A field as it was and as it is."""

    entity: Entity
    old: Field
    new: Field


def changed_fields(old: EntityLayout, new: EntityLayout, earlier: Entity | None, entity: Entity) -> list[Changed]:
    """Return the fields that were given new columns and whose old values can be read."""
    found = []
    for key, place in new.fields.items():
        kept = old.fields.get(key)
        before = earlier.by_id.get(key) if earlier is not None else None
        if kept is None or before is None or kept.generation == place.generation:
            continue
        if Shape.ROWS not in (before.type.shape, entity.by_id[key].type.shape):
            found.append(Changed(entity, before, entity.by_id[key]))
    return found


def convert_chunk(
    conn: Connection, catalog: Catalog, changed: Changed, after: int, limit: int
) -> tuple[list[int], list[int]]:
    """Convert the next records above the id ``after``; return their ids, and those whose value did not fit."""
    main = catalog.tables[changed.entity.id].main
    query = select(main.c.id).where(main.c.id > after).order_by(main.c.id).limit(limit)
    if catalog.space.dialect == "postgresql":
        query = query.with_for_update()
    ids = list(conn.execute(query).scalars())
    if not ids:
        return [], []
    before = stored_values(conn, *_formerly(catalog, changed), [changed.old], ids)
    now = stored_values(conn, catalog, changed.entity, [changed.new], ids)
    fresh: list[tuple[int, dict[str, Value]]] = []
    unfit = []
    for record in ids:
        value = before[record].get(changed.old.id)
        if is_blank(value) or not is_blank(now[record].get(changed.new.id)):
            continue
        try:
            fresh.append((record, {changed.new.id: converted(value, changed)}))
        except BadValue:
            unfit.append(record)
    _write(conn, catalog, changed, fresh)
    return ids, unfit


def converted(value: Value, changed: Changed) -> Value:
    """Return a value of the old field as one of the new field. Raises BadValue when it does not fit."""
    how = TextFormat()
    return changed.new.type.parse_text(changed.old.type.to_text(value, changed.old, how), changed.new, how)


def _formerly(catalog: Catalog, changed: Changed) -> tuple[Catalog, Entity]:
    """Return a catalogue in which the field is still what it was."""
    layout = catalog.layouts[changed.entity.id]
    former = layout.fields[changed.new.id].former
    fields = {changed.old.id: former} if former is not None else {}
    kept = replace(layout, fields=fields, unique_columns={}, indexes={})
    tables = {changed.entity.id: record_tables(catalog.space, kept)}
    formerly = replace(catalog, layouts={changed.entity.id: kept}, tables=tables, plans={})
    return formerly, changed.entity


def _write(conn: Connection, catalog: Catalog, changed: Changed, fresh: Sequence[tuple[int, dict[str, Value]]]) -> None:
    codec = record_codec(catalog, changed.entity)
    rows = [{"record": record, **codec.main(values)} for record, values in fresh]
    if not rows:
        return
    if len(rows[0]) > 1:
        main = catalog.tables[changed.entity.id].main
        columns: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name != "record"}
        conn.execute(update(main).where(main.c.id == bindparam("record")).values(columns), rows)
    only = replace(codec, aside=_only(codec.aside, changed), links=_only(codec.links, changed), rows=())
    write_parts(conn, only, fresh, fresh=False)


def _only(items: Sequence[Field], changed: Changed) -> tuple[Field, ...]:
    return tuple(item for item in items if item.id == changed.new.id)


def to_params(item: Field) -> dict[str, Any]:
    """Return what a job needs to read the values of a field that the documents no longer have."""
    return {
        "id": item.id,
        "name": item.name,
        "type": item.type.name,
        "settings": dict(item.settings),
        "list": item.options.list_id,
        "options": [[option.id, option.name, dict(option.label)] for option in item.options],
    }


def from_params(raw: Mapping[str, Any]) -> Field:
    """Return the field that ``to_params`` described."""
    options = tuple(Option(key, name, label) for key, name, label in raw["options"])
    return Field(
        raw["id"],
        raw["name"],
        FIELD_TYPES[raw["type"]],
        {},
        settings=raw["settings"],
        options=OptionList(options, raw["list"]),
    )
