"""Answers for whoever watches the process: does it live, and can it work."""

from __future__ import annotations

import shutil

import structlog
from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue

from builder.errors import BuilderError
from builder.storage.engine import Database
from builder.storage.installation import workspaces

log = structlog.get_logger(__name__)
LEAST_DISK = 16 << 20
"""Bytes free in the data directory below which nothing should be sent here."""


def health_blueprint(database: Database) -> Blueprint:
    """Return ``/healthz`` (the process answers) and ``/readyz`` (so do its database and its disk)."""
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/healthz")
    def healthz() -> ResponseReturnValue:
        return _answer({"status": "ok"})

    @blueprint.get("/readyz")
    def readyz() -> ResponseReturnValue:
        fault = _fault(database)
        return _answer({"status": "unavailable", "code": fault}, 503) if fault else _answer({"status": "ok"})

    return blueprint


def _fault(database: Database) -> str:
    """Return the code of what keeps this process from working, or nothing."""
    try:
        if shutil.disk_usage(database.data_dir).free < LEAST_DISK:
            return "disk_full"
        with database.read() as conn:
            workspaces(conn)
    except BuilderError as error:
        return error.code
    except Exception:
        log.exception("not_ready")
        return "database_unreachable"
    return ""


def _answer(body: dict[str, str], status: int = 200) -> Response:
    response = jsonify(body)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response
