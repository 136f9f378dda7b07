"""The first tables of a workspace, as they were then: later changes are migrations of their own."""

from __future__ import annotations

from alembic import op
from sqlalchemy import CheckConstraint, Identity, Index, Table, UniqueConstraint, insert
from sqlalchemy.schema import CreateSequence, Sequence

from builder.storage.column_types import ZERO, TableMaker, integer, lease, text, where
from builder.storage.space import Space

revision = "0001"
down_revision = None


def upgrade(space: Space) -> None:
    """Create the tables, the head row and the source of record ids."""
    conn, make = op.get_bind(), TableMaker(space)
    tables = {**_people(make), **_documents(make), **_records(make), **_work(make)}
    make.metadata.create_all(conn, checkfirst=False)
    conn.execute(insert(tables["head"]).values(id=1))
    if space.dialect == "sqlite":
        conn.execute(insert(tables["allocator"]).values(name="record_id", next=1))
    else:
        ids = Sequence("record_id", start=1, increment=64, maxvalue=2**53 - 65, schema=space.schema)
        conn.execute(CreateSequence(ids))


def _people(make: TableMaker) -> dict[str, Table]:
    return {
        "department": make.table(
            "department",
            integer("id", primary_key=True),
            integer("parent_id", make.key_to("department.id"), optional=True, index=True),
            text("name"),
            integer("head_id", optional=True),
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
        ),
        "personal_view": make.table(
            "personal_view",
            integer("id", primary_key=True),
            integer("account_id"),
            text("entity_id"),
            text("body"),
            integer("created_at"),
            Index(None, "account_id", "entity_id"),
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


def _work(make: TableMaker) -> dict[str, Table]:
    """Return the tables by plain name."""
    return {
        "outbox": make.table(
            "outbox",
            integer("id", Identity(), primary_key=True),
            integer("at"),
            text("kind"),
            text("entity_id"),
            integer("change_set", optional=True),
            text("body"),
            *lease(),
            integer("done_at", optional=True),
            Index(None, "id", **where("done_at IS NULL")),
            sqlite_autoincrement=True,
        ),
        "idempotency": make.table(
            "idempotency",
            text("principal", primary_key=True),
            text("key", primary_key=True),
            text("request_hash"),
            integer("status", optional=True),
            text("body", optional=True),
            text("etag", optional=True),
            integer("at", index=True),
        ),
        "job": make.table(
            "job",
            integer("id", primary_key=True, autoincrement=False),
            text("kind"),
            text("label"),
            text("params"),
            text("state"),
            integer("done", server_default=ZERO),
            integer("total", optional=True),
            text("result", optional=True),
            text("error", optional=True),
            *lease(),
            integer("attempts", server_default=ZERO),
            integer("cancel_requested", server_default=ZERO),
            integer("created_by"),
            integer("created_at"),
            integer("started_at", optional=True),
            integer("finished_at", optional=True),
            integer("run_after", server_default=ZERO),
            Index(None, "run_after", "id", **where("state IN ('queued', 'running')")),
        ),
        "job_step": make.table(
            "job_step",
            integer("job_id", make.key_to("job.id", ondelete="CASCADE"), primary_key=True),
            text("step", primary_key=True),
            integer("at"),
            text("body", optional=True),
        ),
        "upload": make.table(
            "upload",
            integer("id", primary_key=True),
            text("token", unique=True),
            text("name"),
            text("path"),
            integer("size"),
            text("sha256"),
            text("purpose"),
            text("body"),
            integer("created_by"),
            integer("created_at"),
            integer("expires_at", index=True),
        ),
    }
