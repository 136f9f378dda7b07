"""Whether an index serves a list: what lets the interface offer to make a slow one fast."""

from __future__ import annotations

from collections.abc import Sequence

from builder.metadata.conditions import ALWAYS, All, Compare, Condition
from builder.metadata.field_types.base import Operator
from builder.metadata.query import Query
from builder.runtime.work import Work
from builder.storage.fast_indexes import columns_of_wish, wishes_of
from builder.storage.indexes import columns_of, order_column

EQUAL = (Operator.EQ, Operator.IN)


def is_indexed(work: Work, query: Query) -> bool:
    """Return whether an index holds the fields compared with single values, then those sorted by.

    Without filter and sort the records are read by id, which is always quick.
    """
    if query.where == ALWAYS and not query.sort:
        return True
    compares = _compares(query.where)
    if compares is None or any(item.path.steps for item in query.sort):
        return False
    layout = work.catalog.layouts[query.entity.id]
    sorts = [order_column(layout, item.path.field) for item in query.sort]
    equal = set(columns_of(layout, [item.path for item in compares]))
    if None in sorts or len(equal) < len(compares):
        return False
    wanted = [column for column in sorts if column is not None and column not in equal]
    return any(_serves(index.columns, equal, wanted) for index in layout.indexes.values() if index.state == "ready")


def fast_list_of(work: Work, query: Query) -> int:
    """Return the number of the list made fast whose index is made for a query, or serves it; 0 where there is none."""
    layout = work.catalog.layouts[query.entity.id]
    made = [index for index in layout.indexes.values() if index.asked]
    if not made:
        return 0
    wishes = [wish for wish in wishes_of(query, layout) if wish is not None]
    wanted = [columns for wish in wishes if (columns := columns_of_wish(query.entity, layout, wish))]
    return next((index.asked for columns in wanted for index in made if index.columns[: len(columns)] == columns), 0)


def _compares(condition: Condition) -> list[Compare] | None:
    """Return the comparisons of a filter that are all equalities, else None."""
    items = condition.items if isinstance(condition, All) else (condition,)
    found = [item for item in items if isinstance(item, Compare) and item.op in EQUAL and not item.path.steps]
    return found if len(found) == len(items) else None


def _serves(columns: Sequence[str], equal: set[str], sorts: Sequence[str]) -> bool:
    plain = [column.lstrip("-") for column in columns]
    head = plain[: len(equal)]
    return set(head) == equal and plain[len(equal) : len(equal) + len(sorts)] == list(sorts)
