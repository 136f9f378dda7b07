"""The one shape of every refusal (RFC 9457): status by kind of error, sentences in the reader's language."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from builder.api.answers import request_id
from builder.api.languages import reader_locale
from builder.api.requests import Malformed
from builder.config import MEGABYTE
from builder.errors import (
    BuilderError,
    Conflict,
    Invalid,
    LimitExceeded,
    NotAllowed,
    NotFound,
    Problem,
    StaleVersion,
    Unavailable,
)
from builder.messages import message, own_message
from builder.metadata.values import text_of
from builder.storage.disk_errors import disk_meaning

PROBLEM_TYPE = "application/problem+json"
UNREADABLE = frozenset({"unknown_field", "read_only"})
"""Problems that say the request speaks of what is not there, or not the reader's to write."""
MOST_PROBLEMS = 500
log = logging.getLogger(__name__)

STATUS: tuple[tuple[type[BuilderError], int], ...] = (
    (Malformed, 400),
    (Invalid, 422),
    (NotFound, 404),
    (NotAllowed, 403),
    (StaleVersion, 412),
    (Conflict, 409),
    (LimitExceeded, 422),
    (Unavailable, 503),
    (BuilderError, 500),
)
STATUS_OF_CODE = {
    "sign_in_first": 401,
    "sign_in_failed": 401,
    "not_a_form": 415,
    "version_missing": 428,
    "too_many_requests": 429,
    "too_large": 413,
    "upload_too_large": 413,
    "file_too_large": 413,
    "import_file_too_large": 413,
}
CODE_OF_STATUS = {
    400: "malformed",
    401: "sign_in_first",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    408: "timeout",
    411: "length_required",
    413: "body_too_large",
    414: "too_large",
    415: "not_json",
    429: "too_many_requests",
    431: "too_large",
}


def register_errors(app: Flask) -> None:
    """Make every refusal and every failure of the application answer in the one shape."""
    app.register_error_handler(BuilderError, refusal)
    app.register_error_handler(HTTPException, http_refusal)
    app.register_error_handler(OSError, disk_refusal)
    app.register_error_handler(Exception, failure)


def refusal(error: BuilderError) -> Response:
    """Answer an error of the product."""
    code, status = error.code, _status(error)
    problems: tuple[Problem, ...] = getattr(error, "problems", ())
    unreadable = {problem.code for problem in problems} & UNREADABLE
    if unreadable:
        code, status = ("read_only" if unreadable == {"read_only"} else "unknown_field"), 400
    elif len(problems) == 1 and not problems[0].path and code in ("invalid", "malformed"):
        status = STATUS_OF_CODE.get(problems[0].code, status)
        return problem_response(status, problems[0].code, problems[0].params)
    headers = {"Retry-After": "5"} if status == 503 else {}
    return problem_response(status, code, error.params, problems, headers)


def http_refusal(error: HTTPException) -> Response:
    """Answer an error of the transport: unknown address, too large, too many."""
    status = error.code or 500
    params = {"limit": max(1, (request.max_content_length or 0) // MEGABYTE)} if status == 413 else None
    code = CODE_OF_STATUS.get(status, "malformed" if status < 500 else "failure")
    response = problem_response(status, code, params)
    kept = ("Retry-After", "Allow", "WWW-Authenticate")
    response.headers.update({name: value for name, value in error.get_headers() if name in kept})
    return response


def disk_refusal(error: OSError) -> Response:
    """Answer an error of the disk outside of any transaction: a large form is kept in a file while it arrives."""
    meaning = disk_meaning(error)
    return failure(error) if meaning is None else refusal(meaning)


def failure(error: Exception) -> Response:
    """Answer what nobody foresaw: the log has the details under the request id, the reader has the id."""
    log.error("request failed", exc_info=error, extra={"request_id": request_id()})
    return problem_response(500, "failure")


def problem_response(
    status: int,
    code: str,
    params: Mapping[str, Any] | None = None,
    problems: tuple[Problem, ...] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a refusal as ``application/problem+json``."""
    locale = reader_locale()
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "message": message(code, {"count": len(problems), **(params or {})}, locale),
        "params": dict(params or {}),
        "request_id": request_id(),
        "problems": [problem_json(problem, locale) for problem in problems[:MOST_PROBLEMS]],
    }
    response = Response(
        orjson.dumps(body, default=str, option=orjson.OPT_NON_STR_KEYS), status=status, mimetype=PROBLEM_TYPE
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers.update(headers or {})
    return response


def problem_json(problem: Problem, locale: str | None = None) -> dict[str, Any]:
    """Return one problem as answers hold it, with its sentence."""
    locale = locale or reader_locale()
    text: Any = own_message(problem.message, problem.params, locale) or message(problem.code, problem.params, locale)
    if isinstance(text, Mapping):
        text = text_of(text, locale)
    return {"path": problem.path, "code": problem.code, "message": text, "params": dict(problem.params)}


def _status(error: BuilderError) -> int:
    if error.code in STATUS_OF_CODE:
        return STATUS_OF_CODE[error.code]
    return next(status for kind, status in STATUS if isinstance(error, kind))
