"""The story of a record: who changed what, when, and how long it stood in each stage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from builder.errors import NotFound
from builder.metadata.conditions import Path
from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import Shape
from builder.metadata.instants import rfc3339
from builder.metadata.rights import Access
from builder.metadata.values import Value, Values
from builder.runtime.readable import access_to, shows
from builder.runtime.wire import Collect, Dump, Labels, masked, writer
from builder.runtime.work import Work
from builder.storage import history, stage_history
from builder.storage.asker import Reach
from builder.storage.query.by_ids import read_by_ids

MOST_VERSIONS = 200


def history_of(work: Work, entity: Entity, record: int) -> dict[str, Any]:
    """Return ``{"items": [{"version", "at", "by", "kind", "changes": [{"field", "before", "after"}]}]}``, newest first.

    Only fields that the principal sees, masked ones masked; that something was done to others alone is not told. A
    value from before its field had another type is blank. Raises NotFound.
    """
    current = current_values(work, entity, record)
    entries = history.of_record(work.conn, work.space, record, MOST_VERSIONS)
    told = walked_back(list(in_types_of_now(work, entity, entries, current)), current)
    fields = {key: entity.by_id[key] for _, before, _ in told for key in before if is_told(work, entity, key)}
    told = [one for one in told if one[0].kind != "update" or not one[1] or one[1].keys() & fields.keys()]
    writers = {key: value_writer(work, entity, item) for key, item in fields.items()}
    labels = Labels(people={entry.by for entry in entries})
    for _, before, after in told:
        for key, (collect, _) in writers.items():
            for value in (before.get(key), after.get(key)):
                if value is not None and key in before and collect is not None:
                    collect(value, labels)
    labels.fetch(work)
    return {
        "items": [
            {
                "version": entry.version,
                "at": rfc3339(entry.at),
                "by": {"id": entry.by, "label": labels.names.get(entry.by, "")},
                "kind": entry.kind,
                "change_set": entry.change_set,
                "changes": [
                    {
                        "field": fields[key].name,
                        "before": dumped(writers[key][1], before[key], labels),
                        "after": dumped(writers[key][1], after.get(key), labels),
                    }
                    for key in before
                    if key in fields
                ],
            }
            for entry, before, after in told
        ]
    }


def in_types_of_now(
    work: Work, entity: Entity, entries: list[history.Entry], current: Values
) -> Iterator[history.Entry]:
    """Yield entries, newest first, without what they held in another type of a field or column."""
    layout, known = work.catalog.layouts[entity.id], rows_of(entity, current)
    for entry in entries:
        foreign = entry.foreign(layout)
        kept = replace(entry, before={**entry.before, **dict.fromkeys(foreign)}) if foreign else entry
        yield kept.in_columns_of_now(layout, known)


def rows_of(entity: Entity, values: Values) -> dict[int, Values]:
    """Return row id → values of all rows of a record."""
    tables = [item.id for item in entity.fields if item.type.shape is Shape.ROWS]
    return {row["id"]: row["values"] for key in tables for row in values.get(key) or ()}


def current_values(work: Work, entity: Entity, record: int) -> Values:
    """Return the values of a record, in the trash or not, that the principal sees. Raises NotFound."""
    work.require(entity, "view")
    every = (*entity.fields, *entity.system_fields)
    paths = [Path((), entity, item) for item in every if item.id != "id" and shows(work, entity, item)]
    rows = read_by_ids(work.conn, work.asker, entity, [record], paths, Reach(trash=None))
    if not rows:
        raise NotFound
    return rows[0].values


def walked_back(entries: list[history.Entry], current: Values) -> list[tuple[history.Entry, Values, Values]]:
    """Return (entry, values before, values after), walking back from what stands now."""
    after = dict(current)
    told = []
    for entry in entries:
        told.append((entry, entry.before, {key: after.get(key) for key in entry.before}))
        after.update(entry.before)
    return told


def is_told(work: Work, entity: Entity, key: str) -> bool:
    """Whether a field is there still and the principal sees it."""
    item = entity.by_id.get(key)
    return item is not None and shows(work, entity, item)


def value_writer(work: Work, entity: Entity, item: Field) -> tuple[Collect | None, Dump]:
    """Return what asks for the labels of values, and what writes them, masked ones masked."""
    return masked(work, item) if access_to(work, entity, item) is Access.MASKED else writer(work, item)


def dumped(dump: Dump, value: Value, labels: Labels) -> Any:
    """Return a value as it goes out; a blank is null."""
    return None if value is None else dump(value, labels)


def stages_of(work: Work, entity: Entity, record: int) -> dict[str, Any]:
    """Return ``{"items": [{"from", "to", "at", "by", "seconds"}]}``, oldest first; stages by name.

    Empty for who may not see the stage. Raises NotFound.
    """
    current_values(work, entity, record)
    stage = entity.by_id.get("stage")
    if stage is None or access_to(work, entity, stage) in (Access.HIDDEN, Access.MASKED):
        return {"items": []}
    moves = stage_history.of_record(work.conn, work.space, record)
    labels = Labels(people={move.by for move in moves})
    labels.fetch(work)
    names = {option.id: option.name for option in stage.options}
    return {
        "items": [
            {
                "from": names.get(move.left or ""),
                "to": names.get(move.entered),
                "at": rfc3339(move.at),
                "by": {"id": move.by, "label": labels.names.get(move.by, "")},
                "seconds": move.seconds,
            }
            for move in moves
        ]
    }
