"""Undo: a change set is taken back where the records still hold what it wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from builder.errors import Conflict, Invalid, Problem
from builder.metadata.entity import Entity
from builder.metadata.values import Values
from builder.runtime.change_sets import collecting, find
from builder.runtime.record_story import rows_of
from builder.runtime.save_records import BatchResult, Update, update_many
from builder.runtime.stage_tasks import as_product, made_for_stages
from builder.runtime.trash_records import delete_many, restore_many
from builder.runtime.wire import titles
from builder.runtime.work import Work
from builder.storage import history, job_rows, notification_rows, records
from builder.storage.asker import Reach
from builder.storage.layout import EntityLayout
from builder.storage.row_conversion import rows_set_aside

UNDOABLE = ("done",)
UNDER_WAY, JOB_KIND = "undoing", "undo"
"""State of a change set that a job takes back, and the kind of that job."""
MOST_SHOWN = 100
MOST_JOBS = 1_000
MODES = ("check", "all", "rest")
CHUNK = 500


@dataclass
class Undone:
    """What an undo did or would do."""

    change_set: int | None = None
    restored: int = 0
    conflicts: list[dict[str, Any]] = field(default_factory=list)
    """{"entity", "id", "title", "code", "fields"} for each record that is not as the change set left it."""

    entities: dict[int, Entity] = field(default_factory=dict)
    """Record id → entity, of the conflicts."""

    def refuse(self, entity: Entity | None, record: int, code: str, fields: Sequence[str] = ()) -> _Step | None:
        """Note why a record is not taken back, or some of its fields: then there is no step."""
        name = entity.name if entity else None
        if entity is not None:
            self.entities[record] = entity
        self.conflicts.append({"entity": name, "id": record, "title": "", "code": code, "fields": list(fields)})
        return None


@dataclass
class _Step:
    """Taking one record back: the values to write, or its disappearance or return."""

    record: int
    kind: str
    values: Values = field(default_factory=dict)
    by_product: bool = False
    """Whether it was made, or taken back, by the product in somebody's name, and goes the same way."""


Plan = dict[Entity, list[_Step]]


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


def steps_after(
    work: Work, change_set: int, after: int, result: Undone, hold: bool, limit: int = CHUNK
) -> tuple[Plan, int | None]:
    """Return how to take back records above ``after``, of ``limit`` versions, and the last of them; at the end None."""
    entries = history.of_change_set(work.conn, work.space, change_set, after, limit)
    if not entries:
        return {}, None
    plan: Plan = {}
    taken_back = history.undos_of(work.conn, work.space, change_set)
    made = _made_by_product(work, change_set, entries)
    current = _current(work, entries, made, hold)  # locked first: what is written meanwhile is a version, not lost
    versions = _versions(work, {entry.record_id for entry in entries}, current)
    for record in sorted({entry.record_id for entry in entries}):
        entity = work.model.entities.get(versions[record][0].entity_id)
        if entity is None:
            result.refuse(None, record, "entity_gone")
            continue
        story = _Story(change_set, taken_back, versions[record], current.get(record))
        step = _step_back(entity, work.catalog.layouts[entity.id], story, result)
        if step is not None:
            plan.setdefault(entity, []).append(replace(step, by_product=record in made))
    return plan, entries[-1].record_id


@dataclass(frozen=True)
class _Story:
    """What happened to a record: all its versions, oldest first, and how it is now."""

    change_set: int
    taken_back: set[int]
    """Change sets that took parts of the change set back already."""
    versions: list[history.Entry]
    current: records.Stored | None


def _step_back(entity: Entity, layout: EntityLayout, story: _Story, result: Undone) -> _Step | None:
    """Return how to take one record back, noting what stands against it."""
    mine = [entry for entry in story.versions if entry.change_set == story.change_set]
    since = [entry for entry in story.versions if entry.version > mine[-1].version]
    again = [entry for entry in since if entry.change_set in story.taken_back]
    foreign = {key for entry in mine + since for key in entry.foreign(layout) | entry.foreign_rows(layout)}
    if again and _is_back(mine[-1], story.current):
        mine = mine[:-1]  # what it held before it was put away may still be missing
        if not mine:
            return None
    created = mine[0].kind == "create"
    if created and any(entry.kind == "delete" for entry in again):
        return None  # was taken back already: who restored it meanwhile keeps it
    told = len(result.conflicts)
    step = _step(entity, mine, [entry for entry in since if entry not in again], story.current, result)
    if created or (step is None and len(result.conflicts) > told):
        return step
    back = {key for entry in again for key in entry.before}
    return _without(foreign - back, step, entity, mine, result)


def _is_back(last: history.Entry, current: records.Stored | None) -> bool:
    """Whether a record that was put into the trash or taken out of it is where it was before."""
    return current is not None and last.kind in ("delete", "restore") and current.deleted == (last.kind == "restore")


def _versions(work: Work, ids: set[int], current: Mapping[int, records.Stored]) -> dict[int, list[history.Entry]]:
    """Return all versions of records, oldest first; rows of sub-tables with what columns hold that were hidden then."""
    found = history.of_records(work.conn, work.space, ids)
    for entity in work.model.entities.values():
        layout = work.catalog.layouts[entity.id]
        mine = [record for record in current if record in found and found[record][0].entity_id == entity.id]
        if not mine or not layout.had_hidden_columns:
            continue
        aside = rows_set_aside(work.conn, work.catalog, entity, mine)
        for record in mine:
            known = aside | rows_of(entity, current[record].values)
            newest_first = [entry.in_columns_of_now(layout, known) for entry in reversed(found[record])]
            found[record] = newest_first[::-1]
    return found


