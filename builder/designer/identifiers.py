"""Ids are used once: a publish may not take over what belongs to another document, now or in the trash."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from builder.errors import Problem
from builder.metadata.definitions import Document
from builder.metadata.elements import element_lists
from builder.metadata.model import Model


def ids_in(document: Document) -> Iterator[str]:
    """Yield the id of a stored document and of every element in it."""
    yield document["id"]
    for found in element_lists(dict(document)):
        yield from (item["id"] for item in found.items if "id" in item)


def document_id_problems(model: Model, app_id: str, resolved: Sequence[Document]) -> list[Problem]:
    """Return a problem for each document that is given twice, or whose id is that of another app's document."""
    problems, seen = [], dict[str, str]()
    for body in resolved:
        place = f"{body['kind']}.{body['name']}"
        if seen.get(body["id"]) == place:
            problems.append(Problem(f"{place}.name", "duplicate_name", params={"name": body["name"]}))
        elif body["id"] in seen or model.app_of.get(body["id"], app_id) != app_id:
            problems.append(Problem(f"{place}.id", "duplicate_id", params={"id": body["id"]}))
        seen[body["id"]] = place
    return problems


def trashed_id_problems(changed: Mapping[str, Document], columns: Mapping[str, frozenset[str]]) -> list[Problem]:
    """Return a problem for each field that takes the id, and so the stored values, of another entity's field.

    ``columns`` maps entity id → ids of the fields that have storage there, deleted ones included.
    """
    owners = {field: entity for entity, fields in columns.items() for field in fields}
    return [
        Problem(f"entity.{body['name']}.fields.{item['name']}.id", "id_in_use", params={"id": item["id"]})
        for key, body in changed.items()
        if body["kind"] == "entity"
        for item in body["fields"]
        if owners.get(item["id"], key) != key
    ]


def emptied_id_problems(changed: Mapping[str, Document], emptying: Collection[str]) -> list[Problem]:
    """Return a problem for each entity and field that comes back while a job still removes what it held."""
    entities = [body for body in changed.values() if body["kind"] == "entity"]
    places = {body["id"]: f"entity.{body['name']}.id" for body in entities}
    for body in entities:
        places |= {item["id"]: f"entity.{body['name']}.fields.{item['name']}.id" for item in body["fields"]}
    return [Problem(place, "being_emptied") for key, place in places.items() if key in emptying]
