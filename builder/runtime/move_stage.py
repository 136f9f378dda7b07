"""Moving records along their stage flow: with record creation the only writer of the stage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from builder.errors import Invalid, NotFound, Problem
from builder.metadata.entity import Entity
from builder.metadata.evaluation import holds
from builder.metadata.model import Stage, StageFlow
from builder.metadata.values import Values
from builder.runtime.record_views import Neighbours, StoredView
from builder.runtime.save_records import BatchResult, Update, update, update_many
from builder.runtime.stage_tasks import problems_of_tasks
from builder.runtime.stages import filled, flow_of, missing_fields, stage_in, transition_problems
from builder.runtime.work import Work
from builder.runtime.write_plan import write_plan
from builder.storage import records
from builder.storage.asker import Reach


def move_stage(
    work: Work, entity: Entity, record: int, version: int | None, stage: str, given: Mapping[str, Any] | None = None
) -> int:
    """Move a record to a stage (id or name) of its flow and return its new version.

    ``given`` are wire values saved with the move, such as fields the stage requires. Raises NotFound,
    StaleVersion, and Invalid with every reason: ``unknown_stage``, ``stage_set_by_system``,
    ``transition_not_listed``, ``transition_not_yours``, ``transition_backward``, ``required``,
    ``stage_condition``, ``tasks_undone``.
    """
    work.require(entity, "edit")
    updates, refused = _planned(work, entity, [(record, version)], stage, given or {})
    if refused:
        raise Invalid(refused[0])
    if not updates:
        raise NotFound
    return update(work, entity, updates[0])


def move_many(
    work: Work,
    entity: Entity,
    targets: Sequence[tuple[int, int | None]],
    stage: str,
    given: Mapping[str, Any] | None = None,
) -> BatchResult:
    """Move records, given as (id, version or None), to a stage of their flows; refusals by index, as ``move_stage``."""
    work.require(entity, "edit")
    updates, refused = _planned(work, entity, targets, stage, given or {})
    missing = {at: [Problem("id", "not_found")] for at in range(len(targets)) if at not in updates | refused}
    return update_many(work, entity, list(updates.values())).at(list(updates)).joined(refused | missing)


def _planned(
    work: Work, entity: Entity, targets: Sequence[tuple[int, int | None]], stage: str, given: Mapping[str, Any]
) -> tuple[dict[int, Update], dict[int, list[Problem]]]:
    """Return the moves that are allowed and what stands against the others, by index; none for what is not there."""
    found = records.lock_many(work.conn, work.asker, entity, [record for record, _ in targets], Reach("edit"))
    move = _Move(work, entity, stage, given)
    move.expect(found.values())
    updates: dict[int, Update] = {}
    refused: dict[int, list[Problem]] = {}
    for index, (record, version) in enumerate(targets):
        if record not in found:
            continue
        values, problems = move.judged(record, found[record].values)
        if problems:
            refused[index] = problems
        else:
            updates[index] = Update(record, version, given, values, kind="stage")
    return updates, refused


class _Move:
    """A move to one stage, judged for record after record."""

    def __init__(self, work: Work, entity: Entity, stage: str, given: Mapping[str, Any]) -> None:
        self._work, self._entity, self._stage = work, entity, stage
        self._parsed, self._wrong = write_plan(work.catalog, entity).parse(given, work.rights.on(entity.id))
        self._neighbours = Neighbours(work)

    def expect(self, found: Iterable[records.Stored]) -> None:
        """Note what will be judged, to look things up for all at once."""
        self._neighbours.tasks.expect((one.id, one.values) for one in found)

    def judged(self, record: int, values: Values) -> tuple[Values, list[Problem]]:
        """Return the system fields that move a record, and every reason against it."""
        work = self._work
        after = {**values, **self._parsed}
        view = StoredView(work, self._entity, after, record, self._neighbours)
        flow = flow_of(work, view)
        target = stage_in(flow, self._stage)
        if flow is None or target is None:
            return {}, [Problem("stage", "unknown_stage", params={"name": self._stage[:100]})]
        current = stage_in(flow, values.get("stage") or "")
        problems = [problem.under("values") for problem in self._wrong]
        problems += [*transition_problems(flow, current, target, work.rights), *self._missing(after, current, target)]
        problems += problems_of_tasks(view.tasks, flow, (current, target), record)
        if target.entry_condition is not None and not holds(target.entry_condition, view, work.moment):
            problems.append(Problem("stage", "stage_condition", params={"name": target.name}))
        return ({} if current is target else self._moved(flow, current, target)), problems

    def _missing(self, after: Values, current: Stage | None, target: Stage) -> list[Problem]:
        """Return the facts that are missing; of one whose given value is wrong, only that is told."""
        wrong = {problem.under("values").path.split(".")[1] for problem in self._wrong}
        return [one for one in missing_fields(after, current, target) if one.path.split(".")[1] not in wrong]

    def _moved(self, flow: StageFlow, current: Stage | None, target: Stage) -> Values:
        """Return the system fields of the move, and what the flow fills that is not given by hand."""
        found = filled(flow, current, target, self._work.moment)
        free = {key: value for key, value in found.items() if key not in self._parsed}
        return {"stage": target.id, "stage_entered_at": self._work.now, **free}
