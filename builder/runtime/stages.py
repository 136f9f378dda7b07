"""Which stage flow a record follows, and what the flow allows."""

from __future__ import annotations

from collections.abc import Iterable

from builder.errors import Problem
from builder.metadata.conditions import ALWAYS
from builder.metadata.definitions import Field
from builder.metadata.evaluation import holds
from builder.metadata.model import Stage, StageFlow
from builder.metadata.relative import Moment, day_of
from builder.metadata.rights import Rights
from builder.metadata.values import Values, is_blank
from builder.runtime.record_views import StoredView
from builder.runtime.stage_tasks import problems_of_tasks
from builder.runtime.work import Work


def flow_of(work: Work, view: StoredView) -> StageFlow | None:
    """Return the flow of a record: among those whose condition holds, the one of its stage, else the first."""
    stage = view.values.get("stage")
    fitting = [flow for flow in view.entity.flows if flow.when == ALWAYS or holds(flow.when, view, work.moment)]
    standing = [flow for flow in fitting if any(item.id == stage for item in flow.stages)]
    return next(iter(standing or fitting), None)


def first_stage(flow: StageFlow) -> Stage | None:
    """Return where a new record begins: the first stage in use."""
    return next((stage for stage in flow.stages if not stage.disabled), None)


def stage_in(flow: StageFlow | None, reference: str) -> Stage | None:
    """Return the stage of a flow with this id or name."""
    stages = flow.stages if flow else ()
    return next((stage for stage in stages if reference in (stage.id, stage.name)), None)


def filled(flow: StageFlow, current: Stage | None, target: Stage, moment: Moment) -> Values:
    """Return what fields of a record take from the stage that it comes to: its probability, when it was closed.

    What goes on from one stage to another of the same end, as from resolved to closed, was closed before.
    """
    found: Values = {}
    if flow.probability is not None and "probability" in target.document:
        found[flow.probability.id] = flow.probability.type.parse(target.document["probability"], flow.probability)
    if flow.closed_at is not None and (current is None or current.type != target.type):
        now = day_of(moment.now, moment.time_zone) if flow.closed_at.type.name == "date" else moment.now
        found[flow.closed_at.id] = None if target.type == "open" else now
    return found


def taken_over(work: Work, view: StoredView) -> Values:
    """Return the system fields of the move of a record whose stage is none of the flow that it follows now.

    It comes to the stage of its name and kind there, else to the first of its kind: what is won stays won.
    """
    flow, stage = flow_of(work, view), view.values.get("stage") or ""
    if flow is None or stage_in(flow, stage) is not None:
        return {}
    current = next((found for one in view.entity.flows if (found := stage_in(one, stage))), None)
    target = _counterpart(flow, current)
    if target is None:
        return {}
    return {"stage": target.id, "stage_entered_at": work.now, **filled(flow, current, target, work.moment)}


def _counterpart(flow: StageFlow, current: Stage | None) -> Stage | None:
    """Return the stage of a flow that comes nearest to one of another flow."""
    kind = current.type if current else "open"
    alike = [stage for stage in flow.stages if stage.type == kind and not stage.disabled]
    called = [stage for stage in alike if current and stage.name == current.name]
    opening = [stage for stage in flow.stages if stage.type == "open" and not stage.disabled]
    return next(iter(called or alike or opening), first_stage(flow))


def advanced(work: Work, view: StoredView, cause: str) -> Values:
    """Return the system fields of the move that a flow makes by itself after a change, if it makes one.

    Only from an open stage to a later one, and only where the stages let the record out and in.
    """
    flow = flow_of(work, view) if any(flow.advances for flow in view.entity.flows) else None
    current = stage_in(flow, view.values.get("stage") or "")
    if flow is None or current is None or current.type != "open":
        return {}
    later = {stage.id: stage for stage in flow.stages[flow.stages.index(current) + 1 :] if not stage.disabled}
    for advance in flow.advances:
        target = later.get(advance.to) if advance.on == cause else None
        if target is None or any(missing_fields(view.values, current, target)):
            continue
        if any(problems_of_tasks(view.tasks, flow, (current, target), view.record)):
            continue
        let_in = target.entry_condition is None or holds(target.entry_condition, view, work.moment)
        if let_in and holds(advance.when, view, work.moment):
            return {
                "stage": target.id,
                "stage_entered_at": work.now,
                **filled(flow, current, target, work.moment),
            }
    return {}


def transition_problems(flow: StageFlow, current: Stage | None, target: Stage, rights: Rights) -> Iterable[Problem]:
    """Yield why the flow does not let a person take a record from one stage to another."""
    if target.disabled:
        yield Problem("stage", "unknown_stage", params={"name": target.name})
    if not target.by_hand:
        yield Problem("stage", "stage_set_by_system", params={"name": target.name})
    if current is None or current is target:
        return
    move = (current.id, target.id)
    if flow.mode == "listed" and move not in flow.listed:
        yield Problem("stage", "transition_not_listed", params={"from": current.name, "to": target.name})
    elif flow.mode == "listed" and not rights.has_one_of(flow.listed[move]):
        yield Problem("stage", "transition_not_yours", params={"from": current.name, "to": target.name})
    if flow.mode == "forward" and flow.stages.index(target) < flow.stages.index(current):
        yield Problem("stage", "transition_backward", params={"from": current.name, "to": target.name})


def missing_fields(after: Values, current: Stage | None, target: Stage) -> Iterable[Problem]:
    """Yield the fields that must be filled on leaving one stage and on entering the other."""
    leaving: tuple[Field, ...] = current.required_on_exit if current is not None and current is not target else ()
    for item in dict.fromkeys((*leaving, *target.required_on_entry)):
        if is_blank(after.get(item.id)):
            yield Problem(f"values.{item.name}", "required")
