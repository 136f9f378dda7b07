"""What can be done with the value at the end of a path: sort by it, group by it, sum it."""

from __future__ import annotations

from builder.metadata.conditions import Path
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import Shape
from builder.metadata.paths import UnknownField, find_path
from builder.metadata.reading import Reading

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
