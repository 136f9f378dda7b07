"""Boards: the columns that a field divides records into, the first cards of each, and what stands in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any

from builder.errors import Invalid, LimitExceeded, NotFound, Problem
from builder.identity import departments, members
from builder.metadata.checks_paths import is_boardable
from builder.metadata.conditions import All, Compare, Condition, Path, Relative
from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import Operator, PartKind
from builder.metadata.qualified_values import whole_of
from builder.metadata.relative import resolve_relative
from builder.runtime import read_records
from builder.runtime.list_requests import condition_of, limit_of, path_of, view_of
from builder.runtime.own_views import with_own_view
from builder.runtime.ready_lists import list_for
from builder.runtime.work import Work
from builder.storage.query.time_limits import AD_HOC_SECONDS, quickly

MOST_COLUMNS = 1_000
"""Columns of one board; those beyond are told of and not shown."""
FILLED = 12
"""Columns that are filled with cards where none are named: more than fit on a screen."""
MOST_FILLED = 50
LARGEST_COLUMN = 100
FEW_PEOPLE = 50
"""Members up to which everybody has a column; in a larger workspace those who have records do."""
NEWEST_FIRST = [{"field": "id", "direction": "desc"}]
TOTALS_SECONDS = 1.2
COUNTS_SECONDS = 0.6
"""Counting instead of summing gets what is left of the two seconds."""


@dataclass(frozen=True)
class Column:
    """One column: what its records have in the field, on the wire, and what it is called."""

    key: Any
    where: dict[str, Any]
    label: dict[str, str] | None = None
    """In every language, for options and stages."""
    title: str | None = None
    """As it is written, for people and departments."""
    color: str | None = None
    disabled: bool = False
    cards: dict[str, Any] = field(default_factory=dict)


def board(work: Work, entity: Entity, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``{"columns", "more"}``: every column, the first ones or those named filled with cards.

    Each filled column is a page of its own, read by its own range of an index; ``where`` and ``next`` go on with it
    as any other list. Raises Invalid ``not_for_board`` for a field that makes no columns, and for keys of none;
    NotFound ``unknown_flow``.
    """
    work.require(entity, "view")
    path = _field_of(work, entity, request)
    named = request.get("columns")
    _require_columns(path.field, named or ())
    columns = _columns(work, entity, path, request)
    filled = columns[:FILLED] if named is None else [column for column in columns if column.key in named]
    keyed = next((column for column in columns if column.key is not None), None)
    sort = _order(work, entity, _rows_asked(request, keyed)) if keyed is not None else request.get("sort")
    limit = limit_of(work, entity, with_own_view(work, entity, request), 20, LARGEST_COLUMN)
    _fill(work, entity, filled[:MOST_FILLED], {**request, "sort": sort, "limit": limit})
    shown = columns if named is None else filled
    told = [{**_told(column), "sort": sort} for column in shown[:MOST_COLUMNS]]
    return {"columns": told, "more": len(columns) > MOST_COLUMNS}


def _require_columns(item: Field, named: Sequence[Any]) -> None:
    """Raise Invalid for keys that no column of the field can have; null is the one of what is blank."""
    if item.type.parts[0].kind is PartKind.OPTION:
        wrong = [
            at
            for at, key in enumerate(named)
            if key is not None and not (isinstance(key, str) and key in item.options.by_name)
        ]
        code = "unknown_option"
    else:
        wrong = [at for at, key in enumerate(named) if key is not None and type(key) is not int]
        code = "not_an_id"
    if wrong:
        raise Invalid([Problem(f"columns.{at}", code) for at in wrong])


def _fill(work: Work, entity: Entity, columns: Sequence[Column], request: Mapping[str, Any]) -> None:
    """Read the first cards of columns; those for which no time is left stay without. Raises LimitExceeded if all do."""
    try:
        with quickly(work.conn, AD_HOC_SECONDS):
            for column in columns:
                page = read_records.page(work, entity, {**_rows_asked(request, column), "limit": request["limit"]})
                column.cards.update({name: page[name] for name in ("items", "next", "indexed")})
    except LimitExceeded:
        if not any(column.cards for column in columns):
            raise


