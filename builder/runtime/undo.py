"""Undo: a change set is taken back where the records still hold what it wrote."""

from __future__ import annotations

from collections.abc import Sequence

from builder.errors import Conflict, Invalid, Problem
from builder.metadata.entity import Entity
from builder.runtime.change_sets import collecting, find
from builder.runtime.save_records import BatchResult, Update, update_many
from builder.runtime.stage_tasks import as_product
from builder.runtime.trash_records import delete_many, restore_many
from builder.runtime.undo_steps import CHUNK, Plan, Step, Undone, steps_after
from builder.runtime.wire import titles
from builder.runtime.work import Work
from builder.storage import history, job_rows, notification_rows, records
from builder.storage.asker import Reach

UNDOABLE = ("done",)
UNDER_WAY, JOB_KIND = "undoing", "undo"
"""State of a change set that a job takes back, and the kind of that job."""
MOST_SHOWN = 100
MOST_JOBS = 1_000
MODES = ("check", "all", "rest")


def undo(work: Work, change_set: int, mode: str = "all") -> Undone:
    """Take a change set back.

    ``check`` changes nothing and lists conflicts; ``all`` changes nothing if there is any
    (Conflict ``undo_conflicts``); ``rest`` takes back what can be. The undo is itself a change set.
    Raises NotFound for another person's change set, Conflict ``not_undoable`` for one that is still written or undone.
    """
    if mode != "check":
        history.hold_change_set(work.conn, work.space, change_set)
    found = undoable(work, change_set, mode)
    result = Undone()
    plan = _plan(work, change_set, result, hold=mode != "check")
    result.restored = sum(len(steps) for steps in plan.values())
    if mode == "check":
        name_conflicts(work, result)
        return result
    if mode == "all" and result.conflicts:
        raise refusal(work, result)
    result.restored = 0
    work.source = "undo"
    with collecting(work, "undo", {"undo_of": found.id, "kind": found.kind}, found.id) as result.change_set:
        for entity, steps in plan.items():
            carry_out(work, entity, steps, result)
        if mode == "all" and result.conflicts:
            raise refusal(work, result)
    tell_no_more(work, change_set, plan, result)
    name_conflicts(work, result)
    if result.restored or not result.conflicts:
        history.set_state(work.conn, work.space, change_set, "undone")
    return result


def tell_no_more(work: Work, change_set: int, plan: Plan, result: Undone) -> None:
    """Take back what people were told of records that are no longer given to them; not where some of them stay so."""
    ids = sorted(step.record for steps in plan.values() for step in steps if step.kind == "update")
    for start in range(0, len(ids) if not result.conflicts else 0, CHUNK):
        notification_rows.take_back_given(work.conn, work.space, ids[start : start + CHUNK], change_set)


def undoable(work: Work, change_set: int, mode: str) -> history.ChangeSet:
    """Return a change set that can be taken back in a mode. Raises as ``undo``."""
    found = find(work, change_set)
    if mode not in MODES:
        raise Invalid([Problem("mode", "unknown_mode", params={"name": mode[:100]})])
    if found.state not in UNDOABLE and not _was_left(work, found):
        raise Conflict("not_undoable", state=found.state)
    return found


def _was_left(work: Work, found: history.ChangeSet) -> bool:
    """Whether a change set stayed behind because the job that wrote it, or that took it back, failed."""
    if found.state == UNDER_WAY:
        active = job_rows.recent(work.conn, work.space, job_rows.ACTIVE, MOST_JOBS)
        return not any(job.kind == JOB_KIND and job.params.get("change_set") == found.id for job in active)
    number = found.label.get("job")
    job = job_rows.find(work.conn, work.space, number) if found.state == "open" and number is not None else None
    return job is not None and job.state not in job_rows.ACTIVE


def name_conflicts(work: Work, result: Undone) -> None:
    """Give the first conflicts the titles of their records, as far as the principal may see them."""
    shown = result.conflicts[:MOST_SHOWN]
    for entity in {result.entities[one["id"]] for one in shown if one["id"] in result.entities}:
        mine = [one for one in shown if result.entities.get(one["id"]) is entity]
        found = titles(work, entity.id, {one["id"] for one in mine})
        for one in mine:
            one["title"] = found[one["id"]].text if one["id"] in found else ""


def refusal(work: Work, result: Undone) -> Conflict:
    """Return the error that tells what stands against taking everything back."""
    name_conflicts(work, result)
    return Conflict("undo_conflicts", conflicts=result.conflicts[:MOST_SHOWN], count=len(result.conflicts))


def _plan(work: Work, change_set: int, result: Undone, hold: bool) -> Plan:
    plan: Plan = {}
    after: int | None = 0
    while after is not None:
        found, after = steps_after(work, change_set, after, result, hold)
        for entity, steps in found.items():
            plan.setdefault(entity, []).extend(steps)
    return plan


def carry_out(work: Work, entity: Entity, steps: list[Step], result: Undone) -> None:
    """Take records of one entity back, noting what could not be."""
    _carry_out(work, entity, [step for step in steps if not step.by_product], result)
    _carry_out(as_product(work), entity, [step for step in steps if step.by_product], result)


def _carry_out(work: Work, entity: Entity, steps: list[Step], result: Undone) -> None:
    emptied = [step for step in steps if step.kind == "restore" and step.values]
    for kind in ("restore", "update", "delete"):
        mine = [step for step in steps if step.kind == kind] + (emptied if kind == "update" else [])
        for start in range(0, len(mine), CHUNK):
            batch = mine[start : start + CHUNK]
            done = _run(work, entity, kind, batch)
            result.restored += sum(batch[index].kind == kind for index in done.ids)
            along = _went_along(work, entity, kind, [batch[index].record for index in done.failed])
            result.restored += len(along)
            for index, problems in done.failed.items():
                if batch[index].record in along:
                    continue
                fields = [problem.path for problem in problems if problem.path]
                result.refuse(entity, batch[index].record, problems[0].code, fields)


def _went_along(work: Work, entity: Entity, kind: str, ids: Sequence[int]) -> set[int]:
    """Return those that went into the trash, or came out of it, with others of the undo that they belong to."""
    if kind == "update" or not ids:
        return set()
    return set(records.read_many(work.conn, work.asker, entity, ids, Reach(None, trash=kind == "delete")))


def _run(work: Work, entity: Entity, kind: str, batch: list[Step]) -> BatchResult:
    if kind == "delete":
        return delete_many(work, entity, [(step.record, None) for step in batch])
    if kind == "restore":
        return restore_many(work, entity, [step.record for step in batch])
    updates = [Update(step.record, None, {}, step.values, kind="undo") for step in batch]
    return update_many(work, entity, updates)
