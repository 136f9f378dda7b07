"""Answers: a body, its status and its version, as JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import orjson
from flask import Response, g, request
from flask.json.provider import DefaultJSONProvider

JSON_TYPE = "application/json"


@dataclass(frozen=True)
class Answer:
    """What a route returns where the body alone does not say it all."""

    body: Any
    status: int | None = None
    etag: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


def record_answer(record: dict[str, Any], status: int | None = None) -> Answer:
    """Return a record with its version as ETag."""
    return Answer(record, status, str(record["version"]))


def respond(answer: Any, status: int) -> Response:
    """Return the response for what a route returned; an ETag that the reader has already is answered 304."""
    if isinstance(answer, Response):
        return answer
    if not isinstance(answer, Answer):
        answer = Answer(answer)
    if answer.etag is not None and request.method == "GET" and request.if_none_match.contains_weak(answer.etag):
        response = Response(status=304)
    else:
        status = answer.status or status
        body = b"" if status == 204 else orjson.dumps(answer.body, option=orjson.OPT_NON_STR_KEYS)
        response = Response(body, status=status, mimetype=JSON_TYPE)
    if answer.etag is not None:
        response.set_etag(answer.etag)
    response.headers.update(answer.headers)
    return response


def request_id() -> str:
    """Return the id by which the log and the answer speak of this request."""
    return str(g.get("request_id", ""))


class JsonProvider(DefaultJSONProvider):
    """Flask's JSON by orjson."""

    def dumps(self, obj: Any, **_options: Any) -> str:
        """Return a value as JSON text."""
        return orjson.dumps(obj, option=orjson.OPT_NON_STR_KEYS).decode()

    def loads(self, s: str | bytes, **_options: Any) -> Any:
        """Return the value of a JSON text."""
        return orjson.loads(s)
