"""Forms, views and menus as a reader may see them: what speaks of hidden fields is left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from builder.errors import BuilderError
from builder.metadata.condition_parsing import parse_condition, parse_path
from builder.metadata.entity import Entity
from builder.metadata.naming import with_names
from builder.metadata.rights import Access
from builder.runtime.readable import is_open, refuse_unreadable
from builder.runtime.work import Work

Document = Mapping[str, Any]
Shown = dict[str, Any]
VIEW_SHAPES = ("board", "calendar", "gallery", "tree")
"""Parts of a view that say by which fields it shows records other than as a table."""
NEEDED = {"board": ("field",), "calendar": ("start",), "tree": ("parent",)}
"""Part of a view → the fields without which that kind of view shows nothing."""
SHOWN_ONLY = ("card", "title", "image")
"""Places in those parts whose fields are only shown: masked ones will do."""


def entity_in_sight(work: Work, reference: Any) -> Entity | None:
    """Return the entity that a document names, if the reader may do something with it."""
    found = work.model.entities.get(str(reference))
    return found if found is not None and work.rights.on(found.id).branches else None


def path_shows(work: Work, entity: Entity, text: Any, least: Access = Access.MASKED) -> bool:
    """Whether the reader sees what a path leads to, perhaps masked."""
    try:
        return is_open(work, parse_path(work.model, entity, str(text)), least)
    except BuilderError:
        return False


def condition_shows(work: Work, entity: Entity, tree: Any) -> bool:
    """Whether the reader may read everything that a condition looks at."""
    try:
        refuse_unreadable(work, parse_condition(work.model, entity, tree), "")
    except BuilderError:
        return False
    return True


def visible_rules(work: Work, entity: Entity, rules: Sequence[Document]) -> list[Shown]:
    """Return the rules that the interface can apply by itself; the server applies all of them."""
    found = []
    for rule in rules:
        if rule.get("disabled") or not condition_shows(work, entity, rule["when"]):
            continue
        actions = [item for item in rule["then"] if "field" not in item or path_shows(work, entity, item["field"])]
        if actions:
            found.append({**rule, "then": actions})
    return found


def visible_form(work: Work, document: Document) -> Shown | None:
    """Return a form without fields the reader may not see; None when its entity is out of sight."""
    entity = entity_in_sight(work, document["entity"])
    if entity is None:
        return None
    sections = [_section(work, entity, section) for section in document["sections"]]
    rules = visible_rules(work, entity, document.get("rules", ()))
    return with_names({**document, "sections": sections, "rules": rules}, work.model)


def _section(work: Work, entity: Entity, section: Document) -> Shown:
    shown = dict(section)
    if "items" in section:
        shown["items"] = [
            item for item in section["items"] if "field" not in item or path_shows(work, entity, item["field"])
        ]
    if "tabs" in section:
        shown["tabs"] = [
            {**tab, "sections": [_section(work, entity, inner) for inner in tab["sections"]]} for tab in section["tabs"]
        ]
    return shown


def visible_view(work: Work, document: Document) -> Shown | None:
    """Return a view without columns the reader may not see; None when its filter or main field is out of sight."""
    entity = entity_in_sight(work, document["entity"])
    if entity is None or not work.rights.on(entity.id).may("view"):
        return None
    if document.get("filter") is not None and not condition_shows(work, entity, document["filter"]):
        return None
    shown = dict(document)
    for part in VIEW_SHAPES:
        if part in document:
            shown[part] = _shape(work, entity, document[part])
            if not set(NEEDED.get(part, ())) <= set(shown[part]):
                return None
    _filter_lists(work, entity, shown)
    return {**with_names(shown, work.model), "personal": False}


def _shape(work: Work, entity: Entity, shape: Document) -> Shown:
    """Return the fields of a board, calendar, gallery or tree that the reader sees; what divides records is read."""
    shown: Shown = {}
    for key, value in shape.items():
        least = Access.MASKED if key in SHOWN_ONLY else Access.READ
        if isinstance(value, list):
            shown[key] = [path for path in value if path_shows(work, entity, path, least)]
        elif path_shows(work, entity, value, least):
            shown[key] = value
    return shown


def _filter_lists(work: Work, entity: Entity, shown: Shown) -> None:
    keep: dict[str, Callable[[Any], bool]] = {
        "columns": lambda item: path_shows(work, entity, item["field"]),
        "sort": lambda item: path_shows(work, entity, item["field"], Access.READ),
        "group": lambda item: path_shows(work, entity, item["field"], Access.READ),
        "totals": lambda item: path_shows(work, entity, item["field"], Access.READ),
        "row_colors": lambda item: condition_shows(work, entity, item["when"]),
        "quick_filters": lambda item: path_shows(work, entity, item, Access.READ),
    }
    for part, shows in keep.items():
        if part in shown:
            shown[part] = [item for item in shown[part] if shows(item)]


def visible_menu(work: Work, items: Sequence[Document]) -> list[Shown]:
    """Return menu items that lead somewhere for the reader; groups without any are left out."""
    found = []
    for item in items:
        shown = {**item, "items": visible_menu(work, item.get("items", ()))} if "items" in item else dict(item)
        if _leads_somewhere(work, shown):
            found.append(shown)
    return found


def _leads_somewhere(work: Work, item: Document) -> bool:
    kind = item["type"]
    if kind == "group":
        return bool(item.get("items"))
    if kind == "entity":
        return entity_in_sight(work, item.get("entity")) is not None
    if kind == "view":
        view = work.model.documents.get(str(item.get("view")))
        return view is not None and visible_view(work, view) is not None
    return True
