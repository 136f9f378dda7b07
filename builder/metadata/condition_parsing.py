"""Binds written condition trees to an entity: names or ids become fields, literals canonical values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from builder.errors import Invalid, Problem
from builder.metadata.conditions import ALWAYS, All, Any_, Compare, Condition, Not, Path, Quantified, Related
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import Operator, PartKind
from builder.metadata.json_bounds import bounds_problems, printable
from builder.metadata.operands import parse_operand, parse_scalar
from builder.metadata.paths import Readable, UnknownField, find_path, readable_by_all
from builder.metadata.qualified_values import QUALIFIED_LEVELS, of_one_kind, qualified_comparison, whole_of
from builder.metadata.values import BadValue

if TYPE_CHECKING:
    from builder.metadata.model import Model

LARGEST_DEPTH = 12
LARGEST_SIZE = 500
_ORDERING = (Operator.EQ, Operator.NE, Operator.LT, Operator.LE, Operator.GT, Operator.GE)


def parse_condition(
    model: Model, entity: Entity, tree: Any, where: str = "", readable: Readable = readable_by_all
) -> Condition:
    """Return the typed condition of a tree that speaks of fields, options and stages by id or by name.

    None gives ALWAYS. ``where`` prefixes the paths of problems; what is not ``readable`` is unknown. Raises
    Invalid with every problem:
    ``wrong_shape``, ``unknown_property``, ``unknown_field``, ``unknown_entity``, ``unknown_operator``,
    ``operator_not_offered``, ``not_comparable``, ``value_missing``, ``condition_too_deep`` (over 12 levels),
    ``condition_too_large`` (over 500 nodes), or the code of the value that does not fit its field.
    """
    if tree is None:
        return ALWAYS
    parser = _Parser(model, readable)
    problems = bounds_problems(tree)
    result: Condition = ALWAYS
    if not problems:
        result = parser.node(entity, tree, "", 1)
        problems = parser.problems
    if problems:
        raise Invalid([problem.under(where) if where else problem for problem in problems])
    return result


def parse_path(model: Model, entity: Entity, text: str, where: str = "", readable: Readable = readable_by_all) -> Path:
    """Return the path that dotted names or ids describe from an entity.

    ``customer.tier`` follows a reference; a reference_any step names its target, ``about:customer.tier``;
    ``budget.max`` is a part. Raises Invalid ``unknown_field``.
    """
    try:
        return find_path(model, entity, text, readable)
    except UnknownField as unknown:
        raise Invalid([Problem(where, "unknown_field", params={"name": printable(unknown.name)})]) from None


class _Refused(Exception):
    """A node has a problem that was noted; what is around it is read on."""


class _Parser:
    def __init__(self, model: Model, readable: Readable) -> None:
        self.model = model
        self.readable = readable
        self.problems: list[Problem] = []
        self.size = 0

    def node(self, entity: Entity, tree: Any, path: str, depth: int) -> Condition:
        """Return a node; what is wrong is noted, and ALWAYS stands in its place."""
        self.size += 1
        try:
            if depth > LARGEST_DEPTH:
                self.refuse(path, "condition_too_deep", max=LARGEST_DEPTH)
            if self.size > LARGEST_SIZE:
                if self.size == LARGEST_SIZE + 1:
                    self.problems.append(Problem("", "condition_too_large", params={"max": LARGEST_SIZE}))
                return ALWAYS
            if not isinstance(tree, dict):
                self.refuse(path, "wrong_shape")
            for key, read in _READERS.items():
                if key in tree:
                    return read(self, entity, tree, path, depth)
            self.refuse(path, "wrong_shape")
        except _Refused:
            return ALWAYS

    def refuse(self, path: str, code: str, **params: Any) -> NoReturn:
        """Note a problem and leave the node."""
        self.problems.append(Problem(path, code, params=params))
        raise _Refused

    def only(self, tree: Mapping[str, Any], allowed: set[str], path: str) -> None:
        """Refuse keys that a node does not have."""
        for key in tree:
            if key not in allowed:
                self.refuse(_under(path, printable(key)), "unknown_property")

    def junction(self, entity: Entity, tree: Mapping[str, Any], path: str, depth: int) -> Condition:
        """All or any."""
        key = "all" if "all" in tree else "any"
        self.only(tree, {key}, path)
        if not isinstance(tree[key], list):
            self.refuse(_under(path, key), "wrong_shape")
        items = tuple(
            self.node(entity, item, _under(path, f"{key}.{index}"), depth + 1) for index, item in enumerate(tree[key])
        )
        return All(items) if key == "all" else Any_(items)

    def negation(self, entity: Entity, tree: Mapping[str, Any], path: str, depth: int) -> Condition:
        """Not."""
        self.only(tree, {"not"}, path)
        return Not(self.node(entity, tree["not"], _under(path, "not"), depth + 1))

    def compare(self, entity: Entity, tree: Mapping[str, Any], path: str, depth: int) -> Condition:
        """A field against a value."""
        self.only(tree, {"field", "op", "value"}, path)
        found = self.path(entity, tree["field"], _under(path, "field"))
        op = self.operator(tree.get("op"), _under(path, "op"))
        if op not in found.field.type.operators:
            self.refuse(_under(path, "op"), "operator_not_offered", op=op.value, type=found.field.type.name)
        raw = tree.get("value")
        value = self.value(lambda: parse_operand(self.model, entity, found, op, raw, self.readable), path)
        qualified = self.value(lambda: qualified_comparison(found, op, raw, value), path)
        if qualified is not None and depth + QUALIFIED_LEVELS > LARGEST_DEPTH:
            self.refuse(path, "condition_too_deep", max=LARGEST_DEPTH)
        return qualified or Compare(found, op, value)

    def value(self, read: Callable[[], Any], path: str) -> Any:
        """Read a value; what is wrong with it is told at its place."""
        try:
            return read()
        except UnknownField as unknown:
            self.refuse(_under(path, "value.field_of_record"), "unknown_field", name=printable(unknown.name))
        except BadValue as bad:
            here = _under(path, "value")
            self.refuse(_under(here, bad.part) if bad.part else here, bad.code, **bad.params)

    def path(self, entity: Entity, text: Any, path: str) -> Path:
        """Return a path, or refuse it."""
        try:
            return find_path(self.model, entity, text, self.readable)
        except UnknownField as unknown:
            self.refuse(path, "unknown_field", name=printable(unknown.name))

    def operator(self, raw: Any, path: str) -> Operator:
        """Return an operator, or refuse it."""
        if not isinstance(raw, str) or raw not in set(Operator):
            self.refuse(path, "unknown_operator", op=printable(raw))
        return Operator(raw)

    def quantified(self, entity: Entity, tree: Mapping[str, Any], path: str, depth: int) -> Condition:
        """Exists, count or sum over related records."""
        kind = next(key for key in ("exists", "count", "sum") if key in tree)
        self.only(tree, {kind} if kind == "exists" else {kind, "op", "value"}, path)
        related = self.related(entity, tree[kind], _under(path, kind), depth, of=kind == "sum")
        if kind == "exists":
            return Quantified("exists", related)
        op = self.operator(tree.get("op"), _under(path, "op"))
        if op not in _ORDERING:
            self.refuse(_under(path, "op"), "operator_not_offered", op=op.value, type=kind)
        raw = tree.get("value")
        if kind == "count":
            if not isinstance(raw, int) or isinstance(raw, bool):
                self.refuse(_under(path, "value"), "not_a_number")
            return Quantified("count", related, op, raw)
        of = related.of
        if of is None:
            self.refuse(_under(path, "sum.of"), "required")
        value = self.value(lambda: parse_scalar(of.field, raw), path)
        return Quantified("sum", of_one_kind(related, of, raw), op, value)

    def related(self, entity: Entity, tree: Any, path: str, depth: int, of: bool) -> Related:
        """Return what a quantifier counts."""
        if not isinstance(tree, dict):
            self.refuse(path, "wrong_shape")
        self.only(tree, {"entity", "via", "where", "of"} if of else {"entity", "via", "where"}, path)
        reference = tree.get("entity")
        target = self.model.entity(reference, entity.app) if isinstance(reference, str) else None
        target = target or (self.model.entity(reference) if isinstance(reference, str) else None)
        if target is None or not self.readable(target, target.by_id["id"]):
            self.refuse(_under(path, "entity"), "unknown_entity", name=printable(reference))
        via = target.find(tree["via"]) if isinstance(tree.get("via"), str) else None
        if via is None or not points_at(via, entity) or not self.readable(target, via):
            self.refuse(_under(path, "via"), "unknown_field", name=printable(tree.get("via")))
        where = self.node(target, tree["where"], _under(path, "where"), depth + 1) if "where" in tree else ALWAYS
        summed = whole_of(self.path(target, tree.get("of"), _under(path, "of"))) if of else None
        if summed is not None and ("sum" not in summed.field.type.aggregates or summed.steps):
            self.refuse(_under(path, "of"), "not_summable")
        return Related(target, via, where, summed)


_READERS: Mapping[str, Callable[[_Parser, Entity, Mapping[str, Any], str, int], Condition]] = {
    "all": _Parser.junction,
    "any": _Parser.junction,
    "not": _Parser.negation,
    "exists": _Parser.quantified,
    "count": _Parser.quantified,
    "sum": _Parser.quantified,
    "field": _Parser.compare,
}


def points_at(via: Any, entity: Entity) -> bool:
    """Whether a field holds records of the entity."""
    if not any(part.kind is PartKind.RECORD for part in via.type.parts):
        return False
    return entity.id in (via.settings.get("entity"), *via.settings.get("entities", ()))


def _under(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
