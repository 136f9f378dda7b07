"""When lists made fast were asked for last: noted once a day for each, so that reading hardly ever writes."""

from __future__ import annotations

from collections.abc import Collection

from builder.storage import fast_list_rows
from builder.storage.engine import Database
from builder.storage.space import Space

DAY = 86_400 * 1_000_000


class FastListUses:
    """What this process noted; one instance serves all its threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._noted: dict[tuple[str, int], int] = {}
        """Workspace and number of a list → when its use was noted."""

    def note(self, space: Space, numbers: Collection[int], now: int) -> None:
        """Write down that lists were asked for, unless that was done today. Raises Unavailable."""
        fresh = [number for number in numbers if now - self._noted.get((space.key, number), now - DAY) >= DAY]
        if not fresh:
            return
        self._noted |= dict.fromkeys([(space.key, number) for number in fresh], now)
        with self._database.write() as conn:
            fast_list_rows.note_used(conn, space, fresh, now)
