"""What can be done with the value at the end of a path: sort by it, group by it, sum it."""

from __future__ import annotations

from dataclasses import replace

from builder.metadata.conditions import Path
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import PartKind, Shape
from builder.metadata.field_types.files import FileField
from builder.metadata.paths import UnknownField, find_path
from builder.metadata.reading import Reading

_COLUMNS = (PartKind.OPTION, PartKind.USER, PartKind.DEPARTMENT)
_SINGLE = (Shape.COLUMNS, Shape.ASIDE)


def known_path(reading: Reading, entity: Entity, text: str) -> Path | None:
    """Return a path, or None where it leads nowhere: that was told with the references."""
    try:
        return find_path(reading.model, entity, text)
    except UnknownField:
        return None


def is_sortable(path: Path) -> bool:
    """Whether records can be put in the order of the value."""
    return path.field.type.sortable and path.field.type.shape is Shape.COLUMNS


def is_groupable(path: Path) -> bool:
    """Whether records fall into groups by the value."""
    return path.field.type.shape in (Shape.COLUMNS, Shape.LINKS) and len(path.field.type.parts) == 1


def offers(path: Path, function: str) -> bool:
    """Whether an aggregate (count, sum, avg, min, max) can be made of the values."""
    return path.field.type.shape in _SINGLE and function in path.field.type.aggregates


def is_boardable(path: Path) -> bool:
    """Whether the value makes the columns of a board: one of few, of the record itself, so that a card can be moved."""
    kinds = [part.kind for part in path.field.type.parts]
    return not path.steps and is_groupable(path) and kinds[0] in _COLUMNS and path.field.type.shape is Shape.COLUMNS


def starts_and_ends(path: Path) -> tuple[Path, Path] | None:
    """Return the ways to both ends of a range of days, or None where the path leads to no such range."""
    parts = [part.name for part in path.field.type.parts]
    if parts != ["start", "end"] or path.part:
        return None
    start, end = (replace(path, field=path.field.part(name), part=name) for name in parts)
    return start, end


def is_dated(path: Path) -> bool:
    """Whether the value places a record on a day: a date, a moment, or a range of days."""
    dated = path.field.type.time_unit in ("day", "microsecond") or starts_and_ends(path) is not None
    return dated and path.field.type.shape is Shape.COLUMNS


def is_parent(path: Path, entity: Entity) -> bool:
    """Whether the value names the record of the same entity that a record stands under."""
    item = path.field
    return not path.steps and item.type.name == "reference" and item.settings.get("entity") == entity.id


def has_options(path: Path) -> bool:
    """Whether the values are options, which bring colours along."""
    return path.field.type.parts[:1] != () and path.field.type.parts[0].kind is PartKind.OPTION


def has_pictures(path: Path) -> bool:
    """Whether the values are pictures, or files among which pictures can be."""
    return isinstance(path.field.type, FileField)
