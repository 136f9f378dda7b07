"""Checks views that people make: every field and condition in them is one that they may read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from builder.errors import Invalid, Problem
from builder.metadata.condition_parsing import parse_condition, parse_path
from builder.metadata.entity import Entity
from builder.metadata.naming import resolve
from builder.metadata.rights import Access
from builder.runtime.readable import reader, refuse_unreadable_paths
from builder.runtime.visible_documents import VIEW_SHAPES
from builder.runtime.work import Work

NAME = "personal"
LISTS = {"columns": Access.MASKED, "sort": Access.READ, "group": Access.READ, "totals": Access.READ}
"""Part of a view → the access to its fields that the part needs."""


def checked(work: Work, entity: Entity, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the view as a stored document, references by id. Raises Invalid with every problem."""
    parts = {key: value for key, value in given.items() if value is not None}
    problems = [problem for check in _checks(work, entity, parts) for problem in _problems(check)]
    if problems:
        raise Invalid(problems)
    document = {**parts, "kind": "view", "name": NAME, "entity": entity.id}
    try:
        return resolve([document], work.model, [])[0]
    except Invalid as refused:
        raise Invalid([_without_prefix(problem) for problem in refused.problems]) from None


def _checks(work: Work, entity: Entity, parts: Mapping[str, Any]) -> Iterator[Callable[[], Any]]:
    """Yield what reads each condition and path of a view: unknown and unreadable fields are refused alike."""
    conditions = [("filter", parts.get("filter"))]
    conditions += [(f"row_colors.{at}.when", item.get("when")) for at, item in enumerate(parts.get("row_colors", ()))]
    for where, tree in conditions:
        yield partial(parse_condition, work.model, entity, tree, where, reader(work))
    for where, path, least in _paths(parts):
        if isinstance(path, str):
            yield partial(_read_path, work, entity, path, where, least)


def _read_path(work: Work, entity: Entity, path: str, where: str, least: Access) -> None:
    found = parse_path(work.model, entity, path, where, reader(work, least))
    refuse_unreadable_paths(work, [found], where, least)


def _paths(parts: Mapping[str, Any]) -> Iterator[tuple[str, Any, Access]]:
    """Yield (place, path, access needed) for every field that a view speaks of outside of conditions."""
    for part, least in LISTS.items():
        for at, item in enumerate(parts.get(part, ())):
            yield f"{part}.{at}.field", item.get("field"), least
    for at, path in enumerate(parts.get("quick_filters", ())):
        yield f"quick_filters.{at}", path, Access.READ
    for part in VIEW_SHAPES:
        for key, value in parts.get(part, {}).items():
            several = value if isinstance(value, list) else [value]
            yield from ((f"{part}.{key}", path, Access.MASKED) for path in several)


def _problems(check: Callable[[], Any]) -> Sequence[Problem]:
    try:
        check()
    except Invalid as refused:
        return refused.problems
    return ()


def _without_prefix(problem: Problem) -> Problem:
    return Problem(problem.path.removeprefix(f"view.{NAME}."), problem.code, problem.message, problem.params)
