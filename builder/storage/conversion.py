"""Conversion of a field whose type or scale changed: old values, read as text, fill the new columns.

A value that does not fit stays in the old columns, and the new ones stay blank. What people wrote since
the publish is left alone, so that a conversion can run beside them and start again at any record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from builder.metadata.definitions import Field, Option, OptionList
from builder.metadata.entity import Entity
from builder.metadata.field_types import FIELD_TYPES
from builder.metadata.field_types.base import Shape, TextFormat
from builder.metadata.values import BadValue, Value, is_blank
from builder.storage.catalog import Catalog
from builder.storage.history import of_records
from builder.storage.layout import EntityLayout, FieldLayout
from builder.storage.physical import ChildTable, bare, record_tables
from builder.storage.record_codec import record_codec, row_columns
from builder.storage.record_parts import write_parts
from builder.storage.stored_values import stored_values


@dataclass(frozen=True)
class Changed:
    """A field as it was and as it is."""

    entity: Entity
    old: Field
    new: Field
    table: Field | None = None
    """The sub-table whose rows have the field."""

    @property
    def searched(self) -> bool:
        """Whether quick search knows the field."""
        return self.new.searchable and (self.table is None or self.table.searchable)


def changed_fields(old: EntityLayout, new: EntityLayout, earlier: Entity | None, entity: Entity) -> list[Changed]:
    """Return the fields, of records and of their rows, that were given new columns and whose old values can be read."""
    if earlier is None:
        return []
    found: list[Changed] = []
    for key, place in new.fields.items():
        kept, before, after = old.fields.get(key), earlier.by_id.get(key), entity.by_id.get(key)
        if kept is None or before is None or after is None:
            continue
        if before.type.shape is after.type.shape is Shape.ROWS:
            found += _changed_in_rows(entity, before, after, (kept, place))
        elif kept.generation != place.generation and Shape.ROWS not in (before.type.shape, after.type.shape):
            found.append(Changed(entity, before, after))
    return found


def _changed_in_rows(
    entity: Entity, before: Field, after: Field, places: tuple[FieldLayout, FieldLayout]
) -> Iterator[Changed]:
    kept, place = places
    earlier = {item.id: item for item in before.fields}
    for item in after.fields:
        old, new = kept.fields.get(item.id), place.fields[item.id]
        if old is not None and item.id in earlier and old.generation != new.generation:
            yield Changed(entity, earlier[item.id], item, after)


def convert_chunk(
    conn: Connection, catalog: Catalog, changed: Changed, after: int, limit: int
) -> tuple[list[int], list[int]]:
    """Convert the next records above the id ``after``; return their ids, and those whose value did not fit.

    In a sub-table the ids are those of its rows; what did not fit is named by the records that have them.
    """
    if changed.table is not None:
        return _convert_rows(conn, catalog, changed, changed.table, (after, limit))
    main = catalog.tables[changed.entity.id].main
    query = select(main.c.id).where(main.c.id > after).order_by(main.c.id).limit(limit)
    if catalog.space.dialect == "postgresql":
        query = query.with_for_update()
    ids = list(conn.execute(query).scalars())
    if not ids:
        return [], []
    key = changed.new.id
    former = catalog.layouts[changed.entity.id].fields[key].former
    before = stored_values(conn, _lived_at(catalog, changed, former), changed.entity, [changed.old], ids)
    now = stored_values(conn, catalog, changed.entity, [changed.new], ids)
    untouched = [record for record in ids if is_blank(now[record].get(key))]
    originals = _originals(conn, catalog, changed, untouched)
    values = {record: before[record].get(key) for record in untouched if record not in originals}
    fitting, unfit = _judged(values, changed)
    _write(conn, catalog, changed, [(record, {key: value}) for record, value in (originals | fitting).items()])
    return ids, unfit


def _judged(values: Mapping[int, Value], changed: Changed) -> tuple[dict[int, Value], list[int]]:
    """Return the values that fit the new field, as it holds them, and the records whose value does not."""
    fitting: dict[int, Value] = {}
    unfit = []
    for record, value in values.items():
        if is_blank(value):
            continue
        try:
            fitting[record] = converted(value, changed)
        except BadValue:
            unfit.append(record)
    return fitting, unfit


def _convert_rows(
    conn: Connection, catalog: Catalog, changed: Changed, table: Field, bounds: tuple[int, int]
) -> tuple[list[int], list[int]]:
    child = catalog.tables[changed.entity.id].children[table.id]
    former = child.layout.fields[changed.new.id].former
    ids = _rows_held(conn, catalog, changed.entity, child, bounds)
    if not ids or former is None:
        return ids, []
    formerly = replace(child, layout=replace(child.layout, fields={changed.old.id: former}))
    old, new = formerly.columns_of(changed.old), child.columns_of(changed.new)
    plain = catalog.layouts[changed.entity.id].child(table.id)
    rows = bare(catalog.space, plain, ("id", "parent", *old, *new))
    decode = catalog.row_decoder(formerly, changed.old)
    fresh: list[dict[str, Any]] = []
    unfit: dict[int, None] = {}
    for row in conn.execute(select(rows).where(rows.c.id.in_(ids)).order_by(rows.c.id)):
        value = decode(row[2 : 2 + len(old)])
        if is_blank(value) or any(cell is not None for cell in row[2 + len(old) :]):
            continue
        try:
            cells = row_columns(child, [changed.new], {changed.new.id: converted(value, changed)})
            fresh.append({"row": row.id, **cells})
        except BadValue:
            unfit[row.parent] = None
    if fresh:
        columns: dict[str, Any] = {name: bindparam(name) for name in new}
        conn.execute(update(child.main).where(child.main.c.id == bindparam("row")).values(columns), fresh)
    return ids, list(unfit)


def _rows_held(
    conn: Connection, catalog: Catalog, entity: Entity, child: ChildTable, bounds: tuple[int, int]
) -> list[int]:
    """Return the next ids of rows, and hold the records that have them: who saves a record begins with that too."""
    after, limit = bounds
    rows, main = child.main.c, catalog.tables[entity.id].main
    found = conn.execute(select(rows.id, rows.parent).where(rows.id > after).order_by(rows.id).limit(limit)).all()
    if found and catalog.space.dialect == "postgresql":
        parents = {row.parent for row in found}
        conn.execute(select(main.c.id).where(main.c.id.in_(parents)).order_by(main.c.id).with_for_update())
    return [row.id for row in found]


def converted(value: Value, changed: Changed) -> Value:
    """Return a value of the old field as one of the new field. Raises BadValue when it does not fit."""
    how = TextFormat()
    return changed.new.type.parse_text(changed.old.type.to_text(value, changed.old, how), changed.new, how)


def _lived_at(catalog: Catalog, changed: Changed, place: FieldLayout | None) -> Catalog:
    """Return a catalogue in which the field is still where it was."""
    fields = {changed.old.id: place} if place is not None else {}
    kept = replace(catalog.layouts[changed.entity.id], fields=fields, unique_columns={}, indexes={})
    tables = {changed.entity.id: record_tables(catalog.space, kept)}
    return replace(catalog, layouts={changed.entity.id: kept}, tables=tables, plans={})


def _originals(conn: Connection, catalog: Catalog, changed: Changed, ids: Sequence[int]) -> dict[int, Value]:
    """Return what records held when the field was last of the type that it has again, where nobody wrote it since.

    So a change of type that is taken back loses nothing, not even what did not fit in between.
    """
    place = catalog.layouts[changed.entity.id].fields[changed.new.id]
    later, earlier = place.former, place.former.former if place.former is not None else None
    while later is not None and earlier is not None and earlier.form != place.form:
        later, earlier = earlier, earlier.former
    if later is None or earlier is None:
        return {}
    kept = stored_values(conn, _lived_at(catalog, changed, earlier), changed.entity, [changed.new], ids)
    written = {
        record
        for record, entries in of_records(conn, catalog.space, ids).items()
        if any(entry.layout_rev >= later.since and changed.new.id in entry.before for entry in entries)
    }
    key = changed.new.id
    return {record: kept[record][key] for record in kept.keys() - written if not is_blank(kept[record].get(key))}


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
