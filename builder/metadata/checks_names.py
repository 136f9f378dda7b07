"""Checks that ids and names are borne once, and that names mean what they say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from builder.errors import Problem
from builder.metadata.definitions import Document
from builder.metadata.documents import COMMON
from builder.metadata.elements import element_lists
from builder.metadata.system_fields import RESERVED, system_fields_of

_ID = re.compile(COMMON["$defs"]["id"]["pattern"])


def name_problems(own: Sequence[Document], foreign: Sequence[Document]) -> Iterator[Problem]:
    """Yield repeated ids and names, names that look like ids, and names of system fields taken by others."""
    yield from _repeated_ids(own, foreign)
    yield from _repeated_documents(own)
    flows: dict[str, list[Document]] = {}
    for document in own:
        yield from _repeated_elements(document)
        if document["kind"] == "stage_flow":
            flows.setdefault(document["entity"], []).append(document)
    for document in own:
        if document["kind"] == "entity":
            yield from _reserved(document, bool(flows.get(document["id"])))
    for several in flows.values():
        yield from _repeated_stages(several)


def _repeated_ids(own: Sequence[Document], foreign: Sequence[Document]) -> Iterator[Problem]:
    seen = {item["id"] for document in foreign for _, item in _identified(document)}
    for document in own:
        for path, item in _identified(document):
            if item["id"] in seen:
                yield Problem(f"{path}.id", "duplicate_id", params={"id": item["id"]})
            seen.add(item["id"])


def _identified(document: Document) -> Iterator[tuple[str, Any]]:
    place = f"{document['kind']}.{document['name']}"
    yield place, document
    for found in element_lists(dict(document)):
        for index, item in enumerate(found.items):
            if "id" in item:
                yield f"{place}.{_dotted(found.path)}.{item.get('name') or index}", item


def _dotted(path: Iterable[str | int]) -> str:
    return ".".join(str(step) for step in path)


def _repeated_documents(own: Sequence[Document]) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for document in own:
        key = document["kind"], document["name"]
        place = f"{key[0]}.{key[1]}.name"
        if key in seen:
            yield Problem(place, "duplicate_name", params={"name": key[1]})
        seen.add(key)
        if _ID.match(key[1]):
            yield Problem(place, "name_looks_like_id", params={"name": key[1]})


def _repeated_elements(document: Document) -> Iterator[Problem]:
    place = f"{document['kind']}.{document['name']}"
    for found in element_lists(dict(document)):
        seen: set[str] = set()
        for item in found.items:
            name = item.get("name")
            if name is None:
                continue
            path = f"{place}.{_dotted(found.path)}.{name}.name"
            if name in seen:
                yield Problem(path, "duplicate_name", params={"name": name})
            if _ID.match(name):
                yield Problem(path, "name_looks_like_id", params={"name": name})
            seen.add(name)


def _reserved(document: Document, has_stages: bool) -> Iterator[Problem]:
    taken = RESERVED | {item.name for item in system_fields_of(document, has_stages)}
    for item in document["fields"]:
        if item["name"] in taken:
            path = f"entity.{document['name']}.fields.{item['name']}.name"
            yield Problem(path, "reserved_name", params={"name": item["name"]})


def _repeated_stages(flows: Sequence[Document]) -> Iterator[Problem]:
    """The stages of all flows of an entity are one list of options: a filter by name must mean one of them."""
    seen: dict[str, str] = {}
    for flow in flows:
        for stage in flow["stages"]:
            other = seen.setdefault(stage["name"], flow["id"])
            if other != flow["id"]:
                path = f"stage_flow.{flow['name']}.stages.{stage['name']}.name"
                yield Problem(path, "duplicate_name", params={"name": stage["name"]})
