"""Notifications: what a member of the workspace was told."""

from __future__ import annotations

from typing import Any

from builder.api.auth import Access
from builder.api.operations import Resource
from builder.api.schemas.notifications import NotificationList, NotificationSearch, ReadBody, Unread
from builder.runtime import notifications as use
from builder.runtime.work import Work

notifications = Resource("notifications", __name__, description="What members are told.")
ALL = "/w/<workspace>/notifications"


@notifications.operation(
    "GET", ALL, "listNotifications", access=Access.MEMBER, query=NotificationSearch, answer=NotificationList
)
def list_notifications(work: Work, query: dict[str, Any]) -> dict[str, Any]:
    """List what one was told: mentions, comments on one's records, records that others gave one."""
    return use.newest(work, query.get("before"), query["limit"])


@notifications.operation("POST", f"{ALL}/read", "readNotifications", access=Access.MEMBER, body=ReadBody, answer=Unread)
def read_notifications(work: Work, body: dict[str, Any]) -> dict[str, Any]:
    """Note that one has read them."""
    return {"unread": use.mark_read(work, body.get("ids"), body.get("up_to"))}
