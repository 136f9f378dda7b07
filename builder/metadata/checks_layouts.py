"""Checks how an app is shown: menus, forms, views."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from builder.errors import Problem
from builder.metadata.checks_paths import is_groupable, is_sortable, known_path, offers
from builder.metadata.checks_shapes import SHAPED, shape_problems
from builder.metadata.compile_layouts import form_items
from builder.metadata.conditions import Path
from builder.metadata.definitions import Document
from builder.metadata.entity import Entity
from builder.metadata.reading import Reading

MOST_QUICK_FIELDS = 6
"""What a person can fill in while something else is under way."""
_NEEDED_BY_ITEM = {"entity": "entity", "view": "view", "page": "page", "link": "url", "group": "label"}
NOT_OFFERED = ("pivot",)
"""Types of views that documents may come to name and that nothing draws yet."""
WITHOUT_PAGES = ("calendar",)
"""Types of views that show whatever lies in a span, not page after page."""


def app_problems(document: Document, reading: Reading) -> Iterator[Problem]:
    """Yield menu items that lack what their type is about."""
    yield from _menu(document.get("menu", ()), "menu", reading)


def _menu(items: Sequence[Mapping[str, Any]], path: str, reading: Reading) -> Iterator[Problem]:
    for index, item in enumerate(items):
        needed = _NEEDED_BY_ITEM[item["type"]]
        if needed not in item:
            yield Problem(f"{path}.{index}.{needed}", "required")
        yield from _menu(item.get("items", ()), f"{path}.{index}.items", reading)


def form_problems(document: Document, reading: Reading) -> Iterator[Problem]:
    """Yield fields that a form shows twice, those that it asks for and never shows, and a quick form that is long."""
    entity = reading.model.entities.get(document["entity"])
    shown = [item for item in form_items(document) if not item.get("hidden")]
    if document.get("purpose") == "quick" and len(shown) > MOST_QUICK_FIELDS:
        yield Problem("sections", "too_many_quick_fields", params={"max": MOST_QUICK_FIELDS, "actual": len(shown)})
    seen: set[str] = set()
    for item in form_items(document):
        field = entity.find(item["field"]) if entity else None
        told = {"name": field.name if field else item["field"]}
        if item["field"] in seen:
            yield Problem("sections", "repeated_field", params=told)
        if item.get("hidden") and item.get("required"):
            yield Problem("sections", "required_but_hidden", params=told)
        seen.add(item["field"])


def view_problems(document: Document, reading: Reading) -> Iterator[Problem]:
    """Yield orders, groups, totals and layouts that the fields of a view do not allow."""
    entity = reading.model.entities.get(document["entity"])
    if entity is None:
        return
    yield from _kind(document)
    for here, path, _ in _paths(document, "sort", entity, reading):
        if not is_sortable(path):
            yield Problem(here, "not_sortable", params={"type": path.field.type.name})
    yield from _groups(document, entity, reading)
    for here, path, item in _paths(document, "totals", entity, reading):
        if not offers(path, item["function"]):
            yield Problem(here, "function_not_offered", params={"function": item["function"]})
    yield from shape_problems(document, entity, reading)
    yield from _conditions(document, "row_colors", "when", entity, reading)


def _kind(document: Document) -> Iterator[Problem]:
    kind = document["type"]
    if kind in NOT_OFFERED:
        yield Problem("type", "not_offered_yet", params={"name": kind})
    if kind in SHAPED and kind not in document:
        yield Problem(kind, "required")
    if kind in WITHOUT_PAGES and "page_size" in document:
        yield Problem("page_size", "not_with", params={"other": kind})


def _groups(document: Document, entity: Entity, reading: Reading) -> Iterator[Problem]:
    for here, path, item in _paths(document, "group", entity, reading):
        if not is_groupable(path):
            yield Problem(here, "not_groupable", params={"type": path.field.type.name})
        elif "grain" in item and path.field.type.time_unit not in ("day", "microsecond"):
            yield Problem(here.replace(".field", ".grain"), "not_a_date", params={"type": path.field.type.name})


def _paths(
    document: Document, key: str, entity: Entity, reading: Reading
) -> Iterator[tuple[str, Path, Mapping[str, Any]]]:
    for index, item in enumerate(document.get(key, ())):
        path = known_path(reading, entity, item["field"])
        if path is not None:
            yield f"{key}.{index}.field", path, item


def _conditions(document: Document, key: str, inside: str, entity: Entity, reading: Reading) -> Iterator[Problem]:
    found: list[Problem] = []
    quiet = Reading(reading.model, found.append)
    for index, item in enumerate(document.get(key, ())):
        quiet.condition(entity, item.get(inside), f"{key}.{index}.{inside}")
    yield from found
