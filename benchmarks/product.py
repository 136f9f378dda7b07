"""The product under measurement: set up, published, filled through its own bulk path, and running as a server."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import sample_app, sample_rows
from benchmarks.places import Place
from builder.designer.adding_options import add_options
from builder.designer.publishing import publish
from builder.identity.accounts import new_account
from builder.identity.setting_up import set_up
from builder.jobs.worker import Worker, WorkerSettings
from builder.runtime.background.batches import Meanwhile
from builder.runtime.background.handlers import job_handlers
from builder.runtime.new_inputs import ReadyInputs, make_ready
from builder.runtime.save_records import create_many
from builder.runtime.workspaces import Workspaces
from builder.storage.engine import Database
from builder.storage.installation import prepare

EMAIL, PASSWORD = "bench@example.com", "a password for benchmarks"
WORKSPACE, APP = "main", "bench"
BATCH = 500
FIRST_MOMENT = 1_767_225_600_000_000


class Clock:
    """A clock that moves on by a millisecond whenever it is read."""

    def __init__(self, start: int = FIRST_MOMENT) -> None:
        self.now = start

    def __call__(self) -> int:
        """Return microseconds since 1970."""
        self.now += 1_000
        return self.now


def wall_clock() -> int:
    """Return the time in microseconds since 1970."""
    return time.time_ns() // 1_000


@dataclass
class Product:
    """The product in this process."""

    database: Database
    workspaces: Workspaces
    account_id: int = 1

    def writing(self, priority: str = "bulk") -> Any:
        """Open a unit of work that writes."""
        return self.workspaces.writing(WORKSPACE, self.account_id, APP, priority=priority)  # type: ignore[arg-type]

    def reading(self) -> Any:
        """Open a unit of work that reads."""
        return self.workspaces.reading(WORKSPACE, self.account_id, APP)

    def load(self, entity: str, rows: list[dict[str, Any]]) -> list[int]:
        """Create one batch of records from wire values in one transaction and return their ids."""
        with self.writing() as work:
            result = create_many(work, work.entity(entity), rows)
        if result.failed:
            raise AssertionError(f"refused: {next(iter(result.failed.values()))}")
        return [result.ids[index] for index in range(len(rows))]

    def load_all(self, entity: str, rows: list[dict[str, Any]]) -> None:
        """Create records batch by batch as a bulk job does: the next batch is made ready while one commits."""
        with Meanwhile[ReadyInputs | None](self.database.gives_way) as ready:
            for at in range(0, len(rows), BATCH):
                following = ready.take()
                with self.writing() as work:
                    found = work.entity(entity)
                    result = create_many(work, found, following or rows[at : at + BATCH])
                    coming = rows[at + BATCH : at + 2 * BATCH]
                    ready.begin(partial(make_ready, work, found, coming))
                if result.failed:
                    raise AssertionError(f"refused: {next(iter(result.failed.values()))}")

    def run_jobs(self) -> None:
        """Run all jobs that wait, in this thread."""
        handlers = job_handlers(self.workspaces, add_options)
        worker = Worker(self.database, handlers, self.workspaces.clock, WorkerSettings(threads=1))
        while worker.run_once():
            pass


@contextmanager
def opened(place: Place, clock: Any = wall_clock) -> Iterator[Product]:
    """Open a place in this process."""
    database = Database(place.product_url, place.folder)
    try:
        yield Product(database, Workspaces(database, clock))
    finally:
        database.close()


def install(place: Place) -> list[int]:
    """Set the product up, publish the app and create its accounts; return their ids."""
    clock = Clock()
    with opened(place, clock) as product:
        prepare(product.database)
        with product.database.write() as conn:
            set_up(conn, new_account(EMAIL, PASSWORD, "Bench"), "Bench", clock())
        with product.workspaces.publishing(WORKSPACE, 1) as work:
            publish(work, None, sample_app.documents())
        rows = sample_rows.accounts()
        accounts = [
            record for at in range(0, len(rows), BATCH) for record in product.load("account", rows[at : at + BATCH])
        ]
        product.run_jobs()
    return accounts


def fill(place: Place, accounts: list[int], rows: int) -> None:
    """Create the leads, then let the jobs fill in their search words."""
    with opened(place, Clock(FIRST_MOMENT + 1_000_000_000)) as product:
        for start in range(0, rows, BATCH):
            product.load("lead", [sample_rows.lead(at, accounts) for at in range(start, min(start + BATCH, rows))])
            if start % 50_000 == 0:
                print(f"  filled {start:,} of {rows:,}", file=sys.stderr, flush=True)
        print("  filling search", file=sys.stderr, flush=True)
        product.run_jobs()


@dataclass
class Server:
    """``builder run`` on a place."""

    process: subprocess.Popen[bytes]
    port: int
    seconds_to_start: float
    cookie: str = ""
    csrf: str = ""

    @property
    def base(self) -> str:
        """Path of the records of the app."""
        return f"/api/v1/w/{WORKSPACE}/apps/{APP}"

    @property
    def headers(self) -> dict[str, str]:
        """Return what every request of the signed-in person carries."""
        return {"Cookie": self.cookie, "X-CSRF-Token": self.csrf, "Content-Type": "application/json"}

    def ask(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
        """Send one request; return status and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            payload = json.dumps(body) if body is not None else None
            connection.request(method, path, payload, {**self.headers, **(headers or {})})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def sign_in(self) -> None:
        """Sign in as the administrator."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        body = json.dumps({"name": EMAIL, "password": PASSWORD})
        connection.request("POST", "/api/v1/session", body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        answer = json.loads(response.read())
        if response.status != 200:
            raise AssertionError(f"sign-in answered {response.status}: {answer}")
        self.cookie, self.csrf = str(response.getheader("Set-Cookie")).partition(";")[0], answer["csrf"]
        connection.close()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(place: Place) -> Iterator[Server]:
    """Start ``builder run`` and sign in; stop it at the end."""
    port = free_port()
    environ = {**os.environ, "DATABASE_URL": place.product_url, "BUILDER_DATA_DIR": str(place.folder)}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled files are kept, as they are unless somebody forbids it
    command = [str(Path(sys.executable).with_name("builder")), "run", "--port", str(port)]
    started = time.perf_counter()
    with (place.folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, env=environ, stdout=log, stderr=log)
    try:
        wait_until_it_answers(port, process)
        server = Server(process, port, time.perf_counter() - started)
        server.sign_in()
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def wait_until_it_answers(port: int, process: subprocess.Popen[bytes], path: str = "/healthz") -> None:
    """Return once a server answers. Raises AssertionError after a minute or when it ended."""
    until = time.perf_counter() + 60
    while time.perf_counter() < until and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.01)
        finally:
            connection.close()
    raise AssertionError("the server does not answer")
