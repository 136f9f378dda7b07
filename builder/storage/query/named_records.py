"""Which of the records that a condition names the principal may know: a reference to another one shows nothing."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, select, union_all

from builder.metadata.conditions import ALWAYS, Path
from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import PartKind
from builder.storage.query.scope import Element, Scope


def is_bounded(scope: Scope, path: Path) -> bool:
    """Whether a field may hold records that the principal does not see."""
    return not scope.trusted and any(_is_bounded(scope, entity) for entity in _targets(scope, path.field))


def shown(scope: Scope, path: Path, ids: Sequence[int] | ColumnElement[int]) -> Select[tuple[int]]:
    """Return the select of those ids, or of the id in a column, that name records which the principal may view."""
    return select(union_all(*[_shown_of(scope, target, ids) for target in _targets(scope, path.field)]).subquery())


def both_shown(scope: Scope, path: Path, other: Path) -> Element | None:
    """Return the predicate that two references show what they name; None where they always do."""
    sides = [side for side in (path, other) if is_bounded(scope, side)]
    if not sides:
        return None
    return and_(*[(value := scope.value(side)).in_(shown(scope, side, value)) for side in sides])


def _targets(scope: Scope, item: Field) -> list[Entity]:
    if not any(part.kind is PartKind.RECORD for part in item.type.parts):
        return []
    ids = (item.settings.get("entity", ""), *item.settings.get("entities", ()))
    return [scope.catalog.model.entities[key] for key in ids if key in scope.catalog.model.entities]


def _is_bounded(scope: Scope, entity: Entity) -> bool:
    return ALWAYS not in scope.rights.on(entity.id).branches.get("view", ())


def _shown_of(scope: Scope, entity: Entity, ids: Sequence[int] | ColumnElement[int]) -> Select[tuple[int]]:
    table = scope.tables(entity).main.alias(scope.names.next())
    named = table.c.id == ids if isinstance(ids, ColumnElement) else table.c.id.in_(ids)
    return select(table.c.id).where(named, scope.reached(entity, table))
