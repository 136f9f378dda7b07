"""Decides a condition on one record, exactly as its SQL does: two-valued, blanks are never 'unknown'."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from builder.metadata.collation import lowered, sort_key
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
    Shared,
)
from builder.metadata.field_types.base import Operator, PartKind
from builder.metadata.relative import Moment, Span, resolve_relative, today
from builder.metadata.values import Value, Values, is_blank


class RecordView(Protocol):
    """A record as conditions see it."""

    def value(self, path: Path) -> Value:
        """Return the canonical value at the end of a path; None when blank or out of reach on the way."""

    def related(self, related: Related) -> Iterable[RecordView]:
        """Return the records of ``related.entity`` whose ``via`` names this one; ``where`` is not applied."""

    def shared(self, shared: Shared, today: int) -> bool:
        """Return whether the account is in the record's team on a day (since 1970-01-01)."""


@dataclass(frozen=True)
class TeamPlace:
    """What a member of a record's team may do, and to which day (since 1970-01-01); without one for good."""

    writing: bool = False
    until: int | None = None

    def lets_in(self, shared: Shared, today: int) -> bool:
        """Whether the place is enough for what is asked on a day; the last day counts."""
        return (self.writing or not shared.writing) and (self.until is None or today <= self.until)


@dataclass
class PlainRecord:
    """A record given by its values alone, with what its references lead to where the caller has it.

    ``values`` is field id → canonical value. ``referred`` is (reference field id, target entity id) → the
    record named; ``relations`` is (entity id, via field id) → the records that point here.
    """

    values: Values
    referred: Mapping[tuple[str, str], PlainRecord] = field(default_factory=dict)
    relations: Mapping[tuple[str, str], Iterable[PlainRecord]] = field(default_factory=dict)
    team: Mapping[int, TeamPlace] = field(default_factory=dict)
    """Account id → its place in the record's team."""

    def value(self, path: Path) -> Value:
        """Return the value at the end of a path; None when a record on the way is not known."""
        record: PlainRecord | None = self
        for (_, step), target in zip(path.steps, path.targets, strict=True):
            record = record.referred.get((step.id, target.id)) if record else None
        return value_at(record.values, path) if record else None

    def related(self, related: Related) -> Iterable[PlainRecord]:
        """Return the records that point here, as given."""
        return self.relations.get((related.entity.id, related.via.id), ())

    def shared(self, shared: Shared, today: int) -> bool:
        """Return whether the team, as given, lets the account in."""
        place = self.team.get(shared.account)
        return place is not None and place.lets_in(shared, today)


def value_at(values: Values, path: Path) -> Value:
    """Return the value of a path's last field, or of the part it names, among the values of that field's record."""
    key = path.field.id
    if "." not in key:
        return values.get(key)
    value = values.get(key.partition(".")[0])
    return value.get(path.part) if path.part and isinstance(value, dict) else value


Decision = Callable[[RecordView, Moment], bool]


def holds(condition: Condition, record: RecordView, moment: Moment) -> bool:
    """Return whether the condition is true of the record at that moment, for the moment's user."""
    return decision(condition)(record, moment)


def decision(condition: Condition) -> Decision:
    """Return the function that decides a condition, with all that can be looked up before a record comes."""
    match condition:
        case All(items):
            every = [decision(item) for item in items]
            return every[0] if len(every) == 1 else _all(every)
        case Any_(items):
            return _any([decision(item) for item in items])
        case Not(item):
            return _not(decision(item))
        case Compare():
            return _compare(condition)
        case Quantified():
            return _quantified(condition)
        case Shared():
            return lambda record, moment: record.shared(condition, today(moment))
    raise TypeError(f"no such condition: {condition!r}")


def _all(every: list[Decision]) -> Decision:
    def decide(record: RecordView, moment: Moment) -> bool:
        for one in every:  # noqa: SIM110 - a third faster than all(), on the path of every write
            if not one(record, moment):
                return False
        return True

    return decide


def _any(every: list[Decision]) -> Decision:
    return lambda record, moment: any(one(record, moment) for one in every)


def _not(decide: Decision) -> Decision:
    return lambda record, moment: not decide(record, moment)


