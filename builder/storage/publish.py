"""Publishing in the database: layouts extended, tables created or widened, indexes and views brought in line.

Runs inside the transaction of the publish. What exists is never rebuilt or dropped: the tables of a
deleted entity and the columns of a deleted field stay until the trash is emptied (``element_purge.py``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, Table, func, select

from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import Shape
from builder.metadata.model import Model
from builder.storage import fast_list_rows, sql_views
from builder.storage.catalog import Catalog
from builder.storage.catalogs import tables_of
from builder.storage.changed_fields import Changed, changed_fields, to_params
from builder.storage.conversion import convert_chunk
from builder.storage.ddl import add_columns, create_index, create_table, create_tables, drop_index, refresh_statistics
from builder.storage.deferred_work import (
    COLUMN_CONVERSION,
    INDEX_BUILD,
    SEARCH_REBUILD,
    DeferredWork,
)
from builder.storage.fast_indexes import Wish, columns_of_wish
from builder.storage.head import read_head
from builder.storage.indexes import wanted_indexes
from builder.storage.layout import (
    EntityLayout,
    IndexLayout,
    begins,
    from_text,
    life_in_rows,
    load_layouts,
    save_layout,
    to_text,
)
from builder.storage.layout_planning import plan_layout, stamped
from builder.storage.physical import RecordTables, former_child
from builder.storage.row_conversion import returning_tables, set_rewritten_aside
from builder.storage.space import Space
from builder.storage.sql_view_columns import Workspace
from builder.storage.sql_views import shown
from builder.storage.unique_keys import fill_keys, refuse_duplicates

FEW_RECORDS = 10_000
"""Up to so many records, indexes and unique keys are made at once; above, by a job."""


@dataclass
class LaidOut:
    """What a publish made of the tables."""

    layouts: dict[str, EntityLayout] = field(default_factory=dict)
    deferred: list[DeferredWork] = field(default_factory=list)
    """Work for jobs, to be enqueued in the same transaction."""
    unfit: dict[str, list[int]] = field(default_factory=dict)
    """Field id → records whose value did not fit its new type; they keep it where it was."""


def lay_out(conn: Connection, space: Space, before: Model | None, after: Model) -> LaidOut:
    """Make the tables serve the model ``after``. The caller holds the head alone and has bumped it.

    Raises Invalid ``duplicates_exist`` when a new unique key is broken by living records, Unavailable
    ``database_busy`` when readers do not let go of a table.
    """
    bodies, wishes = load_layouts(conn, space), fast_list_rows.wishes(conn, space)
    done = LaidOut()
    for entity in after.entities.values():
        asked = wishes.get(entity.id, {})
        _Entity(conn, space, after, entity, done, asked).lay_out(bodies.get(entity.id), _earlier(before, entity))
    for entity_id in bodies.keys() - after.entities.keys():
        _retire(conn, space, from_text(bodies[entity_id]), before)
    _show(Workspace(conn, space, after, _tables(space, done)), before, bodies)
    return done


def _tables(space: Space, done: LaidOut) -> dict[str, RecordTables]:
    return {key: tables_of(space, to_text(layout)) for key, layout in done.layouts.items()}


def _show(now: Workspace, before: Model | None, bodies: Mapping[str, str]) -> None:
    """Create the views anew of entities that look otherwise than before, or refer to such ones; all that are older."""
    then = Workspace(now.conn, now.space, before or now.model, {})
    then = replace(then, tables={key: tables_of(now.space, body) for key, body in bodies.items()})
    outdated = sql_views.are_of_older_version(now)
    for entity in now.model.entities.values():
        earlier = _earlier(before, entity)
        changed = outdated or to_text(now.tables[entity.id].layout) != bodies.get(entity.id)
        if changed or earlier is None or shown(then, earlier) != shown(now, entity):
            names = sql_views.views_of(now.space, then.model, earlier) if earlier is not None else ()
            sql_views.replace_views(now, entity, names)


def lay_out_again(conn: Connection, space: Space, model: Model, entity: Entity) -> LaidOut:
    """Bring the indexes of one entity in line with the lists that are asked to be fast. As ``lay_out``."""
    done = LaidOut()
    asked = fast_list_rows.wishes(conn, space, entity.id).get(entity.id, {})
    _Entity(conn, space, model, entity, done, asked).lay_out(load_layouts(conn, space)[entity.id], entity)
    return done


def _earlier(before: Model | None, entity: Entity) -> Entity | None:
    return before.entities.get(entity.id) if before is not None else None


def _retire(conn: Connection, space: Space, layout: EntityLayout, before: Model | None) -> None:
    if layout.state != "ready":
        return
    if before is not None and layout.entity_id in before.entities:
        sql_views.drop_views(conn, space, before, before.entities[layout.entity_id])
    save_layout(conn, space, replace(layout, state="retired"))


@dataclass(frozen=True)
class _Entity:
    """Brings the tables of one entity in line."""

    conn: Connection
    space: Space
    model: Model
    entity: Entity
    done: LaidOut
    asked: Mapping[int, Wish]
    """What lists that are to be fast ask of an index, by their numbers."""

    def lay_out(self, body: str | None, earlier: Entity | None) -> None:
        old = from_text(body) if body else None
        planned = plan_layout(self.model, self.entity, old)
        if old is not None:
            planned = stamped(old, planned, read_head(self.conn, self.space).layout_rev)
        fast = {columns_of_wish(self.entity, planned, wish): number for number, wish in self.asked.items()}
        fast.pop((), None)
        wanted = {index.name: index for index in wanted_indexes(self.space, self.model, self.entity, planned, fast)}
        indexes = {name: replace(planned.indexes.get(name, index), asked=index.asked) for name, index in wanted.items()}
        planned = replace(planned, indexes={**indexes, **self._still_serving(old, indexes)})
        tables = tables_of(self.space, to_text(planned))
        if old is None:
            create_tables(self.conn, tables)
            for index in indexes.values():
                create_index(self.conn, tables.main, index)
        else:
            self._extend(tables_of(self.space, body or ""), tables)
            self._give_back_rows(old, tables, earlier)
            self._convert(changed_fields(old, planned, earlier, self.entity, self.model.time_zone), tables)
            planned = self._index(old, tables, planned)
        self._save(planned, body, earlier)
        self.done.layouts[self.entity.id] = planned

    def _still_serving(self, old: EntityLayout | None, indexes: Mapping[str, IndexLayout]) -> dict[str, IndexLayout]:
        """Return indexes that others make idle, as long as jobs have not built those."""
        if old is None:
            return {}
        known = {name for name, index in old.indexes.items() if index.state == "ready"}
        fresh = [index for name, index in indexes.items() if name not in known]
        found = {
            name: index
            for name, index in old.indexes.items()
            if name in known - indexes.keys() and any(begins(index, other) for other in fresh)
        }
        main = tables_of(self.space, to_text(old)).main
        return found if found and has_more_than(self.conn, main, FEW_RECORDS) else {}

    def _save(self, planned: EntityLayout, body: str | None, earlier: Entity | None) -> None:
        text = to_text(planned)
        if text != body:
            save_layout(self.conn, self.space, planned)
        if body is not None and earlier is not None and self._found_otherwise(earlier):
            self._search_again(tables_of(self.space, text))

    def _found_otherwise(self, earlier: Entity) -> bool:
        return _searched(earlier) != _searched(self.entity) or _calls_otherwise(earlier, self.entity)

    def _extend(self, old: RecordTables, new: RecordTables) -> None:
        add_columns(self.conn, new.main, old.main)
        for key, link in new.links.items():
            if key not in old.links or old.links[key].name != link.name:
                create_table(self.conn, link)
        for key, child in new.children.items():
            rows = life_in_rows(old.layout.fields.get(key))
            if rows is None:
                create_table(self.conn, child.main)
            else:
                add_columns(self.conn, child.main, former_child(self.space, old.layout, key, rows))
        for name, index in old.layout.indexes.items():
            if name not in new.layout.indexes:
                drop_index(self.conn, old.main, index)

    def _give_back_rows(self, old: EntityLayout, tables: RecordTables, earlier: Entity | None) -> None:
        """Leave out of fields that are sub-tables again the rows of records that were given something else since."""
        catalog = self._catalog(tables)
        for returned in returning_tables(old, tables.layout):
            before = earlier.by_id.get(returned.id) if earlier is not None else None
            item = self.entity.by_id[returned.id]
            set_rewritten_aside(self.conn, catalog, Changed(self.entity, before or item, item), returned)

    def _convert(self, changed: list[Changed], tables: RecordTables) -> None:
        """Fill the columns of fields of another type or scale, or leave that to a job."""
        if not changed:
            return
        searched = False
        for one in [one for one in changed if one.new.type.shape is not Shape.ROWS]:
            rows = tables.children[one.table.id].main if one.table is not None else tables.main
            if has_more_than(self.conn, rows, FEW_RECORDS):
                params = {"entity": self.entity.id, "field": one.new.id, "old": to_params(one.old)}
                params |= {"table": one.table.id} if one.table is not None else {}
                self.done.deferred.append(DeferredWork(COLUMN_CONVERSION, params, one.new.label))
            else:
                self.done.unfit[one.new.id] = self._convert_now(one, tables)
                searched = searched or one.searched
        if searched:
            self._search_again(tables)

    def _convert_now(self, one: Changed, tables: RecordTables) -> list[int]:
        catalog, after = self._catalog(tables), 0
        unfit: list[int] = []
        while True:
            ids, failed = convert_chunk(self.conn, catalog, one, after, 500)
            unfit += failed
            if not ids:
                return unfit
            after = ids[-1]

    def _index(self, old: EntityLayout, tables: RecordTables, planned: EntityLayout) -> EntityLayout:
        """Build new indexes, or leave them to jobs where the table is large."""
        ready = {name for name, index in old.indexes.items() if index.state == "ready"}
        fresh = {name: index for name, index in planned.indexes.items() if name not in ready}
        if not fresh:
            return planned
        keys = {column: key for key, column in planned.unique_columns.items()}
        if has_more_than(self.conn, tables.main, FEW_RECORDS):
            for name, index in fresh.items():
                params = {"entity": self.entity.id, "index": name}
                if index.unique:
                    params["key"] = keys[index.columns[0]]
                self.done.deferred.append(DeferredWork(INDEX_BUILD, params, self.entity.label))
            building = {name: replace(index, state="building") for name, index in fresh.items()}
            return replace(planned, indexes={**planned.indexes, **building})
        for index in fresh.values():
            if index.unique:
                self._fill(tables, keys[index.columns[0]])
            if index.state == "building":
                drop_index(self.conn, tables.main, index)
            create_index(self.conn, tables.main, index)
        refresh_statistics(self.conn, tables.main)
        built = {name: replace(index, state="ready") for name, index in fresh.items()}
        return replace(planned, indexes={**planned.indexes, **built})

    def _fill(self, tables: RecordTables, key_id: str) -> None:
        key = next(item for item in self.entity.unique_keys if item.id == key_id)
        catalog, after = self._catalog(tables), 0
        while filled := fill_keys(self.conn, catalog, (self.entity, key), after, 500):
            after = filled[-1]
        refuse_duplicates(self.conn, catalog, (self.entity, key))

    def _catalog(self, tables: RecordTables) -> Catalog:
        head, key = read_head(self.conn, self.space), self.entity.id
        return Catalog(self.space, head, self.model, {key: tables.layout}, {key: tables})

    def _search_again(self, tables: RecordTables) -> None:
        if has_more_than(self.conn, tables.main, 0):
            work = DeferredWork(SEARCH_REBUILD, {"entity": self.entity.id}, self.entity.label)
            self.done.deferred.append(work)


def _searched(entity: Entity) -> set[str]:
    return {item.id for item in entity.fields if item.searchable and item.type.shape is not Shape.ROWS}


def _calls_otherwise(earlier: Entity, entity: Entity) -> bool:
    """Whether searched options, which records may have chosen, are called otherwise now or lie elsewhere."""
    for item in _with_rows(entity):
        before = _field_in(earlier, item.id)
        if not item.searchable or before is None or before.options == item.options:
            continue
        now = item.options.by_id
        for option in before.options.options:
            other = now.get(option.id)
            if other is not None and (other.label, other.parent) != (option.label, option.parent):
                return True
    return False


def _field_in(entity: Entity, key: str) -> Field | None:
    return next((item for item in _with_rows(entity) if item.id == key), None)


def _with_rows(entity: Entity) -> Iterator[Field]:
    for item in entity.fields:
        yield item
        yield from item.fields


def has_more_than(conn: Connection, table: Table, count: int) -> bool:
    """Whether a table holds more than so many rows; looks at no more than that."""
    some = select(table.c.id).limit(count + 1).subquery()
    return int(conn.execute(select(func.count()).select_from(some)).scalar_one()) > count
