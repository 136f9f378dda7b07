"""Shares views with everybody from the list itself: a view is published, changed or withdrawn in one step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from builder.designer.publishing import publish, require_builder
from builder.errors import Conflict, NotFound
from builder.metadata.api_names import api_name
from builder.metadata.entity import Entity
from builder.metadata.naming import with_names
from builder.runtime.work import Work

UNLOCKED = frozenset({"locked", "label", "default"})
"""What may change in a locked view."""


def share(work: Work, entity: Entity, given: Mapping[str, Any]) -> dict[str, Any]:
    """Publish a view for everybody and return it. Raises NotAllowed, Invalid with every problem.

    Needs a unit of work from ``Workspaces.publishing``.
    """
    require_builder(work)
    taken = {document["name"] for document in work.model.of_kind("view", entity.app)}
    label = next(iter(given["label"].values()), "")
    name = api_name(f"{entity.name}_{label}", taken)
    parts = {key: value for key, value in given.items() if value is not None and key != "entity"}
    document = {**parts, "kind": "view", "name": name, "entity": entity.name}
    publish(work, entity.app, [document, *_not_default(work, entity, document)])
    made = next(item for item in work.model.of_kind("view", entity.app) if item["name"] == name)
    return _shown(work, made)


def change(work: Work, view: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Change a shared view; null takes a part away. Raises NotAllowed, NotFound, Invalid, Conflict ``view_locked``."""
    require_builder(work)
    document = _found(work, view)
    if document.get("locked") and given.get("locked") is not False and given.keys() - UNLOCKED:
        raise Conflict("view_locked")
    merged = {key: value for key, value in {**with_names(document, work.model), **given}.items() if value is not None}
    entity = work.model.entities[document["entity"]]
    publish(work, entity.app, [merged, *_not_default(work, entity, merged)])
    return _shown(work, work.model.documents[view])


def withdraw(work: Work, view: str) -> None:
    """Delete a shared view. Raises NotAllowed, NotFound, Invalid where something still leads to it."""
    require_builder(work)
    document = _found(work, view)
    if document.get("locked"):
        raise Conflict("view_locked")
    publish(work, work.model.app_of[view], [], [view])


def _found(work: Work, view: str) -> Mapping[str, Any]:
    document = work.model.documents.get(view)
    if document is None or document.get("kind") != "view" or work.app not in (None, work.model.app_of.get(view)):
        raise NotFound("unknown_view", id=view[:100])
    return document


def _not_default(work: Work, entity: Entity, fresh: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the views of the entity that are the default no longer, where another becomes it."""
    if not fresh.get("default"):
        return []
    others = (item for item in work.model.of_kind("view", entity.app) if item["entity"] == entity.id)
    return [
        {key: value for key, value in item.items() if key != "default"}
        for item in others
        if item.get("default") and item["id"] != fresh.get("id")
    ]


def _shown(work: Work, document: Mapping[str, Any]) -> dict[str, Any]:
    return {**with_names(document, work.model), "personal": False}
