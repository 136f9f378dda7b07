"""A role as a matrix: what its members may do with the records and fields of each entity, and the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from builder.metadata.definitions import Document
from builder.metadata.rights import Access, Action

YES_OR_NO = (Action.CREATE, Action.IMPORT)
"""Actions on records that are not there yet, so that nobody could say whose they are."""
NEEDS_VIEW = (Action.EDIT, Action.DELETE, Action.EXPORT, Action.ASSIGN, Action.COMMENT)
"""Actions on records that are there: who does not see a record does nothing with it."""
ACTIONS = (
    Action.VIEW,
    Action.CREATE,
    Action.EDIT,
    Action.DELETE,
    Action.IMPORT,
    Action.EXPORT,
    Action.ASSIGN,
    Action.COMMENT,
)
"""The columns of the matrix; other actions that a document names stay as they are."""
SCOPES = ("own", "shared", "subordinates", "department", "department_tree", "all")
"""Whose records an action reaches; beside them conditions: ``{"where": …}``."""

Cell = bool | list[Any] | None
"""Yes or no for ``YES_OR_NO``; else a list of scopes, empty for nothing. A comment may be None: wherever one sees."""


@dataclass(frozen=True)
class Row:
    """What a role says of one entity. ``fields`` are those that differ from ``default``."""

    entity: str
    actions: Mapping[str, Cell]
    default: Access = Access.WRITE
    fields: Mapping[str, Access] | None = None
    """Field → access, both by whatever the row speaks in: ids or names."""


def row_of(grant: Mapping[str, Any]) -> Row:
    """Return the row of one entity of a role, in the ids or names that it is written with."""
    return Row(
        grant["entity"],
        {action.value: cell_of(grant, action) for action in ACTIONS},
        Access(grant.get("default_field_access", Access.WRITE)),
        {item["field"]: Access(item["access"]) for item in grant.get("fields", ())},
    )


def cell_of(grant: Mapping[str, Any], action: Action) -> Cell:
    """Return what an entity of a role says of an action, in one form for each meaning.

    A document may bind making records to scopes; that stays a list, which the matrix shows and does not offer.
    """
    stored = grant["actions"].get(action)
    if action in YES_OR_NO:
        return "all" in stored or list(stored) if isinstance(stored, list) and stored else bool(stored)
    if stored is None:
        return None if action is Action.COMMENT else []
    return list(stored) if isinstance(stored, list) else ["all"] if stored else []


def with_row(grant: Document | None, named: Document | None, row: Row, known: Set[str]) -> dict[str, Any] | None:
    """Return what a role stores of an entity once it says what the row says; None where that is nothing.

    ``grant`` is what it stores now, ``named`` the same by names, as the row speaks; ``known`` are the ids of fields
    that rows speak of: what is said of others stays. What means the same stays as it is written.
    """
    before = grant or {"entity": row.entity, "actions": {}}
    made: dict[str, Any] = {**before, "actions": _actions(before, named or before, row)}
    kept = Access(made.pop("default_field_access", Access.WRITE))
    if row.default is not Access.WRITE or (row.default is kept and "default_field_access" in before):
        made["default_field_access"] = row.default.value
    fields = _fields(made.pop("fields", []), row.fields or {}, known)
    if fields:
        made["fields"] = fields
    return made if made["actions"] or fields or "default_field_access" in made else None


def _actions(before: Document, named: Document, row: Row) -> dict[str, Any]:
    made = dict(before["actions"])
    for action in ACTIONS:
        cell = row.actions.get(action)
        if cell == cell_of(named, action):
            continue
        made.pop(action, None)
        if cell or (cell is not None and action is Action.COMMENT):
            made[action.value] = cell
    if not row.actions.get(Action.VIEW):
        made = {action: scopes for action, scopes in made.items() if action in ACTIONS}
    return made


def _fields(before: Sequence[Document], wanted: Mapping[str, Access], known: Set[str]) -> list[dict[str, Any]]:
    kept = [
        {**item, "access": wanted[item["field"]].value} if item["field"] in wanted else dict(item)
        for item in before
        if item["field"] in wanted or item["field"] not in known
    ]
    there = {item["field"] for item in kept}
    return kept + [{"field": key, "access": access.value} for key, access in wanted.items() if key not in there]
