"""Records that refer to others: which fields do, and how a reference is taken out of them."""

from __future__ import annotations

from collections.abc import Sequence

from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import PartKind, Shape
from builder.metadata.values import Value, Values
from builder.runtime.effects import Change, record_changes
from builder.runtime.work import Work
from builder.runtime.write_plan import write_plan
from builder.storage import records
from builder.storage.asker import Reach
from builder.storage.query.by_ids import Lock
from builder.storage.referrers import Reference, referring


def references_to(work: Work, entity: Entity) -> list[tuple[Reference, str]]:
    """Return the fields of records that may refer to records of an entity, with what the going of one means for them.

    Those in rows of sub-tables are not among them: they keep what they refer to until it is purged.
    """
    return [
        (by, by.item.settings.get("on_delete", "keep")) for by in every_reference_to(work, entity) if by.table is None
    ]


def every_reference_to(work: Work, entity: Entity) -> list[Reference]:
    """Return the fields, those in rows of sub-tables included, that may refer to records of an entity."""
    key = ("references to", entity.id)
    found: list[Reference] | None = work.catalog.plans.get(key)
    if found is None:
        found = work.catalog.plans[key] = [
            Reference(other, naming.item, entity, naming.table)
            for other in work.model.entities.values()
            for naming in write_plan(work.catalog, other).naming
            if naming.kind is PartKind.RECORD and _may_name(naming.item, entity)
        ]
    return found


def _may_name(item: Field, entity: Entity) -> bool:
    return item.settings.get("entity") == entity.id or entity.id in item.settings.get("entities", ())


def locked(work: Work, entity: Entity, ids: Sequence[int], trash: bool = False) -> list[records.Stored]:
    """Lock what follows from an allowed change, whether or not the principal could change it alone."""
    if not ids:
        return []
    return list(records.lock_many(work.conn, work.asker, entity, ids, Reach(None, trash), Lock.REMOVE).values())


def clear(work: Work, by: Reference, hanging: Sequence[records.Stored], gone: set[int]) -> None:
    """Take records out of a reference of living records that hang on them, as a change of these."""
    changes = []
    for found in hanging:
        values = _without(by, found.values, gone)
        records.update_one(work.conn, work.catalog, by.entity, found, values, work.stamp)
        before = {key: found.values.get(key) for key in values}
        after = {**found.values, **values}
        changes.append(Change(by.entity, "update", found.id, found.version + 1, before, after))
    record_changes(work, changes)


def forget(work: Work, entity: Entity, gone: Sequence[int]) -> None:
    """Blank every reference to records that are about to go for good.

    In living records that is a change like others. Records of the trash stay at their version and without
    an entry in their history: the last one says when they were deleted, and together with what.
    """
    ids = set(gone)
    for by in every_reference_to(work, entity):
        pairs = referring(work.conn, work.catalog, by, sorted(ids))
        clear(work, by, locked(work, by.entity, _referrers(pairs, ids)), ids)
        pairs = referring(work.conn, work.catalog, by, sorted(ids), trash=True)
        for found in locked(work, by.entity, _referrers(pairs, ids), trash=True):
            records.rewrite(work.conn, work.catalog, by.entity, found, _without(by, found.values, ids))


def _referrers(pairs: Sequence[tuple[int, int]], gone: set[int]) -> list[int]:
    """Return the records that refer, each once; those that go themselves need no change."""
    return list(dict.fromkeys(record for record, _ in pairs if record not in gone))


def _without(by: Reference, values: Values, gone: set[int]) -> Values:
    """Return the field, or the sub-table that has it, without references to what is gone."""
    if by.table is None:
        return {by.item.id: _left(by.item, values.get(by.item.id), gone)}
    rows = [
        {**row, "values": {**row["values"], by.item.id: _left(by.item, row["values"].get(by.item.id), gone)}}
        for row in values.get(by.table.id) or ()
    ]
    return {by.table.id: rows}


def _left(item: Field, value: Value, gone: set[int]) -> Value:
    if item.type.shape is Shape.LINKS:
        return [one for one in value or () if one not in gone] or None
    target = value["value"] if isinstance(value, dict) else value
    return None if target in gone else value
