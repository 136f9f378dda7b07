"""Keeps a server running: one web server, one worker process, both restarted when they die and stopped in order.

The supervising process is granian's own main process: it listens, starts the web processes, and beside
them runs a thread that watches over the worker. It loads neither the application nor the database.

Web processes are forked where the platform forks. A fork copies the locks that other threads hold at that
moment, and nobody would ever open the copies: so the thread works only while it holds ``quiet``, and a fork
takes ``quiet`` first.
"""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module
from threading import Event, Lock, Thread
from typing import Any

import structlog
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from builder.cli.parent import stop_on_signals
from builder.config import Config

log = structlog.get_logger(__name__)
LONGEST_START = 60.0
"""Seconds within which the web server must answer."""
LONGEST_STOP = 15
"""Seconds that processes have to end what they do."""
FIRST_DELAY, LONGEST_DELAY = 0.5, 30.0
"""Seconds before a dead process is started again, doubled each time."""
LONG_LIFE = 60.0
"""Seconds after which a process counts as healthy: the next delay is the first again."""


def load_application() -> Any:
    """Make the application; called in each web process. Named by text: the composition root is above us."""
    return import_module("builder.app.wsgi").create()


class Backoff:
    """How long to wait before something that died is started again."""

    def __init__(self) -> None:
        self._delay = FIRST_DELAY

    def after(self, lived: float) -> float:
        """Return the seconds to wait after a life of so many seconds."""
        if lived >= LONG_LIFE:
            self._delay = FIRST_DELAY
        delay, self._delay = self._delay, min(self._delay * 2, LONGEST_DELAY)
        return delay


class PatientEvent(Event):
    """An event whose waiter looks up now and then.

    The system may hand a signal to another thread; Python's handler runs in the main thread, which would
    sleep on in a wait without end.
    """

    def wait(self, timeout: float | None = None) -> bool:
        """Wait as Event does."""
        while timeout is None:
            if super().wait(0.25):
                return True
        return super().wait(timeout)


class WebServer(MPServer):  # type: ignore[misc, unused-ignore]
    """granian, keeping other threads still while it forks."""

    quiet: Lock
    forked: Event

    def _spawn_workers(self, *given: Any, **more: Any) -> None:
        with self.quiet:
            super()._spawn_workers(*given, **more)  # type: ignore[no-untyped-call]
        self.forked.set()

    def _respawn_workers(self, *given: Any, **more: Any) -> None:
        with self.quiet:
            super()._respawn_workers(*given, **more)


class Supervisor:
    """Runs until SIGTERM or SIGINT."""

    def __init__(self, config: Config, when_ready: Callable[[], None]) -> None:
        self.config = config
        self.stopping = Event()
        self._ready = Event()
        self._when_ready = when_ready
        self._server: WebServer | None = None
        self._quiet = Lock()
        self._forked = Event()
        self._gave_up = False

    def run(self) -> int:
        """Serve until told to stop; return the exit code: 1 when the web server never came up."""
        os.environ.setdefault("MALLOC_ARENA_MAX", "2")
        stop_on_signals(self.stopping)
        companion = Thread(target=self._accompany, name="supervisor", daemon=True)
        companion.start()
        backoff = Backoff()
        while not self.stopping.is_set():
            started = time.monotonic()
            self._serve()
            stop_on_signals(self.stopping)
            if self._was_interrupted():
                break
            if not self._ready.is_set():
                self._gave_up = True
                break
            log.error("web_server_died")
            self.stopping.wait(backoff.after(time.monotonic() - started))
        self.stopping.set()
        companion.join()
        return int(self._gave_up)

    def _was_interrupted(self) -> bool:
        return self.stopping.is_set() or bool(self._server and self._server.interrupt_signal)

    def _serve(self) -> None:
        """Run granian once; it takes the signals meanwhile. Web processes that die are replaced once it is ready."""
        self._server = WebServer(
            "builder.app.wsgi:create",
            address=self.config.host,
            port=self.config.port,
            interface=Interfaces.WSGI,
            workers=self.config.web_processes,
            blocking_threads=self.config.web_threads,
            respawn_failed_workers=self._ready.is_set(),
            workers_kill_timeout=LONGEST_STOP,
            log_level=LogLevels.error,
            log_dictconfig={"loggers": {"_granian": {"propagate": True}, "granian.access": {"propagate": True}}},
        )
        self._server.quiet, self._server.forked = self._quiet, self._forked
        self._server.main_loop_interrupt = PatientEvent()
        try:
            self._server.serve(target_loader=load_application, wrap_loader=False)
        except SystemExit:
            log.debug("web_server_ended")

    def _accompany(self) -> None:
        """Wait for the web server, say so, then keep a worker alive until the end."""
        if not self._wait_until_ready():
            if not self.stopping.is_set():
                log.error("web_server_silent", seconds=LONGEST_START)
                self._gave_up = True
                os.kill(os.getpid(), signal.SIGTERM)
            return
        with self._quiet:
            self._ready.set()
            if self._server is not None:
                self._server.respawn_failed_workers = True
            self._when_ready()
        backoff = Backoff()
        while not self.stopping.is_set():
            started = time.monotonic()
            code = self._one_worker()
            if not self.stopping.is_set():
                with self._quiet:
                    log.error("worker_died", code=code)
                self.stopping.wait(backoff.after(time.monotonic() - started))

    def _wait_until_ready(self) -> bool:
        until = time.monotonic() + LONGEST_START
        while not self.stopping.is_set() and time.monotonic() < until:
            if self._forked.wait(0.1):
                with self._quiet:
                    if answers(self.config):
                        return True
                self.stopping.wait(0.03)
        return False

    def _one_worker(self) -> int:
        """Run a worker process to its end and return its exit code."""
        command = [sys.executable, "-m", "builder.cli", "worker", "--parent", str(os.getpid())]
        with self._quiet:
            process = subprocess.Popen(command)
        while self._runs(process) and not self.stopping.wait(0.1):
            pass
        code = process.poll()
        return stop_process(process) if code is None else code

    def _runs(self, process: subprocess.Popen[bytes]) -> bool:
        with self._quiet:
            return process.poll() is None


def stop_process(process: subprocess.Popen[bytes]) -> int:
    """Ask a process to end, and end it when it does not; return its exit code."""
    process.terminate()
    try:
        return process.wait(LONGEST_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def answers(config: Config) -> bool:
    """Whether the server says that it lives."""
    connection = http.client.HTTPConnection(config.asked_at, config.port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    except http.client.HTTPException:
        return False
    finally:
        connection.close()
