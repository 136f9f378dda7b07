"""Records in their tables: insert, lock, update under a version, trash. Never commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, update

from builder.errors import StaleVersion
from builder.metadata.conditions import Path
from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.query import Row
from builder.metadata.values import Values
from builder.storage.asker import Asker, Reach, Stamp
from builder.storage.catalog import Catalog
from builder.storage.query.by_ids import Lock, Purpose, trusted_reader
from builder.storage.record_codec import STAMPED, RecordCodec, record_codec
from builder.storage.record_parts import write_parts
from builder.storage.row_inserts import PART, RowInsert

ANYBODYS = Reach(None)


class NewRecord(NamedTuple):
    """A record about to be born: canonical values by field id, system fields included."""

    id: int
    values: Values


@dataclass(frozen=True)
class Stored:
    """A record as it stands: all canonical values by field id, blanks left out."""

    id: int
    version: int
    values: Values = field(default_factory=dict)
    deleted: bool = False


def lock_many(
    conn: Connection, asker: Asker, entity: Entity, ids: Sequence[int], reach: Reach, lock: Lock = Lock.CHANGE
) -> dict[int, Stored]:
    """Return whole records by id, those in reach, held against other writers."""
    return {row.id: _stored(row) for row in trusted_reader(asker, entity, _whole(entity), reach, lock).read(conn, ids)}


def read_many(
    conn: Connection, asker: Asker, entity: Entity, ids: Sequence[int], reach: Reach = ANYBODYS
) -> dict[int, Stored]:
    """Return whole records by id, living ones whoever may see them: for rules and trials, never for an answer."""
    reader = trusted_reader(asker, entity, _whole(entity), reach, Lock.NONE)
    return {row.id: _stored(row) for row in reader.read(conn, ids)}


def read_fields(
    conn: Connection, asker: Asker, entity: Entity, ids: Sequence[int], fields: Sequence[Field], reach: Reach = ANYBODYS
) -> dict[int, Values]:
    """Return some fields of records by id, living ones whoever may see them."""
    purpose = Purpose(tuple(item.id for item in fields), [Path((), entity, item) for item in fields])
    rows = trusted_reader(asker, entity, purpose, reach, Lock.NONE).read(conn, ids)
    return {row.id: row.values for row in rows}


def _whole(entity: Entity) -> Purpose:
    every = (*entity.fields, *entity.system_fields)
    return Purpose("whole", [Path((), entity, item) for item in every if item.id != "id"])


def _stored(row: Row) -> Stored:
    values = {key: value for key, value in row.values.items() if value is not None}
    return Stored(row.id, row.version, values, row.position[0] is not None)


def insert_many(
    conn: Connection,
    catalog: Catalog,
    entity: Entity,
    records: Sequence[NewRecord],
    stamp: Stamp,
    stamps: Sequence[tuple[Stamp, Stamp]] = (),
) -> None:
    """Insert records at version 1. Sub-table rows without an id are given one, in place.

    ``stamps`` say of each record that comes with a past who made it and who changed it last, in place of ``stamp``.
    A unique key that was taken meanwhile ends the statement with the driver's IntegrityError.
    """
    if not records:
        return
    codec = record_codec(catalog, entity)
    parts = (
        _columns(codec, records[at : at + PART], stamp, stamps[at : at + PART]) for at in range(0, len(records), PART)
    )
    _insert_into(conn, codec).run_parts(conn, len(records), parts)
    write_parts(conn, codec, records, fresh=True)


def _columns(
    codec: RecordCodec, records: Sequence[NewRecord], stamp: Stamp, stamps: Sequence[tuple[Stamp, Stamp]]
) -> list[list[Any]]:
    columns = codec.every_column([values for _, values in records])
    ids = [record for record, _ in records]
    if stamps:
        told = [(made.now, made.author, changed.now, changed.author) for made, changed in stamps]
        return [ids, [1] * len(ids), *(list(column) for column in zip(*told, strict=True)), *columns]
    fixed = (1, stamp.now, stamp.author, stamp.now, stamp.author)
    return [ids, *([value] * len(ids) for value in fixed), *columns]


def _insert_into(conn: Connection, codec: RecordCodec) -> RowInsert:
    key = ("insert", codec.entity.id)
    found: RowInsert | None = codec.catalog.plans.get(key)
    if found is None:
        names = ("id", "version", *STAMPED[1:], *codec.names, *(column for _, column in codec.unique_keys))
        table = codec.catalog.tables[codec.entity.id].main
        found = codec.catalog.plans[key] = RowInsert(conn, table, names)
    return found


def update_one(
    conn: Connection, catalog: Catalog, entity: Entity, before: Stored, changes: Values, stamp: Stamp
) -> None:
    """Write changed values at the next version. Raises StaleVersion if the record moved on meanwhile."""
    codec = record_codec(catalog, entity)
    main = catalog.tables[entity.id].main
    columns = codec.main(changes)
    if any(item.id in changes for key, _ in codec.unique_keys for item in key.fields):
        columns.update(codec.unique({**before.values, **changes}))
    columns.update(version=before.version + 1, updated_at=stamp.now, updated_by=stamp.author)
    done = conn.execute(update(main).where(main.c.id == before.id, main.c.version == before.version).values(columns))
    if done.rowcount != 1:
        raise StaleVersion
    write_parts(conn, codec, [(before.id, changes)], fresh=False)


def rewrite(conn: Connection, catalog: Catalog, entity: Entity, before: Stored, changes: Values) -> None:
    """Write changed values of a locked record that stays at its version: nobody changed it, what it named is gone."""
    codec = record_codec(catalog, entity)
    main = catalog.tables[entity.id].main
    columns = {**codec.main(changes), **codec.unique({**before.values, **changes})}
    if columns:
        conn.execute(update(main).where(main.c.id == before.id).values(columns))
    write_parts(conn, codec, [(before.id, changes)], fresh=False)


def set_deleted(
    conn: Connection, catalog: Catalog, entity: Entity, found: Sequence[Stored], at: int | None, stamp: Stamp
) -> None:
    """Put locked records into the trash (``at`` microseconds) or take them out (None), at the next version."""
    if not found:
        return
    main = catalog.tables[entity.id].main
    statement = (
        update(main)
        .where(main.c.id == bindparam("record"))
        .values(deleted_at=at, version=main.c.version + 1, updated_at=stamp.now, updated_by=stamp.author)
    )
    conn.execute(statement, [{"record": item.id} for item in found])
