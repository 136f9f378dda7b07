"""Which indexes an entity wants: those its keys, references and stages need, then those its lists are read by."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile

from builder.metadata.conditions import All, Compare, Condition, Path
from builder.metadata.definitions import Field
from builder.metadata.entity import Activity, Entity
from builder.metadata.field_types.base import Operator, PartKind, Shape
from builder.metadata.model import Model, View
from builder.metadata.query import Sort
from builder.storage.beginnings import has_beginning
from builder.storage.driver_errors import UNIQUE_INDEX
from builder.storage.follow_ups import FALLING_DUE
from builder.storage.layout import BEGINNING, IN_LOWER_CASE, EntityLayout, IndexLayout
from builder.storage.physical import FIXED
from builder.storage.space import Space
from builder.storage.stored_values import TEXTS

MOST_INDEXES = 9
"""Indexes of an entity chosen by the product; its makers may ask for more."""
MOST_EQUAL, MOST_SORTED = 2, 3
IN_TRASH, TRASH_INDEX = ("updated_at", "id"), "_trash"
"""What the trash is listed by; it also bounds how far its emptying looks."""
_STORED = (Operator.EQ, Operator.IN)


def wanted_indexes(
    space: Space, model: Model, entity: Entity, layout: EntityLayout, fast: Mapping[tuple[str, ...], int] | None = None
) -> list[IndexLayout]:
    """Return the indexes of an entity's main table: unique keys, the most useful others, those asked for, the
    one of the trash.

    ``fast`` are the columns that make lists fast which somebody asked to be, with the number of what was asked.
    """
    fast = fast or {}
    unique = [
        IndexLayout(space.name(layout.unique_columns[key.id] + UNIQUE_INDEX), (layout.unique_columns[key.id],), True)
        for key in entity.unique_keys
    ]
    found: dict[tuple[str, ...], None] = {}
    too_long = set(_unbounded(entity, layout)) if space.dialect == "postgresql" else set[str]()
    for useful in _useful(model, entity, layout):
        columns = tuple(takewhile(lambda column: column not in too_long, useful))
        if columns and len(found) + len(unique) < MOST_INDEXES:
            found.setdefault(columns)
    if entity.followed:
        found.setdefault(FALLING_DUE)
    for index in entity.indexes:
        asked = columns_of(layout, index.paths)
        if asked:
            found.setdefault((*asked, "id"))
    found |= dict.fromkeys(fast)
    chosen = [
        IndexLayout(index_name(space, entity, columns), columns, asked=fast.get(columns, 0))
        for columns in _without_prefixes(found)
    ]
    return [*unique, *chosen, IndexLayout(space.name(entity.id + TRASH_INDEX), IN_TRASH, living=False)]


def _unbounded(entity: Entity, layout: EntityLayout) -> Iterator[str]:
    """Yield the columns of texts that PostgreSQL cannot hold whole in an index: such groups are read without one."""
    for item in entity.fields:
        place = layout.fields.get(item.id)
        if place is not None and place.place == "main" and item.type.shape is Shape.COLUMNS:
            for part in item.parts:
                kind = item.part(part.name).type if len(item.parts) > 1 else item.type
                if part.kind in TEXTS and not kind.short:
                    yield place.columns[part.name]


def index_name(space: Space, entity: Entity, columns: Sequence[str]) -> str:
    """Return the name of the index that holds these columns."""
    digest = hashlib.sha256(",".join(columns).encode()).hexdigest()[:10]
    return space.name(f"{entity.id}_x{digest}")


def _without_prefixes(found: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Leave out an index that begins another one: that one serves its readers too."""
    every = list(found)
    for columns in every:
        if not any(other != columns and other[: len(columns)] == columns for other in every):
            yield columns


def _useful(model: Model, entity: Entity, layout: EntityLayout) -> Iterator[tuple[str, ...]]:
    """Yield columns of indexes, the most useful first."""
    yield from _of_references(entity, layout)
    if entity.ownable:
        yield ("owner", "id")
    if entity.flows:
        yield ("stage", "id")
    yield _default_order(entity, layout)
    for view in model.views.values():
        if view.entity.id == entity.id:
            yield from _of_view(view, layout)
    for item in (*entity.title[:1], *(item for item in entity.fields if item.searchable)):
        column = order_column(layout, item)
        yield (column, "id") if column else ()


def _of_references(entity: Entity, layout: EntityLayout) -> Iterator[tuple[str, ...]]:
    for item in entity.fields:
        if item.type.shape is Shape.COLUMNS and any(part.kind is PartKind.RECORD for part in item.type.parts):
            column = layout.fields[item.id].columns.get("value")
            yield (column, "id") if column else ()
    if entity.activity is not None:
        yield _of_activity(entity.activity, layout)


def _of_activity(activity: Activity, layout: EntityLayout) -> tuple[str, ...]:
    """Return what the timeline of a subject is read by: its activities, the last one first."""
    place = layout.fields[activity.subject.id]
    subject = place.columns.get("value") if place.place == "main" else None
    return ordered((subject,), [(order_column(layout, activity.happened_at), True)]) if subject else ()


def _default_order(entity: Entity, layout: EntityLayout) -> tuple[str, ...]:
    steps = [(entity.by_id.get(path), down) for path, down in entity.default_sort]
    columns = [(order_column(layout, item) if item else None, down) for item, down in steps]
    return ordered((), columns)


