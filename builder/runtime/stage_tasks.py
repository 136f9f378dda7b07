"""Tasks of stages: made when a record enters a stage, and done before it goes on from there.

Which task a record of the task entity stands for is kept beside it, as a key of its own: ``record:task``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from builder.errors import Invalid, Problem
from builder.metadata.entity import Entity
from builder.metadata.model import Stage, StageFlow, TaskRecords
from builder.metadata.relative import Moment, day_of
from builder.metadata.rights import full_rights
from builder.metadata.values import Label, Value, Values
from builder.runtime.work import Work
from builder.storage import external_refs, lookups, records

if TYPE_CHECKING:
    from builder.runtime.save_records import BatchResult

SOURCE = f"{external_refs.OWN}stage_task"
DAY = 86_400_000_000
MOST_NAMED = 10
Create = Callable[[Work, Entity, Sequence[Values]], "BatchResult"]


@dataclass(frozen=True)
class Entered:
    """A record that came to a stage."""

    id: int
    stage: str
    """Id of the stage."""
    values: Values
    """The whole record."""


@dataclass(frozen=True)
class StageTask:
    """A task of the stage in which a record stands."""

    id: int
    """Id of the record that stands for it."""
    label: Label
    required: bool
    type: str
    """Type of the stage in which it stands itself: open, won, lost, invalid."""


class TasksRefused(Invalid):
    """Tasks of stages were refused by the rules of their entity: what was written with them is to be taken back."""

    def __init__(self, records: dict[int, list[Problem]]) -> None:
        self.records = records
        super().__init__(problem for problems in records.values() for problem in problems)


class TasksInBatch:
    """Tasks of the stages in which the records of one batch stand, read once for all that may be asked about."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._standing: dict[str, set[int]] = defaultdict(set)
        self._found: dict[tuple[str, int], list[StageTask]] = {}

    def expect(self, rows: Iterable[tuple[int, Values]]) -> None:
        """Note records, with their values, that may be asked about together."""
        for record, values in rows:
            self._standing[str(values.get("stage"))].add(record)

    def of(self, flow: StageFlow, stage: Stage, record: int) -> list[StageTask]:
        """Return the living tasks of a stage that were made for a record."""
        if (stage.id, record) not in self._found:
            several = self._standing.pop(stage.id, set()) | {record}
            for one, tasks in tasks_of(self._work, flow, stage, several).items():
                self._found[stage.id, one] = tasks
        return self._found[stage.id, record]


def problems_of_tasks(
    batch: TasksInBatch, flow: StageFlow, moving: tuple[Stage | None, Stage], record: int | None
) -> Iterator[Problem]:
    """Yield what is not done that must be before a record goes on from a stage.

    Nothing is asked of a record that goes back, or that is lost: what was to be done no longer matters.
    """
    current, target = moving
    if current is None or record is None or current is target or target.type not in ("open", "won"):
        return
    if flow.stages.index(target) < flow.stages.index(current):
        return
    undone = [dict(task.label) for task in batch.of(flow, current, record) if task.required and task.type != "won"]
    if undone:
        yield Problem("stage", "tasks_undone", params={"titles": undone[:MOST_NAMED], "count": len(undone)})


def tasks_of(work: Work, flow: StageFlow, stage: Stage, ids: Iterable[int]) -> dict[int, list[StageTask]]:
    """Return record → the living tasks of a stage that were made for it, in the order of the stage."""
    found: dict[int, list[StageTask]] = {record: [] for record in ids}
    into = flow.task_records
    if into is None or not stage.tasks:
        return found
    keys = {_key(record, task): (record, task) for record in found for task in stage.tasks}
    linked = external_refs.records_of(work.conn, work.space, SOURCE, into.entity.id, set(keys))
    living = records.read_many(work.conn, as_product(work).asker, into.entity, list(linked.values()))
    types = {one.id: one.type for flow in into.entity.flows for one in flow.stages}
    for key, (record, task) in keys.items():
        if linked.get(key) not in living:
            continue
        kept = living[linked[key]]
        found[record].append(
            StageTask(
                id=kept.id,
                label=task["label"],
                required=task.get("required", False),
                type=types.get(kept.values.get("stage", ""), "open"),
            )
        )
    return found


