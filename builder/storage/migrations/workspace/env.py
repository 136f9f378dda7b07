"""Runs the migrations of the tables of one workspace in a transaction that the caller opened."""

from __future__ import annotations

from alembic import context

_given = context.config.attributes
_space = _given["space"]
context.configure(
    connection=_given["connection"],
    version_table=_given["version_table"],
    version_table_schema=_space.schema if _space else None,
)
with context.begin_transaction():
    context.run_migrations(space=_space)
