"""Drafts: what an app would be after a publish, with every problem that stands against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from builder.designer.identifiers import document_id_problems
from builder.designer.problem_rounds import problems_after
from builder.errors import Invalid, NotFound, Problem
from builder.metadata.checks import find_problems
from builder.metadata.compile import compile_model
from builder.metadata.definitions import Document
from builder.metadata.model import Model
from builder.metadata.naming import resolve

MOST_DOCUMENTS = 5_000
"""Documents in one publish."""


@dataclass(frozen=True, eq=False)
class Draft:
    """The documents of one app before and after, by id, in stored form."""

    app: str
    """Id of the app; empty when the documents name none."""
    before: Mapping[str, Document]
    after: Mapping[str, Document]
    problems: list[Problem] = field(default_factory=list)

    @property
    def changed(self) -> dict[str, Document]:
        """Documents that are new or different."""
        return {key: body for key, body in self.after.items() if self.before.get(key) != body}

    @property
    def removed(self) -> list[str]:
        """Ids of documents that go away."""
        return [key for key in self.before if key not in self.after]


def draft_of(model: Model, app: str | None, documents: Sequence[Any], delete: Sequence[str] = ()) -> Draft:
    """Return what publishing documents to an app would lead to.

    ``app`` is an id or name; None when the documents bring their app, which may be published already under
    the same name. Documents may be in catalogue form (names) or stored form (ids). Raises NotFound
    ``unknown_app``; everything else is a problem of the draft.
    """
    app_id, problems = _target(model, app, documents)
    before = _documents_of(model, app_id)
    gone = {reference for reference in delete if reference in before}
    problems += [
        _not_deletable(before, reference, f"delete.{index}")
        for index, reference in enumerate(delete)
        if reference not in before
    ]
    kept = {key: body for key, body in before.items() if key not in gone}
    if problems:
        return Draft(app_id, before, before, problems)
    try:
        resolved = resolve(documents, model, list(kept.values()))
    except Invalid as refusal:
        return Draft(app_id, before, before, problems_after(refusal, model, documents, list(kept.values())))
    return _judged(model, app_id, before, resolved, gone)


def _not_deletable(before: Mapping[str, Document], reference: str, path: str) -> Problem:
    """Say why something cannot be deleted by its id: it is a part of a document, or nobody knows it."""
    for document in before.values():
        element = _element(document, reference)
        if element is not None:
            names = {"element": _called(element), "document": _called(document), "kind": document["kind"]}
            return Problem(path, "element_not_document", params={"id": reference, **names})
    return Problem(path, "unknown_reference", params={"name": str(reference)[:100]})


def _element(document: Document, reference: str) -> Mapping[str, Any] | None:
    """Return the part of a document that has an id."""
    waiting: list[Any] = list(document.values())
    while waiting:
        item = waiting.pop()
        if isinstance(item, Mapping):
            if item.get("id") == reference:
                return item
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
    return None


def _called(body: Mapping[str, Any]) -> Any:
    """Return the label of a document or element for messages, else its name or id."""
    return body.get("label") or body.get("name") or body["id"]


def model_after(model: Model, draft: Draft) -> Model:
    """Return the compiled workspace as it would be with the draft."""
    others = ((model.app_of[key], body) for key, body in model.documents.items() if model.app_of[key] != draft.app)
    return compile_model([*others, *((draft.app, body) for body in draft.after.values())])


def find_app(model: Model, reference: str) -> str:
    """Return the id of an app by id or name. Raises NotFound ``unknown_app``."""
    found = model.app(reference)
    if found is None:
        raise NotFound("unknown_app", name=reference[:100])
    return found.id


def _target(model: Model, app: str | None, documents: Sequence[Any]) -> tuple[str, list[Problem]]:
    """Return the id of the app that is published to (empty for a new one) and what speaks against that."""
    if len(documents) > MOST_DOCUMENTS:
        return "", [Problem("documents", "too_many", params={"maximum": MOST_DOCUMENTS})]
    apps = [document for document in documents if isinstance(document, Mapping) and document.get("kind") == "app"]
    if len(apps) > 1:
        return "", [Problem("documents", "one_app_only", params={"count": len(apps)})]
    if app is not None:
        found = find_app(model, app)
        return found, _another_app(model, found, apps)
    if not apps:
        return "", [Problem("documents", "app_missing")]
    return _published(model, apps[0]), []


def _another_app(model: Model, app_id: str, apps: Sequence[Mapping[str, Any]]) -> list[Problem]:
    """A document of another app, by id or by name, does not belong into this one."""
    wrong = [one for one in apps if one.get("id") not in (app_id, None) or one.get("name") != model.apps[app_id].name]
    return [Problem("documents", "another_app", params={"app": model.apps[app_id].name}) for _ in wrong]


def _published(model: Model, document: Mapping[str, Any]) -> str:
    """Return the id of the published app that a document speaks of, or nothing."""
    for key in ("id", "name"):
        reference = document.get(key)
        found = model.app(reference) if isinstance(reference, str) else None
        if found is not None:
            return found.id
    return ""


def _documents_of(model: Model, app_id: str) -> dict[str, Document]:
    return {key: body for key, body in model.documents.items() if app_id and model.app_of[key] == app_id}


def _judged(
    model: Model, app_id: str, before: Mapping[str, Document], resolved: Sequence[Document], gone: set[str]
) -> Draft:
    taken = document_id_problems(model, app_id, resolved)
    if taken:
        return Draft(app_id, before, before, taken)
    after = {key: body for key, body in before.items() if key not in gone}
    after |= {body["id"]: body for body in resolved}
    apps = [key for key, body in after.items() if body["kind"] == "app"]
    if len(apps) != 1 and after:
        return Draft(app_id, before, before, [Problem("documents", "app_missing" if not apps else "one_app_only")])
    draft = Draft(app_id or apps[0], before, after)
    found = find_problems(list(after.values()), model, sorted(gone), draft.app)
    draft.problems.extend(_not_known(found, draft, model) if found else ())
    return draft


def _not_known(found: Sequence[Problem], draft: Draft, model: Model) -> list[Problem]:
    """Return problems without those that documents had when they were published, and that stay as they are.

    A rule that came with a newer version refuses what is written now, not everything else that somebody publishes.
    """
    as_before = [body for key, body in draft.after.items() if draft.before.get(key) == body]
    places = tuple(f"{body['kind']}.{body['name']}." for body in as_before)
    older = [one for one in found if f"{one.path}.".startswith(places)] if places else []
    known = find_problems(list(draft.before.values()), model, (), draft.app) if older else []
    return [one for one in found if one not in older or one not in known]
