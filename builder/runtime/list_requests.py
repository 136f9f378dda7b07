"""What a list, a count or a group asks for: from the wire to a typed query, every fault named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext, suppress
from typing import Any

from builder.errors import Invalid, NotFound, Problem
from builder.metadata.condition_parsing import parse_condition, parse_path
from builder.metadata.conditions import ALWAYS, All, Condition, Path
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import Shape
from builder.metadata.model import View
from builder.metadata.qualified_values import whole_of
from builder.metadata.query import LARGEST_PAGE, GroupKey, GroupQuery, Measure, Query, Sort
from builder.metadata.rights import Access
from builder.metadata.values import composed
from builder.runtime.readable import is_open, reader, refuse_unreadable, shows
from builder.runtime.work import Work
from builder.storage.query.ordering import is_sortable

LONGEST_SEARCH = 200
MOST_FIELDS = 200
MOST_SORTS = 5
MOST_KEYS = 3
MOST_MEASURES = 20
GRAINS = ("day", "week", "month", "quarter", "year")


def query_of(work: Work, entity: Entity, request: Mapping[str, Any]) -> tuple[Query, tuple[Path, ...], tuple[str, ...]]:
    """Return the query of a list request, without its place and length, the paths to show, and a colour for each mark.

    Raises Invalid, NotFound ``unknown_view``.
    """
    view = view_of(work, entity, request)
    shown = shown_paths(work, entity, request, view)
    titles = tuple(Path((), entity, item) for item in entity.title if shows(work, entity, item))
    marks = marks_of(work, entity, request, view)
    query = Query(
        entity,
        fields=_once((*shown, *titles)),
        where=condition_of(work, entity, request),
        search=search_of(request),
        sort=sort_of(work, entity, request, view),
        backward=request.get("direction") == "previous",
        trash=bool(request.get("trash")),
        marks=tuple(mark for mark, _ in marks),
    )
    return query, shown, tuple(color for _, color in marks)


def limit_of(work: Work, entity: Entity, request: Mapping[str, Any], usual: int = 50, most: int = LARGEST_PAGE) -> int:
    """Return how many records a page is to hold: as many as are asked for, else as the view says."""
    view = view_of(work, entity, request) if request.get("limit") is None else None
    said = view.document if view else request
    return number_of(request, "limit", min(said.get("page_size") or usual, most), most)


def view_of(work: Work, entity: Entity, request: Mapping[str, Any]) -> View | None:
    """Return the published view that a request names."""
    reference = request.get("view")
    if reference is None:
        return None
    found = work.model.views.get(str(reference))
    if found is None or found.entity is not entity:
        raise NotFound("unknown_view", id=str(reference)[:100])
    return found


def marks_of(work: Work, entity: Entity, request: Mapping[str, Any], view: View | None) -> list[tuple[Condition, str]]:
    """Return what colours rows, asked for or brought by the view; a published one that looks at unreadable fields
    colours nothing. Raises Invalid for what is asked for.
    """
    asked = request.get("row_colors")
    items = asked if asked is not None else (view.document.get("row_colors", ()) if view is not None else ())
    found = []
    for at, item in enumerate(items):
        path = f"row_colors.{at}.when"
        with nullcontext() if asked is not None else suppress(Invalid):
            mark = parse_condition(work.model, entity, item["when"], path, reader(work))
            refuse_unreadable(work, mark, path)
            found.append((mark, item["color"]))
    return found


def condition_of(work: Work, entity: Entity, request: Mapping[str, Any]) -> Condition:
    """Return the filter of a request and of its view, together."""
    parts = []
    view = view_of(work, entity, request)
    if view is not None and view.filter != ALWAYS:
        refuse_unreadable(work, view.filter, "view")
        parts.append(view.filter)
    if request.get("filter") is not None:
        check_characters(request["filter"], "filter")
        found = parse_condition(work.model, entity, request["filter"], "filter", reader(work))
        if found != ALWAYS:
            parts.append(found)
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def check_characters(tree: Any, where: str) -> None:
    """Raise Invalid when a text anywhere in a request holds what no database keeps: NUL, half a character."""
    stack = [tree]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            if "\x00" in item or not _is_whole(item):
                raise Invalid([Problem(where, "broken_character")])
        elif isinstance(item, Mapping):
            stack += [*item.keys(), *item.values()]
        elif isinstance(item, list | tuple):
            stack += item


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def search_of(request: Mapping[str, Any]) -> str:
    """Return the search text of a request."""
    text = request.get("search") or ""
    if not isinstance(text, str):
        raise Invalid([Problem("search", "not_text")])
    if len(text) > LONGEST_SEARCH:
        raise Invalid([Problem("search", "too_long", params={"max": LONGEST_SEARCH, "actual": len(text)})])
    check_characters(text, "search")
    return composed(text).strip()


def number_of(request: Mapping[str, Any], name: str, default: int, most: int) -> int:
    """Return a count that a request asks for, between 1 and ``most``."""
    value = request.get(name)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        raise Invalid([Problem(name, "out_of_range", params={"min": 1, "max": most})])
    return value


def shown_paths(work: Work, entity: Entity, request: Mapping[str, Any], view: View | None) -> tuple[Path, ...]:
    """Return the paths to show: those asked for, else the view's columns, else all that a row holds."""
    asked = request.get("fields")
    if asked is not None:
        texts = enumerate(_list(asked, "fields"))
        return _once([path_of(work, entity, text, f"fields.{at}", Access.MASKED) for at, text in texts])
    if view is not None and view.columns:
        return tuple(path for path in view.columns if is_open(work, path, Access.MASKED))
    every = (*entity.fields, *entity.system_fields)
    kept = (item for item in every if item.type.parts and item.type.shape in (Shape.COLUMNS, Shape.LINKS))
    return tuple(Path((), entity, item) for item in kept if shows(work, entity, item))


