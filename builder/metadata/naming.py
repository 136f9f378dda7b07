"""From names to ids and back: how files and requests speak of things, and how stored documents do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from builder.errors import Invalid, Problem
from builder.metadata.definitions import Document
from builder.metadata.directory import Ambiguous, Directory
from builder.metadata.documents import schema_problems
from builder.metadata.json_bounds import printable
from builder.metadata.minting import lend_ids, mint_anew, mint_missing
from builder.metadata.references import reference_spots
from builder.metadata.spots import Spot

if TYPE_CHECKING:
    from builder.metadata.model import Model

Made = dict[str, Any]


def mint(documents: Sequence[Document], origin: tuple[str, str] | None) -> list[Made]:
    """Return the documents with an id and an order key for each document and each element.

    With ``origin`` (template, version), as install and clone use it, all ids are new, references by old id
    follow, and each element keeps ``origin {template, version, id}``. Without, ids that are there stay.
    Publishing needs no call of this: ``resolve`` mints what neither the file nor the stored document has.
    Raises Invalid with every schema problem.
    """
    made = _checked(documents)
    if origin is not None:
        made = mint_anew(made, *origin)
    mint_missing(made, {})
    return made


def resolve(documents: Sequence[Document], known: Model | None, existing: Sequence[Document]) -> list[Made]:
    """Return stored documents: each with ids everywhere, referring by id only.

    ``existing`` are the stored documents of the same app: one of the same kind and id, or else kind and name,
    lends its ids and order keys to elements that bring none. ``known`` is the published workspace, for what
    lies in other apps. Raises Invalid with every schema problem, or else every name that means nothing
    (``unknown_reference``, ``ambiguous_reference``); paths start with ``kind.name``.
    """
    made = _checked(documents)
    own = {document["id"]: document for document in existing}
    others = [document for key, document in known.documents.items() if key not in own] if known else []
    _lend(made, existing, others)
    mint_missing(made, _last_orders(existing))
    renewed = {document["id"] for document in made}
    rest = [document for key, document in own.items() if key not in renewed]
    directory = Directory([*made, *rest], others)
    _replace_all(made, directory, by_name=False)
    return made


def with_names(document: Document, model: Model) -> Made:
    """Return a stored document in catalogue form: references by name, ids kept under ``id``."""
    app = model.app_of.get(document.get("id", ""))
    own = [other for key, other in model.documents.items() if model.app_of.get(key) == app]
    others = [other for key, other in model.documents.items() if model.app_of.get(key) != app]
    return documents_with_names([document], Directory(own, others))[0]


def documents_with_names(documents: Iterable[Document], directory: Directory) -> list[Made]:
    """Return several stored documents in catalogue form; a reference to what is gone stays as it is."""
    made = [deepcopy(dict(document)) for document in documents]
    for document in made:
        spots = reference_spots(document, directory)
        found = [(spot, found_text(spot, directory, by_name=True)) for spot in spots]
        for spot, text in found:
            if text is not None:
                spot.holder[spot.key] = text
    return made


def app_with_names(model: Model, app: str) -> list[Made]:
    """Return all documents of an app (given by id) in catalogue form, in the order of their kinds."""
    own = [document for key, document in model.documents.items() if model.app_of.get(key) == app]
    others = [document for key, document in model.documents.items() if model.app_of.get(key) != app]
    own.sort(key=lambda document: (document.get("order", ""), document["name"]))
    return documents_with_names(own, Directory(own, others))


def found_text(spot: Spot, directory: Directory, by_name: bool) -> str | None:
    """Return what a reference is called by id or by name; None when it means nothing. Raises Ambiguous."""
    if spot.sort == "field":
        steps = directory.path(spot.scope, spot.text) if spot.scope is not None else None
        return ".".join(step[by_name] for step in steps) if steps else None
    if spot.sort in ("option", "stage", "section"):
        found = next((item for item in spot.choices if spot.text == item.get("id")), None)
        found = found or next((item for item in spot.choices if spot.text == item.get("name")), None)
    else:
        found = directory.document(spot.sort, spot.text)
    if found is None:
        return None
    return str(found["name"] if by_name and "name" in found else found["id"])


def _checked(documents: Sequence[Document]) -> list[Made]:
    problems: list[Problem] = []
    for index, document in enumerate(documents):
        problems += [problem.under(place_of(document, index)) for problem in schema_problems(document)]
    if problems:
        raise Invalid(problems)
    return [deepcopy(dict(document)) for document in documents]


def place_of(document: Any, index: int) -> str:
    """Return where problems of a document are told: ``kind.name``, or its position where it has no name."""
    if isinstance(document, dict) and isinstance(document.get("kind"), str) and isinstance(document.get("name"), str):
        return f"{printable(document['kind'])}.{printable(document['name'])}"
    return f"documents.{index}"


def _lend(made: Sequence[Made], existing: Sequence[Document], others: Sequence[Document]) -> None:
    by_id = {(document["kind"], document["id"]): document for document in existing}
    by_name = {(document["kind"], document["name"]): document for document in existing}
    directory = Directory(existing, others)
    for document in made:
        lender = by_id.get((document["kind"], document.get("id", "")))
        if lender is None and "id" not in document:
            lender = by_name.get((document["kind"], document["name"]))
        if lender is not None:
            lend_ids(document, documents_with_names([lender], directory)[0])


def _last_orders(existing: Sequence[Document]) -> dict[str, str]:
    last: dict[str, str] = {}
    for document in existing:
        last[document["kind"]] = max(last.get(document["kind"], ""), document.get("order", ""))
    return {kind: order for kind, order in last.items() if order}


def _replace_all(made: Sequence[Made], directory: Directory, by_name: bool) -> None:
    """Replace every reference of documents that look each other up: all are found before one is changed."""
    problems: list[Problem] = []
    replacements: list[tuple[Spot, str]] = []
    for document in made:
        place = f"{document['kind']}.{document['name']}"
        for spot in reference_spots(document, directory):
            params = {"reference": printable(spot.text), "sort": spot.sort}
            try:
                text = found_text(spot, directory, by_name)
            except Ambiguous:
                problems.append(Problem(f"{place}.{spot.path}", "ambiguous_reference", params=params))
                continue
            if text is None:
                problems.append(Problem(f"{place}.{spot.path}", "unknown_reference", params=params))
            else:
                replacements.append((spot, text))
    if problems:
        raise Invalid(problems)
    for spot, text in replacements:
        spot.holder[spot.key] = text
