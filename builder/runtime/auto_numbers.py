"""Numbers that the product gives to new records: taken from their counters for a whole batch at once."""

from __future__ import annotations

from collections.abc import Mapping

from builder.metadata.definitions import Field
from builder.metadata.field_types.auto_number import composed, counter_of, counter_period, fields_shown
from builder.metadata.relative import today
from builder.metadata.values import Values
from builder.runtime.wire import text_format
from builder.runtime.work import Work
from builder.runtime.write_plan import WritePlan
from builder.storage.allocator import reserve


def number_records(work: Work, plan: WritePlan, rows: Mapping[int, Values]) -> None:
    """Fill the numbered fields of new records, in input order. Numbers once taken are not given back."""
    day = today(work.moment)
    for item in plan.numbered:
        counter = counter_of(item)
        key = f"sequence {counter.sequence}" if counter.sequence else item.id
        period = counter_period(item, day)
        numbers = reserve(work.conn, work.space, key, period, len(rows), counter.first)
        for number, values in zip(numbers, rows.values(), strict=True):
            values[item.id] = composed(item, number, day, _texts(work, plan, item, values))


def _texts(work: Work, plan: WritePlan, item: Field, values: Values) -> dict[str, str]:
    how = text_format(work)
    shown = [plan.entity.by_id[key] for key in fields_shown(item) if key in plan.entity.by_id]
    return {one.id: one.type.to_text(values[one.id], one, how) for one in shown if values.get(one.id) is not None}
