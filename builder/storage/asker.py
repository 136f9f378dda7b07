"""Who asks, when, and of which compiled workspace: what every statement on records is made with."""

from __future__ import annotations

from dataclasses import dataclass

from builder.metadata.relative import Moment
from builder.metadata.rights import Rights
from builder.storage.catalog import Catalog


@dataclass(frozen=True)
class Asker:
    """A principal's rights on a workspace at a moment."""

    catalog: Catalog
    rights: Rights
    moment: Moment


@dataclass(frozen=True)
class Reach:
    """Which records are meant: those in reach of an action, living ones or those in the trash.

    Without an action the rights do not bound them: for what follows from a change that was allowed.
    ``trash`` None means living or not.
    """

    action: str | None = "view"
    trash: bool | None = False


@dataclass(frozen=True)
class Stamp:
    """Who writes, and when (microseconds)."""

    author: int
    now: int
