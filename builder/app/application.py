"""Flask as this product uses it: no cookie session, no coroutines, addresses that mean the same under any host.

What a request costs before it reaches its route is a large part of what reading one record costs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import NullSession, SessionInterface, SessionMixin
from werkzeug.exceptions import SecurityError
from werkzeug.formparser import FormDataParser
from werkzeug.routing import MapAdapter, Rule

MOST_KEPT, LONGEST_KEPT = 2_000, 200
"""Addresses whose routes are remembered, and letters in the longest of them."""

WHOLE_RULE = {"return_rule": True}


class NoSession(SessionInterface):
    """Sessions are rows of the database (``builder.api.auth``): Flask's own is neither opened nor written."""

    def __init__(self) -> None:
        self._none = NullSession()

    def open_session(self, app: Flask, request: Request) -> SessionMixin:
        """Return the session that refuses to be written."""
        return self._none

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write nothing."""


class Forms(FormDataParser):
    """Reads forms, and says so where one cannot be read instead of taking it for an empty one."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **{**more, "silent": False})


class FormRequest(Request):
    """A request whose ``form`` and ``files`` raise ValueError where the form cannot be read."""

    form_data_parser_class = Forms


class Routes(MapAdapter):
    """Finds the route of a request; what was found for an address is remembered for a while."""

    found: dict[tuple[str, str], tuple[Rule, dict[str, Any]]]

    def match(self, *given: Any, **more: Any) -> Any:
        """Return the route and the names in the address, as Flask asks for them; other questions are not kept."""
        if given or more != WHOLE_RULE:
            return super().match(*given, **more)
        key = (self.default_method, self.path_info)
        kept = self.found.get(key)
        if kept is None:
            kept = super().match(*given, **more)
            if len(self.path_info) <= LONGEST_KEPT:
                if len(self.found) >= MOST_KEPT:
                    self.found.clear()
                self.found[key] = kept
        return kept[0], dict(kept[1])


class Application(Flask):
    """The WSGI application; ``admits`` says whether a request may name the host it names."""

    request_class = FormRequest

    def __init__(self, name: str, admits: Callable[[dict[str, Any]], bool]) -> None:
        super().__init__(name, static_folder=None, template_folder=None)
        self.session_interface = NoSession()
        self._admits = admits
        self._found: dict[tuple[str, str], tuple[Rule, dict[str, Any]]] = {}

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function: none of ours is a coroutine."""
        return func

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Return what finds the route of a request. Raises SecurityError (400) for a host that is not ours."""
        if request is None:
            return super().create_url_adapter(None)
        environ = request.environ
        if not self._admits(environ):
            raise SecurityError
        routes = Routes(
            self.url_map,
            environ.get("HTTP_HOST") or "localhost",
            environ.get("SCRIPT_NAME") or "/",
            "",
            environ["wsgi.url_scheme"],
            request.path,
            request.method,
            environ.get("QUERY_STRING", ""),
        )
        routes.found = self._found
        return routes
