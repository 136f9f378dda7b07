"""Roles as administrators look after them: listed, read as a matrix, made, changed, deleted and taken back.

Each change is one publish. Only administrators grant, and they lack nothing: no ceiling on what they grant is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from builder.designer.drafting import find_app
from builder.designer.publishing import Published, publish, require_builder
from builder.designer.role_rows import cells_of, with_rows
from builder.errors import Conflict, Invalid, NotFound, Problem, StaleVersion
from builder.metadata.api_names import api_name
from builder.metadata.definitions import Document
from builder.metadata.naming import with_names
from builder.metadata.role_matrix import row_of
from builder.runtime.work import Work
from builder.storage import document_rows, people_rows

NOT_COPIED = frozenset({"id", "order", "origin"})
"""Parts of a document and of its elements that belong to this one alone."""


@dataclass(frozen=True)
class Change:
    """What is to become of a role; None leaves a part as it is, an empty description takes it away."""

    label: Mapping[str, str] | None = None
    description: Mapping[str, str] | None = None
    grants: Sequence[Mapping[str, Any]] = ()
    """Rows of the matrix: ``{entity, actions, default, fields: [{field, access}]}``; other entities stay."""
    message: str = ""
    """What the revision says; the role's name without it."""


def listed(work: Work) -> list[dict[str, Any]]:
    """Return the roles of the app with how many members have each. Raises NotAllowed."""
    require_builder(work)
    held = people_rows.count_roles(work.conn, work.space)
    return [_head(role, held) for role in _roles(work)]


def read(work: Work, role: str) -> dict[str, Any]:
    """Return a role as a matrix, by names, with the version that a change of it names. Raises NotAllowed, NotFound."""
    require_builder(work)
    document = find(work, role)
    rows = (row_of(grant) for grant in _own(work, document))
    return {
        **_head(document, people_rows.count_roles(work.conn, work.space)),
        "version": _version(work, document),
        "grants": [
            {
                "entity": row.entity,
                "actions": cells_of(row),
                "default": row.default.value,
                "fields": [{"field": key, "access": access.value} for key, access in (row.fields or {}).items()],
            }
            for row in rows
        ],
    }


def create(work: Work, given: Change, copied: str | None = None) -> tuple[str, Published]:
    """Make a role, blank or as a copy of another, and return its id. Raises NotAllowed, NotFound, Invalid."""
    require_builder(work)
    start: dict[str, Any] = {"kind": "role", "label": {}, "entities": []}
    if copied is not None:
        start = _without_ids(find(work, copied))
    taken = {role["name"] for role in _roles(work)}
    name = api_name(next(iter((given.label or {}).values()), ""), taken, "role")
    document = {**changed(work, start, start, given), "name": name}
    published = _published(work, document, given)
    made = next(role for role in _roles(work) if role["name"] == name)
    return str(made["id"]), published


def change(work: Work, role: str, version: int, given: Change) -> Published:
    """Change a role; everybody who has it works by it from their next request on.

    Raises NotAllowed, NotFound, StaleVersion ``role_changed``, Invalid with every problem.
    """
    require_builder(work)
    document = find(work, role)
    _require_version(work, document, version)
    return _published(work, changed(work, document, with_names(document, work.model), given), given)


def delete(work: Work, role: str, version: int) -> Published:
    """Delete a role: its members keep their other roles.

    Raises NotAllowed, NotFound, StaleVersion ``role_changed``, Conflict ``last_role`` and ``role_in_use``, which names
    the ``document`` that speaks of the role.
    """
    require_builder(work)
    document = find(work, role)
    _require_version(work, document, version)
    if len(_roles(work)) == 1:
        raise Conflict("last_role")
    try:
        return publish(work, work.model.app_of[role], [], [role], _called(document))
    except Invalid as refusal:
        raise _in_use(work, refusal) from refusal


def take_back(work: Work, revision: int, message: str = "") -> Published:
    """Publish the roles that a revision changed as they stood before it; members have a deleted one again.

    Raises NotAllowed, NotFound ``unknown_revision`` for one that changed anything else, Conflict ``role_changed`` where
    one of the roles was changed since.
    """
    require_builder(work)
    app = _app(work)
    row = next(iter(document_rows.revisions(work.conn, work.space, app, 1, revision - 1, revision + 1)), None)
    before: Mapping[str, Document | None] = row.body["before"] if row is not None else {}
    now = {key: work.model.documents.get(key) for key in before}
    bodies = [*before.values(), *now.values()]
    if not before or any(body is not None and body["kind"] != "role" for body in bodies):
        raise NotFound("unknown_revision", number=revision)
    if any(_moved_on(work, key, now[key], body, revision) for key, body in before.items()):
        raise Conflict("role_changed")
    back = [body for body in before.values() if body is not None]
    return publish(work, app, back, [key for key, body in before.items() if body is None], message)


