"""Records with a past: made earlier, by somebody else, and moved through stages before they came here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from builder.metadata.entity import Entity
from builder.metadata.values import Values
from builder.runtime.work import Work
from builder.storage import history, stage_history
from builder.storage.asker import Stamp
from builder.storage.records import NewRecord


@dataclass(frozen=True)
class Past:
    """What went before a record came here. Stages are ids, in the order entered; the first at its birth."""

    made: Stamp
    owner: int | None = None
    department: int | None = None
    stages: tuple[tuple[str, Stamp], ...] = ()

    def values(self, entity: Entity) -> Values:
        """Return the system fields in which the past shows."""
        found: Values = {}
        if entity.ownable and self.owner is not None:
            found |= {"owner": self.owner, "department": self.department}
        if self.stages:
            stage, entered = self.stages[-1]
            found |= {"stage": stage, "stage_entered_at": entered.now}
        return found

    @property
    def stamps(self) -> tuple[Stamp, Stamp]:
        """Who made the record and who changed it last, with when."""
        return self.made, self.stages[-1][1] if self.stages else self.made


def write_pasts(work: Work, entity: Entity, created: Sequence[tuple[NewRecord, Past]]) -> None:
    """Write the first version of each record, and each of its moves, with the times they had."""
    now = (work.now, work.rights.user, work.change_set, work.catalog.head.layout_rev)
    entries = [
        history.Entry(entity.id, record.id, 1, "create", {}, past.made.now, past.made.author)
        for record, past in created
    ]
    history.append(work.conn, work.space, entries, now)
    moves = [move for record, past in created for move in _moves(record, entity.id, past)]
    stage_history.append_past(work.conn, work.space, moves, work.change_set)


def _moves(record: NewRecord, entity_id: str, past: Past) -> Iterator[tuple[stage_history.Move, int, int]]:
    """Yield the moves of a record; one whose past tells of no stage stands in the first one since it came here."""
    left: tuple[str, Stamp] | None = None
    usual = record.values.get("stage")
    begun = ((usual, Stamp(past.made.author, record.values["stage_entered_at"])),) if usual else ()
    for stage, entered in past.stages or begun:
        seconds = (entered.now - left[1].now) // 1_000_000 if left else None
        yield (record.id, entity_id, left[0] if left else None, stage, seconds), entered.now, entered.author
        left = (stage, entered)
