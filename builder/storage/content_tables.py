"""Fixed tables of a workspace for what records carry beside their values: files, comments, teams, notices."""

from __future__ import annotations

from sqlalchemy import Identity, Index, Table, UniqueConstraint

from builder.storage.column_types import ZERO, TableMaker, integer, text


def content_tables(make: TableMaker) -> dict[str, Table]:
    """Return the tables by plain name."""
    return {
        "file": make.table(
            "file",
            text("token", primary_key=True),
            text("name"),
            text("path", unique=True),
            text("thumbnail", optional=True),
            integer("size"),
            text("kind"),
            text("sha256"),
            integer("width", optional=True),
            integer("height", optional=True),
            integer("created_by"),
            integer("created_at", index=True),
            Index(None, "created_by", "created_at"),
        ),
        "file_use": make.table(
            "file_use",
            integer("id", primary_key=True, autoincrement=False),
            text("token", make.key_to("file.token")),
            integer("record_id"),
            text("entity_id"),
            text("field_id"),
            integer("at"),
            integer("by"),
            integer("removed_at", optional=True),
            UniqueConstraint("token", "record_id", "field_id"),
            Index(None, "record_id", "field_id", "at"),
        ),
        "comment": make.table(
            "comment",
            integer("id", primary_key=True, autoincrement=False),
            integer("record_id"),
            text("entity_id"),
            integer("at"),
            integer("by"),
            text("text"),
            text("mentions", optional=True),
            integer("edited_at", optional=True),
            Index(None, "record_id", "at"),
        ),
        "record_team": make.table(
            "record_team",
            integer("record_id", primary_key=True, autoincrement=False),
            integer("account_id", primary_key=True, autoincrement=False),
            text("entity_id"),
            integer("writing", server_default=ZERO),
            integer("until", optional=True),
            integer("added_by"),
            integer("added_at"),
            Index(None, "account_id", "record_id", "until", "writing"),
        ),
        "notification": make.table(
            "notification",
            integer("id", Identity(), primary_key=True),
            integer("account_id"),
            text("kind"),
            integer("at", index=True),
            integer("by"),
            text("entity_id"),
            integer("record_id", index=True),
            integer("comment_id", optional=True),
            integer("change_set", optional=True),
            integer("count", server_default=ZERO),
            integer("read_at", optional=True),
            Index(None, "account_id", "id"),
            Index(None, "account_id", "read_at"),
            sqlite_autoincrement=True,
        ),
    }
