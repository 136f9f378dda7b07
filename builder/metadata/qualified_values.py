"""Comparisons with a literal that says of which kind it is: 500 US dollars is compared with dollars alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from builder.metadata.conditions import All, Any_, Compare, Condition, Not, Operand, Path, Related
from builder.metadata.field_types.base import Operator
from builder.metadata.values import BadValue

QUALIFIED_LEVELS = 3
"""By how many levels such a comparison is deeper than a plain one, at most."""
_NEGATED = {Operator.NE: Operator.EQ, Operator.NOT_IN: Operator.IN}


def qualified_comparison(path: Path, op: Operator, raw: Any, value: Operand) -> Condition | None:
    """Return what compares only values of the kinds that a literal names; None where it names none.

    ``raw`` is the operand as written, ``value`` the same as parsed: a list of equal length where ``raw`` is one.
    Raises BadValue ``not_comparable`` for a range from one kind to another.
    """
    if not path.field.type.qualifier or path.part or value is None:
        return None
    items = raw if isinstance(raw, list) else [raw]
    kinds = [_kind_of(path, item) for item in items]
    if not any(kinds):
        return None
    positive = _NEGATED.get(op, op)
    if op is Operator.BETWEEN:
        found = _of_kind(path, positive, value, _shared(kinds))
    elif isinstance(value, list):
        found = _any_of_kinds(path, positive, value, kinds)
    else:
        found = _of_kind(path, positive, value, kinds[0])
    return Not(found) if op in _NEGATED else found


def whole_of(path: Path) -> Path:
    """Return the path to the whole value where one leads to its first part: an amount adds up within its kind only."""
    if not path.part:
        return path
    item = path.entity.by_id[path.field.id.partition(".")[0]]
    is_amount = item.type.qualifier and path.part == item.type.parts[0].name
    return replace(path, field=item, part="") if is_amount else path


def of_one_kind(related: Related, of: Path, raw: Any) -> Related:
    """Return related records whose summed values are of the kind that the literal names, else of the field's own."""
    kind_type = of.field.type
    if not kind_type.qualifier or of.part:
        return related
    kind = _kind_of(of, raw) or kind_type.usual_qualifier(of.field)
    return replace(related, where=All((related.where, _has(of, kind))))


def kind_and_rest(related: Related) -> tuple[str, Related]:
    """Return the kind that summed values are of, and the related records without it: undoes ``of_one_kind``."""
    match related:
        case Related(of=Path() as of, where=All((where, Compare(value=str(kind))))) if of.field.type.qualifier:
            return kind, replace(related, where=where)
    return "", related


def _kind_of(path: Path, item: Any) -> str | None:
    kind = item.get(path.field.type.qualifier) if isinstance(item, Mapping) else None
    part = path.field.part(path.field.type.qualifier)
    return part.type.parse(kind, part) if kind is not None else None


def _shared(kinds: list[str | None]) -> str | None:
    named = {kind for kind in kinds if kind}
    if len(named) > 1:
        raise BadValue("not_comparable")
    return named.pop()


def _any_of_kinds(path: Path, op: Operator, values: list[Operand], kinds: list[str | None]) -> Condition:
    groups: dict[str | None, list[Operand]] = {}
    for kind, value in zip(kinds, values, strict=True):
        groups.setdefault(kind or None, []).append(value)
    return Any_(tuple(_of_kind(path, op, some, kind) for kind, some in groups.items()))


def _of_kind(path: Path, op: Operator, value: Operand, kind: str | None) -> Condition:
    compared = Compare(path, op, value)
    return All((compared, _has(path, kind))) if kind else compared


def _has(path: Path, kind: str) -> Condition:
    part = path.field.type.qualifier
    return Compare(replace(path, field=path.field.part(part), part=part), Operator.EQ, kind)
