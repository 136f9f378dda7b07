"""The tables that every installation and every workspace has, whatever its apps are.

Times are microseconds since 1970 in UTC, flags are 0 or 1, bodies are JSON texts. A change here needs
a migration in ``migrations/``; a test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import lru_cache

from sqlalchemy import CheckConstraint, ForeignKey, Index, MetaData, Table, UniqueConstraint

from builder.storage.column_types import NAMING, NOTHING, ZERO, TableMaker, integer, text, where
from builder.storage.content_tables import content_tables
from builder.storage.space import Space
from builder.storage.work_tables import work_tables

platform = MetaData(naming_convention=NAMING)
"""Tables shared by all workspaces."""

installation = Table(
    "installation",
    platform,
    integer("id", CheckConstraint("id = 1", name="single"), primary_key=True, autoincrement=False),
    integer("first_admin", optional=True),
    integer("created_at"),
)
secret = Table("secret", platform, text("name", primary_key=True), text("value"))
workspace = Table(
    "workspace",
    platform,
    integer("id", primary_key=True),
    text("key", unique=True),
    text("name"),
    integer("created_at"),
    sqlite_autoincrement=True,
)
account = Table(
    "account",
    platform,
    integer("id", primary_key=True),
    text("email", optional=True, unique=True),
    text("display_name"),
    text("password_hash", optional=True),
    text("locale", optional=True),
    text("time_zone", optional=True),
    integer("disabled_at", optional=True),
    integer("created_at"),
    text("username", optional=True, unique=True),
    text("mobile", optional=True, unique=True),
    sqlite_autoincrement=True,  # history names accounts by number, so none is used twice
)
session = Table(
    "session",
    platform,
    text("id", primary_key=True),
    integer("account_id", ForeignKey("account.id", ondelete="CASCADE"), index=True),
    text("csrf"),
    integer("created_at"),
    integer("expires_at"),
    integer("last_seen_at"),
    text("user_agent", optional=True),
    text("address", optional=True),
)
account_link = Table(
    "account_link",
    platform,
    text("id", primary_key=True),
    integer("account_id", ForeignKey("account.id", ondelete="CASCADE"), index=True),
    text("workspace"),
    integer("created_by"),
    integer("created_at"),
    integer("expires_at"),
)


@dataclass(frozen=True, eq=False)
class WorkspaceTables:
    """The fixed tables of one workspace, named and qualified for its database."""

    head: Table
    department: Table
    member: Table
    member_role: Table
    team: Table
    team_member: Table
    document: Table
    revision: Table
    template_base: Table
    layout: Table
    option_name: Table
    allocator: Table
    counter: Table
    history: Table
    change_set: Table
    outbox: Table
    stage_history: Table
    idempotency: Table
    external_ref: Table
    job: Table
    job_step: Table
    upload: Table
    personal_view: Table
    fast_list: Table
    search_queue: Table
    file: Table
    file_use: Table
    comment: Table
    record_team: Table
    notification: Table

    @property
    def metadata(self) -> MetaData:
        """All of them, in the order in which they can be created."""
        return self.head.metadata

    def __iter__(self) -> Iterator[Table]:
        return (getattr(self, item.name) for item in fields(self))


@lru_cache(maxsize=1_024)
def workspace_tables(space: Space) -> WorkspaceTables:
    """Return the fixed tables of a workspace; the same objects each time, so that statements stay cached."""
    make = TableMaker(space)
    own = {**_people(make), **_documents(make), **_records(make)}
    return WorkspaceTables(**own, **work_tables(make), **content_tables(make))


def _people(make: TableMaker) -> dict[str, Table]:
    return {
        "department": make.table(
            "department",
            integer("id", primary_key=True),
            integer("parent_id", make.key_to("department.id"), optional=True, index=True),
            text("name"),
            integer("head_id", optional=True),
            integer("closed_at", optional=True),
            sqlite_autoincrement=True,
        ),
        "member": make.table(
            "member",
            integer("account_id", primary_key=True, autoincrement=False),
            text("display_name"),
            text("email"),
            integer("department_id", make.key_to("department.id"), optional=True, index=True),
            integer("manager_id", optional=True, index=True),
            integer("is_admin", server_default=ZERO),
            integer("disabled_at", optional=True),
            integer("created_at"),
            text("name_key", optional=True),
            text("position", server_default=NOTHING),
            integer("joined_at", optional=True),
            text("absent_from", optional=True),
            text("absent_until", optional=True),
            integer("deputy_id", optional=True),
        ),
        "team": make.table(
            "team",
            integer("id", primary_key=True),
            text("name"),
            integer("closed_at", optional=True),
            sqlite_autoincrement=True,
        ),
        "team_member": make.table(
            "team_member",
            integer("team_id", make.key_to("team.id", ondelete="CASCADE"), primary_key=True),
            integer("account_id", make.key_to("member.account_id", ondelete="CASCADE"), primary_key=True, index=True),
        ),
        "member_role": make.table(
            "member_role",
            integer("account_id", make.key_to("member.account_id", ondelete="CASCADE"), primary_key=True),
            text("role_id", primary_key=True, index=True),
        ),
    }


def _documents(make: TableMaker) -> dict[str, Table]:
    return {
        "head": make.table(
            "head",
            integer("id", CheckConstraint("id = 1", name="single"), primary_key=True, autoincrement=False),
            *[
                integer(name, server_default=ZERO)
                for name in ("metadata_rev", "rights_rev", "layout_rev", "settings_rev")
            ],
        ),
        "document": make.table(
            "document",
            text("id", primary_key=True),
            text("app_id"),
            text("kind"),
            text("name"),
            text("body"),
            integer("revision"),
            UniqueConstraint("app_id", "kind", "name"),
        ),
        "revision": make.table(
            "revision",
            integer("number", primary_key=True, autoincrement=False),
            text("app_id", index=True),
            integer("at"),
            integer("by"),
            text("message"),
            text("changes"),
        ),
        "template_base": make.table(
            "template_base", text("app_id", primary_key=True), text("template"), text("version"), text("body")
        ),
        "layout": make.table("layout", text("entity_id", primary_key=True), text("body")),
        "option_name": make.table(
            "option_name",
            text("entity_id", primary_key=True),
            text("list_id", primary_key=True),
            integer("code", primary_key=True, autoincrement=False),
            text("name"),
            text("label", server_default=NOTHING),
            text("option_id", server_default=NOTHING),
        ),
        "personal_view": make.table(
            "personal_view",
            integer("id", primary_key=True),
            integer("account_id"),
            text("entity_id"),
            text("body"),
            integer("created_at"),
            text("adjusts", optional=True),
            Index(None, "account_id", "entity_id"),
            Index(None, "account_id", "entity_id", "adjusts", unique=True),
        ),
        "fast_list": make.table(
            "fast_list",
            integer("id", primary_key=True),
            text("entity_id"),
            text("body"),
            integer("created_by"),
            integer("created_at"),
            integer("used_at", optional=True),
            integer("job_id", optional=True),
            Index(None, "entity_id", "id"),
            sqlite_autoincrement=True,
        ),
    }


def _records(make: TableMaker) -> dict[str, Table]:
    return {
        "allocator": make.table("allocator", text("name", primary_key=True), integer("next")),
        "counter": make.table(
            "counter", text("key", primary_key=True), text("period", primary_key=True), integer("next")
        ),
        "history": make.table(
            "history",
            integer("record_id", primary_key=True, autoincrement=False),
            integer("version", primary_key=True, autoincrement=False),
            text("entity_id"),
            integer("at"),
            integer("by"),
            integer("change_set", optional=True),
            text("kind"),
            text("before", optional=True),
            integer("layout_rev"),
            Index(None, "change_set", "record_id", **where("change_set IS NOT NULL")),
        ),
        "change_set": make.table(
            "change_set",
            integer("id", primary_key=True, autoincrement=False),
            text("kind"),
            integer("at"),
            integer("by"),
            text("label"),
            text("state"),
            integer("undo_of", optional=True),
            integer("records", server_default=ZERO),
        ),
        "stage_history": make.table(
            "stage_history",
            integer("id", primary_key=True, autoincrement=False),
            integer("record_id"),
            text("entity_id"),
            text("from_stage", optional=True),
            text("to_stage"),
            integer("at"),
            integer("by"),
            integer("seconds", optional=True),
            integer("change_set", optional=True),
            Index(None, "record_id", "at"),
            Index(None, "entity_id", "at"),
        ),
        "external_ref": make.table(
            "external_ref",
            text("source", primary_key=True),
            text("entity_id", primary_key=True),
            text("key", primary_key=True),
            integer("record_id", index=True),
        ),
        "search_queue": make.table(
            "search_queue", integer("record_id", primary_key=True, autoincrement=False), text("entity_id")
        ),
    }
