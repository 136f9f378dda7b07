"""How many records long work takes in one transaction: as many as keep other writers waiting only briefly."""

from __future__ import annotations

from dataclasses import dataclass

from builder.storage.space import Dialect

LONGEST_HOLD = 25_000
"""Microseconds of work in one transaction; with its commit it keeps SQLite's lock for up to twice as long."""


@dataclass
class ChunkSize:
    """The size of the next chunk, learnt from how long the last one took: machines and records differ."""

    now: int
    smallest: int = 50
    largest: int = 1_000

    @classmethod
    def first(cls, dialect: Dialect, first: int, largest: int = 1_000) -> ChunkSize:
        """Return the size to begin with. PostgreSQL lets others write meanwhile: there chunks are large at once."""
        return cls(first, largest=largest) if dialect == "sqlite" else cls(largest, smallest=largest, largest=largest)

    def learn(self, held: int) -> None:
        """Take in for how many microseconds a chunk of the present size held the lock."""
        fitting = self.now * LONGEST_HOLD // max(held, 1)
        self.now = min(self.largest, max(self.smallest, fitting))
