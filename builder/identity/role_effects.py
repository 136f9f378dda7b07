"""Who may do what otherwise once a role is changed or gone, before it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from builder.identity.rights import user_facts
from builder.metadata.definitions import Document
from builder.metadata.model import Model
from builder.metadata.rights_difference import Effect, effects
from builder.metadata.role_rights import UserFacts, rights_of_roles
from builder.storage import department_rows, people_rows
from builder.storage.catalog import Catalog
from builder.storage.engine import Connection
from builder.storage.people_rows import MembersAsked

MOST_PEOPLE = 50
"""Members who are told by name."""


@dataclass(frozen=True)
class Affected:
    """One member with a role, and what differs for them: nothing where they may do as much by other roles."""

    id: int
    label: str
    effects: tuple[Effect, ...]


def affected(conn: Connection, catalog: Catalog, role: str, after: Document | None) -> tuple[list[Affected], bool]:
    """Return the first members with a role, by name, and what changes for each; and whether there are more.

    ``after`` is the role as it is to be, None where it goes away.
    """
    asked = MembersAsked(role=role, limit=MOST_PEOPLE, state="living")
    rows = people_rows.members_page(conn, catalog.space, asked)
    shown = rows[:MOST_PEOPLE]
    departments = department_rows.departments(conn, catalog.space)
    everybody = people_rows.every_member(conn, catalog.space)
    held = people_rows.roles_of_many(conn, catalog.space, [row.account_id for row in shown])
    found = []
    for row in shown:
        facts = user_facts(row, departments, everybody)
        differs = () if row.is_admin else _differs(catalog.model, held[row.account_id], role, after, facts)
        found.append(Affected(row.account_id, row.display_name, differs))
    return found, len(rows) > MOST_PEOPLE


def _differs(
    model: Model, roles: Sequence[str], role: str, after: Document | None, facts: UserFacts
) -> tuple[Effect, ...]:
    living = [body for body in map(model.documents.get, roles) if body is not None and body["kind"] == "role"]
    others = [body for body in living if body["id"] != role]
    old = rights_of_roles(model, living, facts)
    new = rights_of_roles(model, [*others, *([after] if after is not None else [])], facts)
    return tuple(effects(old, new, model.entities.values()))
