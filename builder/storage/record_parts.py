"""What lives outside a record's main row: values kept aside, links, rows of sub-tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from builder.metadata.definitions import Field
from builder.metadata.values import Values
from builder.storage.allocator import allocate
from builder.storage.record_codec import RecordCodec, is_one_text, row_columns
from builder.storage.row_inserts import Row, RowInsert

Batch = Sequence[tuple[int, Values]]
"""(record id, values that are written)."""


def write_parts(conn: Connection, codec: RecordCodec, records: Batch, fresh: bool) -> None:
    """Write the parts of records; ``fresh`` when there is nothing yet to replace.

    Sub-table rows without an id are given one, in place.
    """
    for item in codec.aside:
        _write_aside(conn, codec, item, records, fresh)
    for item in codec.links:
        _write_links(conn, codec, item, records, fresh)
    for item in codec.rows:
        _write_rows(conn, codec, item, records, fresh)


def _touched(item: Field, records: Batch) -> list[tuple[int, Any]]:
    return [(record, values[item.id]) for record, values in records if item.id in values]


def _write_aside(conn: Connection, codec: RecordCodec, item: Field, records: Batch, fresh: bool) -> None:
    touched = _touched(item, records)
    table = codec.catalog.tables[codec.entity.id].aside
    if touched and not fresh:
        mine = table.c.record.in_([record for record, _ in touched])
        conn.execute(delete(table).where(mine, table.c.field.in_(codec.aside_keys(item))))
    if is_one_text(item):
        (key,) = codec.aside_keys(item)
        entries: list[Row] = [(record, key, None, text, None) for record, text in touched if text is not None]
    else:
        entries = [row for record, value in touched for row in codec.aside_rows(record, item, value)]
    _insert(conn, codec, table, ("record", "field", "number", "text", "sort"), entries)


def _write_links(conn: Connection, codec: RecordCodec, item: Field, records: Batch, fresh: bool) -> None:
    touched = _touched(item, records)
    link = codec.catalog.tables[codec.entity.id].links[item.id]
    if touched and not fresh:
        conn.execute(delete(link).where(link.c.record.in_([record for record, _ in touched])))
    encode = codec.catalog.encode
    entries = [(value, record) for record, several in touched for value in encode(codec.entity, item, several or [])]
    _insert(conn, codec, link, ("value", "record"), entries)


def _insert(conn: Connection, codec: RecordCodec, table: Table, names: tuple[str, ...], rows: Sequence[Row]) -> None:
    if not rows:
        return
    key = ("insert", table.name)
    found: RowInsert | None = codec.catalog.plans.get(key)
    if found is None:
        found = codec.catalog.plans[key] = RowInsert(conn, table, names)
    found.run(conn, rows)


def _write_rows(conn: Connection, codec: RecordCodec, item: Field, records: Batch, fresh: bool) -> None:
    """Save sub-tables by difference: rows with an id stay themselves, others are new, missing ones are set aside.

    They stand under their record's id below zero then, until it goes for good: an undo that puts them back gives
    back what their hidden columns hold, too.
    """
    touched = _touched(item, records)
    if not touched:
        return
    child = codec.catalog.tables[codec.entity.id].children[item.id]
    new = [row for _, rows in touched for row in rows or () if row.get("id") is None]
    for row, number in zip(new, allocate(conn, codec.catalog.space, len(new)), strict=True):
        row["id"] = number
    known: set[int] = set()
    if not fresh:
        parent = child.main.c.parent
        mine = parent.in_([number for record, _ in touched for number in (record, -record)])
        there = {row.id: row.parent for row in conn.execute(select(child.main.c.id, parent).where(mine))}
        known = set(there)
        kept = {row["id"] for _, rows in touched for row in rows or ()}
        gone = [row for row, record in there.items() if record > 0 and row not in kept]
        if gone:
            statement = update(child.main).where(child.main.c.id == bindparam("row")).values(parent=-parent)
            conn.execute(statement, [{"row": row} for row in gone])
    entries = [
        {"row": row["id"], "parent": record, "position": at, **row_columns(child, item.fields, row["values"])}
        for record, rows in touched
        for at, row in enumerate(rows or ())
    ]
    _save(conn, child.main, entries, known)


def _save(conn: Connection, table: Any, entries: list[dict[str, Any]], known: set[int]) -> None:
    """A row that came back (undo) has an id, yet is not there: it is inserted under it."""
    fresh = [{"id": entry["row"], **entry} for entry in entries if entry["row"] not in known]
    for entry in fresh:
        del entry["row"]
    if fresh:
        conn.execute(insert(table), fresh)
    kept = [entry for entry in entries if entry["row"] in known]
    if kept:
        columns: dict[str, Any] = {name: bindparam(name) for name in kept[0] if name != "row"}
        conn.execute(update(table).where(table.c.id == bindparam("row")).values(columns), kept)
