"""Decides a condition on one record, exactly as its SQL does: two-valued, blanks are never 'unknown'."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from builder.metadata.collation import sort_key
from builder.metadata.conditions import (
    All,
    Any_,
    Compare,
    Condition,
    FieldValue,
    Not,
    Operand,
    Path,
    Quantified,
    Related,
    Relative,
)
from builder.metadata.field_types.base import Operator, PartKind
from builder.metadata.relative import Moment, Span, resolve_relative
from builder.metadata.values import Value, Values, is_blank


class RecordView(Protocol):
    """A record as conditions see it."""

    def value(self, path: Path) -> Value:
        """Return the canonical value at the end of a path; None when blank or out of reach on the way."""

    def related(self, related: Related) -> Iterable[RecordView]:
        """Return the records of ``related.entity`` whose ``via`` names this one; ``where`` is not applied."""


@dataclass
class PlainRecord:
    """A record given by its values alone, with what its references lead to where the caller has it.

    ``values`` is field id → canonical value. ``referred`` is (reference field id, target entity id) → the
    record named; ``relations`` is (entity id, via field id) → the records that point here.
    """

    values: Values
    referred: Mapping[tuple[str, str], PlainRecord] = field(default_factory=dict)
    relations: Mapping[tuple[str, str], Iterable[PlainRecord]] = field(default_factory=dict)

    def value(self, path: Path) -> Value:
        """Return the value at the end of a path; None when a record on the way is not known."""
        record: PlainRecord | None = self
        for (_, step), target in zip(path.steps, path.targets, strict=True):
            record = record.referred.get((step.id, target.id)) if record else None
        return value_at(record.values, path) if record else None

    def related(self, related: Related) -> Iterable[PlainRecord]:
        """Return the records that point here, as given."""
        return self.relations.get((related.entity.id, related.via.id), ())


def value_at(values: Values, path: Path) -> Value:
    """Return the value of a path's last field, or of the part it names, among the values of that field's record."""
    value = values.get(path.field.id.partition(".")[0])
    return value.get(path.part) if path.part and isinstance(value, dict) else value


def holds(condition: Condition, record: RecordView, moment: Moment) -> bool:
    """Return whether the condition is true of the record at that moment, for the moment's user."""
    match condition:
        case All(items):
            return all(holds(item, record, moment) for item in items)
        case Any_(items):
            return any(holds(item, record, moment) for item in items)
        case Not(item):
            return not holds(item, record, moment)
        case Compare():
            return _compare(condition, record, moment)
        case Quantified():
            return _quantified(condition, record, moment)
    raise TypeError(f"no such condition: {condition!r}")


def _quantified(node: Quantified, record: RecordView, moment: Moment) -> bool:
    related = node.related
    found = (other for other in record.related(related) if holds(related.where, other, moment))
    if node.kind == "exists":
        return any(True for _ in found)
    if node.kind == "count":
        total = sum(1 for _ in found)
    else:
        total = sum(_compared(related.of, other) or 0 for other in found) if related.of else 0
    return bool(_ORDERED[node.op](total, node.value))


def _compared(path: Path, record: RecordView) -> Value:
    value = record.value(path)
    return None if is_blank(value) else path.field.type.compared(value)


def _compare(node: Compare, record: RecordView, moment: Moment) -> bool:
    if node.op in _BLANKS:
        return is_blank(record.value(node.path)) is (node.op is Operator.BLANK)
    negative = _NEGATIVE.get(node.op)
    if negative is not None:
        return not _decide(negative, node, record, moment)
    return _decide(node.op, node, record, moment)


def _decide(op: Operator, node: Compare, record: RecordView, moment: Moment) -> bool:
    """Decide one of the positive operators; all but all_of of nothing are false of a blank value."""
    value = _compared(node.path, record)
    operand = _resolved(node.value, node.path, record, moment)
    if op in _SETS:
        wanted = operand if isinstance(operand, list) else [operand]
        return _SETS[op](set(value or ()), set(wanted))
    if value is None or operand is None:
        return False
    if op in _TEXTS:
        return _TEXTS[op](_lowered(value), _lowered(operand))
    if op is Operator.IN:
        return _among(value, operand)
    if op is Operator.BETWEEN:
        low, high = operand
        return _ordered(node.path, Operator.GE, value, low) and _ordered(node.path, Operator.LE, value, high)
    return _ordered(node.path, op, value, operand)


def _resolved(operand: Operand, path: Path, record: RecordView, moment: Moment) -> Any:
    if isinstance(operand, Relative):
        return resolve_relative(operand, path.field, moment)
    if isinstance(operand, FieldValue):
        return _compared(operand.path, record)
    if isinstance(operand, list):
        return [_resolved(item, path, record, moment) for item in operand]
    return operand


def _among(value: Value, operand: Any) -> bool:
    if isinstance(operand, Span):
        return bool(operand[0] <= value < operand[1])
    return value in operand if isinstance(operand, list) else value == operand


def _ordered(path: Path, op: Operator, value: Value, operand: Any) -> bool:
    if operand is None or isinstance(operand, list):
        return False
    if isinstance(operand, Span):
        return _SPANNED[op](value, *operand)
    if op is not Operator.EQ and path.field.type.parts[0].kind is PartKind.SORTED_TEXT:
        value, operand = sort_key(value), sort_key(operand)
    return bool(_ORDERED[op](value, operand))


def _lowered(text: Value) -> str:
    """Only letters of ASCII match in either case: the same on both databases."""
    return "".join(char.lower() if char.isascii() else char for char in str(text))


_BLANKS = (Operator.BLANK, Operator.NOT_BLANK)
_NEGATIVE = {
    Operator.NE: Operator.EQ,
    Operator.NOT_IN: Operator.IN,
    Operator.NOT_CONTAINS: Operator.CONTAINS,
    Operator.NONE_OF: Operator.ANY_OF,
}
_SETS: Mapping[Operator, Callable[[set[Any], set[Any]], bool]] = {
    Operator.ANY_OF: lambda have, wanted: not have.isdisjoint(wanted),
    Operator.ALL_OF: lambda have, wanted: wanted <= have,
}
_TEXTS: Mapping[Operator, Callable[[str, str], bool]] = {
    Operator.CONTAINS: lambda text, part: part in text,
    Operator.STARTS_WITH: lambda text, part: text.startswith(part),
    Operator.ENDS_WITH: lambda text, part: text.endswith(part),
}
_ORDERED: Mapping[Operator, Callable[[Any, Any], Any]] = {
    Operator.EQ: operator.eq,
    Operator.NE: operator.ne,
    Operator.LT: operator.lt,
    Operator.LE: operator.le,
    Operator.GT: operator.gt,
    Operator.GE: operator.ge,
}
_SPANNED: Mapping[Operator, Callable[[int, int, int], bool]] = {
    Operator.EQ: lambda value, low, high: low <= value < high,
    Operator.LT: lambda value, low, _high: value < low,
    Operator.LE: lambda value, _low, high: value < high,
    Operator.GT: lambda value, _low, high: value >= high,
    Operator.GE: lambda value, low, _high: value >= low,
}
