"""The rights of a member: roles united, and the people and departments that scopes speak of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from builder.errors import NotFound
from builder.metadata.model import Model
from builder.metadata.rights import Rights, full_rights
from builder.metadata.role_rights import UserFacts, rights_of_roles
from builder.storage import department_rows, people_rows
from builder.storage.catalog import Catalog
from builder.storage.engine import Connection


@dataclass(frozen=True)
class Principal:
    """A member with what follows from their place and roles; the same until rights or documents change."""

    rights: Rights
    facts: UserFacts


def principal_of(conn: Connection, catalog: Catalog, account_id: int) -> Principal:
    """Return the principal of an account in a workspace.

    Kept with the catalogue for each revision of rights. Raises NotFound for an account that is no
    (active) member: whoever is not inside may not know that the workspace exists.
    """
    kept = _kept(catalog)
    found = kept.get(account_id)
    if found is None:
        found = kept[account_id] = _make(conn, catalog, account_id)
    return found


def rights_of(conn: Connection, catalog: Catalog, account_id: int) -> Rights:
    """Return the rights of an account in a workspace. Raises NotFound for no member."""
    return principal_of(conn, catalog, account_id).rights


def _kept(catalog: Catalog) -> dict[int, Principal]:
    revision, kept = catalog.plans.get("principals", (None, {}))
    if revision != catalog.head.rights_rev:
        kept = {}
        catalog.plans["principals"] = (catalog.head.rights_rev, kept)
    return kept  # type: ignore[no-any-return]


def _make(conn: Connection, catalog: Catalog, account_id: int) -> Principal:
    member = people_rows.member(conn, catalog.space, account_id)
    if member is None or member.disabled_at is not None or member.joined_at is None:
        raise NotFound("unknown_workspace")
    departments = department_rows.departments(conn, catalog.space)
    facts = user_facts(member, departments, people_rows.every_member(conn, catalog.space))
    roles = _roles(catalog.model, people_rows.roles_of(conn, catalog.space, account_id))
    rights = full_rights(account_id) if member.is_admin else rights_of_roles(catalog.model, roles, facts)
    return Principal(replace(rights, departments=facts.department_tree, subordinates=facts.subordinates), facts)


def _roles(model: Model, ids: Sequence[str]) -> list[Mapping[str, object]]:
    found = (model.documents.get(role) for role in ids)
    return [role for role in found if role is not None and role["kind"] == "role"]


def user_facts(
    member: people_rows.MemberRow,
    departments: Sequence[department_rows.DepartmentRow],
    members: Sequence[people_rows.MemberRow],
) -> UserFacts:
    """Return the departments at and below a member's own, and everybody under the member.

    Under me is who has me as manager; who has no manager is under the head of the nearest
    department up the tree that somebody else heads. Both hold transitively, and a manager or
    head who has left counts for neither.
    """
    return UserFacts(
        id=member.account_id,
        department=member.department_id,
        department_tree=_below(member.department_id, departments),
        subordinates=_under(member.account_id, _superiors(departments, members)),
    )


def _below(root: int | None, departments: Sequence[department_rows.DepartmentRow]) -> tuple[int, ...]:
    if root is None:
        return ()
    children: dict[int | None, list[int]] = {}
    for row in departments:
        children.setdefault(row.parent_id, []).append(row.id)
    return _reached(root, children)


def _reached(root: int, steps: Mapping[int | None, Sequence[int]]) -> tuple[int, ...]:
    """Return the root and everything below it, each once: a circle ends where it began."""
    found, open_ends = {root}, [root]
    while open_ends:
        for item in steps.get(open_ends.pop(), ()):
            if item not in found:
                found.add(item)
                open_ends.append(item)
    return tuple(sorted(found))


def _superiors(
    departments: Sequence[department_rows.DepartmentRow], members: Sequence[people_rows.MemberRow]
) -> dict[int, int]:
    by_id = {row.id: row for row in departments}
    here = {member.account_id for member in members if member.disabled_at is None}
    found = {}
    for member in members:
        superior = member.manager_id
        if superior not in here:
            superior = _head_above(member, by_id, here)
        if superior is not None:
            found[member.account_id] = superior
    return found


def _head_above(
    member: people_rows.MemberRow, by_id: Mapping[int, department_rows.DepartmentRow], here: Set[int]
) -> int | None:
    place, seen = member.department_id, set[int]()
    while place is not None and place in by_id and place not in seen:
        seen.add(place)
        head = by_id[place].head_id
        if head in here and head != member.account_id:
            return head
        place = by_id[place].parent_id
    return None


def _under(account_id: int, superiors: Mapping[int, int]) -> tuple[int, ...]:
    below: dict[int | None, list[int]] = {}
    for person, superior in superiors.items():
        below.setdefault(superior, []).append(person)
    return tuple(person for person in _reached(account_id, below) if person != account_id)
