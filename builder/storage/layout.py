"""Layouts: where the values of an entity's fields live, decided once and only ever added to.

A layout is pure data, stored as JSON. Physical names come from ids. A field that is deleted keeps its
columns and becomes ``retired``; when it returns it is ``ready`` again, or new where the trash was emptied. Another type
or scale is another *generation* of columns beside the old ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import orjson
from sqlalchemy import Connection, delete, insert, select

from builder.metadata.definitions import Field
from builder.storage.fixed_tables import workspace_tables
from builder.storage.space import Space

Place = Literal["main", "aside", "links", "rows", "gone"]
"""``gone`` is a field that was emptied out of the trash: its columns hold nothing and are only counted."""
State = Literal["building", "ready", "retired", "emptying"]

IN_LOWER_CASE = "~"
"""Stands before a column of an index that holds its values in lower case."""
BEGINNING = "^"
"""Stands before a column of an index, and before any other mark, that holds the beginnings of its values."""
LONGEST_KEY = 200
"""Bytes of a unique key that are kept as they are; longer ones are hashed."""


@dataclass(frozen=True)
class FieldLayout:
    """Where one field lives."""

    place: Place
    columns: Mapping[str, str] = field(default_factory=dict)
    """Part name → column; for links the column of the JSON copy; empty for fields kept aside."""
    sort_key: str | None = None
    """Column of the stored sort key of text, if it has one."""
    state: State = "ready"
    form: str = ""
    """What the stored values mean (type and scale): another form needs other columns."""
    generation: int = 1
    fields: Mapping[str, FieldLayout] = field(default_factory=dict)
    """Fields of the rows of a sub-table, by id."""
    former: FieldLayout | None = None
    """Where the field lived before its type or scale changed; the values there are kept."""
    since: int = 0
    """Layout revision in which its type or scale changed last: history from before holds values of another type."""
    gaps: tuple[tuple[int, int | None], ...] = ()
    """Of a column of a sub-table: layout revisions from and until which it was in the trash. History from then tells
    of rows without it, though they had it."""

    def columns_of(self, parts: Sequence[str]) -> list[str]:
        """Return the columns in the order of the parts of the type: a layout that was read back has its own."""
        return [self.columns[part] for part in parts] if len(self.columns) > 1 else list(self.columns.values())

    def is_hidden_at(self, revision: int) -> bool:
        """Whether it was in the trash, as a column of a sub-table, at a layout revision."""
        return any(start <= revision and (end is None or revision < end) for start, end in self.gaps)

    def fits(self, revision: int) -> bool:
        """Whether values written under a layout revision mean what values mean now: the type and scale were these."""
        return next((life.form == self.form for life in lives(self) if life.since <= revision), False)

    @property
    def kinds(self) -> dict[str, str]:
        """Part name → kind of its stored values."""
        parts = self.form.partition("(")[2].partition(")")[0].split(",")
        return dict(part.split(":")[:2] for part in parts if part)

    def sort_key_of(self, item: Field) -> str | None:
        """Return the column that orders a field; None for parts and for fields without a stored key."""
        return None if "." in item.id else self.sort_key


@dataclass(frozen=True)
class IndexLayout:
    """An index on the main table; its name follows from what it holds."""

    name: str
    columns: tuple[str, ...]
    """Columns in order; those that begin with ``-`` go down."""
    unique: bool = False
    living: bool = True
    """Only records that are not in the trash; otherwise only those that are."""
    state: State = "ready"
    asked: int = 0
    """Number of the list that somebody asked to be made fast by it; 0 where the product chose the index."""


def begins(index: IndexLayout, other: IndexLayout) -> bool:
    """Whether another index begins like an index, and so serves all its readers."""
    shorter = len(index.columns) < len(other.columns) and other.columns[: len(index.columns)] == index.columns
    return shorter and not index.unique and index.living and other.living


@dataclass(frozen=True)
class EntityLayout:
    """Where one entity lives."""

    entity_id: str
    fields: Mapping[str, FieldLayout] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Option list → option id → the integer stored for it. Never reused."""
    unique_columns: Mapping[str, str] = field(default_factory=dict)
    """Unique key → column of the normalised text; written from the moment it is here."""
    unique_generations: Mapping[str, int] = field(default_factory=dict)
    """Unique key → how often it came; one that returns gets a fresh column, since nobody kept up the old one."""
    indexes: Mapping[str, IndexLayout] = field(default_factory=dict)
    state: State = "ready"

    @property
    def main(self) -> str:
        """Plain name of the main table."""
        return self.entity_id

    @property
    def aside(self) -> str:
        """Plain name of the sibling table."""
        return f"{self.entity_id}_aside"

    @property
    def search(self) -> str:
        """Plain name of the search table."""
        return f"{self.entity_id}_search"

    @property
    def had_hidden_columns(self) -> bool:
        """Whether a column of a sub-table is, or was once, in the trash."""
        return any(column.gaps for item in self.fields.values() for column in item.fields.values())

    def link(self, field_id: str) -> str:
        """Plain name of the link table of a field in its present generation."""
        return f"{field_id}_link{generation_suffix(self.fields[field_id].generation)}"

    def aside_key(self, field_id: str, part: str, several: bool) -> str:
        """Key of a value in the sibling table: the field in its present generation, the part where there are several.

        A field that goes aside again does not find what it kept there under another type.
        """
        key = f"{field_id}{generation_suffix(self.fields[field_id].generation)}"
        return f"{key}.{part}" if several else key

    def child(self, field_id: str) -> str:
        """Plain name of the table with the rows of a sub-table."""
        return f"{field_id}_row"


