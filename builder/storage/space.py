"""Where a workspace lives in the database, and how what belongs to it is named there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Dialect = Literal["sqlite", "postgresql"]

KEY_PATTERN = re.compile(r"[a-z](?:_?[a-z0-9]){0,30}")
"""Keys of workspaces: lower case, since SQLite folds names; no double underscore, since that ends the prefix."""
NAME_PATTERN = re.compile(r"[a-z](?:_{0,3}[a-z0-9]){0,60}")
"""Physical names: made from ids and fixed words, never from what a person typed."""


@dataclass(frozen=True)
class Space:
    """A workspace in one kind of database: a schema on PostgreSQL, a prefix of table names on SQLite."""

    dialect: Dialect
    key: str

    def __post_init__(self) -> None:
        if not KEY_PATTERN.fullmatch(self.key):
            raise ValueError(f"no key of a workspace: {self.key!r}")

    @cached_property
    def schema(self) -> str | None:
        """The schema that qualifies every table; None on SQLite, which has none."""
        return f"w_{self.key}" if self.dialect == "postgresql" else None

    @cached_property
    def prefix(self) -> str:
        """What every table name and index name of the workspace begins with; empty on PostgreSQL."""
        return "" if self.dialect == "postgresql" else f"w_{self.key}__"

    def name(self, plain: str) -> str:
        """Return the physical name, to be qualified by ``schema``. Raises ValueError unless it is made from ids."""
        if not NAME_PATTERN.fullmatch(plain):
            raise ValueError(f"no physical name: {plain!r}")
        return self.prefix + plain
