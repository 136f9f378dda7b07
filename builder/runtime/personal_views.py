"""Views that people keep for themselves: checked like published ones, stored as rows, no publish."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from builder.errors import Invalid, LimitExceeded, NotFound, Problem
from builder.metadata.condition_parsing import parse_condition, parse_path
from builder.metadata.entity import Entity
from builder.metadata.naming import resolve, with_names
from builder.metadata.rights import Access
from builder.runtime.readable import reader, refuse_unreadable_paths
from builder.runtime.visible_documents import VIEW_SHAPES, visible_view
from builder.runtime.work import Work
from builder.storage import document_rows
from builder.storage.document_rows import PersonalView

MOST_VIEWS = 200
"""Views that one person may keep for one entity."""
NAME = "personal"
LISTS = {"columns": Access.MASKED, "sort": Access.READ, "group": Access.READ, "totals": Access.READ}
"""Part of a view → the access to its fields that the part needs."""


def listed(work: Work, entity: str | None = None) -> list[dict[str, Any]]:
    """Return the published views and the reader's own, of one entity or of the app."""
    wanted = work.entity(entity) if entity is not None else None
    entities = [wanted] if wanted else [item for item in work.model.entities.values() if item.app == work.app]
    found = [
        shown
        for document in work.model.of_kind("view", work.app)
        if document["entity"] in {item.id for item in entities}
        for shown in [visible_view(work, document)]
        if shown is not None
    ]
    for item in entities:
        if work.rights.on(item.id).may("view"):
            own = document_rows.personal_views(work.conn, work.space, work.rights.user, item.id)
            found += [shown for row in own for shown in [_shown(work, row)] if shown is not None]
    return found


def create(work: Work, given: Mapping[str, Any]) -> dict[str, Any]:
    """Keep a view. Raises Invalid with every problem, LimitExceeded ``too_many_views``."""
    entity = work.entity(given["entity"])
    work.require(entity, "view")
    mine = document_rows.personal_views(work.conn, work.space, work.rights.user, entity.id)
    if len(mine) >= MOST_VIEWS:
        raise LimitExceeded("too_many_views", limit=MOST_VIEWS)
    body = _checked(work, entity, given)
    number = document_rows.insert_personal_view(work.conn, work.space, work.rights.user, entity.id, body, work.now)
    return _named(work, number, body)


def update(work: Work, number: int, given: Mapping[str, Any]) -> dict[str, Any]:
    """Change a view of one's own; null takes a part away. Raises NotFound, Invalid."""
    row = _own(work, number)
    entity = work.entity(row.entity_id)
    merged = {key: value for key, value in {**row.body, **given}.items() if value is not None}
    body = _checked(work, entity, merged)
    document_rows.update_personal_view(work.conn, work.space, work.rights.user, number, body)
    return _named(work, number, body)


def delete(work: Work, number: int) -> None:
    """Delete a view of one's own. Raises NotFound."""
    _own(work, number)
    document_rows.delete_personal_view(work.conn, work.space, work.rights.user, number)


def _own(work: Work, number: int) -> PersonalView:
    row = document_rows.personal_view(work.conn, work.space, work.rights.user, number)
    if row is None or (work.app is not None and work.model.app_of.get(row.entity_id) != work.app):
        raise NotFound("unknown_view", id=number)
    return row


def _checked(work: Work, entity: Entity, given: Mapping[str, Any]) -> dict[str, Any]:
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


def _shown(work: Work, row: PersonalView) -> dict[str, Any] | None:
    """Return a view for its owner; one whose filter speaks of what is gone shows nothing and says so."""
    shown = visible_view(work, row.body)
    if shown is None:
        kept = {key: row.body[key] for key in ("kind", "name", "label", "entity", "type")}
        return {**_named(work, row.id, {**kept, "filter": {"any": []}}), "broken": True}
    return {**shown, "id": str(row.id), "personal": True}


def _named(work: Work, number: int, body: Mapping[str, Any]) -> dict[str, Any]:
    return {**with_names(body, work.model), "id": str(number), "personal": True}


def forget_fields(work: Work, fields: Sequence[str]) -> None:
    """Take fields that are gone for good out of everybody's views: columns, sorts, groups, totals, quick filters.

    A filter that speaks of one stays, and the view is shown as broken: without it the view would show other records.
    """
    for gone in fields:
        for row in document_rows.personal_views_naming(work.conn, work.space, gone):
            body = {key: _without(key, part, gone) for key, part in row.body.items()}
            kept = {key: part for key, part in body.items() if part not in ([], {}) or row.body[key] == part}
            document_rows.update_personal_view(work.conn, work.space, row.account_id, row.id, kept)


def _without(key: str, part: Any, gone: str) -> Any:
    if key in LISTS:
        return [item for item in part if not _leads_through(item.get("field"), gone)]
    if key == "quick_filters":
        return [path for path in part if not _leads_through(path, gone)]
    if key == "row_colors":
        return [item for item in part if gone not in str(item.get("when"))]
    if key in VIEW_SHAPES:
        return _shape_without(part, gone)
    return part


def _shape_without(part: Mapping[str, Any], gone: str) -> dict[str, Any]:
    lists = {
        name: [path for path in value if not _leads_through(path, gone)] if isinstance(value, list) else value
        for name, value in part.items()
    }
    return {name: value for name, value in lists.items() if not _leads_through(value, gone)}


def _leads_through(path: Any, gone: str) -> bool:
    return isinstance(path, str) and gone in path.replace(":", ".").split(".")
