"""What holds for every answer: only known hosts are served, and browsers are told to trust little."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from werkzeug.sansio.utils import host_is_trusted

from builder.api.answers import REQUEST_ID
from builder.config import LOOPBACK, Config

OPEN_PATHS = ("/healthz", "/readyz")
"""Asked by machines under whatever address they know."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NOTHING = "default-src 'none'; frame-ancestors 'none'"
"""Policy of answers that are no pages."""
Environ = dict[str, Any]
Wsgi = Callable[[Environ, Any], Iterable[bytes]]


def trusted_hosts(config: Config) -> frozenset[str]:
    """Return the host names under which the server may be asked: a forged one is refused."""
    named = urlsplit(config.base_url).hostname
    return LOOPBACK | ({named} if named else set())


@lru_cache(maxsize=256)
def host_of(header: str | None) -> str | None:
    """Return the name in a Host header, lower case, without port and brackets; None when it is malformed."""
    if header is None or not host_is_trusted(header):
        return None
    return urlsplit(f"//{header}").hostname


def admitting(config: Config) -> Callable[[Environ], bool]:
    """Return what decides whether a request may name the host it names."""
    hosts = trusted_hosts(config)
    return lambda environ: host_of(environ.get("HTTP_HOST")) in hosts or environ["PATH_INFO"] in OPEN_PATHS


def guarded(application: Wsgi, config: Config) -> Wsgi:
    """Return the application with a number for each request, and with the headers that every answer carries.

    It stands before Flask, so that whatever answers is covered.
    """
    wanted = [*HEADERS.items(), ("Content-Security-Policy", NOTHING)]
    if config.secure_cookies:
        wanted.append(("Strict-Transport-Security", "max-age=31536000"))
    names = [(name.lower(), (name, value)) for name, value in wanted]

    def answer(environ: Environ, start_response: Any) -> Iterable[bytes]:
        number = environ[REQUEST_ID] = os.urandom(8).hex()

        def start(status: str, headers: list[tuple[str, str]], error: Any = None) -> Any:
            given = {name.lower() for name, _ in headers}
            headers += [pair for name, pair in names if name not in given]
            headers.append(("X-Request-Id", number))
            return start_response(status, headers, error) if error else start_response(status, headers)

        return application(environ, start)

    return answer
