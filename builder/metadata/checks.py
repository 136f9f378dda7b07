"""Checks of documents against each other: everything that one document's schema cannot see."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from builder.errors import Problem
from builder.metadata.checks_changes import change_problems
from builder.metadata.checks_fields import entity_problems
from builder.metadata.checks_layouts import app_problems, form_problems, view_problems
from builder.metadata.checks_names import name_problems
from builder.metadata.checks_pages import page_problems
from builder.metadata.checks_process import flow_problems, role_problems, settings_problems
from builder.metadata.checks_references import reference_problems
from builder.metadata.checks_rules import rule_problems
from builder.metadata.compile import compile_model
from builder.metadata.definitions import Document
from builder.metadata.directory import Directory
from builder.metadata.documents import schema_problems
from builder.metadata.elements import element_lists
from builder.metadata.naming import place_of
from builder.metadata.reading import Reading

if TYPE_CHECKING:
    from builder.metadata.model import Model

OWN_APP = "(this app)"
"""Stands for the id of an app that no document tells."""


def find_problems(
    documents: Sequence[Document], others: Model | None, deleted: Collection[str] = (), app: str = ""
) -> list[Problem]:
    """Return every problem of stored documents (ids resolved) as they would be after publishing.

    ``documents`` are all documents of the app, or only the changed ones; ``others`` the published workspace,
    older versions of the same documents included: against those, changes that are not allowed are found
    (``name_is_immutable``). ``deleted`` are ids of documents that go away: whatever still refers to one is a
    problem, in other apps too. ``app`` is the id of the app (found among the documents when left out).
    Paths start with ``kind.name`` and name elements: ``entity.lead.fields.company_name.settings.entity``.
    """
    problems = list(_unreadable(documents, others))
    if problems:
        return problems
    app = app or next((document["id"] for document in documents if document["kind"] == "app"), OWN_APP)
    own, foreign = _after(documents, others, deleted, app)
    directory = Directory(own, [document for _, document in foreign])
    problems += name_problems(own, [document for _, document in foreign])
    problems += reference_problems(own, [document for _, document in foreign], directory)
    compiled: list[Problem] = []
    model = compile_model([*((app, document) for document in own), *foreign], compiled)
    reading = Reading(model, compiled.append)
    judged: list[Problem] = []
    for document in own:
        place = f"{document['kind']}.{document['name']}"
        for judge in _JUDGES.get(document["kind"], ()):
            judged += [problem.under(place) for problem in judge(document, reading)]
    if others is not None:
        judged += change_problems(own, others)
    return _without_echoes(problems, [*compiled, *judged])


Judge = Callable[[Document, Reading], Iterator[Problem]]

_JUDGES: dict[str, tuple[Judge, ...]] = {
    "entity": (entity_problems, rule_problems),
    "stage_flow": (flow_problems,),
    "form": (form_problems, rule_problems),
    "view": (view_problems,),
    "page": (page_problems,),
    "app": (app_problems,),
    "role": (role_problems,),
    "settings": (settings_problems,),
}


def _unreadable(documents: Sequence[Document], others: Model | None) -> Iterator[Problem]:
    """Without ids and the right shape nothing else can be said of a document; published ones have both."""
    published = {id(document) for document in others.documents.values()} if others else set()
    for index, document in enumerate(documents):
        if id(document) in published:
            continue
        found = schema_problems(document)
        if not found:
            found = list(_without_ids(document))
        yield from (problem.under(place_of(document, index)) for problem in found)


def _without_ids(document: Document) -> Iterator[Problem]:
    """Stored documents have ids everywhere; naming gives them."""
    if "id" not in document:
        yield Problem("id", "required")
    for found in element_lists(dict(document)):
        for index, item in enumerate(found.items):
            if "id" not in item:
                place = ".".join(str(step) for step in found.path)
                yield Problem(f"{place}.{item.get('name') or index}.id", "required")


Pairs = list[tuple[str, Document]]


def _after(
    documents: Sequence[Document], others: Model | None, deleted: Collection[str], app: str
) -> tuple[list[Document], Pairs]:
    """Return the documents of the app as they will be, and (app, document) of all others."""
    own = {document["id"]: document for document in documents}
    foreign: Pairs = []
    for key, document in others.documents.items() if others else ():
        if key in own or key in deleted:
            continue
        owner = others.app_of[key] if others else ""
        if owner == app:
            own[key] = document
        else:
            foreign.append((owner, document))
    return list(own.values()), foreign


def _without_echoes(first: list[Problem], rest: list[Problem]) -> list[Problem]:
    """Return all problems, each once; what follows from a reference that means nothing is not told again."""
    told = {problem.path for problem in first}
    seen: set[tuple[str, str]] = set()
    kept = []
    for problem in [*first, *(item for item in rest if item.path not in told)]:
        if (problem.path, problem.code) not in seen:
            seen.add((problem.path, problem.code))
            kept.append(problem)
    return kept