def path_of(work: Work, entity: Entity, text: Any, where: str, least: Access = Access.READ) -> Path:
    """Return the path that a request names. Raises Invalid ``unknown_field``, also for what may not be read."""
    path = parse_path(work.model, entity, text, where, reader(work, least))
    if not is_open(work, path, least):
        raise Invalid([Problem(where, "unknown_field", params={"name": path.steps[0][1].name})])
    return path


def sort_of(work: Work, entity: Entity, request: Mapping[str, Any], view: View | None) -> tuple[Sort, ...]:
    """Return the order asked for, else the view's, else the entity's own, as far as the reader sees its fields."""
    asked = request.get("sort")
    if asked is not None:
        return _asked_sort(work, entity, _list(asked, "sort"))
    if view is not None and view.sort:
        return tuple(item for item in view.sort if _is_readable(work, item.path))
    paths = ((parse_path(work.model, entity, text), descending) for text, descending in entity.default_sort)
    return tuple(Sort(path, descending) for path, descending in paths if _is_readable(work, path))


def _asked_sort(work: Work, entity: Entity, asked: Sequence[Any]) -> tuple[Sort, ...]:
    found: list[Sort] = []
    for at, item in enumerate(asked[:MOST_SORTS]):
        where = f"sort.{at}.field"
        path = path_of(work, entity, item.get("field") if isinstance(item, Mapping) else item, where)
        if not is_sortable(path):
            raise Invalid([Problem(where, "not_sortable")])
        found.append(Sort(path, isinstance(item, Mapping) and item.get("direction") == "desc"))
    return tuple(found)


def _is_readable(work: Work, path: Path) -> bool:
    return is_open(work, path) and is_sortable(path)


def group_query_of(work: Work, entity: Entity, request: Mapping[str, Any]) -> GroupQuery:
    """Return the query of a group request. Raises Invalid."""
    keys = [
        _group_key(work, entity, item, f"by.{at}")
        for at, item in enumerate(_list(request.get("by") or [], "by")[:MOST_KEYS])
    ]
    measures = [
        _measure(work, entity, item, f"measures.{at}")
        for at, item in enumerate(_list(request.get("measures") or [{"function": "count"}], "measures")[:MOST_MEASURES])
    ]
    return GroupQuery(
        entity,
        by=tuple(keys),
        measures=tuple(measures),
        where=condition_of(work, entity, request),
        search=search_of(request),
        limit=number_of(request, "limit", 1_000, 1_000),
    )


def _group_key(work: Work, entity: Entity, item: Any, where: str) -> GroupKey:
    asked = item if isinstance(item, Mapping) else {"field": item}
    path = path_of(work, entity, asked.get("field"), f"{where}.field")
    grain = asked.get("grain") or ""
    dated = path.field.type.name in ("date", "datetime")
    if grain and (grain not in GRAINS or not dated):
        raise Invalid([Problem(f"{where}.grain", "unknown_grain", params={"name": str(grain)[:100]})])
    if path.field.type.shape not in (Shape.COLUMNS, Shape.LINKS) or len(path.field.type.parts) > 1:
        raise Invalid([Problem(f"{where}.field", "not_groupable")])
    return GroupKey(path, grain)


def _measure(work: Work, entity: Entity, item: Any, where: str) -> Measure:
    asked = item if isinstance(item, Mapping) else {"function": item}
    function = str(asked.get("function") or "count")
    if asked.get("field") is None:
        if function != "count":
            raise Invalid([Problem(f"{where}.field", "required")])
        return Measure("count")
    path = path_of(work, entity, asked["field"], f"{where}.field")
    if function not in path.field.type.aggregates:
        raise Invalid([Problem(f"{where}.function", "unknown_function", params={"name": function[:100]})])
    return Measure(function, path if function == "count" else whole_of(path))


def _list(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list | tuple) or len(value) > MOST_FIELDS:
        raise Invalid([Problem(where, "not_a_list")])
    return list(value)


def _once(paths: Sequence[Path]) -> tuple[Path, ...]:
    return tuple(dict.fromkeys(paths))
