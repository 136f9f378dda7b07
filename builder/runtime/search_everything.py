"""One search over an app: records of every entity the reader sees, and the places of its menu."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from builder.errors import LimitExceeded
from builder.metadata.collation import begins_with_initials, is_found_in, search_query
from builder.metadata.entity import Entity
from builder.runtime.describe_app import describe_app
from builder.runtime.find_for_picker import facts_of
from builder.runtime.list_requests import search_of
from builder.runtime.read_records import page
from builder.runtime.work import Work
from builder.storage.search import is_searched

MOST_OF_AN_ENTITY = 10
MOST_PLACES = 12


def search_everything(work: Work, text: str, limit: int = 5) -> dict[str, Any]:
    """Return ``{"groups": [{"entity", "items": [{"id", "title", "facts"}], "more"}], "places", "incomplete"}``.

    Groups stand in the order of the app; those with a record called just as was typed come first. ``facts`` are
    values by field name. ``places`` are ``{"type": entity, view or page, "id", "name", "exact"}`` whose labels have the
    words in any language, Chinese ones also by the initials of their pinyin; a view is also found by the name of its
    entity and its own. ``exact`` ones come first: they are called just as was typed, or are lists and pages whose
    names begin with it as initials. ``incomplete`` tells that a search took too long and what follows it was left out.
    Raises Invalid for a text that is too long or broken.
    """
    wanted = search_of({"search": text})
    if not wanted:
        return {"groups": [], "places": [], "incomplete": False}
    model = describe_app(work)
    groups, incomplete = [], False
    try:
        for entity in _searched(work, model):
            found = _found(work, entity, wanted, min(limit, MOST_OF_AN_ENTITY))
            if found["items"]:
                groups.append(found)
    except LimitExceeded:
        incomplete = True
    groups.sort(key=lambda group: all(item["title"].casefold() != wanted.casefold() for item in group["items"]))
    return {"groups": groups, "places": _places(model, wanted), "incomplete": incomplete}


def _searched(work: Work, model: Mapping[str, Any]) -> Iterator[Entity]:
    for described in model["entities"]:
        entity = work.model.entities[described["id"]]
        if work.rights.on(entity.id).may("view") and is_searched(entity):
            yield entity


def _found(work: Work, entity: Entity, wanted: str, limit: int) -> dict[str, Any]:
    facts = facts_of(work, entity)
    rows = page(work, entity, {"search": wanted, "limit": limit + 1, "fields": facts})["items"]
    items = [{"id": row["id"], "title": row["title"], "facts": row["values"]} for row in rows[:limit]]
    return {"entity": entity.name, "items": items, "more": len(rows) > limit}


def _places(model: Mapping[str, Any], wanted: str) -> list[dict[str, Any]]:
    """Return the places that fit, those called just as was typed first."""
    words = [word for word in wanted.split() if search_query(word)]
    entities = {key: _names(entity) for entity in model["entities"] for key in (entity["id"], entity["name"])}
    found = []
    for kind, described in (("entity", "entities"), ("page", "pages"), ("view", "views")):
        for one in model[described]:
            own = _names(one)
            around = [*own, *entities.get(one["entity"], ())] if kind == "view" else own
            if any(_is_named(word, own) for word in words) and all(_is_named(word, around) for word in words):
                exact = any(_is_meant(wanted, name, kind) for name in own)
                found.append({"type": kind, "id": one["id"], "name": one["name"], "exact": exact})
    return sorted(found, key=lambda place: not place["exact"])[:MOST_PLACES]


def _is_meant(wanted: str, name: str, kind: str) -> bool:
    """Whether somebody means this very place; views are too many for two letters to mean one."""
    return name.casefold() == wanted.casefold() or (kind != "view" and begins_with_initials(wanted, name))


def _names(one: Mapping[str, Any]) -> list[str]:
    return [*(one.get("label") or {}).values(), *(one.get("plural") or {}).values()]


def _is_named(word: str, names: Iterable[str]) -> bool:
    return any(is_found_in(word, name) for name in names)
