"""Columns of the views for reporting tools: values of the database's own types, and what people call them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Float,
    FromClause,
    Integer,
    Numeric,
    Text,
    cast,
    func,
    literal_column,
    select,
)

from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import Part, PartKind, Shape
from builder.metadata.model import Model
from builder.storage.fixed_tables import workspace_tables
from builder.storage.layout import FieldLayout
from builder.storage.layout_planning import scale_of
from builder.storage.physical import RecordTables
from builder.storage.space import Space

LONGEST_NAME = 63
"""Bytes of a name on PostgreSQL."""
LABEL = "_label"
"""Ends the name of a column that holds what people call the value: label, name or title."""
_MICROSECONDS = 1_000_000
_TITLES_DEEP = 2
"""References followed from a title to the title of another record."""
_NAMED = (PartKind.OPTION, PartKind.USER, PartKind.DEPARTMENT, PartKind.RECORD)

Element = ColumnElement[Any]


@dataclass(frozen=True)
class Workspace:
    """What views are made of: the model and the tables of all its entities."""

    conn: Connection
    space: Space
    model: Model
    tables: Mapping[str, RecordTables]


@dataclass(frozen=True)
class Rows:
    """The rows that a view shows: records, or rows of a sub-table of them."""

    workspace: Workspace
    entity: Entity
    table: FromClause
    places: Mapping[str, FieldLayout]
    """Where the fields live, by id."""


def bounded(name: str, unique: str, ambiguous: bool = False) -> str:
    """Return a name as the databases bear it, still unique where it is cut or could be another's too."""
    if len(name) <= LONGEST_NAME and not ambiguous:
        return name
    return f"{name[: LONGEST_NAME - 9]}_{sha256(unique.encode()).hexdigest()[:8]}"


def columns_of(rows: Rows, item: Field) -> Iterator[tuple[str, Element]]:
    """Yield the columns of a field by name: its value or parts, then what people call it."""
    place = rows.places.get(item.id)
    if place is None and (item.id not in rows.table.c or not item.type.parts):
        return
    if place is not None and place.place == "links":
        yield from _several(rows, item, rows.table.c[place.columns["value"]])
        return
    if item.type.shape is Shape.ROWS:
        return
    single = len(item.type.parts) == 1
    for part in item.type.parts:
        name = item.name if single else bounded(f"{item.name}_{part.name}", item.id + part.name)
        yield name, _readable(rows, item, part, _stored(rows, item, part))
    first = item.type.parts[0]
    called = _called(rows, item, first, _stored(rows, item, first)) if first.kind in _NAMED else None
    if called is not None:
        yield bounded(item.name + LABEL, item.id + LABEL), called


def title_signature(workspace: Workspace, item: Field, deep: int = _TITLES_DEEP) -> list[object]:
    """Return what the titles of the records that a field refers to are read from, through other titles too."""
    return [
        (target.id, [_read_from(workspace, target, one, deep) for one in target.title])
        for target in (_targets(workspace, item) if deep else ())
        if target.id in workspace.tables
    ]


def _read_from(workspace: Workspace, target: Entity, item: Field, deep: int) -> tuple[object, ...]:
    place = workspace.tables[target.id].layout.fields.get(item.id)
    columns = tuple(place.columns.items()) if place is not None else ()
    return item.id, columns, title_signature(workspace, item, deep - 1)


def _stored(rows: Rows, item: Field, part: Part) -> Element:
    place = rows.places.get(item.id)
    if place is None:
        return rows.table.c[item.id]
    if place.place == "aside":
        return _aside(rows.workspace.tables[rows.entity.id], item, part)
    return rows.table.c[place.columns[part.name]]


def _aside(tables: RecordTables, item: Field, part: Part) -> Element:
    aside = tables.aside
    kept: Column[object] = aside.c.text if part.kind in (PartKind.TEXT, PartKind.SORTED_TEXT) else aside.c.number
    key = tables.layout.aside_key(item.id, part.name, len(item.type.parts) > 1)
    return select(kept).where(aside.c.record == tables.main.c.id, aside.c.field == key).scalar_subquery()


def _called(rows: Rows, item: Field, part: Part, stored: Element, deep: int = _TITLES_DEEP) -> Element | None:
    """Return what people call a stored value: the label of an option, a name, a title."""
    fixed = workspace_tables(rows.workspace.space)
    if part.kind is PartKind.OPTION:
        return _option(rows, item, stored, _label_of_option(rows))
    if part.kind is PartKind.USER:
        return select(fixed.member.c.display_name).where(fixed.member.c.account_id == stored).scalar_subquery()
    if part.kind is PartKind.DEPARTMENT:
        department = fixed.department
        return select(department.c.name).where(department.c.id == stored).scalar_subquery()
    found = [_title(rows.workspace, target, stored, deep) for target in _targets(rows.workspace, item)]
    return _first([title for title in found if title is not None])