def board_totals(work: Work, entity: Entity, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``{"totals": [{"key", "count", "capped", "sum"}], "exact"}`` for the columns that hold anything.

    Where summing takes too long, columns are counted up to the cap, as many as there is time for, and not summed.
    """
    work.require(entity, "view")
    path = _field_of(work, entity, request)
    summed = request.get("sum")
    measures: list[dict[str, Any]] = [{"function": "count"}]
    if summed is not None:
        measures.append({"field": _whole(work, entity, summed), "function": "sum"})
    asked = {**_which(request), "by": [{"field": path.field.name}], "measures": measures, "limit": MOST_COLUMNS}
    with suppress(LimitExceeded), quickly(work.conn, TOTALS_SECONDS):
        groups = read_records.group(work, entity, asked)["groups"]
        return {"totals": [_total(group) for group in groups], "exact": True}
    return {"totals": _capped(work, entity, path, request), "exact": False}


def _field_of(work: Work, entity: Entity, request: Mapping[str, Any]) -> Path:
    path = path_of(work, entity, request.get("field"), "field")
    if not is_boardable(path):
        raise Invalid([Problem("field", "not_for_board", params={"type": path.field.type.name})])
    return path


def _which(request: Mapping[str, Any]) -> dict[str, Any]:
    return {name: request.get(name) for name in ("filter", "search", "view")}


def _rows_asked(request: Mapping[str, Any], column: Column) -> dict[str, Any]:
    """Return the list request of one column; the address of the board's own rows stays the view's."""
    asked = {name: request.get(name) for name in ("search", "view", "fields", "sort")}
    filters = [request["filter"], column.where] if request.get("filter") is not None else [column.where]
    return {**asked, "filter": filters[0] if len(filters) == 1 else {"all": filters}}


def _order(work: Work, entity: Entity, asked: Mapping[str, Any]) -> Any:
    """Return the order in which columns are read: asked for, None for the view's or the entity's; the entity's gives
    way to the newest first where only that can be read without sorting a whole column.
    """
    whole = with_own_view(work, entity, asked)
    view = view_of(work, entity, whole)
    if whole.get("sort") or (view is not None and view.sort) or list_for(work, entity, whole).indexed:
        return asked.get("sort")
    return NEWEST_FIRST


def _columns(work: Work, entity: Entity, path: Path, request: Mapping[str, Any]) -> list[Column]:
    """Return the columns in order: those that the filter lets through, what is blank first."""
    item = path.field
    condition = condition_of(work, entity, with_own_view(work, entity, request))
    allowed = _allowed(work, item, condition)
    kind = item.type.parts[0].kind
    if kind is PartKind.OPTION:
        columns = _options(item, _stages_of(entity, item, request.get("flow")), allowed)
    elif kind is PartKind.USER:
        columns = _named(item, _people(work, entity, item, request), allowed)
    else:
        every = [(one.id, one.label) for one in departments.every_department(work.conn, work.space)]
        columns = _named(item, every, allowed)
    must_be_filled = item.required or (item.system and kind is PartKind.OPTION)
    if must_be_filled or allowed is not None:
        return columns
    return [Column(None, {"field": item.name, "op": "blank"}), *columns]


def _stages_of(entity: Entity, item: Field, flow: str | None) -> set[str] | None:
    """Return the ids of the stages of a flow that was named; stages are told apart from other options by it."""
    if flow is None:
        return None
    found = next((one for one in entity.flows if flow in (one.id, one.name)), None)
    if found is None or item.id != "stage":
        raise NotFound("unknown_flow", name=flow[:100])
    return {stage.id for stage in found.stages}


def _options(item: Field, among: set[str] | None, allowed: set[Any] | None) -> list[Column]:
    return [
        Column(
            option.name,
            {"field": item.name, "op": "eq", "value": option.name},
            label=dict(option.label),
            color=option.color or None,
            disabled=option.disabled,
        )
        for option in item.options
        if (among is None or option.id in among) and (allowed is None or option.id in allowed)
    ]


def _named(item: Field, named: Sequence[tuple[int, str]], allowed: set[Any] | None) -> list[Column]:
    return [
        Column(number, {"field": item.name, "op": "eq", "value": number}, title=title)
        for number, title in named
        if allowed is None or number in allowed
    ]


def _people(work: Work, entity: Entity, item: Field, request: Mapping[str, Any]) -> list[tuple[int, str]]:
    """Return who has a column: all of few members, else those whose records there are, else as many as can be."""
    everybody = members.people(work.conn, work.space, "", (), members.LARGEST_ANSWER)
    if len(everybody) > FEW_PEOPLE:
        asked = {**_which(request), "by": [{"field": item.name}], "limit": MOST_COLUMNS}
        with suppress(LimitExceeded), quickly(work.conn, TOTALS_SECONDS):
            groups = read_records.group(work, entity, asked)["groups"]
            return [(group["key"][0]["id"], group["labels"][0]) for group in groups if group["key"][0] is not None]
    return [(person.id, person.label) for person in everybody]


def _allowed(work: Work, item: Field, condition: Condition) -> set[Any] | None:
    """Return the values of the field that a filter lets through, as far as its outermost comparisons say."""
    items = condition.items if isinstance(condition, All) else (condition,)
    found: set[Any] | None = None
    for one in items:
        if not isinstance(one, Compare) or one.path.steps or one.path.field.id != item.id:
            continue
        if one.op in (Operator.EQ, Operator.IN):
            values = one.value if isinstance(one.value, list | tuple) else [one.value]
            resolved = set(_resolved(work, item, values))
            found = resolved if found is None else found & resolved
    return found


def _resolved(work: Work, item: Field, values: Sequence[Any]) -> list[Any]:
    given = [resolve_relative(value, item, work.moment) if isinstance(value, Relative) else value for value in values]
    return [one for value in given for one in (value if isinstance(value, list | tuple) else [value])]


def _told(column: Column) -> dict[str, Any]:
    told = asdict(column)
    return {**told.pop("cards"), **told}


def _whole(work: Work, entity: Entity, text: str) -> str:
    """Return the path to sum: amounts of money are summed with their currency, never across currencies."""
    path = path_of(work, entity, text, "sum")
    return text.rpartition(".")[0] if whole_of(path) is not path else text


def _total(group: Mapping[str, Any]) -> dict[str, Any]:
    key, measures = group["key"][0], group["measures"]
    summed = measures[1] if len(measures) > 1 else None
    return {
        "key": key["id"] if isinstance(key, Mapping) else key,
        "count": measures[0],
        "capped": False,
        "sum": summed,
    }


def _capped(work: Work, entity: Entity, path: Path, request: Mapping[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    with suppress(LimitExceeded), quickly(work.conn, COUNTS_SECONDS):
        for column in _columns(work, entity, path, request)[:MOST_FILLED]:
            counted = read_records.count(work, entity, _rows_asked(request, column))
            found.append({"key": column.key, **counted, "sum": None})
    return found
