"""Which parts of a bulk request go together: what would be passed over in silence is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from builder.errors import Invalid, Problem

_NAMING = ("records", "ids", "filter")
"""Ways to name records, of which a request takes one."""
_OF_FILTERS = ("search", "view", "excluded")
_ACTIONS_WITH = {
    "ids": ("update", "delete", "restore", "owner", "stage", "choices"),
    "filter": ("update", "delete", "restore", "owner", "stage", "choices"),
    "values": ("create", "update", "owner", "stage"),
    "stage": ("stage",),
    "field": ("choices",),
    "add": ("choices",),
    "remove": ("choices",),
}
_ACTIONS_WITH_OF_RECORD = {
    "id": ("update", "delete", "restore", "owner", "stage", "choices"),
    "version": ("update", "delete", "restore", "owner", "stage", "choices"),
    "values": ("create", "update", "owner"),
}


def require_parts_that_agree(request: Mapping[str, Any]) -> None:
    """Raise Invalid ``not_with`` for every part that contradicts another, or that the action has no use for."""
    problems = [*_named_twice(request), *_useless(request, request["action"])]
    if problems:
        raise Invalid(problems)


def _named_twice(request: Mapping[str, Any]) -> Iterator[Problem]:
    naming = [name for name in _NAMING if request.get(name) is not None]
    for name in naming[1:]:
        yield Problem(name, "not_with", params={"other": naming[0]})
    if naming and "filter" not in naming:
        for name in _OF_FILTERS:
            if request.get(name):
                yield Problem(name, "not_with", params={"other": naming[0]})


def _useless(request: Mapping[str, Any], action: str) -> Iterator[Problem]:
    told = {"other": action}
    for name, actions in _ACTIONS_WITH.items():
        if request.get(name) and action not in actions:
            yield Problem(name, "not_with", params=told)
    for index, item in enumerate(request.get("records") or ()):
        for name, actions in _ACTIONS_WITH_OF_RECORD.items():
            if isinstance(item, Mapping) and item.get(name) and action not in actions:
                yield Problem(f"records.{index}.{name}", "not_with", params=told)
