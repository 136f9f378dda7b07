"""Checks that need the database, for a whole batch at once: named records, people, scope, uniqueness."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from builder.errors import Problem
from builder.metadata.entity import UniqueKey
from builder.metadata.field_types.base import PartKind
from builder.metadata.own_texts import with_own_text
from builder.metadata.values import Values
from builder.runtime.files.values import settle_files
from builder.runtime.naming import UNKNOWN, Naming
from builder.runtime.tree_order import circles
from builder.runtime.work import Work
from builder.runtime.write_plan import WritePlan
from builder.storage import lookups
from builder.storage.query.by_ids import Lock
from builder.storage.record_codec import record_codec, unique_text_of
from builder.storage.records import Stored

Problems = dict[int, list[Problem]]


def batch_problems(
    work: Work,
    plan: WritePlan,
    rows: Mapping[int, Values],
    stored: Mapping[int, Stored],
    changed: Mapping[int, Values] | None = None,
    write: bool = True,
) -> Problems:
    """Return problems by input index.

    ``rows`` are whole records after the change; ``stored`` what those were that exist already;
    ``changed`` what differs (all of the row when absent). What a field named before is not judged again.
    With ``write`` records that are referred to are held, so that nobody removes them before the reference stands.
    """
    touched = changed if changed is not None else rows
    found: Problems = defaultdict(list)
    unknown = _unknown(work, plan, touched, Lock.REFER if write else Lock.NONE)
    if any(unknown.values()):
        _named(plan, touched, stored, unknown, found)
    if plan.files:
        before = {index: (item.id, item.values) for index, item in stored.items()}
        for index, problem in settle_files(work, plan.files, touched, before):
            found[index].append(problem)
    if stored:
        for index, problems in circles(work, plan.entity, stored, touched).items():
            found[index] += problems
    _unique(work, plan, rows, {index: item.id for index, item in stored.items()}, touched, found)
    return dict(found)


Group = tuple[PartKind, str]
"""What is named: its kind, and the id of its entity or empty."""


def _unknown(work: Work, plan: WritePlan, touched: Mapping[int, Values], lock: Lock) -> Mapping[Group, set[int]]:
    """Return what a batch names that is gone, foreign or out of sight."""
    wanted: dict[Group, set[int]] = defaultdict(set)
    for naming in plan.naming:
        for target, numbers in _numbers(naming, touched.values()):
            wanted[naming.kind, target] |= numbers
    return {group: numbers.difference(_known(work, *group, numbers, lock)) for group, numbers in wanted.items()}


def _named(
    plan: WritePlan,
    touched: Mapping[int, Values],
    stored: Mapping[int, Stored],
    unknown: Mapping[Group, set[int]],
    found: Problems,
) -> None:
    """A record that is gone, foreign or out of sight answers alike: unknown_record."""
    for naming in plan.naming:
        for index, values in touched.items():
            old = stored.get(index)
            standing = {(target, number) for _, target, number in naming.found_in(old.values)} if old else set()
            for where, target, number in naming.found_in(values):
                if number in unknown[naming.kind, target] and (target, number) not in standing:
                    found[index].append(Problem(where, UNKNOWN[naming.kind], params={"id": number}))


def _numbers(naming: Naming, rows: Collection[Values]) -> Iterator[tuple[str, set[int]]]:
    """Yield (entity id or empty, numbers) of what a field names in a batch."""
    if naming.only_target is not None:
        key = naming.item.id
        numbers = {number for values in rows if (number := values.get(key)) is not None}
        if numbers:
            yield naming.only_target, numbers
        return
    for values in rows:
        for _, target, number in naming.found_in(values):
            yield target, {number}


def _known(work: Work, kind: PartKind, entity_id: str, numbers: set[int], lock: Lock) -> Collection[int]:
    if kind is PartKind.USER:
        return lookups.members(work.conn, work.catalog, numbers)
    if kind is PartKind.DEPARTMENT:
        return lookups.departments(work.conn, work.catalog, numbers)
    return lookups.visible(work.conn, work.asker, entity_id, numbers, lock)


def taken_by(key: UniqueKey) -> list[Problem]:
    """Return what is told of a record whose values another one has, in the words of the key."""
    return [with_own_text(Problem(item.name, "not_unique"), key.message) for item in key.fields]


def _unique(
    work: Work,
    plan: WritePlan,
    rows: Mapping[int, Values],
    ids: Mapping[int, int],
    touched: Mapping[int, Values],
    found: Problems,
) -> None:
    """Uniqueness sees all living records, whoever may see them, and names the field only."""
    for key, column in record_codec(work.catalog, plan.entity).unique_keys:
        mine, text_of = {item.id for item in key.fields}, unique_text_of(key)
        texts = {index: text_of(values) for index, values in rows.items() if not mine.isdisjoint(touched[index])}
        wanted = {text for text in texts.values() if text is not None}
        if not wanted:
            continue
        taken = lookups.taken(work.conn, work.catalog, plan.entity, column, wanted)
        if not taken and len(wanted) == len(texts):
            continue
        seen: set[str] = set()
        for index, text in texts.items():
            if text is None:
                continue
            if text in seen or taken.get(text, ids.get(index)) != ids.get(index):
                found[index] += taken_by(key)
            seen.add(text)
