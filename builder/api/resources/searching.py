"""Search over a whole app: records of every entity, lists and pages."""

from __future__ import annotations

from typing import Any

from builder.api.auth import Access
from builder.api.operations import Resource
from builder.api.resources.apps import APP
from builder.api.schemas.searching import AppSearch, AppSearchResult
from builder.runtime.search_everything import search_everything
from builder.runtime.work import Work

searching = Resource("searching", __name__, description="One search over everything in an app.")


@searching.operation("GET", f"{APP}/search", "searchApp", access=Access.MEMBER, query=AppSearch, answer=AppSearchResult)
def search_app(work: Work, query: dict[str, Any]) -> dict[str, Any]:
    """Find records of every entity, and lists and pages by their names; Chinese also by initials of pinyin."""
    return search_everything(work, query["text"], query["limit"])
