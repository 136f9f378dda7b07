"""How a route is declared: who may call it, in which transaction it runs, what goes in and what comes out.

    @apps.operation("GET", "/w/<workspace>/apps", "listApps", access=Access.MEMBER, answer=AppList)
    def list_apps(work: Work) -> dict[str, Any]:

The function gets the unit of work (for members of a workspace), the body or query as keyword arguments, and the
names of the address that the unit of work does not take. There is no way to declare a route without a policy.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from functools import wraps
from typing import Any

from flask import Response, g, request
from flask_smorest import Blueprint
from marshmallow import Schema

from builder.api.answers import respond
from builder.api.auth import Access, admit, asker, note_presence
from builder.api.repetition import KEY_HEADER, once, wanted_version
from builder.api.requests import Malformed, StrictParser
from builder.api.services import services
from builder.config import MEGABYTE
from builder.errors import NotAllowed, NotFound, Problem, Unavailable
from builder.runtime.work import Work

View = Callable[..., Any]
SHORT_BODY = 64 * 1024
"""Bytes of a body that are taken in before anything else."""
LARGEST_IN_MEMORY = 64 * MEGABYTE
"""Bytes of a request that is no form with files."""


class Transaction(Enum):
    """What a route does with the workspace."""

    READING = "reading"
    WRITING = "writing"
    PUBLISHING = "publishing"
    OWN = "own"
    """The route opens its units of work itself: something slow lies between them."""


@dataclass(frozen=True)
class Operation:
    """What is known of a route; kept on its function for the registration and the tests."""

    name: str
    access: Access
    transaction: Transaction | None
    status: int
    versioned: bool
    app_may_be_new: bool = False


class Resource(Blueprint):  # type: ignore[misc]
    """A flask-smorest blueprint whose routes are operations."""

    ARGUMENTS_PARSER = StrictParser()
    DEFAULT_LOCATION_CONTENT_TYPE_MAPPING = {"json": "application/json", "multipart": "multipart/form-data"}

    def operation(  # noqa: PLR0913 - a declaration, every part named
        self,
        method: str,
        path: str,
        name: str,
        *,
        access: Access,
        answer: type[Schema] | None,
        transaction: Transaction | None = None,
        body: type[Schema] | None = None,
        query: type[Schema] | None = None,
        form: type[Schema] | None = None,
        status: int = 200,
        versioned: bool = False,
        app_may_be_new: bool = False,
        content_type: str | None = None,
    ) -> Callable[[View], View]:
        """Return the decorator that registers a route; ``versioned`` ones need If-Match and get ``version``.

        With ``app_may_be_new`` the app of the address need not exist yet; its name goes to the function.
        """
        operation = Operation(name, access, transaction or _usual(access, method), status, versioned, app_may_be_new)

        def register(view: View) -> View:
            run = _runner(view, operation)
            for shape, location in ((body, "json"), (query, "query"), (form, "multipart")):
                if shape is not None:
                    run = self.arguments(
                        shape(), location=location, error_status_code=400, arg_name=_ARGUMENT[location]
                    )(run)
            run.__doc__ = view.__doc__
            described = _documented(self, run, answer, status, content_type)
            described = self.doc(**_manual(operation, method))(described)
            route = _admitting(run if query is not None else _without_query(run), described, operation)
            self.add_url_rule(path, endpoint=name, view_func=route, methods=[method])
            return view

        return register


_ARGUMENT = {"json": "body", "query": "query", "multipart": "form"}


def _without_query(run: View) -> View:
    """Refuse what an address asks for behind a question mark, where the route looks at none of it."""

    def asked(**arguments: Any) -> Response:
        if request.query_string:
            raise Malformed(
                [Problem(name[:100], "unknown_field") for name in request.args] or [Problem("", "malformed")]
            )
        response: Response = run(**arguments)
        return response

    return asked


def _usual(access: Access, method: str) -> Transaction | None:
    if access not in (Access.MEMBER, Access.BUILDER):
        return None
    return Transaction.READING if method == "GET" else Transaction.WRITING


def _admitting(run: View, described: View, operation: Operation) -> View:
    """The policy comes before the body is looked at. What only reads does so in the transaction that admits it.

    ``described`` carries the documentation of ``run``, which is called without the wrappers that hold it.
    """

    @wraps(described)
    def route(**arguments: Any) -> Response:
        if request.mimetype != "multipart/form-data":  # files are kept on the disk, all else in memory
            request.max_content_length = min(LARGEST_IN_MEMORY, request.max_content_length or LARGEST_IN_MEMORY)
        if operation.transaction is Transaction.READING and _has_come_whole():
            with services().workspaces.database.read() as conn:
                found = admit(operation.access, conn, arguments.get("workspace"))
                response = answer(arguments)
        else:
            found = admit(operation.access)
            response = answer(arguments)
        if found is not None:
            note_presence(found)
            _note_fast_lists()
        return response

    def answer(arguments: dict[str, Any]) -> Response:
        for value in arguments.values():
            if isinstance(value, str) and "\x00" in value:
                raise NotFound  # no database keeps such a name
        response: Response = run(**arguments)
        return response

    route.__name__ = operation.name
    route.operation = operation  # type: ignore[attr-defined]
    return route


def _has_come_whole() -> bool:
    """Take in a short body: no connection is held while a slow client sends a long one."""
    environ = request.environ
    if environ.get("CONTENT_LENGTH"):
        if (request.content_length or 0) > SHORT_BODY:
            return False
        request.get_data(cache=True)
    return "HTTP_TRANSFER_ENCODING" not in environ


def _runner(view: View, operation: Operation) -> View:
    if operation.transaction in (None, Transaction.OWN):

        def run_alone(**arguments: Any) -> Response:
            return respond(view(**arguments), operation.status)

        return run_alone

    def run_in_work(*, workspace: str, app: str | None = None, **arguments: Any) -> Response:
        if operation.app_may_be_new:
            arguments["app"], app = app, None
        found = asker()
        account, workspaces = found.account.id, services().workspaces
        if operation.transaction is Transaction.READING and found.reading is not None:
            work = workspaces.reading_on(found.reading, workspace, account, app, found.head)
            check_policy(work, operation.access)
            return _read(work, view, arguments, operation.status)
        opened = getattr(workspaces, operation.transaction.value)  # type: ignore[union-attr]
        with opened(workspace, account, app) as work:
            check_policy(work, operation.access)
            if operation.transaction is Transaction.READING:
                return _read(work, view, arguments, operation.status)
            if operation.versioned:
                arguments["version"] = wanted_version()
            return once(work, lambda: view(work, **arguments), operation.status)

    return run_in_work


def _read(work: Work, view: View, arguments: dict[str, Any], status: int) -> Response:
    """Answer what only reads; which lists made fast it asked for is written down afterwards."""
    response = respond(view(work, **arguments), status)
    if work.fast_lists:
        g.fast_lists = (work.space, work.fast_lists, work.now)
    return response


def _note_fast_lists() -> None:
    """Write down, once a day, that lists made fast were asked for; not while the request holds a connection."""
    used = g.pop("fast_lists", None)
    if used is not None:
        with suppress(Unavailable):  # who only looks needs no disk with room
            services().workspaces.fast_list_uses.note(*used)


def check_policy(work: Work, access: Access) -> None:
    """Raise NotAllowed when a route for builders is called by somebody else."""
    if access is Access.BUILDER and not work.rights.administrator:
        raise NotAllowed(action="build")


def _documented(
    blueprint: Resource, run: View, answer: type[Schema] | None, status: int, content_type: str | None
) -> View:
    shape = answer() if answer is not None else None
    documented: View = blueprint.alt_response(status, schema=shape, content_type=content_type, success=True)(run)
    return documented


def _manual(operation: Operation, method: str) -> dict[str, Any]:
    manual: dict[str, Any] = {"operationId": operation.name}
    parameters = []
    if operation.versioned:
        parameters.append(_header("If-Match", "The version that is changed, in quotes.", required=True))
    if method == "POST" and operation.transaction in (Transaction.WRITING, Transaction.PUBLISHING):
        parameters.append(_header(KEY_HEADER, "The same key and body is carried out once and answered alike."))
    if parameters:
        manual["parameters"] = parameters
    if operation.access is Access.PUBLIC:
        manual["security"] = []
    elif method != "GET":
        manual["security"] = [{"session": [], "csrf": []}]
    return manual


def _header(name: str, description: str, *, required: bool = False) -> dict[str, Any]:
    schema = {"type": "string", "minLength": 1, "maxLength": 200}
    return {"in": "header", "name": name, "description": description, "required": required, "schema": schema}
