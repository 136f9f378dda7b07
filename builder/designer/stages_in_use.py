"""A stage in which records stand is not deleted under them: they are moved first, or the stage is disabled."""

from __future__ import annotations

from collections.abc import Iterator

from builder.designer.drafting import Draft
from builder.errors import Problem
from builder.metadata.conditions import Compare, Path
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import Operator
from builder.metadata.query import COUNT_CAP, Query
from builder.runtime.work import Work
from builder.storage.query.pages import count


def stage_problems(work: Work, draft: Draft) -> list[Problem]:
    """Return a problem for each stage that a draft deletes although living records stand in it.

    ``count`` says in how many, at most 1 001. A deleted entity takes its records with it and is no problem.
    """
    flows = [body for body in draft.after.values() if body["kind"] == "stage_flow"]
    kept = {stage["id"] for body in flows for stage in body["stages"]}
    return [
        Problem(f"stage_flow.{flow}.stages.{name}", "stage_in_use", params={"count": found})
        for entity in work.model.entities.values()
        if entity.id in draft.after
        for flow, name, stage_id in _stages(entity)
        if stage_id not in kept and (found := _standing(work, entity, stage_id))
    ]


def _stages(entity: Entity) -> Iterator[tuple[str, str, str]]:
    """Yield (name of the flow, name of the stage, id of the stage)."""
    for flow in entity.flows:
        for stage in flow.stages:
            yield flow.name, stage.name, stage.id


def _standing(work: Work, entity: Entity, stage_id: str) -> int:
    where = Compare(Path((), entity, entity.by_id["stage"]), Operator.EQ, stage_id)
    return count(work.conn, work.asker, Query(entity, where=where), COUNT_CAP)
