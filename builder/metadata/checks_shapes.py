"""Checks what boards, calendars, galleries and trees are made of: each place takes fields of its own kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from builder.errors import Problem
from builder.metadata.checks_paths import (
    has_options,
    has_pictures,
    is_boardable,
    is_dated,
    is_parent,
    known_path,
    offers,
)
from builder.metadata.conditions import Path
from builder.metadata.definitions import Document
from builder.metadata.entity import Entity
from builder.metadata.reading import Reading

SHAPED = ("board", "calendar", "gallery", "tree")
"""Kinds of view that say in a part of the same name what they are made of."""
Fits = Callable[[Path, Entity], bool]
_DATED: tuple[Fits, str] = (lambda path, _entity: is_dated(path), "not_a_date")
_COLORED: tuple[Fits, str] = (lambda path, _entity: has_options(path), "no_colors")
_PLACES: Mapping[str, Mapping[str, tuple[Fits, str]]] = {
    "board": {
        "field": (lambda path, _entity: is_boardable(path), "not_for_board"),
        "sum": (lambda path, _entity: offers(path, "sum"), "function_not_offered"),
        "color": _COLORED,
    },
    "calendar": {"start": _DATED, "end": _DATED, "also": _DATED, "color": _COLORED},
    "gallery": {"image": (lambda path, _entity: has_pictures(path), "not_a_picture"), "color": _COLORED},
    "tree": {"parent": (is_parent, "not_a_parent")},
}
"""Part of a view and place in it → what fits there, and the code for what does not."""


def shape_problems(document: Document, entity: Entity, reading: Reading) -> Iterator[Problem]:
    """Yield fields that do not fit the place they are given in a board, calendar, gallery or tree."""
    for part in SHAPED:
        for name, (fits, code) in _PLACES[part].items():
            for here, text in _texts(document.get(part, {}), name):
                path = known_path(reading, entity, text)
                if path is not None and not fits(path, entity):
                    yield Problem(f"{part}.{here}", code, params=_params(code, path))


def _texts(shape: Mapping[str, Any], name: str) -> Iterator[tuple[str, str]]:
    given = shape.get(name)
    if isinstance(given, str):
        yield name, given
    elif given is not None:
        yield from ((f"{name}.{at}", text) for at, text in enumerate(given))


def _params(code: str, path: Path) -> dict[str, Any]:
    if code == "function_not_offered":
        return {"function": "sum"}
    return {"name": path.field.name} if code == "not_a_parent" else {"type": path.field.type.name}
