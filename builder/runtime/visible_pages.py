"""Pages as a reader may see them: blocks, figures and shortcuts about what is out of sight are left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from builder.metadata.entity import Entity
from builder.metadata.naming import with_names
from builder.metadata.rights import Access
from builder.runtime.visible_documents import (
    Document,
    Shown,
    condition_shows,
    entity_in_sight,
    path_shows,
    visible_view,
)
from builder.runtime.work import Work

_WORKED_OUT = ("by", "of", "via")
"""Parts of a block or figure that are grouped by, summed or compared: a mask is not enough to read them."""


def visible_page(work: Work, document: Document) -> Shown | None:
    """Return a page without blocks about what the reader may not see; None when its entity is out of sight."""
    entity = entity_in_sight(work, document["entity"]) if "entity" in document else None
    if "entity" in document and entity is None:
        return None
    return with_names({**document, "blocks": _blocks(work, entity, document)}, work.model)


def _blocks(work: Work, own: Entity | None, holder: Document) -> list[Shown]:
    found = [_block(work, own, block) for block in holder["blocks"]]
    return [block for block in found if block is not None]


def _block(work: Work, own: Entity | None, block: Document) -> Shown | None:
    if not _counts(work, own, block) or not _view_shows(work, block):
        return None
    about = entity_in_sight(work, block["entity"]) if "entity" in block else own
    shown = dict(block)
    if about is not None:
        _filter_paths(work, about, shown)
    if "tabs" in block:
        tabs = [{**tab, "blocks": _blocks(work, own, tab)} for tab in block["tabs"]]
        shown["tabs"] = [tab for tab in tabs if tab["blocks"]]
    if "figures" in block:
        shown["figures"] = [_opened(work, figure) for figure in block["figures"] if _figure_shows(work, own, figure)]
    if "shortcuts" in block:
        shown["shortcuts"] = [item for item in block["shortcuts"] if _shortcut_shows(work, item)]
    emptied = any(key in block and not shown[key] for key in ("tabs", "figures", "shortcuts", "fields"))
    return None if emptied else shown


def _counts(work: Work, own: Entity | None, part: Mapping[str, Any]) -> bool:
    """Whether the reader may have records of the part's entity listed or counted as the part says."""
    about = entity_in_sight(work, part["entity"]) if "entity" in part else own
    if "entity" in part and (about is None or not work.rights.on(about.id).may("view")):
        return False
    if "where" in part and (about is None or not condition_shows(work, about, part["where"])):
        return False
    return about is None or all(path_shows(work, about, part[key], Access.READ) for key in _WORKED_OUT if key in part)


def _filter_paths(work: Work, about: Entity, shown: Shown) -> None:
    if "fields" in shown:
        shown["fields"] = [path for path in shown["fields"] if path_shows(work, about, path)]
    if "sort" in shown:
        shown["sort"] = [item for item in shown["sort"] if path_shows(work, about, item["field"], Access.READ)]


def _view_shows(work: Work, part: Mapping[str, Any]) -> bool:
    if "view" not in part:
        return True
    view = work.model.documents.get(str(part["view"]))
    return view is not None and visible_view(work, view) is not None


def _figure_shows(work: Work, own: Entity | None, figure: Mapping[str, Any]) -> bool:
    if "field" in figure:
        return own is not None and path_shows(work, own, figure["field"])
    return _counts(work, own, figure) and _counts(work, own, {**figure, **figure.get("minus", {})})


def _opened(work: Work, figure: Mapping[str, Any]) -> Shown:
    """A figure whose view is out of sight still tells its number, it only opens nothing."""
    shown = dict(figure)
    if not _view_shows(work, figure):
        del shown["view"]
    return shown


def _shortcut_shows(work: Work, item: Mapping[str, Any]) -> bool:
    if item["type"] == "create":
        entity = entity_in_sight(work, item.get("entity"))
        return entity is not None and work.rights.on(entity.id).may("create")
    if item["type"] == "entity":
        return entity_in_sight(work, item.get("entity")) is not None
    if item["type"] == "view":
        return _view_shows(work, item)
    return True