def _current(work: Work, entries: list[history.Entry], made: set[int], hold: bool) -> dict[int, records.Stored]:
    found: dict[int, records.Stored] = {}
    read = records.lock_many if hold else records.read_many
    product = as_product(work)
    for entity_id in {entry.entity_id for entry in entries} & work.model.entities.keys():
        entity = work.model.entities[entity_id]
        every = {entry.record_id for entry in entries if entry.entity_id == entity_id}
        for asker, ids in ((work.asker, every - made), (product.asker, every & made)):
            for trash in (False, True):
                found |= read(work.conn, asker, entity, sorted(ids), Reach("edit", trash)) if ids else {}
    return found


def _made_by_product(work: Work, change_set: int, entries: Sequence[history.Entry]) -> set[int]:
    """Return the records that stages asked for in a change set, or that went with an undo of it."""
    undoes = any(one.kind == "undo" for one in history.change_sets(work.conn, work.space, 1, change_set))
    kinds = ("create", "delete") if undoes else ("create",)
    made: set[int] = set()
    for entity_id in {entry.entity_id for entry in entries} & work.model.entities.keys():
        ids = {entry.record_id for entry in entries if entry.entity_id == entity_id and entry.kind in kinds}
        made |= made_for_stages(work, work.model.entities[entity_id], ids)
    return made


def _step(
    entity: Entity,
    mine: list[history.Entry],
    since: list[history.Entry],
    current: records.Stored | None,
    result: Undone,
) -> _Step | None:
    """Return how to take one record back, noting what stands against it."""
    record, last = mine[0].record_id, mine[-1]
    if current is None:
        return result.refuse(entity, record, "out_of_reach")
    if mine[0].kind == "create":
        return _uncreate(entity, record, since, current, result)
    if last.kind == "delete":
        back = _Step(record, "restore", _held_before(entity, mine[:-1], current))
        return back if current.deleted else result.refuse(entity, record, "already_restored")
    if current.deleted:
        return result.refuse(entity, record, "in_trash")
    if last.kind == "restore":
        return _Step(record, "delete")
    return _unwrite(entity, mine, since, current, result)


def _without(
    foreign: set[str], step: _Step | None, entity: Entity, mine: Sequence[history.Entry], result: Undone
) -> _Step | None:
    """Return a step without the fields that had another type then: what they held does not fit them now.

    One that was blank is told as well: it would seem to be back, and hold what was written when its type returns.
    """
    written = [entry for entry in mine if entry.kind not in ("delete", "restore")]
    held = {key for entry in written for key in entry.before} & entity.by_id.keys()
    lost = foreign & held if step is None or step.kind != "delete" else set()
    if not lost:
        return step
    result.refuse(entity, mine[0].record_id, "type_changed", sorted(_field_name(entity, key) for key in lost))
    if step is None:
        return None
    kept = {key: value for key, value in step.values.items() if key not in lost}
    return replace(step, values=kept) if kept or step.kind == "restore" else None


def _uncreate(
    entity: Entity, record: int, since: list[history.Entry], current: records.Stored, result: Undone
) -> _Step | None:
    if current.deleted:
        return None
    changed = _changed_since(since, current)
    if changed:
        return result.refuse(entity, record, "changed_since", sorted(_field_name(entity, key) for key in changed))
    return _Step(record, "delete")


def _changed_since(since: list[history.Entry], current: records.Stored) -> set[str]:
    """Return the fields that later versions changed and that do not hold again what they held then."""
    overwritten: Values = {}
    for entry in since:
        for key, value in entry.before.items():
            overwritten.setdefault(key, value)
    return {key for key, value in overwritten.items() if value != current.values.get(key)}


def _unwrite(
    entity: Entity,
    mine: list[history.Entry],
    since: list[history.Entry],
    current: records.Stored,
    result: Undone,
) -> _Step | None:
    before: Values = {}
    for entry in mine:
        for key, value in entry.before.items():
            before.setdefault(key, value)
    before = {key: value for key, value in before.items() if current.values.get(key) != value}  # the rest is back
    kept = before.keys() & _changed_since(since, current)
    if kept:
        names = sorted(_field_name(entity, key) for key in kept)
        result.refuse(entity, current.id, "changed_since", names)
    values = {key: value for key, value in before.items() if key not in kept and key in entity.by_id}
    return _Step(current.id, "update", values) if values else None


def _held_before(entity: Entity, mine: Sequence[history.Entry], current: records.Stored) -> Values:
    """Return what a record held before a change set wrote it, where it holds something else now."""
    before: Values = {}
    for entry in mine:
        for key, value in entry.before.items():
            before.setdefault(key, value)
    return {key: value for key, value in before.items() if key in entity.by_id and current.values.get(key) != value}


def _field_name(entity: Entity, key: str) -> str:
    return entity.by_id[key].name if key in entity.by_id else key


def carry_out(work: Work, entity: Entity, steps: list[_Step], result: Undone) -> None:
    """Take records of one entity back, noting what could not be."""
    _carry_out(work, entity, [step for step in steps if not step.by_product], result)
    _carry_out(as_product(work), entity, [step for step in steps if step.by_product], result)


def _carry_out(work: Work, entity: Entity, steps: list[_Step], result: Undone) -> None:
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


def _run(work: Work, entity: Entity, kind: str, batch: list[_Step]) -> BatchResult:
    if kind == "delete":
        return delete_many(work, entity, [(step.record, None) for step in batch])
    if kind == "restore":
        return restore_many(work, entity, [step.record for step in batch])
    updates = [Update(step.record, None, {}, step.values, kind="undo") for step in batch]
    return update_many(work, entity, updates)