def _of_view(view: View, layout: EntityLayout) -> Iterator[tuple[str, ...]]:
    equal = columns_of(layout, _compared(view.filter))[:MOST_EQUAL]
    columns = [(_sort_column(layout, step), step.descending) for step in view.sort[:MOST_SORTED]]
    if equal or columns:
        yield ordered(equal, columns)
    yield from _of_shape(view, layout)
    if view.group:
        keys = _whole_columns(layout, [key.path for key in view.group])
        yield (*keys, *(column for column in _totalled(view, layout) if column not in keys)) if keys else ()


def _of_shape(view: View, layout: EntityLayout) -> Iterator[tuple[str, ...]]:
    """Yield the ways in which a board reads its columns and their sums, a calendar its dates."""
    board = view.document.get("board") or {}
    column = _own_column(view, layout, board.get("field", ""))
    if column:
        own_order = [(view.entity.by_id.get(path), down) for path, down in view.entity.default_sort]
        steps = [(_sort_column(layout, step), step.descending) for step in view.sort[:MOST_SORTED]]
        steps = steps or [(order_column(layout, item) if item else None, down) for item, down in own_order]
        yield ordered((column,), steps) or (column, "id")
        summed = [one for one in _read_columns(layout, [board.get("sum", "").removesuffix(".amount")]) if one != column]
        yield (column, *summed) if summed else ()
    calendar = view.document.get("calendar") or {}
    for text in (calendar.get("start", ""), calendar.get("end", ""), *calendar.get("also", ())):
        dated = _own_column(view, layout, text)
        yield (dated, "id") if dated else ()


def _own_column(view: View, layout: EntityLayout, text: str) -> str | None:
    """Return the column of the main row that a field of the entity itself lives in, by the id of the field."""
    item = view.entity.by_id.get(text)
    return value_column(layout, item) if item is not None else None


def _totalled(view: View, layout: EntityLayout) -> Iterator[str]:
    """Yield the columns that the totals of a view read; currencies come first, since money is summed for each."""
    yield from _read_columns(layout, [str(total.get("field", "")) for total in view.document.get("totals", ())])


def _read_columns(layout: EntityLayout, texts: Iterable[str]) -> Iterator[str]:
    """Yield the columns of fields, or of parts of them, currencies first."""
    asked = [text.partition(".") for text in texts]
    places = [(layout.fields.get(base), part) for base, _, part in asked]
    kept = [(place.columns, part) for place, part in places if place is not None and place.place == "main"]
    yield from (columns["currency"] for columns, part in kept if "currency" in columns and not part)
    for columns, part in kept:
        column = columns.get(part or next(iter(columns), ""))
        if column:
            yield column


def ordered(equal: Sequence[str], steps: Sequence[tuple[str | None, bool]]) -> tuple[str, ...]:
    """Return equal columns, then sorted ones and the id; directions are relative to the first sorted one.

    The id goes the way of the last level, and without any sort goes down; an index is read either way.
    """
    if any(column is None for column, _ in steps) or not (equal or steps):
        return ()
    first = steps[0][1] if steps else True
    last = steps[-1][1] if steps else True
    found = [*equal]
    for column, down in steps:
        if column is not None and column not in found:
            found.append(column if down == first else f"-{column}")
    return (*found, "id" if last == first else "-id")


def _compared(condition: Condition) -> list[Path]:
    """Return the paths that a filter holds to single values."""
    items = condition.items if isinstance(condition, All) else (condition,)
    return [item.path for item in items if isinstance(item, Compare) and item.op in _STORED]


def _whole_columns(layout: EntityLayout, paths: Iterable[Path]) -> tuple[str, ...]:
    """Return the columns that hold the values of paths which end in the record itself, each once."""
    columns = [None if path.steps else value_column(layout, path.field) for path in paths]
    return tuple(dict.fromkeys(column for column in columns if column))


def columns_of(layout: EntityLayout, paths: Iterable[Path]) -> tuple[str, ...]:
    """Return the columns that find paths which end in the record itself, each once; others are left out."""
    found: dict[str, None] = {}
    for path in paths:
        column = None if path.steps else key_column(layout, path.field)
        if column:
            found.setdefault(column)
    return tuple(found)


def _sort_column(layout: EntityLayout, step: Sort) -> str | None:
    return None if step.path.steps else order_column(layout, step.path.field)


def order_column(layout: EntityLayout, item: Field) -> str | None:
    """Return the column of the main row that orders a field, or None where there is none."""
    if any(part.kind in (PartKind.RECORD, PartKind.USER) for part in item.type.parts):
        return None
    return key_column(layout, item)


def key_column(layout: EntityLayout, item: Field) -> str | None:
    """Return the column of the main row that an index holds to find values of a field, or None where there is none.

    It is bounded, as the keys of a B-tree are: the sort key of a text, or ``BEGINNING`` with the column of a code or
    an address that may be long. Who looks for one value compares that too.
    """
    place = layout.fields.get(item.id)
    if place is not None and place.sort_key:
        return place.sort_key
    column = value_column(layout, item)
    return BEGINNING + column if column and has_beginning(item) else column


def value_column(layout: EntityLayout, item: Field) -> str | None:
    """Return the column of the main row that holds a field (or a part, ``f_x.max``), or None.

    A column whose values are equal in either case comes as ``IN_LOWER_CASE`` with its name.
    """
    base, _, part = item.id.partition(".")
    place = layout.fields.get(base)
    if place is None:
        return base if base in FIXED or base == "id" else None
    if place.place != "main":
        return None
    column = place.columns.get(part or next(iter(place.columns)))
    return IN_LOWER_CASE + column if column and item.type.caseless else column
