"""What jobs that write batch by batch share: units of work in the name of whoever asked, and the round of batches."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Generic, Self, TypeVar

from builder.jobs.context import Cancelled, JobContext
from builder.runtime.work import Work
from builder.runtime.workspaces import Workspaces

T = TypeVar("T")


class Meanwhile(Generic[T]):
    """Makes what the next batch needs while the database commits this one, in a thread of its own.

    It is begun with the last step of a transaction, not before: SQLite's driver gives Python's lock away with every
    row it writes, and would wait for it again behind the other thread. Nor is anything made beside the commit while
    the database gives way to people: then it is made when it is taken.
    """

    def __init__(self, gives_way: Callable[[], bool]) -> None:
        self._gives_way = gives_way
        self._hand = ThreadPoolExecutor(1, "meanwhile")
        self._made: Callable[[], T] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._hand.shutdown()

    def begin(self, make: Callable[[], T]) -> None:
        """Begin to make the next one."""
        self._made = make if self._gives_way() else self._hand.submit(make).result

    def take(self) -> T | None:
        """Return what was begun, if anything was. Raises what making it raised."""
        made, self._made = self._made, None
        return made() if made is not None else None


class BatchJob:
    """A job in the hands of a worker. The rights are those of whoever asked for it, as they are at each batch."""

    def __init__(self, workspaces: Workspaces, context: JobContext) -> None:
        self.workspaces, self.context = workspaces, context

    def reading(self) -> AbstractContextManager[Work]:
        """Give a unit of work that only reads."""
        return self.workspaces.reading(self.context.space.key, self.context.created_by)

    def writing(self) -> AbstractContextManager[Work]:
        """Give a unit of work that writes a batch; people who save go first."""
        return self.workspaces.writing(self.context.space.key, self.context.created_by, priority="bulk")

    def run_batches(
        self, batch: Callable[[], bool], progress: Callable[[], tuple[int, int | None]], stopped: Callable[[], None]
    ) -> None:
        """Call ``batch`` until it returns False, telling the progress ``(done, total)`` after each.

        Raises Cancelled where somebody cancels the job, after ``stopped``: what is written can be taken back.
        """
        try:
            while self._step(batch):
                self.context.progress(*progress())
                self.context.check_cancelled()
        except Cancelled:
            stopped()
            raise

    def _step(self, batch: Callable[[], bool]) -> bool:
        with self.workspaces.database.step():
            return batch()
