"""The one write pipeline: create and update, for one record or for many.

Authorise → parse → defaults → rules → references and uniqueness → write with version check →
history, stage history, outbox, search → (the caller commits). One record is a batch of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from typing import Any

from builder.errors import Invalid, NotAllowed, NotFound, Problem, StaleVersion, Taken
from builder.metadata.entity import Entity
from builder.metadata.values import Values
from builder.runtime.auto_numbers import number_records
from builder.runtime.checks import batch_problems
from builder.runtime.effects import Change, record_changes, record_created
from builder.runtime.moved_subjects import move_subjects
from builder.runtime.new_inputs import Inputs, ReadyInputs, new_rows
from builder.runtime.pasts import Past
from builder.runtime.prepare import Preparation
from builder.runtime.same_rows import keep_same_rows
from builder.runtime.stage_tasks import Entered, TasksRefused, make_tasks
from builder.runtime.unseen import keep_unseen
from builder.runtime.work import Work
from builder.runtime.write_plan import WritePlan, write_plan
from builder.storage import records
from builder.storage.allocator import allocate
from builder.storage.asker import Reach
from builder.storage.savepoints import attempt, taken_back_on

TRIES = 3
"""How often a batch is checked again when others took a unique value meanwhile."""


@dataclass
class BatchResult:
    """What became of a batch: ids by index of the input, unchanged ones too; problems of the rest."""

    ids: dict[int, int] = field(default_factory=dict)
    failed: dict[int, list[Problem]] = field(default_factory=dict)
    warnings: dict[int, list[Problem]] = field(default_factory=dict)
    versions: dict[int, int] = field(default_factory=dict)
    unchanged: set[int] = field(default_factory=set)
    """Which of the inputs changed nothing, since their records were so already."""

    def at(self, indexes: Sequence[int]) -> BatchResult:
        """Return the result by the indexes that its inputs had among others."""
        return BatchResult(
            {indexes[at]: record for at, record in self.ids.items()},
            {indexes[at]: problems for at, problems in self.failed.items()},
            {indexes[at]: warnings for at, warnings in self.warnings.items()},
            {indexes[at]: version for at, version in self.versions.items()},
            {indexes[at] for at in self.unchanged},
        )

    def joined(self, refused: Mapping[int, list[Problem]]) -> BatchResult:
        """Return the result with further refusals."""
        return replace(self, failed={**self.failed, **refused})


@dataclass(frozen=True)
class Update:
    """A change asked for: wire values by API name, or canonical ``values`` from inside the product."""

    id: int
    version: int | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    values: Values | None = None
    """Canonical values by field id that need no parsing (undo, stage moves); system fields included."""
    kind: str = "update"
    cause: str = ""
    """What else than the change lets a stage flow move the record: ``activity``."""


def create_many(
    work: Work,
    entity: Entity,
    inputs: Inputs | ReadyInputs,
    form: str | None = None,
    pasts: Sequence[Past] = (),
) -> BatchResult:
    """Create records from wire values; those with problems are left out and reported.

    ``pasts`` tell of each record, if given, when and by whom it was made and where it stands. Raises NotAllowed when
    the principal may create none, Invalid ``unknown_form``.
    """
    work.require(entity, "create")
    plan = write_plan(work.catalog, entity)
    result = BatchResult()
    fresh: dict[int, Values] = {}
    born = [past.values(entity) for past in pasts]
    for index, (values, problems) in enumerate(new_rows(work, plan, inputs, form, born)):
        if problems:
            result.failed[index] = problems
        else:
            fresh[index] = values
            _warn(plan, values, index, result)
    _insert_checked(work, plan, fresh, result, pasts)
    return result


def create_parsed(work: Work, entity: Entity, rows: Sequence[Values], write: bool = True) -> BatchResult:
    """Create records from canonical values by field id: what an import read, what a template brings.

    The caller answers for the right to write each field. Without ``write`` everything is judged and
    nothing written. Raises NotAllowed when the principal may create none.
    """
    work.require(entity, "create")
    plan = write_plan(work.catalog, entity)
    preparation = Preparation(work, plan, None)
    result = BatchResult()
    fresh: dict[int, Values] = {}
    preparation.prefetch(rows)
    for index, (values, problems) in enumerate(preparation.new([(given, []) for given in rows])):
        if problems:
            result.failed[index] = problems
        else:
            fresh[index] = values
    if write:
        _insert_checked(work, plan, fresh, result)
    else:
        _drop(fresh, batch_problems(work, plan, fresh, {}, write=False), result)
    return result


def _warn(plan: WritePlan, values: Values, index: int, result: BatchResult) -> None:
    found = plan.warnings(values)
    if found:
        result.warnings[index] = found


def _insert_checked(
    work: Work, plan: WritePlan, rows: dict[int, Values], result: BatchResult, pasts: Sequence[Past] = ()
) -> None:
    """Insert what passes the checks; where another transaction took a unique value between check and
    insert, the batch is checked again, which now finds it.
    """
    for last in (*[False] * (TRIES - 1), True):
        _drop(rows, batch_problems(work, plan, rows, {}), result)
        if not rows:
            return
        with attempt(work.conn, watched=not last and bool(plan.unique)) as tried:
            _insert_with_tasks(work, plan, rows, result, pasts)
        if tried.done:
            return


def _insert_with_tasks(
    work: Work, plan: WritePlan, rows: dict[int, Values], result: BatchResult, pasts: Sequence[Past]
) -> None:
    """Insert rows; those that come to a stage whose tasks are refused are left out, and the rest is tried again."""
    while rows:
        ids = allocate(work.conn, work.space, len(rows))
        try:
            with _refusable(work, plan.entity):
                _insert(work, plan, rows, ids, [pasts[index] for index in rows] if pasts else ())
        except TasksRefused as refused:
            of_records = dict(zip(ids, rows, strict=True))
            _drop(rows, {of_records[record]: found for record, found in refused.records.items()}, result)
            continue
        result.ids.update(zip(rows, ids, strict=True))
        result.versions.update(dict.fromkeys(rows, 1))
        return


def _refusable(work: Work, entity: Entity) -> AbstractContextManager[None]:
    """Take back what is written where tasks of a stage are refused, if stages make any: it costs a savepoint."""
    return taken_back_on(work.conn, work.space, TasksRefused) if _makes_tasks(entity) else nullcontext()


def _makes_tasks(entity: Entity) -> bool:
    return any(flow.task_records for flow in entity.flows)


def _drop(rows: dict[int, Values], problems: Mapping[int, list[Problem]], result: BatchResult) -> None:
    for index, found in problems.items():
        result.failed.setdefault(index, []).extend(found)
        rows.pop(index, None)


def _insert(work: Work, plan: WritePlan, rows: dict[int, Values], ids: range, pasts: Sequence[Past]) -> None:
    number_records(work, plan, rows)
    fresh = list(map(records.NewRecord, ids, rows.values()))
    stamps = [past.stamps for past in pasts]
    records.insert_many(work.conn, work.catalog, plan.entity, fresh, work.stamp, stamps)
    record_created(work, plan.entity, fresh, ids, pasts)
    if _makes_tasks(plan.entity) and not pasts:
        began = [Entered(one.id, str(one.values["stage"]), one.values) for one in fresh if one.values.get("stage")]
        make_tasks(work, plan.entity, began, create_parsed)
    if plan.entity.activity is not None and not pasts:
        move_subjects(work, plan.entity.activity, rows.values(), _advance)


def _advance(work: Work, entity: Entity, ids: Sequence[int]) -> None:
    """Let the flows of records move them, as their stages allow, for what was done about them."""
    update_many(work, entity, [Update(one, kind="stage", cause="activity") for one in ids])


def update_many(
    work: Work,
    entity: Entity,
    updates: Sequence[Update],
    form: str | None = None,
    action: str = "edit",
    write: bool = True,
) -> BatchResult:
    """Change records; those with problems, gone or stale are left out and reported by index.

    ``action`` is the right it takes. Without ``write`` everything is judged and nothing written. Raises
    NotAllowed when the principal may change none.
    """
    work.require(entity, action)
    plan = write_plan(work.catalog, entity)
    preparation = Preparation(work, plan, form)
    result = BatchResult()
    read = records.lock_many if write else records.read_many
    stored = read(work.conn, work.asker, entity, [item.id for item in updates], Reach(action))
    preparation.prefetch(found.values for found in stored.values())
    preparation.neighbours.tasks.expect((found.id, found.values) for found in stored.values())
    again = _repeated([item.id for item in updates])
    after: dict[int, Values] = {}
    changed: dict[int, Values] = {}
    for index, item in enumerate(updates):
        before = stored.get(item.id)
        problem = Problem("", "repeated_record") if index in again else refusal(before, item.version)
        if problem is not None or before is None:
            result.failed[index] = [problem or Problem("", "not_found")]
            continue
        values, full, changes, problems = _judged(work, preparation, item, before.values)
        if problems:
            result.failed[index] = problems
        elif changes:
            after[index], changed[index] = full, changes
            _warn(plan, values, index, result)
        else:
            result.ids[index], result.versions[index] = item.id, before.version
            result.unchanged.add(index)
    known = {index: stored[updates[index].id] for index in after}
    _drop(after, batch_problems(work, plan, after, known, changed, write), result)
    if write:
        _write(work, entity, updates, stored, {index: changed[index] for index in after}, result)
    return result


def _judged(
    work: Work, preparation: Preparation, item: Update, before: Values
) -> tuple[Values, Values, Values, list[Problem]]:
    """Return what was asked, the whole record after it, what differs, and every problem."""
    values, problems = _asked(work, preparation.plan, item, before)
    full, changes, more = preparation.changed(before, values, item.id, item.kind == "undo")
    if (changes or item.cause) and not problems and not more:
        moved = preparation.moved(full, values, item.id, item.cause or item.kind)
        full, changes = {**full, **moved}, changes | moved
        changes = {key: value for key, value in changes.items() if value != before.get(key)}
    return values, full, changes, problems + more


def _asked(work: Work, plan: WritePlan, item: Update, before: Values) -> tuple[Values, list[Problem]]:
    """Return the values that a change gives, with what its author could not see, and what does not fit."""
    values, problems = plan.parse(item.given, work.rights.on(plan.entity.id))
    values.update(item.values or {})
    if item.kind != "undo":
        keep_unseen(work, plan, before, values)
        keep_same_rows(plan, before, values)
        if plan.countries.applies:
            plan.countries.settle(values, {**before, **values})
    return values, problems


def _repeated(ids: Sequence[int]) -> set[int]:
    """Return the places at which a record stands that stood before."""
    first = {record: index for index, record in reversed(list(enumerate(ids)))}
    return {index for index, record in enumerate(ids) if first[record] != index}


def refusal(before: records.Stored | None, version: int | None) -> Problem | None:
    """Return why a record cannot be changed at all: it is not there, or not as it was read."""
    if before is None:
        return Problem("", "not_found")
    if version is not None and before.version != version:
        return Problem("", "stale_version", params={"version": before.version})
    return None


def _write(
    work: Work,
    entity: Entity,
    updates: Sequence[Update],
    stored: Mapping[int, records.Stored],
    changed: dict[int, Values],
    result: BatchResult,
) -> None:
    """Write changes; records that come to a stage whose tasks are refused stay as they are."""
    while changed:
        changes = [_change(entity, updates[index], stored, values) for index, values in changed.items()]
        try:
            with _refusable(work, entity):
                for change, values in zip(changes, changed.values(), strict=True):
                    records.update_one(work.conn, work.catalog, entity, stored[change.id], values, work.stamp)
                record_changes(work, changes)
                if _makes_tasks(entity):
                    came = [one for one in changes if _came_to_stage(one)]
                    entered = [Entered(one.id, str(one.after["stage"]), one.after) for one in came]
                    make_tasks(work, entity, entered, create_parsed)
        except TasksRefused as refused:
            places = {updates[index].id: index for index in changed}
            _drop(changed, {places[record]: found for record, found in refused.records.items()}, result)
            continue
        result.ids.update(zip(changed, (one.id for one in changes), strict=True))
        result.versions.update(zip(changed, (one.version for one in changes), strict=True))
        return


def _change(entity: Entity, item: Update, stored: Mapping[int, records.Stored], values: Values) -> Change:
    before = stored[item.id]
    old = {key: before.values.get(key) for key in values}
    return Change(entity, item.kind, item.id, before.version + 1, old, {**before.values, **values})


def _came_to_stage(change: Change) -> bool:
    """Whether a change brought a record to a stage; an undo brings back what there was, tasks too."""
    return change.kind != "undo" and "stage" in change.before and bool(change.after.get("stage"))


def create(work: Work, entity: Entity, given: Mapping[str, Any], form: str | None = None) -> int:
    """Create one record and return its id. Raises Invalid with every problem, Conflict ``not_unique``."""
    result = create_many(work, entity, [given], form)
    if result.failed:
        raise_for(result.failed[0])
    return result.ids[0]


def update(work: Work, entity: Entity, item: Update, form: str | None = None) -> int:
    """Change one record and return its new version. Raises NotFound, StaleVersion, Invalid or Conflict."""
    result = update_many(work, entity, [item], form)
    if result.failed:
        raise_for(result.failed[0])
    return result.versions[0]


def raise_for(problems: list[Problem]) -> None:
    """Raise what one refused record of a batch means on its own."""
    codes = {problem.code for problem in problems}
    if "not_found" in codes:
        raise NotFound
    if "stale_version" in codes:
        raise StaleVersion(**problems[0].params)
    if codes == {"not_allowed"}:
        raise NotAllowed(**problems[0].params)
    if codes == {"not_unique"}:
        raise Taken(in_values(problems), fields=[problem.path for problem in problems])
    raise Invalid(in_values(problems))


def in_values(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems of a record as they stand in a request, which names fields under ``values``."""
    return [problem.under("values") if problem.path else problem for problem in problems]
