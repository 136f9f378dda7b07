"""Conversion of a field whose type or scale changed: old values, read as text, fill the new columns.

A value that does not fit stays in the old columns, and the new ones stay blank. What people wrote since
the publish is left alone, so that a conversion can run beside them and start again at any record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from builder.metadata.definitions import Field
from builder.metadata.values import BadValue, Value, Values, is_blank
from builder.storage.catalog import Catalog
from builder.storage.changed_fields import Changed, converted, is_as_converted
from builder.storage.history import of_records
from builder.storage.record_codec import record_codec
from builder.storage.record_parts import write_parts
from builder.storage.row_conversion import convert_rows
from builder.storage.stored_values import lived_at, stored_values


def convert_chunk(
    conn: Connection, catalog: Catalog, changed: Changed, after: int, limit: int
) -> tuple[list[int], list[int]]:
    """Convert the next records above the id ``after``; return their ids, and those whose value did not fit.

    In a sub-table the ids are those of its rows; what did not fit is named by the records that have them.
    """
    if changed.table is not None:
        return convert_rows(conn, catalog, changed, changed.table, (after, limit))
    main = catalog.tables[changed.entity.id].main
    query = select(main.c.id).where(main.c.id > after).order_by(main.c.id).limit(limit)
    if catalog.space.dialect == "postgresql":
        query = query.with_for_update()
    ids = list(conn.execute(query).scalars())
    if not ids:
        return [], []
    key = changed.new.id
    former = catalog.layouts[changed.entity.id].fields[key].former
    before = stored_values(
        conn, lived_at(catalog, changed.entity, changed.old, former), changed.entity, [changed.old], ids
    )
    now = stored_values(conn, catalog, changed.entity, [changed.new], ids)
    untouched = [record for record in ids if is_blank(now[record].get(key))]
    originals = _originals(conn, catalog, changed, {record: before[record] for record in untouched})
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


def _originals(conn: Connection, catalog: Catalog, changed: Changed, before: Mapping[int, Values]) -> dict[int, Value]:
    """Return what records held when the field was last of the type that it has again, where nobody wrote it since.

    So a change of type that is taken back loses nothing, not even what did not fit in between. ``before`` is what
    records held until now.
    """
    place = catalog.layouts[changed.entity.id].fields[changed.new.id]
    later, earlier = place.former, place.former.former if place.former is not None else None
    while later is not None and earlier is not None and earlier.form != place.form:
        later, earlier = earlier, earlier.former
    if later is None or earlier is None:
        return {}
    key = changed.new.id
    kept = stored_values(
        conn, lived_at(catalog, changed.entity, changed.old, earlier), changed.entity, [changed.new], list(before)
    )
    held = {record: values[key] for record, values in kept.items() if not is_blank(values.get(key))}
    if not changed.is_tracked:
        same = [
            one for one in held if later is place.former and is_as_converted(held[one], before[one].get(key), changed)
        ]
        return {record: held[record] for record in same}
    written = {
        record
        for record, entries in of_records(conn, catalog.space, held).items()
        if any(entry.layout_rev >= later.since and key in entry.before for entry in entries)
    }
    return {record: value for record, value in held.items() if record not in written}


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
