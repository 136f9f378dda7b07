"""Makes the web application: database, workspaces, API, pages and health."""

from __future__ import annotations

import time
from collections.abc import Callable

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from builder.api.auth import token_of_cookie
from builder.api.registration import register_api
from builder.app.application import Application
from builder.app.guards import admitting, guarded
from builder.app.health import health_blueprint
from builder.app.pages import pages_blueprint
from builder.config import Config
from builder.runtime.workspaces import Workspaces
from builder.storage.engine import Database
from builder.storage.installation import prepare


def now_in_microseconds() -> int:
    """Return the time since 1970-01-01T00:00Z in microseconds: the one place where the web reads the clock."""
    return time.time_ns() // 1_000


def create_app(config: Config, clock: Callable[[], int] = now_in_microseconds) -> Flask:
    """Return the WSGI application of an installation; its tables are made or migrated first."""
    config.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(config.database_url, config.data_dir)
    prepare(database)
    app = Application("builder", admitting(config))
    app.config["MAX_CONTENT_LENGTH"] = config.largest_body
    app.config["MAX_FORM_MEMORY_SIZE"] = 1 << 20
    if config.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.proxies, x_proto=0)  # type: ignore[method-assign]
    app.wsgi_app = guarded(app.wsgi_app, config)  # type: ignore[method-assign, assignment]
    app.register_blueprint(health_blueprint(database))
    register_api(app, Workspaces(database, clock), config)
    map_origin = config.map.origin if config.map else ""
    app.register_blueprint(pages_blueprint(is_stranger=lambda: not token_of_cookie(), map_origin=map_origin))
    return app
