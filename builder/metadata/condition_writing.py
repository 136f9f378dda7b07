"""Writes typed conditions as trees again, by ids for storing or by names for people."""

from __future__ import annotations

from typing import Any

from builder.metadata.conditions import (
    All,
    Any_,
    Compare,
    Condition,
    FieldValue,
    Not,
    Operand,
    Quantified,
    Related,
    Relative,
)
from builder.metadata.definitions import Field
from builder.metadata.field_types.base import Operator, Shape
from builder.metadata.paths import path_text
from builder.metadata.qualified_values import kind_and_rest

_BLANKS = (Operator.BLANK, Operator.NOT_BLANK)
_TEXTS = (Operator.CONTAINS, Operator.NOT_CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH)


def condition_document(condition: Condition, by_name: bool) -> dict[str, Any]:
    """Return the written tree of a condition, by ids or by names: the inverse of ``parse_condition``."""
    match condition:
        case All(items):
            return {"all": [condition_document(item, by_name) for item in items]}
        case Any_(items):
            return {"any": [condition_document(item, by_name) for item in items]}
        case Not(item):
            return {"not": condition_document(item, by_name)}
        case Compare():
            return _compare(condition, by_name)
        case Quantified():
            return _quantified(condition, by_name)
    raise TypeError(f"no such condition: {condition!r}")


def _compare(node: Compare, by_name: bool) -> dict[str, Any]:
    written: dict[str, Any] = {"field": path_text(node.path, by_name), "op": node.op.value}
    if node.op in _BLANKS:
        return written
    field, value = node.path.field, node.value
    if node.op in _TEXTS:
        written["value"] = value
    elif isinstance(value, list):
        written["value"] = [_operand(field, item, by_name) for item in value]
    else:
        written["value"] = _operand(field, value, by_name)
    return written


def _operand(field: Field, value: Operand, by_name: bool) -> Any:
    if isinstance(value, FieldValue):
        return {"field_of_record": path_text(value.path, by_name)}
    if isinstance(value, Relative):
        written: dict[str, Any] = {"relative": value.name}
        return {**written, "offset": value.offset, "unit": value.unit}
    option = field.options.by_id.get(value) if isinstance(value, str) else None
    if option is not None:
        return option.name if by_name else option.id
    if field.type.shape is Shape.LINKS:
        return field.type.dump([value], field)[0]
    if len(field.type.parts) > 1 and not isinstance(value, dict):
        field = field.part(field.type.parts[0].name)
    return field.type.dump(value, field)


def _quantified(node: Quantified, by_name: bool) -> dict[str, Any]:
    kind, rest = kind_and_rest(node.related)
    related = _related(rest, by_name)
    if node.kind == "exists":
        return {"exists": related}
    value = node.value
    if node.related.of is not None:
        of = node.related.of.field
        value = _operand(of, value, by_name)
        value = {of.type.parts[0].name: value, of.type.qualifier: kind} if kind else value
    return {node.kind: related, "op": node.op.value, "value": value}


def _related(related: Related, by_name: bool) -> dict[str, Any]:
    written: dict[str, Any] = {
        "entity": related.entity.name if by_name else related.entity.id,
        "via": related.via.name if by_name else related.via.id,
        "where": condition_document(related.where, by_name),
    }
    if related.of is not None:
        written["of"] = path_text(related.of, by_name)
    return written
