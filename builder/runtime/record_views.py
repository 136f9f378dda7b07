"""Records as conditions and rules see them: their values, what they refer to, and who refers to them.

Rules look at what the writer may not: nothing here is bounded by rights, and nothing leaves the pipeline.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from builder.metadata.conditions import Path, Related, Shared
from builder.metadata.entity import Entity
from builder.metadata.values import Value, Values
from builder.runtime.stage_tasks import TasksInBatch
from builder.runtime.work import Work
from builder.storage import record_team_rows, records
from builder.storage.referrers import Reference, referring

MOST_RELATED = 10_000
"""Related records that one condition looks at."""


@dataclass
class Neighbours:
    """Living records that rules of one batch asked for, each read once."""

    work: Work
    _found: dict[tuple[str, int], Values | None] = field(default_factory=dict)
    tasks: TasksInBatch = field(init=False)
    """Tasks of the stages in which the records of the batch stand."""

    def __post_init__(self) -> None:
        self.tasks = TasksInBatch(self.work)

    def values(self, entity: Entity, record: int) -> Values | None:
        """Return the values of a living record, or None."""
        key = (entity.id, record)
        if key not in self._found:
            self.fetch(entity, [record])
        return self._found[key]

    def fetch(self, entity: Entity, ids: Iterable[int]) -> None:
        """Read records that will be asked for, with one query for each chunk."""
        wanted = [record for record in dict.fromkeys(ids) if (entity.id, record) not in self._found]
        if not wanted:
            return
        found = records.read_many(self.work.conn, self.work.asker, entity, wanted)
        for record in wanted:
            self._found[entity.id, record] = found[record].values if record in found else None


@dataclass
class StoredView:
    """One record: the values it has or would have, and the database around it."""

    work: Work
    entity: Entity
    values: Values
    record: int | None = None
    neighbours: Neighbours | None = None

    def __post_init__(self) -> None:
        if self.neighbours is None:
            self.neighbours = Neighbours(self.work)

    def value(self, path: Path) -> Value:
        """Return the value at the end of a path; None when a record on the way is missing or in the trash."""
        values: Values | None = self.values
        for (_, step), target in zip(path.steps, path.targets, strict=True):
            record = named((values or {}).get(step.id), target)
            values = self._neighbours.values(target, record) if record is not None else None
        return value_in(values or {}, path)

    def related(self, related: Related) -> Iterator[StoredView]:
        """Yield the living records whose reference names this one; a record not yet stored has none."""
        if self.record is None:
            return
        work = self.work
        by = Reference(related.entity, related.via, self.entity)
        pairs = referring(work.conn, work.catalog, by, [self.record])
        ids = [record for record, _ in pairs[:MOST_RELATED]]
        self._neighbours.fetch(related.entity, ids)
        for record in ids:
            values = self._neighbours.values(related.entity, record)
            if values is not None:
                yield StoredView(work, related.entity, values, record, self.neighbours)

    def shared(self, shared: Shared, today: int) -> bool:
        """Return whether the account is in the record's team on a day; a record not yet stored has none."""
        if self.record is None:
            return False
        team = record_team_rows.of_record(self.work.conn, self.work.space, self.record)
        return any(one.account_id == shared.account and one.lets_in(shared, today) for one in team)

    @property
    def tasks(self) -> TasksInBatch:
        """Tasks of the stages in which the records of the batch stand."""
        return self._neighbours.tasks

    @property
    def _neighbours(self) -> Neighbours:
        assert self.neighbours is not None
        return self.neighbours


def value_in(values: Values, path: Path) -> Value:
    """Return the value of a path's last field, or of its part, among the values of its record."""
    base, _, part = path.field.id.partition(".")
    value = values.get(base)
    named_part = part or path.part
    return (value or {}).get(named_part) if named_part else value


def named(value: Value, target: Entity) -> int | None:
    """Return the id of the record of ``target`` that a reference names, if it names one of that entity."""
    if isinstance(value, dict):
        return value["value"] if value.get("entity") == target.id else None
    return value if isinstance(value, int) else None
