"""Checks that whatever a document refers to is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.errors import Problem
from builder.metadata.definitions import Document
from builder.metadata.directory import Ambiguous, Directory
from builder.metadata.json_bounds import printable
from builder.metadata.naming import found_text
from builder.metadata.references import reference_spots
from builder.metadata.spots import Spot


def reference_problems(own: Sequence[Document], foreign: Sequence[Document], directory: Directory) -> Iterator[Problem]:
    """Yield references that lead nowhere, of the app's documents and of other apps that lean on them."""
    for document in own:
        yield from _of_document(document, directory)
    if foreign:
        everything = Directory([], [*own, *foreign])
        for document in foreign:
            yield from _of_document(document, everything)


def _of_document(document: Document, directory: Directory) -> Iterator[Problem]:
    place = f"{document['kind']}.{document['name']}"
    for spot in reference_spots(dict(document), directory):
        code = _code(spot, directory)
        if code:
            params = {"reference": printable(spot.text), "sort": spot.sort}
            yield Problem(f"{place}.{spot.path}", code, params=params)


def _code(spot: Spot, directory: Directory) -> str:
    try:
        return "" if found_text(spot, directory, by_name=False) is not None else "unknown_reference"
    except Ambiguous:
        return "ambiguous_reference"
