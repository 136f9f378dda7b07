"""Finds every problem of a set of documents, also where some are too broken for the checks that come later.

Documents are judged in rounds: their shape, then what their names mean, then what they mean together. What
fails a round is left out of the next, with everything that speaks of it, so that no problem hides another
and none is made up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from builder.errors import Invalid, Problem
from builder.metadata.checks import find_problems
from builder.metadata.definitions import Document
from builder.metadata.json_bounds import printable
from builder.metadata.model import Model
from builder.metadata.naming import resolve


def problems_after(refusal: Invalid, model: Model, documents: Sequence[Any], kept: Sequence[Document]) -> list[Problem]:
    """Return the problems of a refusal by ``resolve`` and those that the refused documents kept from being found.

    ``documents`` is what was to be resolved, ``kept`` the published documents of the app that stay.
    """
    problems, pending = list(refusal.problems), list(documents)
    while True:
        pending = _untouched(pending, refusal.problems)
        if not pending:
            return problems
        try:
            resolved = resolve(pending, model, kept)
        except Invalid as next_refusal:
            refusal = next_refusal
            problems += refusal.problems
        else:
            app = next((model.app_of[body["id"]] for body in kept), "")
            return problems + find_problems(resolved, model, (), app)


def _untouched(documents: Sequence[Any], problems: Sequence[Problem]) -> list[Any]:
    """Return the documents without problems that speak of none which has some."""
    places = {problem.path for problem in problems}
    broken = [document for index, document in enumerate(documents) if _is_at(document, index, places)]
    left = [document for document in documents if not any(document is one for one in broken)]
    while broken and left:
        names = {text for document in broken if isinstance(document, Mapping) for text in _own_names(document)}
        broken = [document for document in left if names & _words(document)]
        left = [document for document in left if not any(document is one for one in broken)]
    return left if len(left) < len(documents) else []


def _is_at(document: Any, index: int, places: Collection[str]) -> bool:
    place = f"documents.{index}"
    if (
        isinstance(document, Mapping)
        and isinstance(document.get("kind"), str)
        and isinstance(document.get("name"), str)
    ):
        place = f"{printable(document['kind'])}.{printable(document['name'])}"
    return any(path == place or path.startswith(f"{place}.") for path in places)


def _own_names(document: Mapping[str, Any]) -> Iterator[str]:
    for key in ("id", "name"):
        if isinstance(document.get(key), str):
            yield document[key]


def _words(node: Any) -> set[str]:
    """Return every word by which a document may speak of another: texts, and the parts of dotted ones."""
    words: set[str] = set()
    open_nodes = [node]
    while open_nodes:
        item = open_nodes.pop()
        if isinstance(item, Mapping):
            open_nodes += item.values()
        elif isinstance(item, list):
            open_nodes += item
        elif isinstance(item, str):
            words |= {item, *item.split(".")}
    return words
