"""Views: published ones and a person's own."""

from __future__ import annotations

from typing import Any

from builder.api.answers import Answer
from builder.api.auth import Access
from builder.api.operations import Resource
from builder.api.schemas.views import SavedView, ViewBody, ViewChange, ViewList, ViewSearch
from builder.runtime import personal_views
from builder.runtime.work import Work

views = Resource("views", __name__, description="Saved ways of looking at records.")
VIEWS = "/w/<workspace>/apps/<app>/views"
ONE = f"{VIEWS}/<number:view>"


@views.operation("GET", VIEWS, "listViews", access=Access.MEMBER, query=ViewSearch, answer=ViewList)
def list_views(work: Work, query: dict[str, Any]) -> dict[str, Any]:
    """List the published views and the reader's own."""
    return {"items": personal_views.listed(work, query.get("entity"))}


@views.operation("POST", VIEWS, "createView", access=Access.MEMBER, body=ViewBody, answer=SavedView, status=201)
def create_view(work: Work, body: dict[str, Any]) -> dict[str, Any]:
    """Keep a view of one's own."""
    return personal_views.create(work, body)


@views.operation("PATCH", ONE, "updateView", access=Access.MEMBER, body=ViewChange, answer=SavedView)
def update_view(work: Work, view: int, body: dict[str, Any]) -> dict[str, Any]:
    """Change a view of one's own."""
    return personal_views.update(work, view, body)


@views.operation("DELETE", ONE, "deleteView", access=Access.MEMBER, answer=None, status=204)
def delete_view(work: Work, view: int) -> Answer:
    """Delete a view of one's own."""
    personal_views.delete(work, view)
    return Answer(None)