def _first(texts: list[Element]) -> Element | None:
    """Return the first that is not blank; SQLite knows no choice of one."""
    return func.coalesce(*texts) if len(texts) > 1 else texts[0] if texts else None


def _targets(workspace: Workspace, item: Field) -> list[Entity]:
    """Return the entities whose records a field may name: ids are unique among all of them."""
    named = [item.settings.get("entity"), *item.settings.get("entities", ())]
    return [workspace.model.entities[key] for key in named if key in workspace.model.entities]


def _title(workspace: Workspace, target: Entity, ids: Element, deep: int) -> Element | None:
    tables = workspace.tables.get(target.id)
    if tables is None or deep == 0:
        return None
    main = tables.main.alias()
    rows = Rows(workspace, target, main, tables.layout.fields)
    found = [_as_text(rows, item, deep) for item in target.title]
    title = _first([text for text in found if text is not None])
    return None if title is None else select(title).where(main.c.id == ids).scalar_subquery()


def _as_text(rows: Rows, item: Field, deep: int) -> Element | None:
    """Return a field of a title as text; None for what is kept elsewhere than in the row."""
    place = rows.places.get(item.id)
    if place is None or place.place != "main":
        return None
    part = item.type.parts[0]
    stored = rows.table.c[place.columns[part.name]]
    if part.kind in _NAMED:
        return _called(rows, item, part, stored, deep - 1)
    if part.kind is PartKind.INTEGER:
        return cast(_readable(rows, item, part, stored), Text)
    return func.nullif(stored, literal_column("''"))


def _several(rows: Rows, item: Field, stored: Element) -> Iterator[tuple[str, Element]]:
    """Yield the names of several options, or several ids as JSON, and what people call them."""
    part, names = item.type.parts[0], workspace_tables(rows.workspace.space).option_name
    if part.kind is PartKind.OPTION:
        value: Element = literal_column("j.value", Text)
        yield item.name, _joined(rows, stored, _option(rows, item, value, names.c.name, names.c.option_id))
        called: Element | None = _option(rows, item, value, _label_of_option(rows), names.c.option_id)
    else:
        yield item.name, stored
        called = _called(rows, item, part, literal_column("CAST(j.value AS BIGINT)", Integer))
    yield bounded(item.name + LABEL, item.id + LABEL), _joined(rows, stored, called)


def _joined(rows: Rows, stored: Element, called: Element | None) -> Element:
    """Return several values in their order as one text, each, ``j.value``, as it is called."""
    conn = rows.workspace.conn
    one = "NULL" if called is None else str(select(called).compile(conn, compile_kwargs={"literal_binds": True}))
    kept = str(stored.compile(conn))
    if conn.dialect.name == "sqlite":
        inner = f"SELECT ({one}) AS called FROM json_each({kept}) AS j ORDER BY j.key"  # nosec B608: names of our own
        return literal_column(f"(SELECT group_concat(called, ', ') FROM ({inner}))", Text)  # nosec B608
    each = f"jsonb_array_elements_text({kept}::jsonb) WITH ORDINALITY AS j(value, place)"
    return literal_column(f"(SELECT string_agg(({one}), ', ' ORDER BY j.place) FROM {each})", Text)  # nosec B608


def _label_of_option(rows: Rows) -> Element:
    names = workspace_tables(rows.workspace.space).option_name
    return func.coalesce(func.nullif(names.c.label, literal_column("''")), names.c.name)


def _option(rows: Rows, item: Field, stored: Element, shown: Element, by: Element | None = None) -> Element:
    """Return what an option shows, found by its code or by another of its columns."""
    names = workspace_tables(rows.workspace.space).option_name
    found_by: Element = names.c.code if by is None else by
    mine = (names.c.entity_id == rows.entity.id, names.c.list_id == item.options.list_id, found_by == stored)
    return select(shown).where(*mine).scalar_subquery()


def _readable(rows: Rows, item: Field, part: Part, stored: Element) -> Element:
    if part.kind is PartKind.OPTION:
        return _option(rows, item, stored, workspace_tables(rows.workspace.space).option_name.c.name)
    if part.kind is not PartKind.INTEGER:
        return stored
    space = rows.workspace.space
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
