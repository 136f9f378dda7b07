"""Read-only SQL views with readable names and values, for reporting tools that read the database itself.

One view for each entity: living records, columns by API name; and one for each of its sub-tables: the rows of those
records. Decimals, dates and times are of the database's own types; choices are the names of their options, people
and references ids, each with a column of what people call it beside (``sql_view_columns.LABEL``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, insert, select
from sqlalchemy.sql.compiler import IdentifierPreparer

from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import Shape
from builder.metadata.model import Model
from builder.metadata.values import text_of
from builder.storage.ddl import patiently
from builder.storage.fixed_tables import workspace_tables
from builder.storage.layout import EntityLayout
from builder.storage.physical import RecordTables
from builder.storage.space import Space
from builder.storage.sql_view_columns import LABEL, Element, Rows, Workspace, bounded, columns_of, title_signature

MOST_COLUMNS = 1_600
"""Columns of a view: PostgreSQL bears 1 664, SQLite 2 000. A wider entity does without labels, and what comes later
than that is left out.
"""


def view_name(space: Space, model: Model, entity: Entity, table: Field | None = None) -> str:
    """Return the name of an entity's view, or of one of its sub-tables: ``{app}__{entity}[__{sub-table}]``, on SQLite
    after ``v_{workspace}__``.
    """
    app = model.apps.get(entity.app)
    parts = [] if space.schema else [f"v_{space.key}"]
    parts += [app.name if app else entity.app, entity.name, *([table.name] if table is not None else [])]
    ambiguous = any("__" in part for part in parts)  # another entity's, or that of a sub-table, could be called so
    return bounded("__".join(parts), table.id if table is not None else entity.id, ambiguous)


def view_schema(space: Space) -> str | None:
    """Return the schema of the views of a workspace, apart from its tables; None on SQLite."""
    return f"v_{space.key}" if space.schema else None


def replace_views(workspace: Workspace, entity: Entity, before: Iterable[str] = ()) -> None:
    """Create the views of an entity anew, and the names of its options; ``before`` are the views that it had."""
    conn, space = workspace.conn, workspace.space
    tables = workspace.tables[entity.id]
    _write_option_names(workspace, entity, tables.layout)
    queries = {view_name(space, workspace.model, entity): _select(workspace, entity, tables)}
    for item in sub_tables(entity):
        if item.id in tables.children:
            queries[view_name(space, workspace.model, entity, item)] = _select_rows(workspace, entity, tables, item)
    texts = {name: str(query.compile(conn, compile_kwargs={"literal_binds": True})) for name, query in queries.items()}

    def change() -> None:
        if schema := view_schema(space):
            conn.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {_quoted(conn, schema)}")
        for name in {*before, *texts}:
            conn.exec_driver_sql(f"DROP VIEW IF EXISTS {_qualified(conn.dialect.identifier_preparer, space, name)}")
        for name, query in texts.items():
            qualified = _qualified(conn.dialect.identifier_preparer, space, name)
            conn.exec_driver_sql(f"CREATE VIEW {qualified} AS {query}")

    patiently(conn, change)


def views_of(space: Space, model: Model, entity: Entity) -> list[str]:
    """Return the names of the views of an entity."""
    return [view_name(space, model, entity, table) for table in (None, *sub_tables(entity))]


def shown(workspace: Workspace, entity: Entity) -> object:
    """Return what the views of an entity are made from, beside its own layout."""
    items = [*entity.fields, *(column for item in sub_tables(entity) for column in item.fields)]
    options = [(item.id, [(one.id, one.name, one.label) for one in item.options]) for item in items]
    titles = [title_signature(workspace, item) for item in items]
    names = [(item.id, item.name) for item in items]
    return entity.name, entity.app, workspace.model.settings.get("default_language"), names, options, titles


def are_of_older_version(workspace: Workspace) -> bool:
    """Whether the views of some entity were made before options had labels and ids there: then all are."""
    table = workspace_tables(workspace.space).option_name
    older = select(table.c.entity_id).where(table.c.option_id == "").distinct()
    return not workspace.model.entities.keys().isdisjoint(workspace.conn.scalars(older))


def sub_tables(entity: Entity) -> Iterator[Field]:
    """Yield the sub-tables of an entity."""
    return (item for item in entity.fields if item.type.shape is Shape.ROWS)


def drop_views(conn: Connection, space: Space, model: Model, entity: Entity) -> None:
    """Drop the views of an entity that is gone."""

    def change() -> None:
        for name in views_of(space, model, entity):
            conn.exec_driver_sql(f"DROP VIEW IF EXISTS {_qualified(conn.dialect.identifier_preparer, space, name)}")

    patiently(conn, change)


def _quoted(conn: Connection, name: str) -> str:
    return conn.dialect.identifier_preparer.quote_identifier(name)


def _qualified(preparer: IdentifierPreparer, space: Space, name: str) -> str:
    quoted = preparer.quote_identifier(name)
    schema = view_schema(space)
    return f"{preparer.quote_identifier(schema)}.{quoted}" if schema else quoted


def _write_option_names(workspace: Workspace, entity: Entity, layout: EntityLayout) -> None:
    table = workspace_tables(workspace.space).option_name
    language = workspace.model.settings.get("default_language", "zh-CN")
    rows = []
    seen: set[str] = set()
    inner = (column for item in sub_tables(entity) for column in item.fields)
    for item in (*entity.fields, *entity.system_fields, *inner):
        mine = item.options.list_id
        codes = layout.codes.get(mine)
        if not codes or mine in seen:
            continue
        seen.add(mine)
        for option in item.options:
            called = {"name": option.name, "label": text_of(option.label, language), "option_id": option.id}
            rows.append({"entity_id": entity.id, "list_id": mine, "code": codes[option.id], **called})
    workspace.conn.execute(delete(table).where(table.c.entity_id == entity.id))
    if rows:
        workspace.conn.execute(insert(table), rows)


def _select(workspace: Workspace, entity: Entity, tables: RecordTables) -> Select[*tuple[Any, ...]]:
    main = tables.main
    rows = Rows(workspace, entity, main, tables.layout.fields)
    columns = _labelled([("id", main.c.id)], rows, (*entity.fields, *entity.system_fields))
    return select(*columns).where(main.c.deleted_at.is_(None))


def _select_rows(workspace: Workspace, entity: Entity, tables: RecordTables, item: Field) -> Select[*tuple[Any, ...]]:
    """Return the rows of a sub-table: which record they belong to, at which place from 1 on, and their columns."""
    child, main = tables.children[item.id], tables.main
    rows = Rows(workspace, entity, child.main, child.layout.fields)
    own: list[tuple[str, Element]] = [
        ("id", child.main.c.id),
        ("parent_id", child.main.c.parent),
        ("position", child.main.c.position),
    ]
    columns = _labelled(own, rows, item.fields)
    living = select(main.c.id).where(main.c.deleted_at.is_(None))
    return select(*columns).where(child.main.c.parent.in_(living))


def _labelled(own: list[tuple[str, Element]], rows: Rows, fields: Sequence[Field]) -> list[ColumnElement[object]]:
    """Return columns under names of their own; a field that is called like one of ours has ``_field`` behind, and what
    people call a value has ``_label`` once more where a field has that name. Where there are too many, values go first.
    """
    reserved, names = {name for name, _ in own}, {item.name for item in fields}
    found, labels = dict(own), set()
    for item in fields:
        for name, value in columns_of(rows, item):
            free = f"{name}_field" if name in reserved else name
            if is_label := name == bounded(item.name + LABEL, item.id + LABEL):
                while free in names:
                    free = bounded(free + LABEL, item.id + free)
            if free not in found:
                found[free] = value
                labels |= {free} if is_label else set()
    if len(found) > MOST_COLUMNS:
        found = {name: value for name, value in found.items() if name not in labels}
    kept = list(found.items())[:MOST_COLUMNS]
    return [value.label(name) for name, value in kept]
