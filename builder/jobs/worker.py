"""The worker loop: takes jobs of all workspaces in turn and runs a few of them at the same time."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock, Thread

import structlog

from builder.errors import BuilderError
from builder.jobs.context import JobContext
from builder.jobs.lease import LeaseTimes
from builder.jobs.outcome import RETRY_DELAYS
from builder.jobs.periodic import Periodic
from builder.jobs.running import Handler, run_job
from builder.storage import job_claims
from builder.storage.engine import Database
from builder.storage.installation import workspaces
from builder.storage.job_rows import Job
from builder.storage.space import Space

__all__ = ["Handler", "Worker", "WorkerSettings"]
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class WorkerSettings:
    """How a worker works. Times in seconds."""

    name: str = field(default_factory=lambda: secrets.token_hex(8))
    """Owner of its leases. A name that only one living process has (a locked file decides) takes back the
    jobs of a predecessor that died at once, without waiting for the lease to run out."""
    threads: int = 2
    """Jobs of any kind at the same time."""
    quick: frozenset[str] = frozenset()
    """Kinds that take seconds at most: one more thread runs them, so that they never wait behind long ones."""
    periodic: Sequence[Periodic] = ()
    poll_every: float = 0.5
    times: LeaseTimes = field(default_factory=LeaseTimes)
    retry_delays: tuple[int, ...] = RETRY_DELAYS


class Worker:
    """Runs jobs until told to stop. Any number of workers may share a PostgreSQL database."""

    def __init__(
        self,
        database: Database,
        handlers: Mapping[str, Handler],
        clock: Callable[[], int],
        settings: WorkerSettings | None = None,
    ) -> None:
        self.database = database
        self.handlers = handlers
        self.clock = clock
        self.settings = settings or WorkerSettings()
        self._turns = _Turns()
        self._stopping = Event()
        self._next_round: dict[tuple[Space, str], int] = {}

    def run_once(self) -> bool:
        """Take one job and run it in this thread; False when nothing waits."""
        return self._run_next("0", ())

    def run_one(self, space: Space, job_id: int) -> bool:
        """Run this job in this thread unless another worker holds it or it is finished."""
        now = self.clock()
        with self.database.write() as conn:
            times = (now, self.settings.times.until(now))
            job = job_claims.claim_one(conn, space, job_id, self._owner("0"), times)
        if job is None:
            return False
        self._run(space, job)
        return True

    def run_forever(self, stop: Event) -> None:
        """Run jobs until ``stop`` is set; jobs that run then end at their next safe point and wait again."""
        slots: list[tuple[str, Collection[str]]] = [(str(number), ()) for number in range(self.settings.threads)]
        if self.settings.quick:
            slots.append(("quick", self.settings.quick))
        self._stopping = stop
        threads = [Thread(target=self._loop, args=slot, name=f"job-{slot[0]}") for slot in slots]
        for thread in threads:
            thread.start()
        while not stop.wait(self.settings.poll_every):
            self._guarded(self._come_round)
        for thread in threads:
            thread.join()

    def _loop(self, slot: str, kinds: Collection[str]) -> None:
        while not self._stopping.is_set():
            if not self._guarded(lambda: self._run_next(slot, kinds)):
                self._stopping.wait(self.settings.poll_every)

    def _guarded(self, work: Callable[[], bool]) -> bool:
        """Outlive a database that does not answer and faults of the program: a worker that ends helps nobody."""
        try:
            return work()
        except BuilderError as error:
            log.warning("worker_waits", code=error.code)
        except Exception:
            log.exception("worker_fault")
        self._stopping.wait(self.settings.poll_every)
        return False

    def _run_next(self, slot: str, kinds: Collection[str]) -> bool:
        owner = self._owner(slot)
        for space in self._turns.order(self._spaces()):
            job = self._claim(space, owner, kinds)
            if job is not None:
                with self._turns.taken(space):
                    self._run(space, job)
                return True
        return False

    def _claim(self, space: Space, owner: str, kinds: Collection[str]) -> Job | None:
        now = self.clock()
        with self.database.read() as conn:
            if not job_claims.has_work(conn, space, owner, now, kinds):
                return None
        with self.database.write() as conn:
            return job_claims.claim(conn, space, owner, now, self.settings.times.until(now), kinds)

    def _run(self, space: Space, job: Job) -> None:
        context = JobContext(self.database, space, job, self.clock, self._stopping)
        run_job(context, self.handlers, self.settings.times, self.settings.retry_delays)

    def _come_round(self) -> bool:
        now = self.clock()
        for space in self._spaces() if self.settings.periodic else ():
            for item in self.settings.periodic:
                if self._next_round.get((space, item.kind), 0) <= now:
                    self._put_in(space, item, now)
        return True

    def _put_in(self, space: Space, item: Periodic, now: int) -> None:
        with self.database.read() as conn:
            due = item.is_due(conn, space, now)
        if due:
            with self.database.write() as conn:
                item.put_in(conn, space, now)
        with self.database.read() as conn:
            self._next_round[space, item.kind] = item.next_round(conn, space, now)

    def _spaces(self) -> list[Space]:
        with self.database.read() as conn:
            return [self.database.space(item.key) for item in workspaces(conn)]

    def _owner(self, slot: str) -> str:
        return f"{self.settings.name}/{slot}"


class _Turns:
    """Fairness between workspaces: those with the fewest running jobs first, then whoever waited longest."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._running: dict[Space, int] = {}
        self._last: dict[Space, int] = {}
        self._count = 0

    def order(self, spaces: Sequence[Space]) -> list[Space]:
        with self._lock:
            return sorted(spaces, key=lambda space: (self._running.get(space, 0), self._last.get(space, 0)))

    def taken(self, space: Space) -> _Turn:
        return _Turn(self, space)

    def move(self, space: Space, by: int) -> None:
        with self._lock:
            self._running[space] = self._running.get(space, 0) + by
            self._count += 1
            self._last[space] = self._count


@dataclass
class _Turn:
    turns: _Turns
    space: Space

    def __enter__(self) -> None:
        self.turns.move(self.space, 1)

    def __exit__(self, *_: object) -> None:
        self.turns.move(self.space, -1)
