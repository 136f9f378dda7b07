"""Emptying the trash of elements: what deleted fields and entities held is removed from the database.

PostgreSQL drops columns. SQLite would rewrite the whole table for that, so there they are blanked and stay, unused:
the file gets no smaller. Tables are dropped on both. Every transaction is short, and a run that ends early is begun
again: what is empty already is only passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, FromClause, Table, and_, delete, or_

from builder.storage.deferred_work import Pace
from builder.storage.driver_errors import UNIQUE_COLUMN
from builder.storage.emptying import (
    Step,
    blank,
    delete_all,
    delete_where,
    drop_columns,
    drop_tables,
    forget_in_history,
    walk,
)
from builder.storage.engine import Database
from builder.storage.fixed_tables import workspace_tables
from builder.storage.head import bump, hold_alone
from builder.storage.layout import (
    EntityLayout,
    FieldLayout,
    delete_layout,
    emptying,
    from_text,
    generation_suffix,
    lives,
    load_layouts,
    save_layout,
)
from builder.storage.physical import bare, record_tables
from builder.storage.space import Space

ELEMENT_PURGE = "element_purge"
Names = tuple[str, ...]


def mark_for_purge(conn: Connection, space: Space, elements: Mapping[str, Iterable[str] | None]) -> None:
    """Say, in a transaction that holds the head alone, what is to go: entity id → ids of fields, None for all of it.

    From then on it is out of the trash, and cannot be published until ``purge_elements`` is done with it.
    """
    bodies = load_layouts(conn, space)
    for entity_id, fields in elements.items():
        layout = from_text(bodies[entity_id])
        if fields is None:
            save_layout(conn, space, replace(layout, state="emptying"))
            continue
        marked = {key: replace(layout.fields[key], state="emptying") for key in fields}
        save_layout(conn, space, replace(layout, fields={**layout.fields, **marked}))
    bump(conn, space, "layout_rev")


def has_marked(conn: Connection, space: Space) -> bool:
    """Whether something is marked: its job may have been cancelled, and nothing may stay half empty."""
    return next(emptying(map(from_text, load_layouts(conn, space).values())), None) is not None


def purge_elements(database: Database, space: Space, _params: Mapping[str, Any], pace: Pace) -> dict[str, Any]:
    """Empty every element that is marked; returns how many ``fields`` and ``entities`` went."""
    done = {"fields": 0, "entities": 0}
    rows = 0
    while True:
        with database.read() as conn:
            purge = next(_marked(space, load_layouts(conn, space).values()), None)
        if purge is None:
            return done
        for step in purge.steps():
            taken = -1
            while taken:
                pace.check()
                with database.write("bulk") as conn:
                    taken = step(conn)
                rows += taken
                pace.progress(rows, None)
        with database.write("bulk") as conn:
            purge.finish(conn)
        done[purge.counted] += 1


def _marked(space: Space, bodies: Iterable[str]) -> Iterator[_FieldPurge | _EntityPurge]:
    layouts = [from_text(body) for body in bodies]
    for layout in layouts:
        if layout.state == "emptying":
            yield _EntityPurge(space, layout, [other for other in layouts if other.state != "emptying"])
        else:
            marked = [key for key, item in layout.fields.items() if item.state == "emptying"]
            yield from (_FieldPurge(space, layout, key) for key in marked)


class _FieldPurge:
    """A deleted field and all that it held, in every generation of its columns."""

    counted = "fields"

    def __init__(self, space: Space, layout: EntityLayout, field_id: str) -> None:
        self._space, self._layout, self._id = space, layout, field_id
        self._columns = [*_columns(layout.fields[field_id]), *_stale_unique_columns(layout)]
        self._tables = dict(_tables(field_id, layout.fields[field_id]))

    def steps(self) -> Iterator[Step]:
        """Yield what can be done beside those who work."""
        yield forget_in_history(self._space, self._layout.entity_id, self._id)
        uses = workspace_tables(self._space).file_use
        yield delete_where(uses, uses.c.field_id == self._id)
        aside = record_tables(self._space, self._layout).aside
        names = [self._id + generation_suffix(life.generation) for life in lives(self._layout.fields[self._id])]
        parts = [aside.c.field.startswith(f"{name}.", autoescape=True) for name in names]
        yield delete_where(aside, or_(aside.c.field.in_(names), *parts))
        if self._space.dialect == "sqlite":
            if self._columns:
                yield blank(bare(self._space, self._layout.main, ("id", *self._columns)), self._columns)
            yield from (delete_all(bare(self._space, name, key), key) for name, key in self._tables.items())

    def finish(self, conn: Connection) -> None:
        """Drop what is dropped whole, and say in the layout that nothing is left."""
        hold_alone(conn, self._space)
        layout = from_text(load_layouts(conn, self._space)[self._layout.entity_id])
        mine = layout.fields[self._id]
        if mine.state != "emptying":
            return
        if self._space.dialect == "postgresql":
            drop_columns(conn, self._space, layout.main, self._columns)
        drop_tables(conn, self._space, list(self._tables))
        lists = {self._id, *(inner for life in lives(mine) for inner in life.fields)}
        names = {name: name for name in _columns(mine)}
        fields = {**layout.fields, self._id: FieldLayout("gone", names, None, "retired", generation=mine.generation)}
        codes = {key: found for key, found in layout.codes.items() if key not in lists}
        save_layout(conn, self._space, replace(layout, fields=fields, codes=codes))
        fixed = workspace_tables(self._space)
        options = fixed.option_name
        conn.execute(delete(options).where(options.c.entity_id == layout.entity_id, options.c.list_id.in_(lists)))
        conn.execute(delete(fixed.counter).where(fixed.counter.c.key == self._id))
        bump(conn, self._space, "layout_rev")


class _EntityPurge:
    """A deleted entity: its tables, and what other tables know of its records."""

    counted = "entities"

    def __init__(self, space: Space, layout: EntityLayout, others: Sequence[EntityLayout]) -> None:
        self._space, self._layout, self._others = space, layout, others
        parts = [pair for key, item in layout.fields.items() for pair in _tables(key, item)]
        self._tables: dict[str, Names] = {layout.main: ("id",), layout.aside: ("record", "field"), **dict(parts)}

    def steps(self) -> Iterator[Step]:
        """Yield what can be done beside those who work."""
        fixed = workspace_tables(self._space)
        told = (
            fixed.history,
            fixed.stage_history,
            fixed.file_use,
            fixed.comment,
            fixed.record_team,
            fixed.notification,
        )
        for table in (*told, fixed.external_ref, fixed.search_queue):
            yield delete_where(table, table.c.entity_id == self._layout.entity_id)
        if self._space.dialect == "sqlite":
            yield from (delete_all(bare(self._space, name, key), key) for name, key in self._tables.items())
        for layout in self._others:
            yield from _references_to(self._space, layout, self._layout.entity_id)

    def finish(self, conn: Connection) -> None:
        """Drop the tables and forget the layout."""
        hold_alone(conn, self._space)
        mine, fixed = self._layout.entity_id, workspace_tables(self._space)
        body = load_layouts(conn, self._space).get(mine)
        if body is None or from_text(body).state != "emptying":
            return
        drop_tables(conn, self._space, [*self._tables, self._layout.search])
        for table in (fixed.option_name, fixed.personal_view, fixed.fast_list):
            conn.execute(delete(table).where(table.c.entity_id == mine))
        conn.execute(delete(fixed.counter).where(fixed.counter.c.key.in_(list(self._layout.fields))))
        delete_layout(conn, self._space, mine)
        bump(conn, self._space, "layout_rev")


def _columns(item: FieldLayout) -> list[str]:
    """Return the columns of all lives of a field in the main table, each once."""
    found: dict[str, None] = {}
    for life in lives(item):
        if life.place in ("main", "links"):
            found |= dict.fromkeys(life.columns.values())
            found |= {life.sort_key: None} if life.sort_key else {}
    return list(found)


def _tables(field_id: str, item: FieldLayout) -> Iterator[tuple[str, Names]]:
    """Yield (plain name, key) of the tables that belong to all lives of a field."""
    for life in lives(item):
        if life.place == "links":
            yield f"{field_id}_link{generation_suffix(life.generation)}", ("value", "record")
        elif life.place == "rows":
            yield f"{field_id}_row", ("id",)


def _stale_unique_columns(layout: EntityLayout) -> list[str]:
    """Return the columns of unique keys that are gone: nothing says any more which field their texts came from."""
    every = [
        UNIQUE_COLUMN + key + generation_suffix(number)
        for key, last in layout.unique_generations.items()
        for number in range(1, last + 1)
    ]
    return [name for name in every if name not in layout.unique_columns.values()]


def _references_to(space: Space, layout: EntityLayout, entity_id: str) -> Iterator[Step]:
    """Yield steps that blank, in one entity, the references to records of an entity that is gone.

    Only fields that may refer to several entities are left with such: others go together with what they refer to.
    """
    yield from _references_in(_bare_of(space, layout.main, layout.fields), layout.fields, entity_id)
    for key, item in layout.fields.items():
        yield from _references_in(_bare_of(space, layout.child(key), item.fields), item.fields, entity_id)
        if item.place == "aside" and _names_entities(item):
            keys = {part: layout.aside_key(key, part, True) for part in item.kinds}
            yield _references_aside(record_tables(space, layout).aside, keys, entity_id)


def _references_in(whole: FromClause, fields: Mapping[str, FieldLayout], entity_id: str) -> Iterator[Step]:
    for item in fields.values():
        if item.place == "main" and _names_entities(item):
            yield blank(whole, list(item.columns.values()), whole.c[item.columns["entity"]] == entity_id)


def _references_aside(aside: Table, keys: Mapping[str, str], entity_id: str) -> Step:
    """Return the step for one field; ``keys`` is part → key in the sibling table."""
    every = list(keys.values())

    def act(conn: Connection, rows: list[Any]) -> None:
        conn.execute(delete(aside).where(aside.c.record.in_([row.record for row in rows]), aside.c.field.in_(every)))

    return walk(aside, and_(aside.c.field == keys["entity"], aside.c.text == entity_id), act)


def _bare_of(space: Space, plain: str, fields: Mapping[str, FieldLayout]) -> FromClause:
    """Return a table with its id and the columns of fields in it."""
    return bare(space, plain, ("id", *(name for item in fields.values() for name in item.columns.values())))


def _names_entities(item: FieldLayout) -> bool:
    kinds = item.kinds
    return "entity" in kinds and "record" in kinds.values()
