"""The tables of an entity as SQLAlchemy knows them, made from its layout.

Main table     one row a record: fixed columns, then the columns of its fields
Aside          (record, field, number, text, sort): long texts, JSON, and scalars past what a row should hold
Links          (value, record) for each field with several values
Children       one table for each sub-table: id, parent, position, columns
Search         the words of each record: FTS5 on SQLite, a tsvector on PostgreSQL
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Column, Index, MetaData, Table, TableClause, column, table

from builder.metadata.definitions import Field
from builder.storage.column_types import Named, TableMaker, integer, text
from builder.storage.layout import EntityLayout, FieldLayout
from builder.storage.space import Space

FIXED = (
    "created_at",
    "created_by",
    "updated_at",
    "updated_by",
    "deleted_at",
    "archived_at",
    "owner",
    "department",
    "stage",
    "stage_entered_at",
    "follow_status",
    "last_followed_at",
    "next_follow_at",
)
"""Columns that every main table has beside ``id`` and ``version``: integers, blank where not used."""


@dataclass(frozen=True, eq=False)
class ChildTable:
    """The rows of a sub-table."""

    main: Table
    layout: FieldLayout
    codes: Mapping[str, Mapping[str, int]]
    """Option list → option id → code, those of the entity."""

    def columns_of(self, item: Field) -> list[str]:
        """Return the columns of a field of the rows, in the order of its parts."""
        return self.layout.fields[item.id].columns_of([part.name for part in item.type.parts])


@dataclass(frozen=True, eq=False)
class RecordTables:
    """All tables of one entity."""

    layout: EntityLayout
    main: Table
    aside: Table
    search: Table
    """On SQLite (rowid, words), an FTS5 table; on PostgreSQL (record, words)."""
    links: Mapping[str, Table] = field(default_factory=dict)
    children: Mapping[str, ChildTable] = field(default_factory=dict)

    @property
    def metadata(self) -> MetaData:
        """What holds them all; the search table of SQLite cannot be created from it."""
        return self.main.metadata

    def __iter__(self) -> Iterator[Table]:
        yield self.main
        yield self.aside
        yield from self.links.values()
        yield from (child.main for child in self.children.values())


def record_tables(space: Space, layout: EntityLayout) -> RecordTables:
    """Return the tables of a layout."""
    make = TableMaker(space)
    main = make.table(
        layout.main,
        integer("id", primary_key=True, autoincrement=False),
        integer("version"),
        *[integer(name, optional=True) for name in FIXED],
        *_value_columns(layout),
    )
    return RecordTables(
        layout,
        main,
        _aside(make, layout),
        _search(make, layout),
        {key: _link(make, layout, key) for key, item in layout.fields.items() if item.place == "links"},
        {
            key: ChildTable(_child(make, layout, key), item, layout.codes)
            for key, item in layout.fields.items()
            if item.place == "rows"
        },
    )


def _value_columns(layout: EntityLayout) -> Iterator[Column[int] | Column[str]]:
    for item in layout.fields.values():
        if item.place in ("main", "links"):
            yield from field_columns(item)
    for name in layout.unique_columns.values():
        yield text(name, optional=True)


def field_columns(item: FieldLayout) -> Iterator[Column[int] | Column[str]]:
    """Yield the columns of a field in the row it lives in."""
    kinds = item.kinds
    json = not item.form.startswith("columns")
    for part, name in item.columns.items():
        textual = json or kinds.get(part, "text") in ("text", "sorted_text")
        yield text(name, optional=True) if textual else integer(name, optional=True)
    if item.sort_key:
        yield text(item.sort_key, optional=True)


def _aside(make: TableMaker, layout: EntityLayout) -> Table:
    """Return the sibling table; ``field`` is a field id, or ``id.part`` where there are several parts."""
    return make.table(
        layout.aside,
        integer("record", primary_key=True, autoincrement=False),
        text("field", primary_key=True),
        integer("number", optional=True),
        text("text", optional=True),
        text("sort", optional=True),
        sqlite_with_rowid=False,
    )


def _link(make: TableMaker, layout: EntityLayout, field_id: str) -> Table:
    """Return a link table. Both ways are indexed: who has this value, which values has this record."""
    return make.table(
        layout.link(field_id),
        integer("value", primary_key=True, autoincrement=False),
        integer("record", primary_key=True, autoincrement=False),
        Index(None, "record"),
        sqlite_with_rowid=False,
    )


def _child(make: TableMaker, layout: EntityLayout, field_id: str) -> Table:
    columns = [column for item in layout.fields[field_id].fields.values() for column in field_columns(item)]
    return make.table(
        layout.child(field_id),
        integer("id", primary_key=True, autoincrement=False),
        integer("parent"),
        integer("position"),
        *columns,
        Index(None, "parent", "position"),
    )


def former_child(space: Space, layout: EntityLayout, field_id: str, life: FieldLayout) -> Table:
    """Return the table with the rows of a field as it was while it was a sub-table."""
    kept = replace(layout, fields={field_id: life})
    return _child(TableMaker(space), kept, field_id)


def _search(make: TableMaker, layout: EntityLayout) -> Table:
    if make.space.dialect == "sqlite":
        return make.table(layout.search, integer("rowid", primary_key=True), text("words", optional=True))
    return make.table(
        layout.search,
        integer("record", primary_key=True, autoincrement=False),
        Column("words", Named("TSVECTOR"), nullable=False),
        Index(None, "words", postgresql_using="gin"),
    )


def bare(space: Space, plain: str, names: Sequence[str]) -> TableClause:
    """Return a table by its plain name with some of its columns, those of former lives of fields among them."""
    return table(space.name(plain), *(column(name) for name in names), schema=space.schema)
