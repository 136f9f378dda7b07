"""What a writer does not see stays: links to records out of sight, and references to such in rows of sub-tables.

Whoever reads ``[{"hidden": true}, {"id": 7}]`` can send only the 7 back: that takes nothing away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from builder.metadata.conditions import ALWAYS
from builder.metadata.field_types.base import PartKind, Shape
from builder.metadata.values import Value, Values
from builder.runtime.naming import Naming, targets_of
from builder.runtime.work import Work
from builder.runtime.write_plan import WritePlan
from builder.storage import lookups


def keep_unseen(work: Work, plan: WritePlan, before: Values, given: Values) -> None:
    """Put back into the values given for a record what its reader could not have sent."""
    for naming in plan.naming:
        field = naming.table or naming.item
        if naming.kind is not PartKind.RECORD or field.id not in given or not before.get(field.id):
            continue
        hidden = _hidden(work, naming, before)
        if not hidden:
            continue
        if naming.table is None:
            if naming.item.type.shape is Shape.LINKS:
                given[field.id] = _with(given[field.id], before[field.id], hidden)
        else:
            given[field.id] = list(_rows(naming, given[field.id] or (), before[field.id], hidden))


def _hidden(work: Work, naming: Naming, before: Values) -> set[int]:
    """Return the records that a field names and the principal does not see, in the trash or not."""
    named: dict[str, set[int]] = {}
    for _, entity_id, number in naming.found_in(before):
        if ALWAYS not in work.rights.on(entity_id).branches.get("view", ()):
            named.setdefault(entity_id, set()).add(number)
    return {
        number
        for entity_id, numbers in named.items()
        for number in numbers - lookups.seen(work.conn, work.asker, entity_id, numbers)
    }


def _with(value: Value, before: list[int], hidden: set[int]) -> list[int]:
    """Return links as given, then those out of sight."""
    return list(dict.fromkeys([*(value or ()), *(one for one in before if one in hidden)]))


def _rows(naming: Naming, rows: Iterable[Values], before: list[Values], hidden: set[int]) -> Iterator[Values]:
    item, known = naming.item, {row["id"]: row["values"].get(naming.item.id) for row in before}
    for row in rows:
        old = known.get(row["id"])
        unseen = {number for _, number in targets_of(item, old)} & hidden
        if not unseen or row["values"].get(item.id) not in (None, []):
            yield row
        else:
            yield {**row, "values": {**row["values"], item.id: old}}
