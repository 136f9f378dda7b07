"""Serves the floor over HTTP: granian, threads as the product has, and a WSGI application of a few lines.

Run as ``python -m benchmarks.floor_server KIND NAME PORT PERSON FLOW``.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from benchmarks.floor import Floor
from benchmarks.floor_rows import Names
from benchmarks.places import Place, Places
from benchmarks.product import free_port, wait_until_it_answers

THREADS = 8


def application() -> Any:
    """Return the WSGI application of the database that the command line names."""
    kind, name, _, person, flow = sys.argv[1:6]
    floor = Floor(Places(kind).place(name), Names(person, flow))

    def answer(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        path = environ["PATH_INFO"]
        if environ["REQUEST_METHOD"] == "POST":
            body = environ["wsgi.input"].read()
            found = floor.page() if path == "/list" else floor.create(body)
        elif path.startswith("/group/"):
            found = floor.group(path[7:])
        else:
            found = b"ok" if path == "/healthz" else floor.read(int(path[1:]))
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(found)))]
        start_response("200 OK", headers)
        return [found]

    return answer


@dataclass(frozen=True)
class FloorServer:
    """The floor, running."""

    process: subprocess.Popen[bytes]
    port: int


@contextmanager
def floor_running(place: Place, names: Names) -> Iterator[FloorServer]:
    """Start the floor's server; stop it at the end."""
    port = free_port()
    words = [place.kind, place.name, str(port), names.person, names.flow]
    with (place.folder / "floor.log").open("wb") as log:
        command = [sys.executable, "-m", "benchmarks.floor_server", *words]
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        wait_until_it_answers(port, process)
        yield FloorServer(process, port)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def main() -> None:
    """Serve until told to stop."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server.mp import MPServer

    server = MPServer(
        "benchmarks.floor_server:application",
        address="127.0.0.1",
        port=int(sys.argv[3]),
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        log_level=LogLevels.error,
    )
    server.serve(target_loader=application, wrap_loader=False)


if __name__ == "__main__":
    main()
