"""From roles to rights: what the roles of one person allow together, as conditions on records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from builder.errors import Invalid
from builder.metadata.condition_parsing import parse_condition
from builder.metadata.conditions import ALWAYS, Compare, Condition, Path, Shared
from builder.metadata.definitions import Document
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import Operator
from builder.metadata.rights import Access, Action, EntityRights, Rights, full_rights
from builder.metadata.values import Value

if TYPE_CHECKING:
    from builder.metadata.model import Model

_LEAST_FIRST = tuple(Access)
SHARED = "shared"
"""The scope of records whose team the person is in."""
LOOKING = (Action.VIEW, Action.COMMENT, Action.EXPORT)
"""Actions that change nothing of a record: every member of its team may be given them."""


@dataclass(frozen=True)
class UserFacts:
    """What scopes need to know of a person: account id, department, departments below it, subordinates."""

    id: int
    department: int | None = None
    department_tree: tuple[int, ...] = ()
    """The person's department and all below it."""
    subordinates: tuple[int, ...] = ()


def rights_of_roles(model: Model, roles: Sequence[Document], user: UserFacts) -> Rights:
    """Return the union of what stored role documents allow the person.

    Scopes become conditions on the system fields owner and department; ``own`` on an entity that nobody
    owns means created by me, and a scope by department there finds nothing. ``shared`` means records whose team the
    person is in; to do more than look they must be there as one who may change. A condition that cannot be read
    allows nothing. A role that allows nothing with an entity opens no field of it.
    """
    if any(role.get("administrator") for role in roles):
        return full_rights(user.id)
    grants: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for role in roles:
        for grant in role["entities"]:
            if any(grant["actions"].values()):
                grants[grant["entity"]].append(grant)
    entities = {
        key: _united(model, model.entities[key], found, user) for key, found in grants.items() if key in model.entities
    }
    return Rights(
        user.id,
        entities,
        departments=user.department_tree,
        subordinates=user.subordinates,
        roles=frozenset(role["id"] for role in roles),
    )


def _united(model: Model, entity: Entity, grants: Sequence[Mapping[str, Any]], user: UserFacts) -> EntityRights:
    branches: dict[str, list[Condition]] = defaultdict(list)
    for grant in grants:
        for action, scopes in _actions(grant).items():
            branches[action] += _branches(model, entity, (action, scopes), user)
    reached = {action: _simplified(found) for action, found in branches.items() if found}
    return EntityRights(reached, _field_access(grants), _most(_default(grant) for grant in grants))


def _actions(grant: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return scopes by action, with those that follow from others.

    Who sees a record may talk about it, unless the role says otherwise: a comment changes nothing of the record. Who
    may change it decides about its team, but not who is only in that team.
    """
    actions: Mapping[str, Any] = grant["actions"]
    edit = actions.get("edit", False)
    share = [scope for scope in edit if scope != SHARED] if isinstance(edit, list) else edit
    return {"comment": actions.get("view", False), **actions, Action.SHARE: share}


def _simplified(branches: list[Condition]) -> tuple[Condition, ...]:
    """One that is always true stands for all; repeats are left out (conditions hold lists: no set will do)."""
    if ALWAYS in branches:
        return (ALWAYS,)
    return tuple(branch for index, branch in enumerate(branches) if branch not in branches[:index])


def _branches(model: Model, entity: Entity, granted: tuple[str, Any], user: UserFacts) -> Iterator[Condition]:
    action, scopes = granted
    if scopes is True:
        yield ALWAYS
    for scope in scopes if isinstance(scopes, list) else ():
        if scope == SHARED:
            found = _shared(action, user)
        else:
            found = _where(model, entity, scope) if isinstance(scope, dict) else _scope(entity, scope, user)
        if found is not None:
            yield found


def _shared(action: str, user: UserFacts) -> Condition | None:
    """No record is in a team before it is made."""
    return None if action in (Action.CREATE, Action.IMPORT) else Shared(user.id, writing=action not in LOOKING)


def _where(model: Model, entity: Entity, scope: Mapping[str, Any]) -> Condition | None:
    try:
        return parse_condition(model, entity, scope["where"])
    except Invalid:
        return None


def _scope(entity: Entity, scope: str, user: UserFacts) -> Condition | None:
    match scope:
        case "all":
            return ALWAYS
        case "own":
            return _compare(entity, "owner", Operator.EQ, user.id) or _compare(
                entity, "created_by", Operator.EQ, user.id
            )
        case "subordinates" if user.subordinates:
            return _compare(entity, "owner", Operator.IN, list(user.subordinates))
        case "department" if user.department is not None:
            return _compare(entity, "department", Operator.EQ, user.department)
        case "department_tree" if user.department_tree:
            return _compare(entity, "department", Operator.IN, list(user.department_tree))
    return None


def _compare(entity: Entity, name: str, op: Operator, value: Value) -> Condition | None:
    field = next((item for item in entity.system_fields if item.id == name), None)
    return Compare(Path((), entity, field), op, value) if field is not None else None


def _default(grant: Mapping[str, Any]) -> Access:
    return Access(grant.get("default_field_access", Access.WRITE))


def _most(accesses: Iterator[Access]) -> Access:
    return max(accesses, key=_LEAST_FIRST.index)


def _field_access(grants: Sequence[Mapping[str, Any]]) -> dict[str, Access]:
    """Return field id → the most that one of the roles allows; a role that is silent means its default."""
    named = [{item["field"]: Access(item["access"]) for item in grant.get("fields", ())} for grant in grants]
    every = dict.fromkeys(key for fields in named for key in fields)
    return {
        key: _most(fields.get(key, _default(grant)) for fields, grant in zip(named, grants, strict=True))
        for key in every
    }
