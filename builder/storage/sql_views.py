"""Read-only SQL views with readable names and values, for reporting tools that read the database itself.

One view for each entity: living records, columns by API name. Decimals, dates and times are of the
database's own types; choices are the names of their options; several values stay JSON of ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    Numeric,
    Select,
    cast,
    delete,
    func,
    insert,
    literal_column,
    select,
)
from sqlalchemy.sql.compiler import IdentifierPreparer

from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import Part, PartKind
from builder.metadata.model import Model
from builder.storage.ddl import patiently
from builder.storage.fixed_tables import workspace_tables
from builder.storage.layout import EntityLayout
from builder.storage.layout_planning import scale_of
from builder.storage.physical import RecordTables
from builder.storage.space import Space

LONGEST_NAME = 63
"""Bytes of a name on PostgreSQL."""
MOST_COLUMNS = 1_600
"""Columns of a view: PostgreSQL bears 1 664, SQLite 2 000. What comes later in a wider entity is left out."""
_MICROSECONDS = 1_000_000

Element = ColumnElement[Any]


def view_name(space: Space, model: Model, entity: Entity) -> str:
    """Return the name of an entity's view: ``{app}__{entity}``, on SQLite after ``v_{workspace}__``."""
    app = model.apps.get(entity.app)
    plain = f"{app.name if app else entity.app}__{entity.name}"
    prefix = "" if space.schema else f"v_{space.key}__"
    return _bounded(prefix + plain, entity.id)


def view_schema(space: Space) -> str | None:
    """Return the schema of the views of a workspace, apart from its tables; None on SQLite."""
    return f"v_{space.key}" if space.schema else None


def _bounded(name: str, unique: str) -> str:
    if len(name) <= LONGEST_NAME:
        return name
    return f"{name[: LONGEST_NAME - 9]}_{sha256(unique.encode()).hexdigest()[:8]}"


def replace_view(conn: Connection, space: Space, model: Model, entity: Entity, tables: RecordTables) -> None:
    """Create the view of an entity anew, and the names of its options."""
    _write_option_names(conn, space, entity, tables.layout)
    name = view_name(space, model, entity)
    query = str(_select(space, entity, tables).compile(conn, compile_kwargs={"literal_binds": True}))
    qualified = _qualified(conn.dialect.identifier_preparer, space, name)

    def change() -> None:
        if schema := view_schema(space):
            conn.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {_quoted(conn, schema)}")
        conn.exec_driver_sql(f"DROP VIEW IF EXISTS {qualified}")
        conn.exec_driver_sql(f"CREATE VIEW {qualified} AS {query}")

    patiently(conn, change)


def drop_view(conn: Connection, space: Space, model: Model, entity: Entity) -> None:
    """Drop the view of an entity that is gone."""
    qualified = _qualified(conn.dialect.identifier_preparer, space, view_name(space, model, entity))
    patiently(conn, lambda: conn.exec_driver_sql(f"DROP VIEW IF EXISTS {qualified}"))


def _quoted(conn: Connection, name: str) -> str:
    return conn.dialect.identifier_preparer.quote_identifier(name)


def _qualified(preparer: IdentifierPreparer, space: Space, name: str) -> str:
    quoted = preparer.quote_identifier(name)
    schema = view_schema(space)
    return f"{preparer.quote_identifier(schema)}.{quoted}" if schema else quoted


def _write_option_names(conn: Connection, space: Space, entity: Entity, layout: EntityLayout) -> None:
    table = workspace_tables(space).option_name
    rows = []
    seen: set[str] = set()
    for item in (*entity.fields, *entity.system_fields):
        codes = layout.codes.get(item.options.list_id)
        if not codes or item.options.list_id in seen:
            continue
        seen.add(item.options.list_id)
        rows += [
            {"entity_id": entity.id, "list_id": item.options.list_id, "code": codes[option.id], "name": option.name}
            for option in item.options
        ]
    conn.execute(delete(table).where(table.c.entity_id == entity.id))
    if rows:
        conn.execute(insert(table), rows)


def _select(space: Space, entity: Entity, tables: RecordTables) -> Select[tuple[object, ...]]:
    main = tables.main
    columns = [main.c.id.label("id")]
    taken = {"id"}
    for item in (*entity.fields, *entity.system_fields):
        for name, value in _columns(space, entity, tables, item):
            if name not in taken:
                taken.add(name)
                columns.append(value.label(name))
    return select(*columns[:MOST_COLUMNS]).where(main.c.deleted_at.is_(None))


def _columns(space: Space, entity: Entity, tables: RecordTables, item: Field) -> Iterator[tuple[str, Element]]:
    place = tables.layout.fields.get(item.id)
    if place is None:
        if item.id in tables.main.c and item.type.parts:
            yield item.name, _readable(space, entity, item, item.type.parts[0], tables.main.c[item.id])
        return
    if place.place == "links":
        yield item.name, tables.main.c[place.columns["value"]]
        return
    if place.place == "rows":
        return
    single = len(item.type.parts) == 1
    for part in item.type.parts:
        stored = _aside(tables, item, part) if place.place == "aside" else tables.main.c[place.columns[part.name]]
        name = item.name if single else _bounded(f"{item.name}_{part.name}", item.id + part.name)
        yield name, _readable(space, entity, item, part, stored)


def _aside(tables: RecordTables, item: Field, part: Part) -> Element:
    aside = tables.aside
    kept: Column[object] = aside.c.text if part.kind in (PartKind.TEXT, PartKind.SORTED_TEXT) else aside.c.number
    key = tables.layout.aside_key(item.id, part.name, len(item.type.parts) > 1)
    return select(kept).where(aside.c.record == tables.main.c.id, aside.c.field == key).scalar_subquery()


def _readable(space: Space, entity: Entity, item: Field, part: Part, stored: Element) -> Element:
    if part.kind is PartKind.OPTION:
        names = workspace_tables(space).option_name
        return (
            select(names.c.name)
            .where(names.c.entity_id == entity.id, names.c.list_id == item.options.list_id, names.c.code == stored)
            .scalar_subquery()
        )
    if part.kind is not PartKind.INTEGER:
        return stored
    form = _FORMS.get(part.type)
    if form is not None:
        return form(space, stored)
    scale = scale_of(item, part)
    return _decimal(space, stored, scale) if scale else stored


def _decimal(space: Space, stored: Element, scale: int) -> Element:
    if space.schema is None:
        return cast(stored, Float) / literal_column(f"1{'0' * scale}.0")
    return cast(stored, Numeric(38, scale)) / literal_column(f"1{'0' * scale}")


def _date(space: Space, stored: Element) -> Element:
    if space.schema is None:
        return func.date(stored * literal_column("86400"), literal_column("'unixepoch'"))
    return literal_column("DATE '1970-01-01'", Date) + cast(stored, Integer)


def _datetime(space: Space, stored: Element) -> Element:
    seconds = stored / literal_column(f"{_MICROSECONDS}.0")
    if space.schema is None:
        return func.strftime(literal_column("'%Y-%m-%dT%H:%M:%fZ'"), seconds, literal_column("'unixepoch'"))
    return func.to_timestamp(seconds, type_=DateTime)


def _time(space: Space, stored: Element) -> Element:
    if space.schema is None:
        return func.time(stored, literal_column("'unixepoch'"))
    return literal_column("TIME '00:00'") + stored * literal_column("INTERVAL '1 second'")


_FORMS: Mapping[str, Callable[[Space, Element], Element]] = {"date": _date, "datetime": _datetime, "time": _time}
"""Type of a part → its value as the database's own type; parts of other types are numbers or texts already."""
