"""Values that a new record takes over from the records it names, as far as its writer could read them there.

A copy stands in the writer's own record, where it is read in full: what is masked, hidden or out of reach at its
source is left blank instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from builder.metadata.conditions import ALWAYS, Path
from builder.metadata.entity import Entity
from builder.metadata.values import Value, Values
from builder.runtime.readable import is_open
from builder.runtime.record_views import Neighbours, named, value_in
from builder.runtime.work import Work
from builder.storage import lookups
from builder.storage.query.by_ids import Lock


@dataclass
class LinkedDefaults:
    """The paths whose values one principal takes over; what they lead over is looked up once for a batch."""

    work: Work
    paths: Mapping[str, Path]
    neighbours: Neighbours
    _open: dict[str, bool] = field(default_factory=dict)
    _seen: dict[tuple[str, int], bool] = field(default_factory=dict)

    def value(self, field_id: str, values: Values) -> Value:
        """Return what a new record with these values takes over into a field, None where there is nothing to take."""
        path = self.paths[field_id]
        if field_id not in self._open:
            self._open[field_id] = is_open(self.work, path)
        if not self._open[field_id]:
            return None
        found: Values | None = values
        for depth, ((_, step), target) in enumerate(zip(path.steps, path.targets, strict=True)):
            record = named((found or {}).get(step.id), target)
            # The record that the new one names itself is judged with its other references.
            hidden = record is None or (depth and not self._sees(target, record))
            found = None if hidden or record is None else self.neighbours.values(target, record)
        return value_in(found or {}, path)

    def _sees(self, entity: Entity, record: int) -> bool:
        branches = self.work.rights.on(entity.id).branches.get("view", ())
        if ALWAYS in branches:
            return True
        key = (entity.id, record)
        if key not in self._seen:
            known = lookups.visible(self.work.conn, self.work.asker, entity.id, {record}, Lock.NONE)
            self._seen[key] = record in known
        return self._seen[key]