def _quantified(node: Quantified) -> Decision:
    related, of = node.related, node.related.of
    where, compared = decision(related.where), _ORDERED[node.op]
    read = _reader(of) if of is not None else None

    def decide(record: RecordView, moment: Moment) -> bool:
        found = (other for other in record.related(related) if where(other, moment))
        if node.kind == "exists":
            return any(True for _ in found)
        if read is None or node.kind == "count":
            return bool(compared(sum(1 for _ in found), node.value))
        return bool(compared(sum(read(other) or 0 for other in found), node.value))

    return decide


def _reader(path: Path) -> Callable[[RecordView], Value]:
    """Return the function that reads what conditions look at: None where blank, one value of several parts."""
    plain = len(path.field.type.parts) < 2
    compared = path.field.type.compared

    def read(record: RecordView) -> Value:
        value = record.value(path)
        if value is None or is_blank(value):
            return None
        return value if plain else compared(value)

    return read


def _compare(node: Compare) -> Decision:
    path = node.path
    if node.op in _BLANKS:
        blank = node.op is Operator.BLANK
        return lambda record, _moment: is_blank(record.value(path)) is blank
    negative = _NEGATIVE.get(node.op)
    if negative is not None:
        return _not(_compare(Compare(path, negative, node.value)))
    read, test, operand = _reader(path), _test(path, node.op), node.value
    if path.field.type.caseless or (isinstance(operand, FieldValue) and operand.path.field.type.caseless):
        test = _caseless(test)
    if not _is_known(operand):
        return lambda record, moment: test(read(record), _resolved(operand, path, record, moment))
    return lambda record, _moment: test(read(record), operand)


def _is_known(operand: Operand) -> bool:
    """Whether the operand is the same for every record and moment."""
    items = operand if isinstance(operand, list) else [operand]
    return not any(isinstance(item, Relative | FieldValue) for item in items)


def _resolved(operand: Operand, path: Path, record: RecordView, moment: Moment) -> Any:
    if isinstance(operand, Relative):
        return resolve_relative(operand, path.field, moment)
    if isinstance(operand, FieldValue):
        return _reader(operand.path)(record)
    if isinstance(operand, list):
        return [_resolved(item, path, record, moment) for item in operand]
    return operand


Test = Callable[[Value, Any], bool]
"""Decides one of the positive operators on (value, operand); all but all_of of nothing are false of a blank."""


def _test(path: Path, op: Operator) -> Test:
    if op in _SETS:
        decide = _SETS[op]
        return lambda value, wanted: decide(set(value or ()), set(wanted if isinstance(wanted, list) else [wanted]))
    found = _test_of_filled(path, op)
    return lambda value, operand: value is not None and operand is not None and found(value, operand)


def _caseless(test: Test) -> Test:
    return lambda value, operand: test(_in_one_case(value), _in_one_case(operand))


def _in_one_case(value: Any) -> Any:
    if isinstance(value, list):
        return [_in_one_case(item) for item in value]
    return lowered(value) if isinstance(value, str) else value


def _test_of_filled(path: Path, op: Operator) -> Test:
    if op in _TEXTS:
        match_text = _TEXTS[op]
        return lambda value, operand: match_text(lowered(str(value)), lowered(str(operand)))
    if op is Operator.IN:
        return _among
    if op is Operator.BETWEEN:
        least, most = _ordered(path, Operator.GE), _ordered(path, Operator.LE)
        return lambda value, pair: least(value, pair[0]) and most(value, pair[1])
    return _ordered(path, op)


def _among(value: Value, operand: Any) -> bool:
    if isinstance(operand, Span):
        return bool(operand[0] <= value < operand[1])
    return value in operand if isinstance(operand, list) else bool(value == operand)


def _ordered(path: Path, op: Operator) -> Test:
    compared, spanned = _ORDERED[op], _SPANNED[op]
    by_key = op is not Operator.EQ and path.field.type.parts[0].kind is PartKind.SORTED_TEXT

    def test(value: Value, operand: Any) -> bool:
        if operand is None or isinstance(operand, list):
            return False
        if isinstance(operand, Span):
            return spanned(value, *operand)
        if by_key:
            return bool(compared(sort_key(value), sort_key(operand)))
        return bool(compared(value, operand))

    return test


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
