"""Checks the blocks of pages: what each needs, and whether lists, figures and groups fit what they count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from builder.errors import Problem
from builder.metadata.checks_paths import is_groupable, is_sortable, known_path, offers
from builder.metadata.compile_layouts import page_blocks
from builder.metadata.condition_parsing import points_at
from builder.metadata.definitions import Document
from builder.metadata.entity import Entity
from builder.metadata.reading import Reading

Part = Mapping[str, Any]

_NEEDED = {
    "related": ("entity", "via"),
    "list": ("entity",),
    "view": ("view",),
    "groups": ("entity", "by"),
    "text": ("text",),
    "facts": ("fields",),
    "figures": ("figures",),
    "shortcuts": ("shortcuts",),
    "tabs": ("tabs",),
}
_NEEDED_BY_SHORTCUT = {"create": "entity", "entity": "entity", "view": "view", "page": "page", "link": "url"}
ABOUT_A_RECORD = frozenset(
    {"facts", "fields", "stage_path", "next_step", "related", "timeline", "tags", "files"},
)
"""Blocks that speak of the record which a page shows."""


def page_problems(document: Document, reading: Reading) -> Iterator[Problem]:
    """Yield blocks that lack what their type is about, that need a record, or whose parts do not fit."""
    own = reading.model.entities.get(document.get("entity", ""))
    if document["type"] == "record" and "entity" not in document:
        yield Problem("entity", "required")
    for path, block in page_blocks(document):
        for key in _NEEDED.get(block["type"], ()):
            if key not in block:
                yield Problem(f"{path}.{key}", "required")
        if document["type"] != "record" and block["type"] in ABOUT_A_RECORD:
            yield Problem(f"{path}.type", "needs_a_record", params={"type": block["type"]})
        yield from _block(block, path, own, reading)


def _block(block: Part, path: str, own: Entity | None, reading: Reading) -> Iterator[Problem]:
    entity = reading.model.entities.get(block.get("entity", ""))
    yield from _counted(block, path, (entity, own), reading)
    for index, figure in enumerate(block.get("figures", ())):
        yield from _figure(figure, f"{path}.figures.{index}", own, reading)
    for index, item in enumerate(block.get("shortcuts", ())):
        if _NEEDED_BY_SHORTCUT[item["type"]] not in item:
            yield Problem(f"{path}.shortcuts.{index}.{_NEEDED_BY_SHORTCUT[item['type']]}", "required")
    if entity is not None:
        yield from _ordered(block, path, entity, reading)


def _figure(figure: Part, path: str, own: Entity | None, reading: Reading) -> Iterator[Problem]:
    """A figure is a field of the record, or counts records of an entity."""
    if "field" in figure:
        if own is None:
            yield Problem(f"{path}.field", "needs_a_record", params={"type": "field"})
        return
    if "entity" not in figure:
        yield Problem(f"{path}.entity", "required")
        return
    if "label" not in figure:
        yield Problem(f"{path}.label", "required")
    entities = reading.model.entities.get(figure["entity"]), own
    yield from _counted(figure, path, entities, reading)
    if "minus" in figure:
        yield from _minus(figure, f"{path}.minus", entities, reading)


def _minus(
    figure: Part, path: str, entities: tuple[Entity | None, Entity | None], reading: Reading
) -> Iterator[Problem]:
    """What is taken off is a count or a sum, over other records of the same entity."""
    function = figure.get("function", "count")
    if function not in ("count", "sum"):
        yield Problem(path, "function_not_offered", params={"function": function})
    yield from _counted({"where": figure["minus"]["where"]}, path, entities, reading)


def _counted(
    part: Part, path: str, entities: tuple[Entity | None, Entity | None], reading: Reading
) -> Iterator[Problem]:
    """What is counted: by a field that leads to the page's record, under a condition, summed over a field."""
    entity, own = entities
    yield from _via(part, path, entities)
    about = entity or own
    if "where" in part and about is None:
        yield Problem(f"{path}.entity", "required")
    elif "where" in part and about is not None:
        found: list[Problem] = []
        Reading(reading.model, found.append).condition(about, part["where"], f"{path}.where")
        yield from found
    function = part.get("function", "count")
    if function != "count" and "of" not in part:
        yield Problem(f"{path}.of", "required")
    summed = known_path(reading, about, part["of"]) if about is not None and "of" in part else None
    if summed is not None and not offers(summed, function):
        yield Problem(f"{path}.function", "function_not_offered", params={"function": function})


def _via(part: Part, path: str, entities: tuple[Entity | None, Entity | None]) -> Iterator[Problem]:
    entity, own = entities
    if "via" not in part or entity is None:
        return
    field = entity.find(part["via"])
    if own is None:
        yield Problem(f"{path}.via", "needs_a_record", params={"type": "via"})
    elif field is not None and not points_at(field, own):
        yield Problem(f"{path}.via", "does_not_lead_here", params={"name": field.name})


def _ordered(block: Part, path: str, entity: Entity, reading: Reading) -> Iterator[Problem]:
    for index, item in enumerate(block.get("sort", ())):
        found = known_path(reading, entity, item["field"])
        if found is not None and not is_sortable(found):
            yield Problem(f"{path}.sort.{index}.field", "not_sortable", params={"type": found.field.type.name})
    by = known_path(reading, entity, block["by"]) if "by" in block else None
    if by is not None and not is_groupable(by):
        yield Problem(f"{path}.by", "not_groupable", params={"type": by.field.type.name})
    elif by is not None and "grain" in block and by.field.type.time_unit not in ("day", "microsecond"):
        yield Problem(f"{path}.grain", "not_a_date", params={"type": by.field.type.name})
