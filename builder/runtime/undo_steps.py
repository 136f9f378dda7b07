"""How each record of a change set is taken back, and what stands against it: plans of an undo, which write nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from builder.metadata.entity import Entity
from builder.metadata.values import Values
from builder.runtime.record_story import rows_of
from builder.runtime.stage_tasks import as_product, made_for_stages
from builder.runtime.work import Work
from builder.storage import history, records
from builder.storage.asker import Reach
from builder.storage.layout import EntityLayout
from builder.storage.row_conversion import rows_set_aside

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

    def refuse(self, entity: Entity | None, record: int, code: str, fields: Sequence[str] = ()) -> Step | None:
        """Note why a record is not taken back, or some of its fields: then there is no step."""
        name = entity.name if entity else None
        if entity is not None:
            self.entities[record] = entity
        self.conflicts.append({"entity": name, "id": record, "title": "", "code": code, "fields": list(fields)})
        return None


@dataclass
class Step:
    """Taking one record back: the values to write, or its disappearance or return."""

    record: int
    kind: str
    values: Values = field(default_factory=dict)
    by_product: bool = False
    """Whether it was made, or taken back, by the product in somebody's name, and goes the same way."""


Plan = dict[Entity, list[Step]]


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


def _step_back(entity: Entity, layout: EntityLayout, story: _Story, result: Undone) -> Step | None:
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
) -> Step | None:
    """Return how to take one record back, noting what stands against it."""
    record, last = mine[0].record_id, mine[-1]
    if current is None:
        return result.refuse(entity, record, "out_of_reach")
    if mine[0].kind == "create":
        return _uncreate(entity, record, since, current, result)
    if last.kind == "delete":
        back = Step(record, "restore", _held_before(entity, mine[:-1], current))
        return back if current.deleted else result.refuse(entity, record, "already_restored")
    if current.deleted:
        return result.refuse(entity, record, "in_trash")
    if last.kind == "restore":
        return Step(record, "delete")
    return _unwrite(entity, mine, since, current, result)


def _without(
    foreign: set[str], step: Step | None, entity: Entity, mine: Sequence[history.Entry], result: Undone
) -> Step | None:
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
) -> Step | None:
    if current.deleted:
        return None
    changed = _changed_since(since, current)
    if changed:
        return result.refuse(entity, record, "changed_since", sorted(_field_name(entity, key) for key in changed))
    return Step(record, "delete")


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
) -> Step | None:
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
    return Step(current.id, "update", values) if values else None


def _held_before(entity: Entity, mine: Sequence[history.Entry], current: records.Stored) -> Values:
    """Return what a record held before a change set wrote it, where it holds something else now."""
    before: Values = {}
    for entry in mine:
        for key, value in entry.before.items():
            before.setdefault(key, value)
    return {key: value for key, value in before.items() if key in entity.by_id and current.values.get(key) != value}


def _field_name(entity: Entity, key: str) -> str:
    return entity.by_id[key].name if key in entity.by_id else key
