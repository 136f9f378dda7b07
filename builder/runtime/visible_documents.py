"""Forms, views, pages and menus as a reader may see them: what speaks of hidden fields is left out."""

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
VIEW_SHAPES = {"board": "field", "calendar": "start", "gallery": "image", "tree": "parent"}
"""Part of a view → the field without which that kind of view shows nothing."""


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
    for part, field in VIEW_SHAPES.items():
        if part in document:
            if not path_shows(work, entity, document[part][field]):
                return None
            shown[part] = _shape(work, entity, document[part])
    _filter_lists(work, entity, shown)
    return {**with_names(shown, work.model), "personal": False}


def _shape(work: Work, entity: Entity, shape: Document) -> Shown:
    shown = {key: value for key, value in shape.items() if key == "card" or path_shows(work, entity, value)}
    if "card" in shape:
        shown["card"] = [path for path in shape["card"] if path_shows(work, entity, path)]
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


def visible_page(work: Work, document: Document) -> Shown | None:
    """Return a page without blocks about what the reader may not see."""
    entity = entity_in_sight(work, document["entity"]) if "entity" in document else None
    if "entity" in document and entity is None:
        return None
    blocks = [_block(work, entity, block) for block in document["blocks"]]
    return with_names({**document, "blocks": [block for block in blocks if block is not None]}, work.model)


def _block(work: Work, entity: Entity | None, block: Document) -> Shown | None:
    about = entity_in_sight(work, block["entity"]) if "entity" in block else entity
    if "entity" in block and about is None:
        return None
    if "where" in block and (about is None or not condition_shows(work, about, block["where"])):
        return None
    shown = dict(block)
    if "fields" in block and about is not None:
        shown["fields"] = [path for path in block["fields"] if path_shows(work, about, path)]
    return shown


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
