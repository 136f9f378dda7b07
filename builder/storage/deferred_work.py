"""What a publish leaves to jobs: indexes on large tables, filling of unique keys, conversion, search words.

Everything here runs in short transactions of its own, can stop after each and goes on where it stood. It looks at
the records that were there when it began: what is saved after a publish is written by its rules at once, so that the
work ends however steadily people save.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, Table, func, insert, literal, select

from builder.errors import NotFound
from builder.metadata.model import Model
from builder.metadata.values import Label
from builder.storage.catalog import Catalog
from builder.storage.catalogs import load_catalog
from builder.storage.changed_fields import Changed, from_params
from builder.storage.conversion import convert_chunk
from builder.storage.ddl import create_index, drop_index, refresh_statistics
from builder.storage.engine import Database
from builder.storage.fixed_tables import workspace_tables
from builder.storage.head import Head, bump, hold, hold_alone, read_head
from builder.storage.layout import IndexLayout, begins, from_text, load_layouts, save_layout
from builder.storage.physical import RecordTables
from builder.storage.space import Space
from builder.storage.unique_keys import fill_keys, refuse_duplicates

INDEX_BUILD = "index_build"
COLUMN_CONVERSION = "column_conversion"
SEARCH_REBUILD = "search_rebuild"
CHUNK = 1_000
"""Records in one transaction."""
SEARCHED = 10 * CHUNK
"""Records that are put into the search queue in one transaction."""
NAMED_UNFIT = 100


@dataclass(frozen=True)
class DeferredWork:
    """A job to enqueue: its kind, what it concerns, and what people read beside the kind."""

    kind: str
    params: Mapping[str, Any]
    label: Label | str = ""


@dataclass(frozen=True)
class Pace:
    """How a long task tells how far it is, and asks whether to go on."""

    progress: Callable[[int, int | None], None] = field(default=lambda _done, _total: None)
    """Called with (done, total)."""
    check: Callable[[], None] = field(default=lambda: None)
    """Raises when the task was cancelled or taken over."""


def build_index(database: Database, space: Space, params: Mapping[str, Any], pace: Pace) -> dict[str, Any]:
    """Build an index of params ``entity`` and ``index`` while others write, then put it into the layout as ready.

    A unique index first fills the column of its key (``key``). Raises Invalid ``duplicates_exist`` when
    values occur twice, and leaves the index unbuilt.
    """
    entity_id, name, key = params["entity"], params["index"], params.get("key")
    with database.read() as conn:
        catalog = load_catalog(conn, space)
        if entity_id not in catalog.tables or name not in catalog.layouts[entity_id].indexes:
            return {"indexed": False}
        tables, index = catalog.tables[entity_id], catalog.layouts[entity_id].indexes[name]
    if index.state == "ready":
        return {"indexed": True}
    if key is not None:
        _fill(database, space, (entity_id, key), pace)
    if database.dialect == "sqlite":
        with database.write("bulk") as conn:
            create_index(conn, tables.main, index)
            refresh_statistics(conn, tables.main)
            idle = _set_ready(conn, space, index, entity_id)
    else:
        with database.outside_transaction() as conn:
            create_index(conn, tables.main, index, beside_writers=True)
            refresh_statistics(conn, tables.main)
        with database.write("bulk") as conn:
            idle = _set_ready(conn, space, index, entity_id)
    for one in idle:
        with database.outside_transaction() if space.schema else database.write("bulk") as conn:
            drop_index(conn, tables.main, one, beside_writers=True)
    return {"indexed": index not in idle}


def _fill(database: Database, space: Space, what: tuple[str, str], pace: Pace) -> None:
    """Fill the column of a key (entity id, key id) of the records that are there, then look for duplicates in all."""
    entity_id, key_id = what
    catalogs = _Catalogs(space)
    with database.read() as conn:
        main = catalogs.at(conn, read_head(conn, space)).tables[entity_id].main
        total = int(conn.execute(select(func.count()).select_from(main)).scalar_one())
        last = _last(conn, main)
    after = done = 0
    while True:
        pace.check()
        with database.write("bulk") as conn:
            catalog = catalogs.at(conn, hold(conn, space))
            entity = catalog.model.entities.get(entity_id)
            key = next((item for item in entity.unique_keys if item.id == key_id), None) if entity else None
            if entity is None or key is None:
                raise NotFound("unknown_entity", name=entity_id)
            filled = fill_keys(conn, catalog, (entity, key), after, CHUNK) if after < last else []
            if not filled:
                refuse_duplicates(conn, catalog, (entity, key))
                return
        after, done = filled[-1], done + len(filled)
        pace.progress(done, total)


class _Catalogs:
    """The catalogue as each step of a long task sees it, compiled again only where something was published."""

    def __init__(self, space: Space) -> None:
        self._space = space
        self._kept: Catalog | None = None

    def at(self, conn: Connection, head: Head) -> Catalog:
        """Return the catalogue of the head that this transaction sees."""
        if self._kept is None or self._kept.head != head:
            self._kept = load_catalog(conn, self._space)
        return self._kept


def _last(conn: Connection, table: Table) -> int:
    """Return the highest id in a table, 0 where it is empty."""
    return int(conn.execute(select(func.max(table.c.id))).scalar() or 0)


def convert_column(database: Database, space: Space, params: Mapping[str, Any], pace: Pace) -> dict[str, Any]:
    """Convert the field ``field`` of ``entity``, or of the rows of its sub-table ``table``, from what it was
    (``old``) to what it is, chunk by chunk.

    Returns ``converted``, the records looked at, and ``unfit``, how many values did not fit, with the
    first of their records. Unique keys of the field are filled afterwards, and its search words queued.
    """
    after = done = failed = 0
    examples: list[int] = []
    catalogs, last = _Catalogs(space), None
    while True:
        pace.check()
        with database.write("bulk") as conn:
            catalog = catalogs.at(conn, hold(conn, space))
            changed = _changed(catalog.model, params)
            if changed is None:
                return {"converted": done, "unfit": failed, "records": examples}
            last = _last(conn, _rows_of(catalog, changed)) if last is None else last
            ids, unfit = convert_chunk(conn, catalog, changed, after, CHUNK) if after < last else ([], [])
        if not ids:
            break
        after, done, failed = ids[-1], done + len(ids), failed + len(unfit)
        examples += unfit[: NAMED_UNFIT - len(examples)]
        pace.progress(done, None)
    entity = changed.entity
    for key in entity.unique_keys:
        if changed.new.id in {one.id for one in key.fields}:
            _fill(database, space, (entity.id, key.id), pace)
    if changed.searched:
        with database.write("bulk") as conn:  # words made of former values are not written from here on
            hold_alone(conn, space)
            bump(conn, space, "layout_rev")
        rebuild_search(database, space, {"entity": entity.id}, pace)
    return {"converted": done, "unfit": failed, "records": examples}


def _changed(model: Model, params: Mapping[str, Any]) -> Changed | None:
    """Return what a job is to convert; None when the field, or what has it, is gone by now."""
    entity = model.entities.get(params["entity"])
    table = entity.by_id.get(params["table"]) if entity is not None and "table" in params else None
    if entity is None or ("table" in params and table is None):
        return None
    item = next((one for one in (table or entity).fields if one.id == params["field"]), None)
    return Changed(entity, from_params(params["old"]), item, table, model.time_zone) if item is not None else None


def _rows_of(catalog: Catalog, changed: Changed) -> Table:
    """Return the table whose rows are converted: of the records, or of the rows of a sub-table."""
    tables = catalog.tables[changed.entity.id]
    return tables.main if changed.table is None else tables.children[changed.table.id].main


def _set_ready(conn: Connection, space: Space, index: IndexLayout, entity_id: str) -> list[IndexLayout]:
    """Put an index into the layout as ready. Return those that serve nobody: ones that begin like it, or the index
    itself where nobody wants it any more.
    """
    hold_alone(conn, space)
    layout = from_text(load_layouts(conn, space)[entity_id])
    if index.name not in layout.indexes:
        return [index]
    ready = replace(layout.indexes[index.name], state="ready")
    idle = [one for one in layout.indexes.values() if begins(one, ready)]
    indexes = {**layout.indexes, index.name: ready}
    for one in idle:
        del indexes[one.name]
    save_layout(conn, space, replace(layout, indexes=indexes))
    bump(conn, space, "layout_rev")
    return idle


def queue_for_search(conn: Connection, space: Space, tables: RecordTables, bounds: tuple[int, int]) -> int:
    """Put living records with ids above ``bounds[0]``, at most ``bounds[1]``, into the search queue.

    Returns the last id looked at, 0 when there was none.
    """
    queue, main = workspace_tables(space).search_queue, tables.main
    after, limit = bounds
    ids = select(main.c.id).where(main.c.id > after).order_by(main.c.id).limit(limit).subquery()
    last = conn.execute(select(func.max(ids.c.id))).scalar()
    if last is None:
        return 0
    wanted = (main.c.id > after, main.c.id <= last, main.c.deleted_at.is_(None))
    fresh = select(main.c.id, literal(tables.layout.entity_id)).where(
        *wanted, main.c.id.not_in(select(queue.c.record_id))
    )
    conn.execute(insert(queue).from_select(["record_id", "entity_id"], fresh))
    return int(last)


def rebuild_search(database: Database, space: Space, params: Mapping[str, Any], pace: Pace) -> dict[str, Any]:
    """Put all living records of the entity of params ``entity`` into the search queue, chunk by chunk."""
    after = queued = 0
    catalogs, last = _Catalogs(space), None
    while True:
        pace.check()
        with database.write("bulk") as conn:
            tables = catalogs.at(conn, read_head(conn, space)).tables.get(params["entity"])
            if tables is not None:
                last = _last(conn, tables.main) if last is None else last
                after = queue_for_search(conn, space, tables, (after, SEARCHED)) if after < last else 0
        if tables is None or not after:
            return {"chunks": queued}
        queued += 1
        pace.progress(queued, None)
