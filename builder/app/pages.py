"""Hands out the browser interface: built files under /static/, and its one page for every page address."""

from __future__ import annotations

import mimetypes
import secrets
from collections.abc import Callable
from pathlib import Path

from flask import Blueprint, Response, abort, request, send_from_directory
from flask.typing import ResponseReturnValue
from werkzeug.security import safe_join

STATIC = Path(__file__).parent.parent / "static"
mimetypes.add_type("image/webp", ".webp")  # not known to every Python that we run on
RESERVED = ("api", "static", "healthz", "readyz", "metrics")
"""First parts of addresses that are never pages: unknown ones below them are not found."""
FOREVER = 365 * 86_400
"""Seconds for which a browser keeps files whose names change with their content."""
STRANGER = '<meta name="formloom-stranger">'
NOT_BUILT = (
    "<!doctype html><meta charset=utf-8><title>Formloom</title><p>The browser interface is not built: run "
    "<code>make ui</code>. · 浏览器界面尚未构建：请运行 <code>make ui</code>。"
)


def page_policy(nonce: str, map_origin: str = "") -> str:
    """Return the content security policy of the page. antd adds its styles at run time, under the nonce.

    ``map_origin`` is where pictures of a map come from, if this installation draws maps.
    """
    pictures = f"img-src 'self' data: blob: {map_origin}".rstrip()
    return "; ".join(
        [
            "default-src 'self'",
            "script-src 'self'",
            f"style-src 'self' 'nonce-{nonce}'",
            pictures,
            "font-src 'self' data:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


def pages_blueprint(
    folder: Path = STATIC, is_stranger: Callable[[], bool] = lambda: False, map_origin: str = ""
) -> Blueprint:
    """Return the routes of the interface built into ``folder``.

    ``is_stranger`` tells of a request that it comes without a session: the page says so to the interface then, which
    need not ask for one. ``map_origin`` is the one stranger that pages may ask, for pictures of a map.
    """
    blueprint = Blueprint("pages", __name__)
    page = _Page(folder / "index.html", map_origin)

    @blueprint.get("/static/<path:name>")
    def static(name: str) -> ResponseReturnValue:
        hashed = name.startswith("assets/")
        response = _file(folder, name, FOREVER if hashed else 0)
        if hashed:
            response.cache_control.immutable = True
        return response

    @blueprint.get("/", defaults={"address": ""})
    @blueprint.get("/<path:address>")
    def show(address: str) -> ResponseReturnValue:
        if address.partition("/")[0] in RESERVED:
            abort(404)
        return page.response(STRANGER if is_stranger() else "")

    return blueprint


def _file(folder: Path, name: str, age: int) -> Response:
    """Return a built file, or its compressed copy beside it where there is one and the browser takes it."""
    copy = safe_join(str(folder), f"{name}.gz")
    if copy is None or not Path(copy).is_file():
        return send_from_directory(folder, name, max_age=age)
    if request.accept_encodings["gzip"] > 0:
        kind = mimetypes.guess_type(name)[0]
        response = send_from_directory(folder, f"{name}.gz", max_age=age, mimetype=kind)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = send_from_directory(folder, name, max_age=age)
    response.vary.add("Accept-Encoding")
    return response


class _Page:
    """The page, read again when it was built anew."""

    def __init__(self, path: Path, map_origin: str) -> None:
        self._path = path
        self._map_origin = map_origin
        self._known: tuple[int, str] = (0, NOT_BUILT)

    def response(self, more: str) -> Response:
        nonce = secrets.token_urlsafe(16)
        mark = f'<meta property="csp-nonce" content="{nonce}" nonce="{nonce}">'
        text = self._text()
        response = Response(text.replace("</head>", f"{mark}{more}</head>", 1), mimetype="text/html")
        response.headers["Content-Security-Policy"] = page_policy(nonce, self._map_origin)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _text(self) -> str:
        try:
            changed = self._path.stat().st_mtime_ns
            if changed != self._known[0]:
                self._known = (changed, self._path.read_text(encoding="utf-8"))
        except OSError:
            return NOT_BUILT
        return self._known[1]
