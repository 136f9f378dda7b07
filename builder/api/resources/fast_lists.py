"""Fast lists: slow ones get an index of their own, for as long as somebody asks for them."""

from __future__ import annotations

from typing import Any

from builder.api.answers import Answer
from builder.api.auth import Access
from builder.api.operations import Resource, Transaction
from builder.api.schemas.fast_lists import FastList, FastListBody, FastLists
from builder.runtime import fast_lists as use_cases
from builder.runtime.work import Work

fast_lists = Resource("fast_lists", __name__, description="Lists that were made fast.")
LISTS = "/w/<workspace>/apps/<app>/records/<entity>/fast_lists"


@fast_lists.operation("GET", LISTS, "listFastLists", access=Access.BUILDER, answer=FastLists)
def list_fast_lists(work: Work, entity: str) -> dict[str, Any]:
    """List what was made fast."""
    return {"items": use_cases.listed(work, work.entity(entity))}


@fast_lists.operation(
    "POST",
    LISTS,
    "makeFast",
    access=Access.BUILDER,
    transaction=Transaction.PUBLISHING,
    body=FastListBody,
    answer=FastList,
    status=201,
)
def make_fast(work: Work, entity: str, body: dict[str, Any]) -> dict[str, Any]:
    """Make a list fast: it gets an index of its own, built by a job where there are many records."""
    return use_cases.make_fast(work, work.entity(entity), body)


@fast_lists.operation(
    "DELETE",
    f"{LISTS}/<number:fast_list>",
    "withdrawFastList",
    access=Access.BUILDER,
    transaction=Transaction.PUBLISHING,
    answer=None,
    status=204,
)
def withdraw_fast_list(work: Work, entity: str, fast_list: int) -> Answer:
    """Take the index of a list away again."""
    use_cases.withdraw(work, work.entity(entity), fast_list)
    return Answer(None)
