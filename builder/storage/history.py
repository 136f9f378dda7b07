"""History: one row for each version of a record, with the values before; change sets group them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson
from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from builder.metadata.values import Value, Values
from builder.storage.allocator import allocate
from builder.storage.fixed_tables import workspace_tables
from builder.storage.layout import EntityLayout, FieldLayout
from builder.storage.row_inserts import Row, fixed_insert
from builder.storage.series_inserts import fixed_series
from builder.storage.space import Space

COLUMNS = ("record_id", "version", "entity_id", "at", "by", "change_set", "kind", "before", "layout_rev")
ALIKE_AT_BIRTH = COLUMNS[1:]


@dataclass(frozen=True)
class Entry:
    """One version of a record. ``before`` holds the earlier values of what changed; a create holds none."""

    entity_id: str
    record_id: int
    version: int
    kind: str
    """create, update, stage, owner, delete, restore."""
    before: Values
    at: int = 0
    by: int = 0
    change_set: int | None = None
    layout_rev: int = 0
    """Layout revision under which it was written."""

    def foreign(self, layout: EntityLayout) -> set[str]:
        """Return the fields that had another type or scale then: what they held before means nothing now."""
        places = layout.fields
        return {key for key in self.before if key in places and not places[key].fits(self.layout_rev)}

    def foreign_rows(self, layout: EntityLayout) -> set[str]:
        """Return the sub-tables with a column that had another type or scale then."""
        places = {key: layout.fields[key] for key in self.before if key in layout.fields}
        return {key for key, place in places.items() if any(self._is_foreign(one) for one in place.fields.values())}

    def _is_foreign(self, column: FieldLayout) -> bool:
        return column.state == "ready" and not column.fits(self.layout_rev)

    def in_columns_of_now(self, layout: EntityLayout, known: dict[int, Values]) -> Entry:
        """Return the entry with rows of sub-tables in the columns that there are now.

        ``known`` is row id → what is known of it at the next version, and becomes what was known at this one: a
        column that was hidden then held what it holds there. One of another type is blank.
        """
        before = dict(self.before)
        for key in self.before.keys() & layout.fields.keys():
            if layout.fields[key].place == "rows" and before[key]:
                before[key] = [self._of_now(row, layout.fields[key].fields, known) for row in before[key]]
                known |= {row["id"]: row["values"] for row in before[key]}
        return replace(self, before=before)

    def _of_now(self, row: Values, columns: Mapping[str, FieldLayout], known: Mapping[int, Values]) -> Values:
        values = {}
        for key, column in columns.items():
            held = known.get(row["id"], {}) if column.is_hidden_at(self.layout_rev) else row["values"]
            if column.state == "ready" and column.fits(self.layout_rev) and key in held:
                values[key] = held[key]
        return {**row, "values": values}


def append_created(
    conn: Connection, space: Space, entity_id: str, ids: range, stamp: tuple[int, int, int | None, int]
) -> None:
    """Write the first version of new records of one entity. ``stamp`` is that of ``append``."""
    at, by, change_set, layout_rev = stamp
    into = fixed_series(
        conn, space, "history", lambda: (workspace_tables(space).history, ("record_id",), ALIKE_AT_BIRTH)
    )
    into.run(conn, len(ids), (ids.start,), (1, entity_id, at, by, change_set, "create", None, layout_rev))


def append(conn: Connection, space: Space, entries: Sequence[Entry], stamp: tuple[int, int, int | None, int]) -> None:
    """Write entries with one statement. ``stamp`` is (microseconds, author, change set, layout revision).

    An entry that says itself when it was written keeps its time and author: records can come with a past.
    """
    at, by, change_set, layout_rev = stamp
    rows = [
        (
            item.record_id,
            item.version,
            item.entity_id,
            *((item.at, item.by) if item.at else (at, by)),
            change_set,
            item.kind,
            orjson.dumps(item.before).decode() if item.before else None,
            layout_rev,
        )
        for item in entries
    ]
    _insert(conn, space, rows)


def _insert(conn: Connection, space: Space, rows: Sequence[Row]) -> None:
    fixed_insert(conn, space, "history", lambda: (workspace_tables(space).history, COLUMNS)).run(conn, rows)


def of_record(conn: Connection, space: Space, record_id: int, limit: int = 200) -> list[Entry]:
    """Return the versions of a record, newest first, at most ``limit``."""
    table = workspace_tables(space).history
    found = conn.execute(
        select(table).where(table.c.record_id == record_id).order_by(table.c.version.desc()).limit(limit)
    )
    return [_entry(row) for row in found.mappings()]


def of_change_set(conn: Connection, space: Space, change_set: int, after: int = 0, limit: int = 1_000) -> list[Entry]:
    """Return the entries of a change set by record id, those above ``after``, in ascending order."""
    table = workspace_tables(space).history
    found = conn.execute(
        select(table)
        .where(table.c.change_set == change_set, table.c.record_id > after)
        .order_by(table.c.record_id, table.c.version)
        .limit(limit)
    )
    return [_entry(row) for row in found.mappings()]


def of_records(conn: Connection, space: Space, record_ids: Iterable[int]) -> dict[int, list[Entry]]:
    """Return all versions of several records, oldest first, by record id."""
    table = workspace_tables(space).history
    found: dict[int, list[Entry]] = {}
    query = select(table).where(table.c.record_id.in_(list(record_ids))).order_by(table.c.record_id, table.c.version)
    for row in conn.execute(query).mappings():
        found.setdefault(row["record_id"], []).append(_entry(row))
    return found


def written_since(conn: Connection, space: Space, what: tuple[str, str], layout_rev: int) -> set[int]:
    """Return the records of which a field, ``what`` as (entity, field), was written since a layout revision."""
    table = workspace_tables(space).history
    mine = (table.c.entity_id == what[0], table.c.layout_rev >= layout_rev)
    named = table.c.before.contains(f'"{what[1]}"', autoescape=True)
    return set(conn.execute(select(table.c.record_id).where(*mine, named).distinct()).scalars())


def newest(conn: Connection, space: Space, record_ids: Iterable[int]) -> dict[int, Entry]:
    """Return the last entry of several records, by record id."""
    return {record: entries[-1] for record, entries in of_records(conn, space, record_ids).items()}


def _entry(row: RowMapping) -> Entry:
    before: dict[str, Value] = orjson.loads(row["before"]) if row["before"] else {}
    return Entry(
        row["entity_id"],
        row["record_id"],
        row["version"],
        row["kind"],
        before,
        row["at"],
        row["by"],
        row["change_set"],
        row["layout_rev"] or 0,
    )


@dataclass(frozen=True)
class ChangeSet:
    """A change of many records that can be undone as one."""

    id: int
    kind: str
    label: Mapping[str, Any]
    at: int
    by: int
    state: str
    """open, done, undoing or undone."""
    records: int
    undo_of: int | None


def open_change_set(
    conn: Connection,
    space: Space,
    kind: str,
    label: Mapping[str, Any],
    stamp: tuple[int, int],
    undo_of: int | None = None,
) -> int:
    """Open a change set and return its id. ``stamp`` is (microseconds, author)."""
    number = next(iter(allocate(conn, space, 1)))
    conn.execute(
        insert(workspace_tables(space).change_set).values(
            id=number,
            kind=kind,
            at=stamp[0],
            by=stamp[1],
            label=orjson.dumps(label).decode(),
            state="open",
            undo_of=undo_of,
            records=0,
        )
    )
    return number


def count_records(conn: Connection, space: Space, change_set: int, more: int) -> None:
    """Add to the number of records a change set touched."""
    table = workspace_tables(space).change_set
    conn.execute(update(table).where(table.c.id == change_set).values(records=table.c.records + more))


def forget_change_set(conn: Connection, space: Space, number: int) -> None:
    """Remove a change set under which nothing was changed."""
    table = workspace_tables(space).change_set
    conn.execute(delete(table).where(table.c.id == number, table.c.records == 0))


def set_state(conn: Connection, space: Space, change_set: int, state: str) -> None:
    """Set the state of a change set."""
    table = workspace_tables(space).change_set
    conn.execute(update(table).where(table.c.id == change_set).values(state=state))


def hold_change_set(conn: Connection, space: Space, change_set: int) -> None:
    """Keep others from taking the same change set back until the transaction ends."""
    table = workspace_tables(space).change_set
    conn.execute(select(table.c.id).where(table.c.id == change_set).with_for_update())


def undos_of(conn: Connection, space: Space, change_set: int) -> set[int]:
    """Return the change sets that took this one back, or part of it."""
    table = workspace_tables(space).change_set
    return set(conn.execute(select(table.c.id).where(table.c.undo_of == change_set)).scalars())


def change_sets_of_kind(conn: Connection, space: Space, kind: str, states: Sequence[str]) -> list[ChangeSet]:
    """Return the change sets of a kind that are in one of some states, newest first."""
    table = workspace_tables(space).change_set
    query = select(table).where(table.c.kind == kind, table.c.state.in_(list(states))).order_by(table.c.id.desc())
    return [_change_set(row) for row in conn.execute(query).mappings()]


def change_sets(
    conn: Connection, space: Space, limit: int = 50, number: int | None = None, by: int | None = None
) -> list[ChangeSet]:
    """Return change sets, newest first: all, those of one person, or the one with this number."""
    table = workspace_tables(space).change_set
    query = select(table).order_by(table.c.id.desc()).limit(limit)
    if number is not None:
        query = query.where(table.c.id == number)
    if by is not None:
        query = query.where(table.c.by == by)
    return [_change_set(row) for row in conn.execute(query).mappings()]


def _change_set(row: RowMapping) -> ChangeSet:
    return ChangeSet(
        row["id"],
        row["kind"],
        orjson.loads(row["label"] or "{}"),
        row["at"],
        row["by"],
        row["state"],
        row["records"],
        row["undo_of"],
    )
