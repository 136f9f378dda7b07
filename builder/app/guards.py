"""What holds for every answer: only known hosts are served, and browsers are told to trust little."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request
from werkzeug.sansio.utils import host_is_trusted

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


def guard(app: Flask, config: Config) -> None:
    """Add the checks and headers to an application."""
    hosts = trusted_hosts(config)
    wanted = [*HEADERS.items(), ("Content-Security-Policy", NOTHING)]
    if config.secure_cookies:
        wanted.append(("Strict-Transport-Security", "max-age=31536000"))

    @app.before_request
    def refuse_strange_hosts() -> None:
        if request.path not in OPEN_PATHS and host_of(request.environ.get("HTTP_HOST")) not in hosts:
            abort(400)

    @app.after_request
    def harden(response: Response) -> Response:
        given = {name.lower() for name, _ in response.headers}
        for name, value in wanted:
            if name.lower() not in given:
                response.headers.add(name, value)
        return response
