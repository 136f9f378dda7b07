"""What a change of type would do to the values that are there: tried on them, before anything is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from builder.metadata.field_types.base import Shape, TextFormat
from builder.metadata.model import Model
from builder.metadata.values import BadValue, Value, is_blank
from builder.storage.catalog import Catalog
from builder.storage.changed_fields import Changed, changed_fields, converted
from builder.storage.layout_planning import plan_layout
from builder.storage.stored_values import stored_values

MOST_JUDGED = 10_000
"""Records looked at; of larger tables the first ones tell enough."""
MOST_EXAMPLES = 20
LONGEST_EXAMPLE = 100
CHUNK = 500


@dataclass(frozen=True)
class Trial:
    """How the values of one field take to its new type."""

    changed: Changed
    judged: int
    """Values tried."""
    unfit: int
    """Those that do not fit: the field is blank there afterwards, and what it held stays in the database."""
    examples: tuple[tuple[int, str], ...]
    """(record, value as text) of the first unfit ones."""
    complete: bool
    """Whether every record was looked at."""


def conversion_trials(conn: Connection, catalog: Catalog, after: Model) -> Iterator[Trial]:
    """Yield a trial for each field that gets another type or scale when the model ``after`` is published."""
    for entity in after.entities.values():
        layout, earlier = catalog.layouts.get(entity.id), catalog.model.entities.get(entity.id)
        if layout is None or earlier is None:
            continue
        for changed in changed_fields(layout, plan_layout(after, entity, layout), earlier, entity, after.time_zone):
            yield _trial(conn, catalog, changed)


def _trial(conn: Connection, catalog: Catalog, changed: Changed) -> Trial:
    judged = unfit = 0
    examples: list[tuple[int, str]] = []
    seen = 0
    for record, value in _values(conn, catalog, changed):
        seen += 1
        if seen > MOST_JUDGED:
            break
        if is_blank(value):
            continue
        judged += 1
        try:
            converted(value, changed)
        except BadValue:
            unfit += 1
            if len(examples) < MOST_EXAMPLES:
                text = changed.old.type.to_text(value, changed.old, TextFormat(time_zone=changed.time_zone))
                examples.append((record, text[:LONGEST_EXAMPLE]))
    return Trial(changed, judged, unfit, tuple(examples), seen <= MOST_JUDGED)


def _values(conn: Connection, catalog: Catalog, changed: Changed) -> Iterator[tuple[int, Value]]:
    """Yield (record, value), the trash included; of a sub-table one for each row."""
    read = _of_records if changed.table is None else _of_rows
    after = 0
    while True:
        chunk = read(conn, catalog, changed, after)
        if not chunk:
            return
        for _, record, value in chunk:
            yield record, value
        after = chunk[-1][0]


def _of_records(conn: Connection, catalog: Catalog, changed: Changed, after: int) -> list[tuple[int, int, Value]]:
    main = catalog.tables[changed.entity.id].main
    ids = list(conn.execute(select(main.c.id).where(main.c.id > after).order_by(main.c.id).limit(CHUNK)).scalars())
    if changed.old.type.shape is Shape.ROWS:
        rows = catalog.read_apart(conn, changed.entity, changed.old, ids)
        return [(record, record, rows.get(record)) for record in ids]
    values = stored_values(conn, catalog, changed.entity, [changed.old], ids) if ids else {}
    return [(record, record, values[record].get(changed.old.id)) for record in ids]


def _of_rows(conn: Connection, catalog: Catalog, changed: Changed, after: int) -> list[tuple[int, int, Value]]:
    if changed.table is None:
        return []
    child = catalog.tables[changed.entity.id].children[changed.table.id]
    rows, columns = child.main.c, child.columns_of(changed.old)
    query = select(rows.id, rows.parent, *(rows[name] for name in columns))
    decode = catalog.row_decoder(child, changed.old)
    found = conn.execute(query.where(rows.id > after, rows.parent > 0).order_by(rows.id).limit(CHUNK))
    return [(row[0], row[1], decode(row[2:])) for row in found]