def find(work: Work, role: str) -> Document:
    """Return the stored document of a role of the app by its id. Raises NotFound."""
    found = next((document for document in _roles(work) if document["id"] == role), None)
    if found is None:
        raise NotFound("unknown_role", id=role[:100])
    return found


def changed(work: Work, document: Mapping[str, Any], named: Document, given: Change) -> dict[str, Any]:
    """Return the document of a role with a change. Raises Invalid with every problem of the rows."""
    made = with_rows(work.model, _app(work), document, named, given.grants)
    if given.label is not None:
        made["label"] = dict(given.label)
    if given.description is not None:
        kept = {language: text for language, text in given.description.items() if text.strip()}
        made = {**made, "description": kept} if kept else _without(made, "description")
    return made


def at_input(work: Work, refusal: Invalid, document: Mapping[str, Any], given: Change) -> Invalid:
    """Return problems of the document of a role at the place of the request that brought them."""
    grants = [_entity_id(work, row["entity"]) for row in given.grants]
    return Invalid(
        [Problem(_asked(one.path, document, grants), one.code, one.message, one.params) for one in refusal.problems]
    )


def _asked(path: str, document: Mapping[str, Any], grants: Sequence[str]) -> str:
    inner = path.removeprefix(f"role.{document['name']}.")
    first, _, rest = inner.partition(".")
    number, _, rest = rest.partition(".")
    if first != "entities" or not number.isdigit():
        return inner
    entity = document["entities"][int(number)]["entity"]
    return f"grants.{grants.index(entity)}.{rest}".rstrip(".") if entity in grants else inner


def _published(work: Work, document: Mapping[str, Any], given: Change) -> Published:
    try:
        return publish(work, _app(work), [document], (), given.message or _called(document))
    except Invalid as refusal:
        raise at_input(work, refusal, document, given) from refusal


def _entity_id(work: Work, reference: str) -> str:
    found = work.model.entity(reference, _app(work))
    return found.id if found is not None else reference


def _in_use(work: Work, refusal: Invalid) -> Exception:
    """Name the first document that would speak of a role that is gone."""
    kind, name = [*refusal.problems[0].path.split("."), ""][:2]
    found = next((body for body in work.model.of_kind(kind, _app(work)) if body["name"] == name), None)
    return Conflict("role_in_use", document=found.get("label") or name) if found is not None else refusal


def _app(work: Work) -> str:
    return find_app(work.model, work.app or "")


def _roles(work: Work) -> list[Document]:
    return list(work.model.of_kind("role", _app(work)))


def _own(work: Work, document: Document) -> Iterator[Mapping[str, Any]]:
    """Yield, by names, what a role says of entities of its own app."""
    named = with_names(document, work.model)
    for grant, spoken in zip(document["entities"], named["entities"], strict=True):
        entity = work.model.entities.get(grant["entity"])
        if entity is not None and entity.app == _app(work):
            yield spoken


def _head(role: Document, held: Mapping[str, int]) -> dict[str, Any]:
    return {
        "id": role["id"],
        "name": role["name"],
        "label": dict(role["label"]),
        "description": role.get("description"),
        "administrator": bool(role.get("administrator")),
        "members": held.get(role["id"], 0),
    }


def _version(work: Work, document: Document) -> int:
    return document_rows.revision_of(work.conn, work.space, document["id"])


def _require_version(work: Work, document: Document, version: int) -> None:
    if _version(work, document) != version:
        raise StaleVersion("role_changed")


def _moved_on(work: Work, key: str, now: Document | None, before: Document | None, revision: int) -> bool:
    """Whether a role is not any more as a revision left it, which deleted it or wrote it."""
    if now is None:
        return before is None
    return document_rows.revision_of(work.conn, work.space, key) != revision


def _called(document: Mapping[str, Any]) -> str:
    return str(next(iter(document["label"].values()), document.get("name", "")))


def _without(body: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key not in keys}


def _without_ids(document: Document) -> dict[str, Any]:
    """Return what a copy of a role begins with."""
    made = _without(document, *NOT_COPIED)
    made["entities"] = [
        {
            **_without(grant, *NOT_COPIED),
            **({"fields": [_without(item, *NOT_COPIED) for item in grant["fields"]]} if "fields" in grant else {}),
        }
        for grant in document["entities"]
    ]
    return made
