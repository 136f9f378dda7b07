"""Compiles how records are shown: forms and views; walks the parts of forms and pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from builder.metadata.compile_process import compile_rules_of
from builder.metadata.conditions import Path
from builder.metadata.definitions import Document
from builder.metadata.entity import Entity
from builder.metadata.model import Form, View
from builder.metadata.query import GroupKey, Sort
from builder.metadata.reading import Reading
from builder.metadata.references import form_sections


def compile_form(document: Document, entity: Entity, reading: Reading) -> Form:
    """Return a form: its fields in reading order, and what it demands of them."""
    path = f"form.{document['name']}"
    items = [item for item in form_items(document) if item["field"] in entity.by_id]
    fields = {item["field"]: entity.by_id[item["field"]] for item in items}
    return Form(
        id=document["id"],
        name=document["name"],
        label=document["label"],
        entity=entity,
        fields=tuple(fields.values()),
        required=tuple(fields[key] for key in dict.fromkeys(_marked(items, "required"))),
        locked=tuple(fields[key] for key in dict.fromkeys(_marked(items, "locked"))),
        sections={
            section["id"]: frozenset(item["field"] for item in form_items(_alone(section)))
            for section in form_sections(document)
            if "id" in section
        },
        rules=compile_rules_of(document, entity, reading, path),
        purpose=document.get("purpose", "main"),
        document=document,
    )


def _alone(section: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a holder of a section; a tab is one itself."""
    return section if "sections" in section else {"sections": [section]}


def form_items(holder: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the items of a form that show a field, in reading order, tabs included."""
    for section in holder.get("sections", ()):
        yield from (item for item in section.get("items", ()) if "field" in item)
        for tab in section.get("tabs", ()):
            yield from form_items(tab)


def page_blocks(holder: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the blocks of a page with their paths, in reading order, those of tabs included."""
    for index, block in enumerate(holder.get("blocks", ())):
        here = f"{path}blocks.{index}"
        yield here, block
        for number, tab in enumerate(block.get("tabs", ())):
            yield from page_blocks(tab, f"{here}.tabs.{number}.")


def _marked(items: list[Mapping[str, Any]], flag: str) -> Iterator[str]:
    """Yield fields that are marked; nobody can do anything about one that is never shown."""
    return (item["field"] for item in items if item.get(flag) and not (flag == "required" and item.get("hidden")))


def compile_view(document: Document, entity: Entity, reading: Reading) -> View:
    """Return a view with its filter, order, columns and groups bound to the entity."""
    path = f"view.{document['name']}"
    return View(
        id=document["id"],
        name=document["name"],
        label=document["label"],
        entity=entity,
        type=document["type"],
        filter=reading.condition(entity, document.get("filter"), f"{path}.filter"),
        sort=tuple(
            Sort(found, item.get("direction") == "desc")
            for item, found in _paths(document, "sort", entity, reading, path)
        ),
        columns=tuple(found for _, found in _paths(document, "columns", entity, reading, path)),
        group=tuple(
            GroupKey(found, item.get("grain", "")) for item, found in _paths(document, "group", entity, reading, path)
        ),
        document=document,
    )


def _paths(
    document: Document, key: str, entity: Entity, reading: Reading, path: str
) -> Iterator[tuple[Mapping[str, Any], Path]]:
    for index, item in enumerate(document.get(key, ())):
        found = reading.path(entity, item["field"], f"{path}.{key}.{index}.field")
        if found is not None:
            yield item, found
