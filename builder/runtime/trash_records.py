"""Delete and restore: records go to the trash and come back, with what hangs on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.errors import Problem
from builder.metadata.entity import Entity
from builder.runtime.change_sets import collecting
from builder.runtime.checks import taken_by
from builder.runtime.effects import Change, record_changes
from builder.runtime.referring_records import clear, locked, references_to
from builder.runtime.save_records import BatchResult, raise_for, refusal
from builder.runtime.work import Work
from builder.storage import history, lookups, records
from builder.storage.asker import Reach
from builder.storage.query.by_ids import Lock
from builder.storage.record_codec import record_codec, unique_text
from builder.storage.referrers import referring

DEEPEST_CASCADE = 5


def delete(work: Work, entity: Entity, record: int, version: int | None = None) -> int:
    """Put one record into the trash as a change set of its own, and return that. Raises NotFound, StaleVersion,
    or Invalid ``referred_to`` when a reference forbids it.
    """
    work.require(entity, "delete")
    with collecting(work, "delete", {"entity": entity.id, "action": "delete", "count": 1}) as number:
        result = delete_many(work, entity, [(record, version)])
        if result.failed:
            raise_for(result.failed[0])
    return number


def restore(work: Work, entity: Entity, record: int) -> int:
    """Take one record out of the trash and return its version. Raises NotFound, Conflict ``not_unique``."""
    result = restore_many(work, entity, [record])
    if result.failed:
        raise_for(result.failed[0])
    return result.versions[0]


def delete_many(work: Work, entity: Entity, wanted: Sequence[tuple[int, int | None]]) -> BatchResult:
    """Put records, given as (id, version or None), into the trash; refusals by index.

    ``reference.on_delete`` decides for those that refer to them: restrict refuses, clear empties
    the reference, cascade deletes them too, keep leaves the reference standing.
    """
    work.require(entity, "delete")
    result = BatchResult()
    ids = [record for record, _ in wanted]
    stored = records.lock_many(work.conn, work.asker, entity, ids, Reach("delete"), Lock.REMOVE)
    going: dict[int, records.Stored] = {}
    taken: set[int] = set()
    for index, (record, version) in enumerate(wanted):
        found = stored.get(record) if record not in taken else None
        problem = refusal(found, version)
        taken.add(record)
        if problem is not None or found is None:
            result.failed[index] = [problem or Problem("", "not_found")]
        else:
            going[index] = found
    removal = _Removal(work)
    for index, found in _unrestricted(removal, entity, going, result):
        result.ids[index], result.versions[index] = found.id, found.version + 1
    removal.remove(entity, [going[index] for index in result.ids], 0)
    return result


def _unrestricted(
    removal: _Removal, entity: Entity, going: dict[int, records.Stored], result: BatchResult
) -> Iterator[tuple[int, records.Stored]]:
    """Yield what nothing keeps from going; note what keeps the others."""
    kept = removal.restricted(entity, {found.id for found in going.values()}, 0)
    for index, found in going.items():
        if found.id in kept:
            result.failed[index] = [Problem("", "referred_to", params={"entity": kept[found.id]})]
        else:
            yield index, found


class _Removal:
    """Takes records out, and those that go with them."""

    def __init__(self, work: Work) -> None:
        self.work = work

    def restricted(self, entity: Entity, ids: set[int], depth: int) -> dict[int, str]:
        """Return which of the records may not go, with the name of the entity that refers to them.

        A record that would take others along stays when one of those may not go.
        """
        found: dict[int, str] = {}
        for by, policy in references_to(self.work, entity) if ids else ():
            if policy not in ("restrict", "cascade"):
                continue
            every = referring(self.work.conn, self.work.catalog, by, sorted(ids))
            pairs = [pair for pair in every if by.entity is not entity or pair[0] not in ids]
            if policy == "restrict":
                found |= {target: by.entity.name for _, target in pairs}
            elif pairs and depth < DEEPEST_CASCADE:
                kept = self.restricted(by.entity, {record for record, _ in pairs}, depth + 1)
                found |= {target: kept[record] for record, target in pairs if record in kept}
        return found

    def remove(self, entity: Entity, going: Sequence[records.Stored], depth: int) -> None:
        """Put records into the trash, then what hangs on them."""
        if not going:
            return
        work, ids = self.work, sorted(found.id for found in going)
        records.set_deleted(work.conn, work.catalog, entity, going, work.now, work.stamp)
        record_changes(work, [Change(entity, "delete", one.id, one.version + 1, {}, one.values) for one in going])
        for by, policy in references_to(work, entity):
            if policy not in ("cascade", "clear"):
                continue
            pairs = referring(work.conn, work.catalog, by, ids)
            hanging = locked(work, by.entity, [record for record, _ in pairs])
            if policy == "clear":
                clear(work, by, hanging, set(ids))
            elif depth < DEEPEST_CASCADE:
                self.remove(by.entity, hanging, depth + 1)


def restore_many(work: Work, entity: Entity, wanted: Sequence[int]) -> BatchResult:
    """Take records out of the trash, with what their deletion took along; refusals by index.

    A unique value taken meanwhile is a ``not_unique`` refusal.
    """
    work.require(entity, "delete")
    result = BatchResult()
    stored = records.lock_many(work.conn, work.asker, entity, wanted, Reach("delete", trash=True), Lock.REMOVE)
    back: list[records.Stored] = []
    claimed: dict[str, set[str]] = {}
    for index, record in enumerate(wanted):
        found = stored.pop(record, None)
        taken = _taken(work, entity, found, claimed) if found else []
        if found is None or taken:
            result.failed[index] = taken or [Problem("", "not_found")]
            continue
        back.append(found)
        result.ids[index], result.versions[index] = record, found.version + 1
    _bring_back(work, entity, back, 0)
    return result


def _taken(work: Work, entity: Entity, found: records.Stored, claimed: dict[str, set[str]]) -> list[Problem]:
    """Return the unique values of a record that another living one, or one of this batch, has."""
    problems: list[Problem] = []
    for key, column in record_codec(work.catalog, entity).unique_keys:
        text = unique_text(key, found.values)
        if text is None:
            continue
        mine = claimed.setdefault(column, set())
        if text in mine or lookups.taken(work.conn, work.catalog, entity, column, {text}):
            problems += taken_by(key)
        mine.add(text)
    return problems


def _bring_back(work: Work, entity: Entity, back: Sequence[records.Stored], depth: int) -> None:
    if not back:
        return
    companions = list(_companions(work, entity, back)) if depth < DEEPEST_CASCADE else []
    records.set_deleted(work.conn, work.catalog, entity, back, None, work.stamp)
    record_changes(work, [Change(entity, "restore", one.id, one.version + 1, {}, one.values) for one in back])
    for other, ids in companions:
        claimed: dict[str, set[str]] = {}
        free = [one for one in locked(work, other, ids, trash=True) if not _taken(work, other, one, claimed)]
        _bring_back(work, other, free, depth + 1)


def _companions(work: Work, entity: Entity, back: Sequence[records.Stored]) -> Iterator[tuple[Entity, list[int]]]:
    """Yield the records that went with these: they hang on them, and went in the same breath."""
    ids = [one.id for one in back]
    leads: dict[int, history.Entry] | None = None
    for by, policy in references_to(work, entity):
        if policy != "cascade":
            continue
        pairs = referring(work.conn, work.catalog, by, ids, trash=True)
        if leads is None:
            leads = history.newest(work.conn, work.space, ids)
        last = history.newest(work.conn, work.space, {record for record, _ in pairs})
        found = [record for record, target in pairs if _same_breath(last.get(record), leads.get(target))]
        if found:
            yield by.entity, list(dict.fromkeys(found))


def _same_breath(one: history.Entry | None, other: history.Entry | None) -> bool:
    if one is None or other is None or one.kind != "delete" or other.kind != "delete":
        return False
    return (one.at, one.by, one.change_set) == (other.at, other.by, other.change_set)
