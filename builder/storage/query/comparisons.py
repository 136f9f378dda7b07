"""One comparison of a condition as SQL: scalars, spans of time, text, links and rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, intersect, not_, or_, select, true

from builder.metadata.collation import lowered, sort_key
from builder.metadata.conditions import Compare, FieldValue, Path, Relative
from builder.metadata.field_types.base import Operator, PartKind, Shape
from builder.metadata.relative import Span, resolve_relative
from builder.storage.beginnings import is_one_of
from builder.storage.query.named_records import both_shown, is_bounded, shown
from builder.storage.query.ordering import equal_by, is_begun, order_of, sort_column
from builder.storage.query.scope import Scope, stored

Element = ColumnElement[Any]

ORDERED: dict[Operator, Callable[[Any, Any], Element]] = {
    Operator.EQ: lambda left, right: left == right,
    Operator.NE: lambda left, right: left != right,
    Operator.LT: lambda left, right: left < right,
    Operator.LE: lambda left, right: left <= right,
    Operator.GT: lambda left, right: left > right,
    Operator.GE: lambda left, right: left >= right,
}
_OPPOSITE = {
    Operator.EQ: Operator.NE,
    Operator.IN: Operator.NOT_IN,
    Operator.BLANK: Operator.NOT_BLANK,
    Operator.CONTAINS: Operator.NOT_CONTAINS,
    Operator.ANY_OF: Operator.NONE_OF,
}
_OPPOSITE |= {negative: positive for positive, negative in _OPPOSITE.items()}
_PATTERN: dict[Operator, Callable[[str], str]] = {
    Operator.CONTAINS: lambda text: f"%{text}%",
    Operator.NOT_CONTAINS: lambda text: f"%{text}%",
    Operator.STARTS_WITH: lambda text: f"{text}%",
    Operator.ENDS_WITH: lambda text: f"%{text}",
}


def compare(scope: Scope, node: Compare, negated: bool) -> Element:
    """Return one comparison or its negation."""
    if negated and node.op in _OPPOSITE:
        return compare(scope, Compare(node.path, _OPPOSITE[node.op], node.value), False)
    shape = node.path.field.type.shape
    if shape is Shape.LINKS:
        found = _linked(scope, node)
    elif shape is Shape.ROWS:
        found = _has_rows(scope, node)
    else:
        found = _scalar(scope, node)
    return not_(func.coalesce(found, false())) if negated else found


def _linked(scope: Scope, node: Compare) -> Element:
    """A multi-value through its link table: semi-joins for what must be there, anti-joins for what must not."""
    record = scope.table_of(node.path).c.id
    link = scope.tables(node.path.entity).links[node.path.field.id].alias(scope.names.next())
    mine = link.c.record == record
    dead = scope.dead_options(node.path)
    if node.op in (Operator.BLANK, Operator.NOT_BLANK):
        found = exists(select(1).select_from(link).where(mine, *([link.c.value.not_in(dead)] if dead else [])))
        return found if node.op is Operator.NOT_BLANK else not_(found)
    values: Any = scope.catalog.encode(node.path.entity, node.path.field, _operand(scope, node) or [])
    if values and is_bounded(scope, node.path):
        return _linked_shown(scope, node, link, values)
    if node.op is Operator.ANY_OF:
        return record.in_(select(link.c.record).where(link.c.value.in_(values)))
    if node.op is Operator.NONE_OF:
        return not_(exists(select(1).select_from(link).where(mine, link.c.value.in_(values))))
    each = [select(link.c.record).where(link.c.value == value) for value in values]
    if not each:
        return true()
    return record.in_(intersect(*each) if len(each) > 1 else each[0])


def _linked_shown(scope: Scope, node: Compare, link: Any, values: list[int]) -> Element:
    """The same where some of the records may not be known: a link to such a one is a link to nobody."""
    record = scope.table_of(node.path).c.id

    def linked(some: list[int]) -> Element:
        return record.in_(select(link.c.record).where(link.c.value.in_(shown(scope, node.path, some))))

    if node.op is Operator.ALL_OF:
        return and_(*[linked([value]) for value in values])
    return not_(linked(values)) if node.op is Operator.NONE_OF else linked(values)


def _has_rows(scope: Scope, node: Compare) -> Element:
    table = scope.table_of(node.path)
    child = scope.tables(node.path.entity).children[node.path.field.id].main.alias(scope.names.next())
    found = exists(select(1).select_from(child).where(child.c.parent == table.c.id))
    return found if node.op is Operator.NOT_BLANK else not_(found)


def _scalar(scope: Scope, node: Compare) -> Element:
    if node.op in (Operator.BLANK, Operator.NOT_BLANK):
        return _blank(scope, node.path, node.op is Operator.BLANK)
    operand = _operand(scope, node)
    if isinstance(operand, Span):
        return _within(scope, node, operand)
    if node.op in _PATTERN:
        return _matches(scope.value(node.path), node.op, str(operand))
    if node.op in (Operator.IN, Operator.NOT_IN):
        return _among(scope, node.path, node.op, operand if isinstance(operand, list) else [operand])
    if node.op is Operator.BETWEEN:
        low, high = operand
        return and_(_at_least(scope, node.path, low), _at_most(scope, node.path, high))
    return _ordered(scope, node.path, node.op, operand)


def _operand(scope: Scope, node: Compare) -> Any:
    value = node.value
    if isinstance(value, list | tuple):
        return [_resolved(scope, node.path, item) for item in value]
    return _resolved(scope, node.path, value)


def _resolved(scope: Scope, path: Path, value: Any) -> Any:
    if not isinstance(value, Relative):
        return value
    return resolve_relative(value, path.field, scope.moment)


def _at_least(scope: Scope, path: Path, low: Any) -> Element:
    return _ordered(scope, path, Operator.GE, low[0] if isinstance(low, Span) else low)


def _at_most(scope: Scope, path: Path, high: Any) -> Element:
    if isinstance(high, Span):
        return _ordered(scope, path, Operator.LT, high[1])
    return _ordered(scope, path, Operator.LE, high)


def _within(scope: Scope, node: Compare, span: Span) -> Element:
    column = scope.value(node.path)
    low, high = span
    match node.op:
        case Operator.EQ | Operator.IN:
            return and_(column >= low, column < high)
        case Operator.NE | Operator.NOT_IN:
            return or_(column.is_(None), column < low, column >= high)
        case Operator.LT:
            return column < low
        case Operator.LE:
            return column < high
        case Operator.GT:
            return column >= high
    return column >= low


def _matches(column: Element, op: Operator, text: str) -> Element:
    """Letters of ASCII match in either case, all others exactly: the same on both databases and in Python."""
    escaped = lowered(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    found = func.lower(column).like(_PATTERN[op](escaped), escape="\\")
    return or_(column.is_(None), not_(found)) if op is Operator.NOT_CONTAINS else found


def _among(scope: Scope, path: Path, op: Operator, operand: list[Any]) -> Element:
    column = _equal_to(scope, path)
    values: Any = [_encoded(scope, path, item) for item in operand if item is not None]
    if values and is_bounded(scope, path):
        values = shown(scope, path, values)
    if op is Operator.NOT_IN:
        return or_(column.is_(None), column.not_in(values))
    key = sort_column(scope, path)
    if key is not None:
        return and_(key.in_([sort_key(value) for value in values]), column.in_(values))
    return is_one_of(column, values) if is_begun(scope, path) else column.in_(values)


def _ordered(scope: Scope, path: Path, op: Operator, operand: Any) -> Element:
    if isinstance(operand, FieldValue):
        return _two_fields(scope, path, op, operand.path)
    if operand is None or isinstance(operand, list):
        return true() if op is Operator.NE and operand is None else false()
    if is_bounded(scope, path):
        return _among(scope, path, Operator.NOT_IN if op is Operator.NE else Operator.IN, [operand])
    column, value = _equal_to(scope, path), _encoded(scope, path, operand)
    if op is Operator.NE:
        return or_(column.is_(None), column != value)
    if path.field.type.parts[0].kind is PartKind.SORTED_TEXT:
        return _ordered_text(scope, path, op, operand)
    begun = op is Operator.EQ and is_begun(scope, path)
    return is_one_of(column, [value]) if begun else ORDERED[op](column, value)


def _equal_to(scope: Scope, path: Path) -> Element:
    """Return what is compared with given values: of options the codes as they are kept, which an index has.

    An option that is no more has none of the codes that anybody asks for.
    """
    return scope.held(path) if path.field.type.parts[0].kind is PartKind.OPTION else equal_by(scope, path)


def _encoded(scope: Scope, path: Path, value: Any) -> Any:
    stored_value = scope.catalog.encode_one(path.entity, path.field, value)
    return lowered(str(stored_value)) if path.field.type.caseless else stored_value


def _ordered_text(scope: Scope, path: Path, op: Operator, text: str) -> Element:
    if op is not Operator.EQ:
        return ORDERED[op](order_of(scope, path), sort_key(text))
    column, key = scope.value(path), sort_column(scope, path)
    same = column == scope.catalog.encode_one(path.entity, path.field, text)
    return same if key is None else and_(key == sort_key(text), same)


def _two_fields(scope: Scope, path: Path, op: Operator, other: Path) -> Element:
    sorted_text = path.field.type.parts[0].kind is PartKind.SORTED_TEXT
    if sorted_text and op not in (Operator.EQ, Operator.NE):
        return ORDERED[op](order_of(scope, path), order_of(scope, other))
    left, right = scope.value(path), scope.value(other)
    if path.field.type.caseless or other.field.type.caseless:
        left, right = func.lower(left), func.lower(right)
    known = both_shown(scope, path, other)
    if op is Operator.NE:
        differ = or_(left.is_(None), right.is_(None), left != right)
        return differ if known is None else or_(differ, not_(known))
    same = ORDERED[op](left, right)
    return same if known is None else and_(same, known)


def _blank(scope: Scope, path: Path, blank: bool) -> Element:
    if scope.dead_options(path):
        value = scope.value(path)
        return value.is_(None) if blank else value.is_not(None)
    table = scope.table_of(path)
    tables = scope.tables(path.entity)
    columns = [stored(tables, table, path.field, part.name) for part in path.field.type.parts]
    if blank:
        return and_(*[column.is_(None) for column in columns])
    return or_(*[column.is_not(None) for column in columns])
