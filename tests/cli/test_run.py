"""``builder run`` as real processes: started, watched over, killed, stopped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
MEGABYTE = 1 << 20


def memory_of(pid: int) -> int:
    """Return the bytes of a process; those it shares with others by its part, where the system tells."""
    found = psutil.Process(pid).memory_full_info()
    size: int = getattr(found, "pss", found.rss)
    return size


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def role_of(command: str) -> str:
    """Return what a child of the server is, from its command line."""
    return next((role for role in ("worker", "resource_tracker") if role in command), "web")


class Server:
    """A server process with its own data directory and port."""

    def __init__(self, data_dir: Path, port: int | None = None, **environ: str) -> None:
        self.port = port or free_port()
        self.data_dir = data_dir
        data_dir.mkdir(exist_ok=True)
        self.log = data_dir / "server.log"
        given = {"BUILDER_DATA_DIR": str(data_dir), "LC_ALL": "", "LANG": "en_US.UTF-8", "PYTHONPATH": str(ROOT)}
        kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PORT", "HOST")}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "builder.cli", "run", "--port", str(self.port)],
                cwd=data_dir,
                env={**kept, **given, **environ},
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def first_line(self) -> str:
        """Return the line that the server prints when it answers, or nothing when it ended before."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def get(self, path: str = "/healthz") -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
            return int(answer.status)

    def answers(self) -> bool:
        try:
            return self.get() == 200
        except OSError:
            return False

    def family(self) -> dict[str, int]:
        """Return role → process id of the living processes of this server."""
        found = {"server": self.process.pid}
        if not psutil.pid_exists(self.process.pid):
            return found
        for child in psutil.Process(self.process.pid).children():
            try:
                command = " ".join(child.cmdline())
            except psutil.Error:
                continue
            if command:
                found[role_of(command)] = child.pid
        return found

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(20)


def lives(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def wait_for(wanted: Callable[[], bool], seconds: float = 20) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if wanted():
            return True
        time.sleep(0.05)
    return False


Start = Callable[..., Server]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts servers, and makes sure that none of their processes outlives the test."""
    started: list[Server] = []

    def started_server(*given: Any, **environ: str) -> Server:
        started.append(Server(*given, **environ))
        return started[-1]

    yield started_server
    for server in started:
        for pid in server.family().values():
            if lives(pid):
                os.kill(pid, signal.SIGKILL)
        server.process.wait()


@pytest.fixture
def server(start: Start, tmp_path: Path) -> Server:
    """A server that answers and whose worker runs."""
    server = start(tmp_path / "data")
    assert "http" in server.first_line(), server.log.read_text()
    assert wait_for(lambda: "worker" in server.family())
    return server


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_a_server_says_where_it_runs_and_stops_in_order(start: Start, tmp_path: Path, number: int) -> None:
    server = start(tmp_path / "data")
    assert server.first_line() == f"Formloom runs at http://127.0.0.1:{server.port} (press Ctrl+C to stop)"
    assert server.answers()
    assert server.get("/readyz") == 200
    assert wait_for(lambda: "worker" in server.family())
    family = server.family()
    assert {"server", "web", "worker"} <= family.keys()
    assert server.stop(number) == 0
    assert not [role for role, pid in family.items() if lives(pid)]
    assert not server.answers()
    assert "Traceback" not in server.log.read_text()


def test_a_second_server_on_the_same_data_is_refused(start: Start, server: Server) -> None:
    second = start(server.data_dir)
    assert second.first_line() == ""
    assert second.process.wait(20) == 1
    told = second.log.read_text()
    assert str(server.data_dir) in told
    assert f"http://127.0.0.1:{server.port}" in told
    assert server.answers()


def test_a_taken_port_is_refused(start: Start, server: Server, tmp_path: Path) -> None:
    second = start(tmp_path / "other", server.port)
    assert second.first_line() == ""
    assert second.process.wait(20) == 1
    assert str(server.port) in second.log.read_text()


def test_the_data_directory_is_free_again_after_a_kill(start: Start, server: Server) -> None:
    family = server.family()
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()
    assert wait_for(lambda: not any(lives(pid) for pid in family.values()), 10), "children outlive their parent"
    again = start(server.data_dir)
    assert "http" in again.first_line(), again.log.read_text()
    assert again.stop() == 0


def test_a_dead_worker_is_replaced(server: Server) -> None:
    dead = server.family()["worker"]
    os.kill(dead, signal.SIGKILL)
    assert wait_for(lambda: server.family().get("worker") not in (None, dead))
    assert server.answers()
    assert server.stop() == 0


def test_a_dead_web_process_is_replaced(server: Server) -> None:
    for _ in range(2):
        dead = server.family()["web"]
        os.kill(dead, signal.SIGKILL)
        assert wait_for(lambda dead=dead: server.family().get("web") not in (None, dead) and server.answers())  # type: ignore[misc]
    assert server.stop() == 0


def test_a_server_that_cannot_reach_its_database_ends_and_says_so(start: Start, tmp_path: Path) -> None:
    url = f"postgresql://nobody@127.0.0.1:{free_port()}/nothing"
    server = start(tmp_path / "data", DATABASE_URL=url)
    assert server.first_line() == ""
    assert server.process.wait(40) == 1
    assert "database_unreachable" in server.log.read_text()


def test_a_public_address_needs_a_base_url(start: Start, tmp_path: Path) -> None:
    server = start(tmp_path / "data", HOST="0.0.0.0")
    assert server.first_line() == ""
    assert server.process.wait(20) == 2
    assert "BUILDER_BASE_URL" in server.log.read_text()


def test_an_idle_server_is_small(server: Server) -> None:
    time.sleep(1)
    sizes = {role: memory_of(pid) // MEGABYTE for role, pid in server.family().items()}
    assert sum(sizes.values()) <= 200, sizes


def test_a_second_start_costs_little(start: Start, server: Server) -> None:
    """Under 3 s on a machine with nothing else to do; what can be tested on a busy or slow one is the processor time
    beside that of loading what every such product stands on.
    """
    assert server.stop() == 0
    again = start(server.data_dir)
    assert "http" in again.first_line()
    family = again.family()
    used = [psutil.Process(family[role]).cpu_times() for role in ("server", "web")]
    assert again.stop() == 0
    assert sum(times.user + times.system for times in used) < 3 * loading_costs()


def loading_costs() -> float:
    """Return the seconds of processor time that a process needs to load the libraries."""
    before = os.times()
    subprocess.run(
        [sys.executable, "-c", "import flask, granian, jsonschema, marshmallow, sqlalchemy.dialects.sqlite"], check=True
    )
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system
