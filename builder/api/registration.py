"""Puts the interface together: every resource, the OpenAPI document, errors, limits, the services of the routes."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus
from typing import Any

from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask
from flask_smorest import Api
from werkzeug.routing import IntegerConverter, Map

from builder import __version__
from builder.api import openapi_routes
from builder.api.answers import JsonProvider
from builder.api.components import add_components, refer
from builder.api.errors import PROBLEM_TYPE, register_errors
from builder.api.operations import Resource
from builder.api.resources.apps import apps
from builder.api.resources.boards import board_views
from builder.api.resources.change_sets import change_sets
from builder.api.resources.exports import exports
from builder.api.resources.fast_lists import fast_lists
from builder.api.resources.files import files
from builder.api.resources.imports import imports
from builder.api.resources.jobs import jobs
from builder.api.resources.joining import joining
from builder.api.resources.notifications import notifications
from builder.api.resources.people import people
from builder.api.resources.record_actions import record_actions
from builder.api.resources.record_talk import record_talk
from builder.api.resources.record_team import record_team
from builder.api.resources.records import records
from builder.api.resources.roles import roles
from builder.api.resources.searching import searching
from builder.api.resources.session import session
from builder.api.resources.settings import settings
from builder.api.resources.setup import setup
from builder.api.resources.staff import staff
from builder.api.resources.templates import templates
from builder.api.resources.views import views
from builder.api.schemas.problems import ProblemDetails
from builder.api.services import EXTENSION, Services
from builder.config import Config
from builder.metadata.values import LARGEST_ID
from builder.runtime.workspaces import Workspaces

PREFIX = "/api/v1"
RESOURCES: tuple[Resource, ...] = (
    setup,
    session,
    joining,
    apps,
    templates,
    people,
    staff,
    settings,
    roles,
    jobs,
    change_sets,
    records,
    record_actions,
    searching,
    record_talk,
    record_team,
    notifications,
    files,
    board_views,
    views,
    fast_lists,
    imports,
    exports,
    openapi_routes.documents,
)
"""Every resource. To add one: write its module, then list it here."""


class RecordNumber(IntegerConverter):
    """A record id in an address: what no id can be is not found."""

    def __init__(self, map: Map) -> None:  # noqa: A002 - werkzeug's name
        super().__init__(map, min=1, max=LARGEST_ID)


class ProblemApi(Api):  # type: ignore[misc]
    """flask-smorest's Api with our errors instead of its own."""

    ERROR_SCHEMA = ProblemDetails

    def _register_error_handlers(self) -> None:
        register_errors(self._app)

    def _register_responses(self) -> None:
        content = {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}
        self.spec.components.schema("ProblemDetails", schema=ProblemDetails)
        for status in HTTPStatus:
            refused = {"description": status.phrase, "content": content}
            self.spec.components.response(status.name, refused, lazy=True)
        refused = {"description": "Refused; nothing was changed.", "content": content}
        self.spec.components.response(self.DEFAULT_ERROR_RESPONSE_NAME, refused, lazy=True)

    def _register_etag_headers(self) -> None:
        """Our routes say themselves which headers they need."""

    def _register_pagination_header(self) -> None:
        """Pages are told in bodies."""


def register_api(app: Flask, workspaces: Workspaces, config: Config) -> None:
    """Add the interface under /api/v1 to an application.

    Its description is not made before somebody asks for it: that takes longer than starting without it.
    """
    app.extensions[EXTENSION] = Services(workspaces, config)
    app.json = JsonProvider(app)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.url_map.converters["number"] = RecordNumber
    register_errors(app)
    for resource in RESOURCES:
        app.register_blueprint(resource, url_prefix=PREFIX)
    openapi_routes.keep(app, described)


@cache
def described() -> dict[str, Any]:
    """Return the OpenAPI document of the interface as plain JSON."""
    return openapi_routes.document_of(describe(Flask("builder", static_folder=None)))


def describe(app: Flask) -> Api:
    """Add the routes and their description to an application, which needs no services for that."""
    app.config.update(
        API_TITLE="Formloom",
        API_VERSION=__version__,
        OPENAPI_VERSION="3.1.0",
    )
    app.url_map.converters["number"] = RecordNumber
    plugin = MarshmallowPlugin()
    api = ProblemApi(app, spec_kwargs={"marshmallow_plugin": plugin, **_spec_options()})
    if plugin.converter is not None:
        plugin.converter.add_attribute_function(refer)  # type: ignore[no-untyped-call]
    api.register_converter(RecordNumber, lambda _: {"type": "integer", "minimum": 1, "maximum": LARGEST_ID})
    add_components(api.spec)
    for resource in RESOURCES:
        api.register_blueprint(resource, url_prefix=PREFIX)
    return api


def _spec_options() -> dict[str, Any]:
    return {
        "info": {
            "description": "Everything the browser interface does. See docs/api.md for the rules that hold everywhere.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "security": [{"session": []}],
        "components": {
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "formloom_session"},
                "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRF-Token"},
            },
        },
    }
