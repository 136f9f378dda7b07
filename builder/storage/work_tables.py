"""Fixed tables of a workspace for work in flight: events, jobs, repeated requests, uploads."""

from __future__ import annotations

from sqlalchemy import Identity, Index, Table

from builder.storage.column_types import ZERO, TableMaker, integer, lease, text, where


def work_tables(make: TableMaker) -> dict[str, Table]:
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
            text("subject", optional=True),
            integer("job_id", optional=True),
            Index(None, "subject", "created_at"),
        ),
    }
