"""Ids are used once: what a document calls its own may not be another document's, now or in the trash."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from builder.errors import Problem
from builder.metadata.definitions import Document
from builder.metadata.elements import element_lists
from builder.metadata.model import Model


def ids_in(document: Document) -> Iterator[str]:
    """Yield the id of a stored document and of every element in it."""
    yield document["id"]
    for found in element_lists(dict(document)):
        yield from (item["id"] for item in found.items if "id" in item)


def foreign_id_problems(model: Model, app_id: str, changed: Mapping[str, Document]) -> list[Problem]:
    """Return a problem for each id in changed documents that belongs to another published document."""
    owners = {key: owner for owner, body in model.documents.items() for key in ids_in(body) if owner not in changed}
    problems = []
    for key, body in changed.items():
        path = f"{body['kind']}.{body['name']}"
        if key in model.app_of and model.app_of[key] != app_id:
            problems.append(Problem(path, "id_in_use", params={"id": key}))
        problems += [Problem(path, "id_in_use", params={"id": item}) for item in ids_in(body) if item in owners]
    return problems


def trashed_id_problems(changed: Mapping[str, Document], columns: Mapping[str, frozenset[str]]) -> list[Problem]:
    """Return a problem for each field that takes the id, and so the stored values, of another entity's field.

    ``columns`` maps entity id → ids of the fields that have storage there, deleted ones included.
    """
    owners = {field: entity for entity, fields in columns.items() for field in fields}
    return [
        Problem(f"entity.{body['name']}.fields.{item['name']}", "id_in_use", params={"id": item["id"]})
        for key, body in changed.items()
        if body["kind"] == "entity"
        for item in body["fields"]
        if owners.get(item["id"], key) != key
    ]
