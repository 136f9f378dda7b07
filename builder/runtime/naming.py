"""Which values of a record name something else: records, people, departments, those in sub-tables included."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import PartKind, Shape
from builder.metadata.values import Value, Values

UNKNOWN = {
    PartKind.RECORD: "unknown_record",
    PartKind.USER: "unknown_user",
    PartKind.DEPARTMENT: "unknown_department",
}
"""Kind of what is named → the code when there is no such thing."""

Found = Iterator[tuple[str, str, int]]
"""(dotted path, id of the entity or empty, number named)."""


@dataclass(frozen=True, eq=False)
class Naming:
    """One field, of the record or of the rows of a sub-table, whose values name something."""

    item: Field
    kind: PartKind
    found_in: Callable[[Values], Found]
    table: Field | None = None
    """The sub-table whose rows have the field."""
    only_target: str | None = None
    """Of a field that holds one number: the id of the entity whose record it names, or empty."""


def namings_of(entity: Entity) -> tuple[Naming, ...]:
    """Return the fields people made whose values name something."""
    found: list[Naming] = []
    for item in entity.fields:
        if item.type.shape is Shape.ROWS:
            found += [_in_rows(item, inner, kind) for inner in item.fields if (kind := kind_named(inner)) is not None]
        elif (kind := kind_named(item)) is not None:
            found.append(_in_record(item, kind))
    return tuple(found)


def kind_named(item: Field) -> PartKind | None:
    """Return what the values of a field name, if anything."""
    return next((part.kind for part in item.type.parts if part.kind in UNKNOWN), None)


def targets_of(item: Field, value: Value) -> Iterator[tuple[str, int]]:
    """Yield (entity id, or empty for people and departments; number) of what one value names."""
    if value is None:
        return
    if isinstance(value, dict):
        if value.get("value") is not None:
            yield value.get("entity") or "", value["value"]
        return
    target = item.settings.get("entity", "") if kind_named(item) is PartKind.RECORD else ""
    for one in value if isinstance(value, list) else [value]:
        yield target, one


def _in_record(item: Field, kind: PartKind) -> Naming:
    def found_in(values: Values) -> Found:
        for target, number in targets_of(item, values.get(item.id)):
            yield item.name, target, number

    one = item.type.shape is Shape.COLUMNS and len(item.type.parts) == 1
    target = item.settings.get("entity", "") if kind is PartKind.RECORD else ""
    return Naming(item, kind, found_in, only_target=target if one else None)


def _in_rows(table: Field, item: Field, kind: PartKind) -> Naming:
    def found_in(values: Values) -> Found:
        for at, row in enumerate(values.get(table.id) or ()):
            for target, number in targets_of(item, row["values"].get(item.id)):
                yield f"{table.name}.{at}.{item.name}", target, number

    return Naming(item, kind, found_in, table)
