"""The trash of elements: deleted fields and entities keep their columns and values until it is emptied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from builder.designer.drafting import find_app
from builder.designer.publishing import Published, publish, require_builder
from builder.designer.revisions import history
from builder.errors import Invalid, NotFound, Problem
from builder.jobs.queue import enqueue
from builder.metadata.api_names import api_name
from builder.metadata.definitions import Document
from builder.metadata.entity import Entity
from builder.metadata.values import Label
from builder.runtime.personal_views import forget_fields
from builder.runtime.work import Work
from builder.storage.document_rows import Revision
from builder.storage.element_purge import ELEMENT_PURGE, mark_for_purge
from builder.storage.layout import from_text, load_layouts


@dataclass(frozen=True)
class TrashedElement:
    """A deleted field or entity, as it was when it went."""

    id: str
    kind: str
    """field or entity."""
    entity: str
    """Id of the entity (of the field, or itself)."""
    name: str
    label: Label
    entity_label: Label
    at: int
    """Microseconds since 1970, UTC."""
    by: int
    revision: int
    documents: tuple[Document, ...]
    """For a field its own document; for an entity the entity's and those about it that went with it."""


def trashed_elements(work: Work, app: str) -> list[TrashedElement]:
    """Return the deleted fields and entities of an app, latest first. Raises NotAllowed, NotFound ``unknown_app``."""
    require_builder(work)
    app_id = find_app(work.model, app)
    missing = _missing(work)
    found: list[TrashedElement] = []
    if not missing:
        return found
    for revision in history(work, app_id):
        for element in _removed_by(work, revision):
            if element.id in missing:
                missing.remove(element.id)
                found.append(element)
        if not missing:
            break
    return found


def restore_element(work: Work, app: str, element_id: str, message: str = "") -> Published:
    """Bring a deleted field or entity back, with the values it had; that makes a new revision.

    What referred to it and was changed since stays as it is. A field of a deleted entity can come back
    once its entity has. Entities in the trash that a restored one refers to come back with it: two that refer to each
    other could not come back one by one. A field whose name a newer one has comes back under a free one: ``amount_2``.
    Raises NotFound ``unknown_element``, Invalid ``name_taken_since`` for an entity whose name a newer one has, and
    what ``publish`` raises.
    """
    trash = trashed_elements(work, app)
    found = next((item for item in trash if item.id == element_id), None)
    if found is None:
        raise NotFound("unknown_element", id=element_id[:100])
    if found.kind == "entity":
        newer = work.model.entity(found.name, find_app(work.model, app))
        if newer is not None:
            raise Invalid([Problem(f"entity.{found.name}.name", "name_taken_since", params={"name": newer.name})])
        return _publish_with_missing(work, app, [found], trash, message)
    field = _under_free_name(work.model.entities[found.entity], found.documents[0])
    return publish(work, app, [_with_field(work.model.documents[found.entity], field)], (), message)


def _publish_with_missing(
    work: Work, app: str, back: list[TrashedElement], trash: Sequence[TrashedElement], message: str
) -> Published:
    try:
        return publish(work, app, [document for item in back for document in item.documents], (), message)
    except Invalid as refused:
        named = {one.params.get("reference") for one in refused.problems if one.code == "unknown_reference"}
        more = [item for item in trash if item.kind == "entity" and item.id in named and item not in back]
        if not more:
            raise
    return _publish_with_missing(work, app, [*back, *more], trash, message)


def purge_elements(work: Work, app: str, element_ids: Sequence[str] | None = None) -> int:
    """Give up deleted fields and entities for good, all of an app or some, and return the job that removes their data.

    Needs a unit of work from ``Workspaces.publishing``. With the values go earlier values in the history and the
    options, and personal views speak of the fields no more. Raises NotAllowed, NotFound ``unknown_element``.
    """
    trash = {item.id: item for item in trashed_elements(work, app)}
    wanted = list(trash) if element_ids is None else list(dict.fromkeys(element_ids))
    for key in wanted:
        if key not in trash:
            raise NotFound("unknown_element", id=key[:100])
    marked: dict[str, list[str] | None] = {}
    for item in map(trash.__getitem__, wanted):
        if item.kind == "entity":
            marked[item.entity] = None
        else:
            marked.setdefault(item.entity, []).append(item.id)  # type: ignore[union-attr]
    if marked:
        mark_for_purge(work.conn, work.space, marked)
        forget_fields(work, [key for key in wanted if trash[key].kind == "field"])
    label = trash[wanted[0]].label if wanted else ""
    params = {"elements": len(wanted)}
    return enqueue(work.conn, work.space, ELEMENT_PURGE, label, params, work.rights.user, work.now)


def _missing(work: Work) -> set[str]:
    """Return the ids of entities that have storage and are not published, and of such fields of the others."""
    missing = set()
    for key, body in load_layouts(work.conn, work.space).items():
        entity = work.model.entities.get(key)
        layout = from_text(body)
        if entity is not None:
            held = {one for one, item in layout.fields.items() if item.place != "gone" and item.state != "emptying"}
            missing |= held - entity.by_id.keys()
        elif layout.state != "emptying":
            missing.add(key)
    return missing


def _removed_by(work: Work, revision: Revision) -> Iterator[TrashedElement]:
    """Yield what may have gone with a revision: all that was there before it and is not there now."""
    before: Mapping[str, Document | None] = revision.body["before"]
    for body in before.values():
        if body is None or body["kind"] != "entity":
            continue
        if body["id"] not in work.model.entities:
            yield _element(body, "entity", body, revision, _about(work, body, before))
            continue
        published = work.model.entities[body["id"]].by_id
        for item in body["fields"]:
            if item["id"] not in published:
                yield _element(item, "field", body, revision, (item,))


def _about(work: Work, entity: Document, before: Mapping[str, Document | None]) -> tuple[Document, ...]:
    """Return an entity and the forms, views and flows of it that went in the same revision."""
    others = [
        body
        for body in before.values()
        if body is not None and body.get("entity") == entity["id"] and body["id"] not in work.model.documents
    ]
    return (entity, *others)


def _element(
    body: Mapping[str, Any], kind: str, entity: Document, revision: Revision, documents: tuple[Document, ...]
) -> TrashedElement:
    return TrashedElement(
        id=body["id"],
        kind=kind,
        entity=entity["id"],
        name=body["name"],
        label=body["label"],
        entity_label=entity["label"],
        at=revision.at,
        by=revision.by,
        revision=revision.number,
        documents=documents,
    )


def _with_field(entity: Document, item: Document) -> Document:
    """Return an entity with a field back at its old place among the others."""
    fields = sorted([*entity["fields"], item], key=lambda one: one.get("order", ""))
    return {**entity, "fields": fields}


def _under_free_name(entity: Entity, item: Document) -> Document:
    """Return a field, under another name where a newer one has its own: nothing refers to fields by name."""
    taken = {one.name for one in (*entity.fields, *entity.system_fields)}
    return {**item, "name": api_name(item["name"], taken)} if item["name"] in taken else item
