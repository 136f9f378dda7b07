"""Moving a record along its stage flow: with record creation the only writer of the stage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from builder.errors import Invalid, NotFound, Problem
from builder.metadata.entity import Entity
from builder.metadata.evaluation import holds
from builder.metadata.values import Values
from builder.runtime.record_views import StoredView
from builder.runtime.save_records import Update, update
from builder.runtime.stages import flow_of, missing_fields, stage_in, transition_problems
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
    ``transition_not_listed``, ``transition_not_yours``, ``transition_backward``, ``required``, ``stage_condition``.
    """
    work.require(entity, "edit")
    found = records.lock_many(work.conn, work.asker, entity, [record], Reach("edit")).get(record)
    if found is None:
        raise NotFound
    parsed, wrong = write_plan(work.catalog, entity).parse(given or {}, work.rights.on(entity.id))
    after = {**found.values, **parsed}
    view = StoredView(work, entity, after, record)
    flow = flow_of(work, view)
    target = stage_in(flow, stage)
    if flow is None or target is None:
        raise Invalid([Problem("stage", "unknown_stage", params={"name": stage[:100]})])
    current = stage_in(flow, found.values.get("stage") or "")
    problems = [problem.under("values") for problem in wrong]
    problems += [*transition_problems(flow, current, target, work.rights), *missing_fields(after, current, target)]
    if target.entry_condition is not None and not holds(target.entry_condition, view, work.moment):
        problems.append(Problem("stage", "stage_condition", params={"name": target.name}))
    if problems:
        raise Invalid(problems)
    values: Values = {} if current is target else {"stage": target.id, "stage_entered_at": work.now}
    return update(work, entity, Update(record, version, given or {}, values, kind="stage"))
