"""Conditions as SQL: two-valued like the evaluator, with negation pushed down so that indexes serve."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, exists, false, func, not_, or_, select, true
from sqlalchemy.sql.elements import Grouping

from builder.metadata.conditions import All, Any_, Compare, Condition, Not, Quantified, Shared
from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import Shape
from builder.metadata.relative import today
from builder.storage.query.comparisons import ORDERED, compare
from builder.storage.query.scope import Scope, reference_matches

Element = ColumnElement[Any]
WIDEST = 50
"""Terms joined without brackets: SQLite takes a chain of terms for as deep as it is long, and at most 1 000 deep."""


class _Brackets(Grouping[bool]):
    """Terms that stay together: joining them with others of their kind does not take the brackets away."""

    operator = None
    inherit_cache = True


def predicate(scope: Scope, condition: Condition, negated: bool = False) -> Element:
    """Return the SQL of a condition (or of its negation) on the scope's root.

    Never NULL where it matters: each leaf has its own negative form, because NOT NULL is NULL.
    """
    match condition:
        case All(items):
            parts = [predicate(scope, item, negated) for item in items]
            return _join(parts, any_of=negated)
        case Any_(items):
            parts = [predicate(scope, item, negated) for item in items]
            return _join(parts, any_of=not negated)
        case Not(item):
            return predicate(scope, item, not negated)
        case Quantified():
            found = quantified(scope, condition)
            return not_(found) if negated else found
        case Compare():
            return compare(scope, condition, negated)
        case Shared():
            within = _in_team(scope, condition)
            return not_(within) if negated else within
    raise TypeError(f"no such condition: {condition!r}")


def _join(parts: list[Element], any_of: bool) -> Element:
    join = or_ if any_of else and_
    while len(parts) > WIDEST:
        groups = [parts[start : start + WIDEST] for start in range(0, len(parts), WIDEST)]
        parts = [_Brackets(join(*group)) for group in groups]
    if parts:
        return join(*parts)
    return false() if any_of else true()


def reach(scope: Scope, entity: Entity, table: FromClause, action: str) -> Element:
    """Return the predicate 'the principal may do this with the record', on an alias of the entity."""
    branches = scope.rights.on(entity.id).branches.get(action, ())
    return _join([on_table(scope, entity, table, branch) for branch in branches], any_of=True)


def on_table(scope: Scope, entity: Entity, table: FromClause, branch: Condition) -> Element:
    """Return a condition of the rights on an alias; what its paths join becomes an EXISTS of its own."""
    here = scope.on(table, entity, trusted=True)
    found = predicate(here, branch)
    if here.source is table:
        return found
    again = Scope(scope.asker, entity, scope.names, trusted=True)
    found = predicate(again, branch)
    same = again.root.c.id == table.c.id
    return exists(select(1).select_from(again.source).where(same, found).correlate(table))


def _in_team(scope: Scope, shared: Shared) -> Element:
    team = scope.catalog.fixed.record_team.alias(scope.names.next())
    bounds = [team.c.account_id == shared.account, or_(team.c.until.is_(None), team.c.until >= today(scope.moment))]
    if shared.writing:
        bounds.append(team.c.writing == 1)
    return scope.root.c.id.in_(select(team.c.record_id).where(*bounds))


def quantified(scope: Scope, condition: Quantified) -> Element:
    """Return exists, count or sum over related records the principal may view, correlated to the root."""
    related = condition.related
    inner = scope.nested(related.entity)
    inner.check(related.entity, related.via)
    where = predicate(inner, related.where)
    bounds = and_(_tied(inner, related.via, scope), inner.visible(related.entity, inner.root), where)
    if condition.kind == "exists":
        return exists(select(1).select_from(inner.source).where(bounds).correlate(scope.root))
    total: Element = func.count()
    if condition.kind == "sum" and related.of is not None:
        total = func.coalesce(func.sum(inner.value(related.of)), 0)
    counted = select(total).select_from(inner.source).where(bounds).correlate(scope.root).scalar_subquery()
    return ORDERED[condition.op](counted, condition.value)


def _tied(inner: Scope, via: Field, scope: Scope) -> Element:
    tables = inner.tables(inner.entity)
    if via.type.shape is Shape.LINKS:
        link = tables.links[via.id].alias()
        return inner.root.c.id.in_(select(link.c.record).where(link.c.value == scope.root.c.id).correlate(scope.root))
    return reference_matches(tables, inner.root, via, scope.entity, scope.root)
