"""Views: published ones and a person's own."""

from __future__ import annotations

from typing import Any

from builder.api.answers import Answer
from builder.api.auth import Access
from builder.api.operations import Resource, Transaction
from builder.api.schemas.views import (
    LayoutPlace,
    SavedView,
    SharedViewBody,
    SharedViewChange,
    ViewBody,
    ViewChange,
    ViewLayout,
    ViewLayoutBody,
    ViewList,
    ViewSearch,
)
from builder.designer import sharing_views
from builder.runtime import personal_views, view_layouts
from builder.runtime.work import Work

views = Resource("views", __name__, description="Saved ways of looking at records.")
VIEWS = "/w/<workspace>/apps/<app>/views"
ONE = f"{VIEWS}/<number:view>"
SHARED = f"{VIEWS}/shared"
LAYOUT = "/w/<workspace>/apps/<app>/records/<entity>/layout"


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


@views.operation(
    "POST",
    SHARED,
    "shareView",
    access=Access.BUILDER,
    transaction=Transaction.PUBLISHING,
    body=SharedViewBody,
    answer=SavedView,
    status=201,
)
def share_view(work: Work, body: dict[str, Any]) -> dict[str, Any]:
    """Publish a view for everybody."""
    return sharing_views.share(work, work.entity(body["entity"]), body)


@views.operation(
    "PATCH",
    f"{SHARED}/<view>",
    "changeSharedView",
    access=Access.BUILDER,
    transaction=Transaction.PUBLISHING,
    body=SharedViewChange,
    answer=SavedView,
)
def change_shared_view(work: Work, view: str, body: dict[str, Any]) -> dict[str, Any]:
    """Change a shared view; a locked one has to be unlocked first."""
    return sharing_views.change(work, view, body)


@views.operation(
    "DELETE",
    f"{SHARED}/<view>",
    "withdrawView",
    access=Access.BUILDER,
    transaction=Transaction.PUBLISHING,
    answer=None,
    status=204,
)
def withdraw_view(work: Work, view: str) -> Answer:
    """Delete a shared view."""
    sharing_views.withdraw(work, view)
    return Answer(None)


@views.operation("GET", LAYOUT, "getLayout", access=Access.MEMBER, query=LayoutPlace, answer=ViewLayout)
def get_layout(work: Work, entity: str, query: dict[str, Any]) -> dict[str, Any]:
    """Return how the reader lays out a view; nothing where it looks as for everybody."""
    found = work.entity(entity)
    work.require(found, "view")
    return view_layouts.layouts_of(work, found).get(query.get("view") or view_layouts.WITHOUT_VIEW, {})


@views.operation("PUT", LAYOUT, "saveLayout", access=Access.MEMBER, body=ViewLayoutBody, answer=ViewLayout)
def save_layout(work: Work, entity: str, body: dict[str, Any]) -> dict[str, Any]:
    """Keep how the reader lays out the columns of a view."""
    return view_layouts.save(work, work.entity(entity), body.get("view"), body)


@views.operation("DELETE", LAYOUT, "forgetLayout", access=Access.MEMBER, query=LayoutPlace, answer=None, status=204)
def forget_layout(work: Work, entity: str, query: dict[str, Any]) -> Answer:
    """Let a view look as it does for everybody."""
    view_layouts.forget(work, work.entity(entity), query.get("view"))
    return Answer(None)
