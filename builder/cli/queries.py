"""``builder query``: records as the person may see them: rows, a count, or groups."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import click

from builder.cli.desk import Desk, at_desk
from builder.cli.output import Output, WrongUsage
from builder.errors import Invalid, Problem
from builder.metadata.entity import Entity
from builder.metadata.json_texts import read_json
from builder.metadata.values import BadValue
from builder.runtime.work import Work

PAGE = 500
OPTIONS = {"filter": "--where", "sort": "--sort", "fields": "--fields", "search": "--search", "by": "--group"}
"""Part of a list request → the option that gives it."""


@click.command()
@click.argument("entity")
@click.option("--where", metavar="JSON", help='A condition, e.g. \'{"field": "status", "op": "eq", "value": "new"}\'.')
@click.option("--sort", metavar="FIELD", help="Fields to sort by, separated by commas; -FIELD is descending.")
@click.option("--fields", metavar="A,B", help="Fields to show; default: all.")
@click.option("--search", metavar="TEXT", help="Quick search.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, help="Records at most.")
@click.option("--count", "only_count", is_flag=True, help="Only the exact number of records.")
@click.option("--group", "group_by", metavar="FIELD", help="Only the number of records by this field.")
@at_desk
def query(out: Output, desk: Desk, entity: str, **asked: Any) -> None:
    """Show records of ENTITY."""
    _require_options_that_agree(asked)
    request = list_request(asked)
    with told_by_options(), desk.reading() as work:
        bound = work.entity(entity)
        if asked["only_count"]:
            _count(out, work, bound, request)
        elif asked["group_by"]:
            _group(out, work, bound, {**request, "by": [{"field": asked["group_by"]}], "limit": asked["limit"]})
        else:
            _rows(out, work, bound, request, asked["limit"])


def _require_options_that_agree(asked: dict[str, Any]) -> None:
    """Raise WrongUsage for options that would be passed over: a number has no order and no fields."""
    way = "--count" if asked["only_count"] else "--group"
    if not asked["only_count"] and not asked["group_by"]:
        return
    useless = ["sort", "fields", *(["group_by"] if asked["only_count"] else [])]
    names = [f"--{name.removesuffix('_by')}" for name in useless if asked[name]]
    if names:
        raise WrongUsage([Problem(name, "not_with", params={"other": way}) for name in names])


@contextmanager
def told_by_options() -> Iterator[None]:
    """Have what is wrong with a list request told at the options that say it."""
    try:
        yield
    except Invalid as refused:
        raise Invalid([replace(problem, path=_option(problem.path)) for problem in refused.problems]) from refused


def _option(path: str) -> str:
    part, _, inside = path.partition(".")
    option = OPTIONS.get(part)
    return path if option is None else f"{option}.{inside}" if part == "filter" and inside else option


def list_request(asked: dict[str, Any]) -> dict[str, Any]:
    """Return the list request that the options of a command ask for. Raises Invalid for what is no JSON."""
    request: dict[str, Any] = {}
    if asked["where"]:
        try:
            request["filter"] = read_json(asked["where"])
        except BadValue as bad:
            raise Invalid(bad.problems_at("--where")) from bad
    if asked["sort"]:
        request["sort"] = [
            {"field": name.removeprefix("-"), "direction": "desc" if name.startswith("-") else "asc"}
            for name in _names(asked["sort"])
        ]
    if asked["fields"]:
        request["fields"] = _names(asked["fields"])
    if asked["search"]:
        request["search"] = asked["search"]
    return request


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _count(out: Output, work: Work, entity: Entity, request: dict[str, Any]) -> None:
    from builder.runtime.read_records import count

    found = count(work, entity, {**_bounds(request), "exact": True})
    if not out.as_json:
        click.echo(found["count"])
    out.answer({"count": found["count"]})


def _group(out: Output, work: Work, entity: Entity, request: dict[str, Any]) -> None:
    from builder.runtime.read_records import group

    by = request["by"]
    asked = {"by": by, "limit": min(request["limit"], PAGE), "measures": [{"function": "count"}]}
    found = group(work, entity, {**_bounds(request), **asked}, out.locale)
    out.table([by[0]["field"], "count"], [[*_shown(item), *item["measures"]] for item in found["groups"]])
    out.answer(found)


def _bounds(request: dict[str, Any]) -> dict[str, Any]:
    """Return what bounds the records: the condition and the search."""
    return {name: request[name] for name in ("filter", "search") if name in request}


def _shown(group: dict[str, Any]) -> list[Any]:
    """Return the labels of a group's key, or the values themselves where they have none."""
    pairs = zip(group["key"], group["labels"], strict=True)
    return [value if label is None else label for value, label in pairs]


def _rows(out: Output, work: Work, entity: Entity, request: dict[str, Any], limit: int) -> None:
    from builder.runtime.read_records import page

    items: list[dict[str, Any]] = []
    cursor: str | None = None
    while len(items) < limit:
        size = min(PAGE, limit - len(items))
        found = page(work, entity, {**request, "limit": size, "cursor": cursor})
        items += found["items"]
        cursor = found["next"]
        if cursor is None:
            break
    columns = request.get("fields") or list(
        dict.fromkeys(name for item in items for name in item["values"] if name != "id")
    )
    out.table(["id", *columns], [[item["id"], *(item["values"].get(name) for name in columns)] for item in items])
    if cursor is not None and not out.as_json:
        out.say("more")
    out.answer({"items": items, "more": cursor is not None})