def lives(item: FieldLayout) -> Iterator[FieldLayout]:
    """Yield where a field lives, then where it lived before its type changed, latest first."""
    life: FieldLayout | None = item
    while life is not None:
        yield life
        life = life.former


def life_in_rows(item: FieldLayout | None) -> FieldLayout | None:
    """Return the place of a field as it is, or was last, a sub-table: its rows stay in one table for good."""
    return next((life for life in lives(item) if life.place == "rows"), None) if item is not None else None


def unique_key_text(parts: list[str | int | None]) -> str:
    """Return normalised parts as one text: the same for equal keys, different for others, of bounded length.

    Parts are joined by a character that no value holds; more than 200 bytes become their SHA-256, since
    keys of a B-tree are bounded.
    """
    text = str(parts[0]) if len(parts) == 1 else "\x1f".join(map(str, parts))
    if len(text) <= LONGEST_KEY and text.isascii():
        return text
    encoded = text.encode()
    return text if len(encoded) <= LONGEST_KEY else "#" + hashlib.sha256(encoded).hexdigest()


def generation_suffix(number: int) -> str:
    """Return what the names of columns and link tables of a later generation end with."""
    return "" if number == 1 else f"__g{number}"


def to_text(layout: EntityLayout) -> str:
    """Return a layout as JSON."""
    return orjson.dumps(asdict(layout), option=orjson.OPT_SORT_KEYS).decode()


def from_text(body: str) -> EntityLayout:
    """Return the layout that ``to_text`` wrote."""
    raw = orjson.loads(body)
    return EntityLayout(
        raw["entity_id"],
        {key: _field(value) for key, value in raw["fields"].items()},
        raw["codes"],
        raw["unique_columns"],
        raw["unique_generations"],
        {key: IndexLayout(**{**value, "columns": tuple(value["columns"])}) for key, value in raw["indexes"].items()},
        raw["state"],
    )


def _field(raw: dict[str, Any]) -> FieldLayout:
    former = _field(raw["former"]) if raw["former"] else None
    inner = {key: _field(value) for key, value in raw["fields"].items()}
    gaps = tuple((start, end) for start, end in raw.get("gaps", ()))
    return FieldLayout(**{**raw, "fields": inner, "former": former, "gaps": gaps})


def load_layouts(conn: Connection, space: Space) -> dict[str, str]:
    """Return entity id → layout as JSON, entities in the trash included."""
    table = workspace_tables(space).layout
    return {row[0]: row[1] for row in conn.execute(select(table.c.entity_id, table.c.body))}


def emptying(layouts: Iterable[EntityLayout]) -> Iterator[str]:
    """Yield the ids of entities and fields that are on their way out of the trash for good."""
    for layout in layouts:
        if layout.state == "emptying":
            yield layout.entity_id
        yield from (key for key, item in layout.fields.items() if item.state == "emptying")


def save_layout(conn: Connection, space: Space, layout: EntityLayout) -> None:
    """Insert or replace a layout."""
    table = workspace_tables(space).layout
    conn.execute(delete(table).where(table.c.entity_id == layout.entity_id))
    conn.execute(insert(table).values(entity_id=layout.entity_id, body=to_text(layout)))


def delete_layout(conn: Connection, space: Space, entity_id: str) -> None:
    """Forget the layout of an entity whose tables are gone."""
    table = workspace_tables(space).layout
    conn.execute(delete(table).where(table.c.entity_id == entity_id))
