"""Checks what became of documents that are published already: some things may not change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from builder.errors import Problem
from builder.metadata.definitions import Document
from builder.metadata.elements import ElementList, element_lists

if TYPE_CHECKING:
    from builder.metadata.model import Model

_NAMED_FOR_GOOD = ("field", "stage")


def change_problems(documents: Sequence[Document], published: Model) -> Iterator[Problem]:
    """Yield changes that are not allowed: of a kind, of an API name, of the entity that a flow belongs to.

    Options and tags may be renamed: they are stored by id, and people type their names.
    """
    for document in documents:
        before = published.documents.get(document["id"])
        if before is None or before == document:
            continue
        place = f"{document['kind']}.{document['name']}"
        if before["kind"] != document["kind"]:
            yield Problem(f"{place}.kind", "kind_is_immutable", params={"before": before["kind"]})
            continue
        if before["name"] != document["name"]:
            yield Problem(f"{place}.name", "name_is_immutable", params={"before": before["name"]})
        if document["kind"] in ("stage_flow", "form", "view") and before["entity"] != document["entity"]:
            yield Problem(f"{place}.entity", "entity_is_immutable")
        yield from _renamed(before, document, place)


def _renamed(before: Document, after: Document, place: str) -> Iterator[Problem]:
    names = {item["id"]: item["name"] for found in _lists(before) for item in found.items}
    for found in _lists(after):
        for item in found.items:
            earlier = names.get(item["id"])
            if earlier is not None and earlier != item["name"]:
                path = ".".join(str(step) for step in (place, *found.path, item["name"], "name"))
                yield Problem(path, "name_is_immutable", params={"before": earlier})


def _lists(document: Document) -> Iterator[ElementList]:
    return (found for found in element_lists(dict(document)) if found.sort in _NAMED_FOR_GOOD)
