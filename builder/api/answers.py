"""Answers: a body, its status and its version, as JSON."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import orjson
from flask import Response, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.datastructures import Headers

JSON_TYPE = "application/json"
LEAST_COMPRESSED = 4_096
"""Bytes from which an answer is compressed for who takes that: smaller ones fit into a few packets as they are."""
LEVEL = 3
"""Of nine: further ones take several times as long for a tenth of the size."""
ASK_AGAIN = {"Cache-Control": "private, no-cache"}
"""Of an answer that a browser may keep, but not use before it asked whether that is still the answer."""
REQUEST_ID = "formloom.request_id"
"""Where the id of a request stands in its WSGI environment."""


@dataclass(frozen=True)
class Answer:
    """What a route returns where the body alone does not say it all."""

    body: Any
    status: int | None = None
    etag: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    whole: bool = False
    """Whether the ETag stands for the whole answer, so that who has it already needs no other."""


def record_answer(record: dict[str, Any], status: int | None = None) -> Answer:
    """Return a record with its version as ETag: what a change is based on, and no more.

    Names of others, what is computed and what its stage asks for change without it, and so does what the reader sees.
    """
    return Answer(record, status, str(record["version"]))


class _Given(Headers):
    """Headers known to be well-formed, taken as they are: judging each again costs more than writing it."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._list = pairs


class JsonResponse(Response):
    """An answer whose body and headers are complete: nothing is worked out anew when it is sent."""

    def __init__(self, body: bytes, status: int, etag: str | None) -> None:
        self.plain = body
        """The body as JSON, however it is sent."""
        given = [("Content-Type", JSON_TYPE), ("Cache-Control", "no-store")]
        if len(body) >= LEAST_COMPRESSED:
            given.append(("Vary", "Accept-Encoding"))
            if request.accept_encodings["gzip"] > 0:
                body = gzip.compress(body, LEVEL, mtime=0)
                given.append(("Content-Encoding", "gzip"))
        given.append(("Content-Length", str(len(body))))
        if etag is not None:
            given.append(("ETag", f'"{etag}"'))
        super().__init__([body], status, _Given(given))

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Send it."""
        if environ["REQUEST_METHOD"] == "HEAD":
            return super().__call__(environ, start_response)
        start_response(self.status, self.headers.to_wsgi_list())
        return self.response  # type: ignore[return-value]


def respond(answer: Any, status: int) -> Response:
    """Return the response for what a route returned; an answer that the reader has already is told by 304."""
    if isinstance(answer, Response):
        return answer
    if not isinstance(answer, Answer):
        return _with_body(answer, status)
    if answer.whole and answer.etag is not None and _is_known(answer.etag):
        response = Response(status=304)
        response.set_etag(answer.etag)
    else:
        response = _with_body(answer.body, answer.status or status, answer.etag)
    if answer.headers:
        response.headers.update(answer.headers)
    return response


def _is_known(etag: str) -> bool:
    environ = request.environ
    if environ["REQUEST_METHOD"] != "GET" or "HTTP_IF_NONE_MATCH" not in environ:
        return False
    return request.if_none_match.contains_weak(etag)


def _with_body(body: Any, status: int, etag: str | None = None) -> Response:
    if status == 204:
        return Response(status=status)
    return JsonResponse(orjson.dumps(body, option=orjson.OPT_NON_STR_KEYS), status, etag)


def request_id() -> str:
    """Return the id by which the log and the answer speak of this request."""
    return str(request.environ.get(REQUEST_ID, ""))


class JsonProvider(DefaultJSONProvider):
    """Flask's JSON by orjson."""

    def dumps(self, obj: Any, **_options: Any) -> str:
        """Return a value as JSON text."""
        return orjson.dumps(obj, option=orjson.OPT_NON_STR_KEYS).decode()

    def loads(self, s: str | bytes, **_options: Any) -> Any:
        """Return the value of a JSON text."""
        return orjson.loads(s)
