"""Reads what is to be said of entities in a role: rows of its matrix, checked, by the ids that documents store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from builder.errors import Invalid, Problem
from builder.metadata.definitions import Document
from builder.metadata.entity import Entity
from builder.metadata.model import Model
from builder.metadata.rights import Access, Action
from builder.metadata.role_matrix import ACTIONS, NEEDS_VIEW, SCOPES, YES_OR_NO, Cell, Row, row_of, with_row

MOST_SCOPES = 20
SHARED = "shared"
"""A scope that documents may come to name and that nothing gives records to yet; checks of documents speak of it."""


def with_rows(model: Model, app: str, role: Document, named: Document, given: Sequence[Any]) -> dict[str, Any]:
    """Return a role that says of each entity given what its row says; what it says of others stays.

    ``named`` is the same role by names, which rows speak: ``{entity, actions, default, fields: [{field, access}]}``.
    Raises Invalid with every problem, at ``grants.0.actions.edit`` and the like.
    """
    grants = {grant["entity"]: grant for grant in role["entities"]}
    spoken = {grant["entity"]: other for grant, other in zip(role["entities"], named["entities"], strict=True)}
    problems: list[Problem] = []
    for index, row in enumerate(given):
        entity = model.entity(row["entity"], app)
        place = f"grants.{index}"
        if entity is None or entity.app != app:
            problems.append(Problem(f"{place}.entity", "unknown_entity", params={"name": row["entity"][:100]}))
        elif any(other["entity"] == row["entity"] for other in given[:index]):
            problems.append(Problem(f"{place}.entity", "repeated_item"))
        else:
            known = spoken.get(entity.id)
            said = row_of(known) if known is not None else None
            problems += [problem.under(place) for problem in _problems(entity, row, said)]
            if not problems:
                made = with_row(grants.get(entity.id), known, _row(entity, row), entity.by_id.keys())
                _put(grants, entity.id, made)
    if problems:
        raise Invalid(problems)
    return {**role, "entities": list(grants.values())}


def _put(grants: dict[str, Any], key: str, made: Mapping[str, Any] | None) -> None:
    if made is not None:
        grants[key] = made
    else:
        grants.pop(key, None)


def _row(entity: Entity, given: Mapping[str, Any]) -> Row:
    fields = {_id(entity, item["field"]): Access(item["access"]) for item in given["fields"]}
    return Row(entity.id, given["actions"], Access(given["default"]), fields)


def _id(entity: Entity, reference: str) -> str:
    found = entity.find(reference)
    return found.id if found is not None else reference


def _problems(entity: Entity, given: Mapping[str, Any], said: Row | None) -> Iterator[Problem]:
    """Yield what does not fit in a row; what the role says already is nobody's mistake now."""
    actions = given["actions"]
    for action, cell in actions.items():
        if action not in ACTIONS:
            yield Problem(f"actions.{action[:100]}", "unknown_action", params={"name": action[:100]})
        elif not _stays(said, actions, (Action(action),)):
            yield from _of_cell(Action(action), cell)
    if not actions.get(Action.VIEW):
        yield from (
            Problem(f"actions.{action.value}", "needs_view")
            for action in NEEDS_VIEW
            if actions.get(action) and not _stays(said, actions, (Action.VIEW, action))
        )
    yield from _of_fields(entity, given, (said and said.fields) or {})


def _stays(said: Row | None, actions: Mapping[str, Any], names: Sequence[Action]) -> bool:
    return said is not None and all(said.actions[name] == actions.get(name, []) for name in names)


def _of_cell(action: Action, cell: Any) -> Iterator[Problem]:
    place = f"actions.{action.value}"
    if action in YES_OR_NO:
        if not isinstance(cell, bool):
            yield Problem(place, "not_a_boolean")
    elif cell is None and action is Action.COMMENT:
        return
    elif not isinstance(cell, list):
        yield Problem(place, "not_a_list")
    elif len(cell) > MOST_SCOPES:
        yield Problem(place, "too_many", params={"max": MOST_SCOPES})
    else:
        yield from _of_scopes(place, cell)


def _of_scopes(place: str, cell: Sequence[Any]) -> Iterator[Problem]:
    for index, scope in enumerate(cell):
        if scope in cell[:index]:
            yield Problem(f"{place}.{index}", "repeated_item")
        elif isinstance(scope, Mapping):
            if scope.keys() != {"where"} or not isinstance(scope["where"], Mapping):
                yield Problem(f"{place}.{index}", "not_a_condition")
        elif scope not in (*SCOPES, SHARED):
            yield Problem(f"{place}.{index}", "not_offered", params={"choices": ", ".join(SCOPES)})


def _of_fields(entity: Entity, given: Mapping[str, Any], said: Mapping[str, Access]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, item in enumerate(given["fields"]):
        found = entity.find(item["field"])
        if found is None:
            if item["field"] not in said:
                yield Problem(f"fields.{index}.field", "unknown_field", params={"name": item["field"][:100]})
        elif found.id in seen:
            yield Problem(f"fields.{index}.field", "repeated_item")
        elif item["access"] == Access.MASKED and not found.type.maskable and item["access"] != said.get(found.name):
            yield Problem(f"fields.{index}.access", "cannot_be_masked")
        if found is not None:
            seen.add(found.id)


def cells_of(row: Row) -> dict[str, Cell]:
    """Return what a row says of actions, by their names."""
    return {action.value: row.actions[action] for action in ACTIONS}