def make_tasks(work: Work, entity: Entity, entered: Iterable[Entered], create: Create) -> None:
    """Make the tasks of the stages that records came to, in the same transaction; open ones are not made again.

    An import brings records as they are: they come with what was done for them elsewhere. Raises TasksRefused.
    """
    if work.source == "import" or not any(flow.task_records for flow in entity.flows):
        return
    by_flow: dict[StageFlow, list[tuple[Stage, Entered]]] = defaultdict(list)
    for one in entered:
        for flow in entity.flows:
            stage = next((stage for stage in flow.stages if stage.id == one.stage), None)
            if stage is not None and stage.tasks and flow.task_records is not None:
                by_flow[flow].append((stage, one))
    refused: dict[int, list[Problem]] = {}
    for flow, found in by_flow.items():
        assert flow.task_records is not None
        refused |= _make(work, entity, flow.task_records, found, create)
    if refused:
        raise TasksRefused(refused)


def made_for_stages(work: Work, entity: Entity, ids: set[int]) -> set[int]:
    """Return those of some records that stages asked for: who moved a record takes them back whatever their rights."""
    flows = (flow for one in work.model.entities.values() for flow in one.flows)
    if not ids or not any(flow.task_records and flow.task_records.entity is entity for flow in flows):
        return set()
    return external_refs.known_from(work.conn, work.space, SOURCE, entity.id, ids)


def _make(
    work: Work, entity: Entity, into: TaskRecords, found: Sequence[tuple[Stage, Entered]], create: Create
) -> dict[int, list[Problem]]:
    """Make the tasks of records in stages of one flow; returns those that are refused by the record they are for."""
    product = as_product(work)
    wanted = {_key(one.id, task): (one, task) for stage, one in found for task in stage.tasks}
    known = external_refs.records_of(work.conn, work.space, SOURCE, into.entity.id, set(wanted))
    for key in _open_ones(product, into.entity, known):
        del wanted[key]
    people = _People(work)
    rows = [_values(work.moment, people, entity, into, one, task) for one, task in wanted.values()]
    result = create(product, into.entity, rows)
    about = [one.id for one, _ in wanted.values()]
    refused = {
        about[at]: [Problem("stage", "tasks_not_made", params={"problems": [one.path for one in problems]})]
        for at, problems in result.failed.items()
    }
    if not refused:
        made = {key: result.ids[at] for at, key in enumerate(wanted)}
        external_refs.point(work.conn, work.space, SOURCE, into.entity.id, made)
    return refused


def _open_ones(work: Work, entity: Entity, known: dict[str, int]) -> list[str]:
    """Return the keys whose tasks are living and not at an end."""
    ends = {stage.id for flow in entity.flows for stage in flow.stages if stage.type != "open"}
    living = records.read_many(work.conn, work.asker, entity, list(known.values()))
    return [key for key, task in known.items() if task in living and living[task].values.get("stage") not in ends]


class _People:
    """Whose tasks are whose: those of a record are its owner's, else whoever's who brought it to its stage."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._homes: dict[int, int | None] = {}

    def of(self, values: Values) -> tuple[int, int | None]:
        """Return a person and their department."""
        owner: Any = values.get("owner")
        if owner is not None and owner not in self._homes:
            home = lookups.active_member(self._work.conn, self._work.space, owner)
            if home is None:
                owner = None
            else:
                self._homes[owner] = home.department
        if owner is None:
            return self._work.rights.user, self._work.moment.department
        return owner, self._homes[owner]


def _values(moment: Moment, people: _People, entity: Entity, into: TaskRecords, one: Entered, task: Any) -> Values:
    person, home = people.of(one.values)
    several = into.about.type.name == "reference_any"
    about: Value = {"entity": entity.id, "value": one.id} if several else one.id
    values: Values = {into.title.id: into.title_of(task), into.about.id: about}
    if into.assignee is not None:
        values[into.assignee.id] = person
    if into.entity.ownable:
        values |= {"owner": person, "department": home}
    if into.due is not None and "due_days" in task:
        days = task["due_days"]
        today = day_of(moment.now, moment.time_zone)
        values[into.due.id] = today + days if into.due.type.name == "date" else moment.now + days * DAY
    return values


def _key(record: int, task: Any) -> str:
    return f"{record}:{task['id']}"


def as_product(work: Work) -> Work:
    """What a stage asks for is made whatever the rights of who moves the record: the product makes it in their name."""
    return replace(work, rights=full_rights(work.rights.user))
