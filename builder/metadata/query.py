"""Typed queries: what a list, a count or a group asks for, bound to an entity's fields."""

from __future__ import annotations

from dataclasses import dataclass, field

from builder.metadata.conditions import ALWAYS, Condition, Path
from builder.metadata.entity import Entity
from builder.metadata.values import Value

LARGEST_PAGE = 1_000
COUNT_CAP = 1_000


@dataclass(frozen=True)
class Sort:
    """One level of order."""

    path: Path
    descending: bool = False


@dataclass(frozen=True)
class Query:
    """A page of records.

    ``cursor`` holds the sort values and the id of the record next to the page, as ``Row.position``
    gave them; ``backward`` asks for the page before it.
    """

    entity: Entity
    fields: tuple[Path, ...] = ()
    where: Condition = ALWAYS
    search: str = ""
    sort: tuple[Sort, ...] = ()
    limit: int = 50
    cursor: tuple[Value, ...] | None = None
    backward: bool = False
    trash: bool = False
    """Records in the trash instead of living ones."""
    action: str = "view"
    """Whose branches bound the rows: view, or edit and delete for bulk changes by filter."""
    marks: tuple[Condition, ...] = ()
    """Conditions that set rows apart: each row tells which one holds first."""


@dataclass(frozen=True)
class GroupKey:
    """A field to group by; dates by ``grain`` (day, week, month, quarter, year)."""

    path: Path
    grain: str = ""


@dataclass(frozen=True)
class Measure:
    """count (no path), or sum, avg, min, max of a field."""

    function: str
    path: Path | None = None


@dataclass(frozen=True)
class GroupQuery:
    """Aggregates over records, by zero or more keys."""

    entity: Entity
    by: tuple[GroupKey, ...] = ()
    measures: tuple[Measure, ...] = (Measure("count"),)
    where: Condition = ALWAYS
    search: str = ""
    limit: int = 1_000


@dataclass(frozen=True)
class Row:
    """One record read: canonical values by path (dotted ids), and its place in the order."""

    id: int
    version: int
    values: dict[str, Value] = field(default_factory=dict)
    position: tuple[Value, ...] = ()
    mark: int | None = None
    """Index of the first of the query's marks that holds."""
