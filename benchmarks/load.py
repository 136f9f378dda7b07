"""A second process that sends requests over several connections and notes how long each answer took.

Reads ``{"port", "connections", "seconds", "most", "requests": [[method, path, headers, body or null], …]}`` from
standard input and writes ``{"seconds", "count", "failed", "times": [ms …]}``. Each connection takes the next
request of a common list, from the beginning again at its end; ``most`` bounds how many are sent in all.
"""

from __future__ import annotations

import itertools
import json
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from threading import Lock, Thread
from typing import Any

Request = tuple[str, str, dict[str, str], Any]


@dataclass(frozen=True)
class Load:
    """What came of a load."""

    seconds: float
    count: int
    failed: int
    times: list[float]
    """Milliseconds of each answer."""
    example: str = ""
    """The first answer that was no success."""

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.count / self.seconds

    @property
    def p50(self) -> float:
        """Median in milliseconds."""
        return median(self.times)

    @property
    def p95(self) -> float:
        """Milliseconds within which 95 of 100 answers came."""
        return quantiles(self.times, n=20)[-1] if len(self.times) > 1 else self.times[0]


def run_load(port: int, requests: Sequence[Request], connections: int, seconds: float, most: int | None = None) -> Load:
    """Send requests from a process of its own until the time or ``most`` is over, and return what came of it."""
    return finish_load(start_load(port, requests, connections, seconds, most))


def start_load(
    port: int, requests: Sequence[Request], connections: int, seconds: float, most: int | None = None
) -> subprocess.Popen[str]:
    """Start sending requests from a process of its own."""
    task = {"port": port, "connections": connections, "seconds": seconds, "most": most, "requests": list(requests)}
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.load"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps(task))
    process.stdin.close()
    return process


def finish_load(process: subprocess.Popen[str]) -> Load:
    """Wait for a load to end. Raises AssertionError when it did not work at all."""
    assert process.stdout is not None
    answer = json.loads(process.stdout.read() or "null")
    process.wait(60)
    if not answer or not answer["times"]:
        raise AssertionError("the load sent nothing")
    found = Load(**answer)
    if found.failed:
        raise AssertionError(f"{found.failed} of {found.count} requests failed: {found.example}")
    return found


class _Sender:
    def __init__(self, task: dict[str, Any]) -> None:
        self.port = task["port"]
        self.requests = [_bytes_of(*request) for request in task["requests"]]
        self.numbers = itertools.count()
        self.most = task["most"] or sys.maxsize
        self.until = time.perf_counter() + task["seconds"]
        self.lock = Lock()
        self.times: list[float] = []
        self.failed = 0
        self.example = ""

    def run(self) -> None:
        """Send over one connection until the end."""
        times, connection, rest = [], socket.create_connection(("127.0.0.1", self.port)), b""
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while (number := next(self.numbers)) < self.most and (started := time.perf_counter()) < self.until:
            connection.sendall(self.requests[number % len(self.requests)])
            status, body, rest = _answer(connection, rest)
            times.append((time.perf_counter() - started) * 1_000)
            if not 200 <= status < 300:
                with self.lock:
                    self.failed += 1
                    self.example = self.example or f"{status} {body[:500]!r}"
        connection.close()
        with self.lock:
            self.times += times


def _bytes_of(method: str, path: str, headers: dict[str, str], body: Any) -> bytes:
    payload = json.dumps(body, ensure_ascii=False).encode() if body is not None else b""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
    if body is not None:
        lines.append(f"Content-Length: {len(payload)}")
    return "\r\n".join([*lines, "", ""]).encode() + payload


def _answer(connection: socket.socket, rest: bytes) -> tuple[int, bytes, bytes]:
    while b"\r\n\r\n" not in rest:
        more = connection.recv(1 << 16)
        if not more:
            raise ConnectionError("the server closed the connection")
        rest += more
    head, _, rest = rest.partition(b"\r\n\r\n")
    lowered = head.lower()
    at = lowered.find(b"content-length:")
    length = int(lowered[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
    while len(rest) < length:
        rest += connection.recv(1 << 16)
    return int(head.split(b" ", 2)[1]), rest[:length], rest[length:]


def main() -> None:
    """Carry out the load of standard input."""
    task = json.load(sys.stdin)
    sender = _Sender(task)
    started = time.perf_counter()
    threads = [Thread(target=sender.run) for _ in range(task["connections"])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - started
    found = {"seconds": seconds, "count": len(sender.times), "failed": sender.failed, "times": sender.times}
    print(json.dumps({**found, "example": sender.example}))


if __name__ == "__main__":
    main()
