"""Rows of sub-tables that come without their ids, as from a file, and are those that stand there already."""

from __future__ import annotations

from builder.metadata.values import Values
from builder.runtime.write_plan import WritePlan


def keep_same_rows(plan: WritePlan, before: Values, given: Values) -> None:
    """Take the rows of a table for those of the record where they are alike, one by one: then nothing changes."""
    for item in plan.row_fields:
        rows, known = given.get(item.id), before.get(item.id)
        if not rows or not known or any(row["id"] is not None for row in rows):
            continue
        if [row["values"] for row in rows] == [row["values"] for row in known]:
            given[item.id] = known
