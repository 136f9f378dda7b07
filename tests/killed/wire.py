"""Stands between a process and its PostgreSQL server, counts what it sends, and strikes at a given message.

Whatever driver the process uses, and however it uses it, every message passes here.
"""

from __future__ import annotations

import selectors
import socket
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Any

from sqlalchemy.engine import URL

PIECE = 1 << 16
PORT = 5432


class Wire:
    """Passes bytes on, both ways, until the process is dead and the server has let go of all it began."""

    def __init__(self, server: URL, folder: Path, strike: Callable[[int, bool], bool]) -> None:
        """``strike`` is called with the number of a message before and after (True) it is passed on.

        When it answers True the process is dead: nothing more is passed on.
        """
        self.count = 0
        self._server, self._strike, self._dead = server, strike, Event()
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(str(folder / f".s.PGSQL.{PORT}"))
        self._door.listen()
        self._doors = selectors.DefaultSelector()
        self._doors.register(self._door, selectors.EVENT_READ)
        self._pairs: dict[socket.socket, tuple[socket.socket, bool]] = {}
        """Each end → the other, and whether this one is the process."""
        self._thread = Thread(target=self._pass_on, daemon=True)

    def start(self) -> None:
        """Begin to pass on."""
        self._thread.start()

    def end(self) -> None:
        """Return when the server has noticed that the process is dead, and has closed its side."""
        self._dead.set()
        self._thread.join(60)
        assert not self._thread.is_alive(), "the server holds on to a dead process"
        self._doors.close()
        self._door.close()

    def _pass_on(self) -> None:
        while self._pairs or not self._dead.is_set():
            for key, _ in self._doors.select(0.05):
                found: Any = key.fileobj
                if found is self._door:
                    self._let_in()
                elif found in self._pairs:
                    self._move(found)

    def _let_in(self) -> None:
        client, _ = self._door.accept()
        server = self._reach()
        for one, other, sends in ((client, server, True), (server, client, False)):
            self._pairs[one] = (other, sends)
            self._doors.register(one, selectors.EVENT_READ)

    def _reach(self) -> socket.socket:
        host = str(self._server.query.get("host") or self._server.host or "127.0.0.1")
        port = self._server.port or PORT
        if not host.startswith("/"):
            return socket.create_connection((host, port))
        server = socket.socket(socket.AF_UNIX)
        server.connect(f"{host}/.s.PGSQL.{port}")
        return server

    def _move(self, source: socket.socket) -> None:
        target, sends = self._pairs[source]
        piece = _received(source)
        if not piece:
            self._close(source, target, sends)
        elif not sends:
            _sent(target, piece)
        elif not self._dead.is_set():
            self._count_and_send(target, piece)

    def _count_and_send(self, target: socket.socket, piece: bytes) -> None:
        number = self.count
        self.count += 1
        if self._strike(number, False):
            self._dead.set()
            return
        _sent(target, piece)
        if self._strike(number, True):
            self._dead.set()

    def _close(self, source: socket.socket, target: socket.socket, sends: bool) -> None:
        self._doors.unregister(source)
        if sends:
            _no_more(target)  # the server ends what it does, then closes
            return
        del self._pairs[source], self._pairs[target]
        if target in self._doors.get_map():
            self._doors.unregister(target)
        source.close()
        target.close()


def _received(source: socket.socket) -> bytes:
    try:
        return source.recv(PIECE)
    except ConnectionError:
        return b""


def _sent(target: socket.socket, piece: bytes) -> None:
    try:
        target.sendall(piece)
    except (ConnectionError, BrokenPipeError):
        return


def _no_more(target: socket.socket) -> None:
    try:
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return
