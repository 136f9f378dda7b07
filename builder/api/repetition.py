"""Idempotency-Key and If-Match: a request sent twice is carried out once, and never against another version."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Any

import orjson
from flask import Response, request

from builder.api.answers import JSON_TYPE, JsonResponse, respond
from builder.api.requests import Malformed
from builder.errors import Conflict, Invalid, Problem
from builder.metadata.json_texts import read_json
from builder.metadata.values import LARGEST_ID
from builder.runtime.work import Work
from builder.storage import idempotency

KEY_HEADER = "Idempotency-Key"
KEY_PATTERN = re.compile(r"[\x21-\x7e]{1,200}")
VERSION_PATTERN = re.compile(r'(?:W/)?"([0-9]{1,16})"')
REPLAYED_HEADER = "Idempotency-Replayed"


class VersionMissing(Conflict):
    """The change does not say which version it was made from."""

    default_code = "version_missing"


class KeyReused(Invalid):
    """The same Idempotency-Key came with another request."""

    default_code = "idempotency_mismatch"


def wanted_version() -> int:
    """Return the version of If-Match. Raises VersionMissing without the header, Malformed for another form."""
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise VersionMissing
    found = VERSION_PATTERN.fullmatch(given)
    if found is None or int(found[1]) > LARGEST_ID:
        raise Malformed([Problem("", "bad_version", params={"given": given[:100]})])
    return int(found[1])


def once(work: Work, action: Callable[[], Any], status: int) -> Response:
    """Carry out an action, or answer what was answered when its Idempotency-Key came first."""
    key = request.headers.get(KEY_HEADER)
    if key is None or request.method != "POST":
        return respond(action(), status)
    if not KEY_PATTERN.fullmatch(key):
        raise Malformed([Problem("", "bad_idempotency_key")])
    who, asked = (str(work.rights.user), key), _request_hash()
    kept = idempotency.claim(work.conn, work.space, who, asked, work.now)
    if kept is not None:
        return _again(kept, asked)
    response = respond(action(), status)
    body = response.plain.decode() if isinstance(response, JsonResponse) else response.get_data(as_text=True)
    etag = response.get_etag()[0]
    idempotency.keep(work.conn, work.space, who, idempotency.Kept(asked, response.status_code, body, etag))
    return response


def _again(kept: idempotency.Kept, asked: str) -> Response:
    if kept.request_hash != asked:
        raise KeyReused([])
    response = Response(kept.body, status=kept.status, mimetype=JSON_TYPE)
    if kept.etag:
        response.set_etag(kept.etag)
    response.headers[REPLAYED_HEADER] = "true"
    return response


def _request_hash() -> str:
    """Return what makes two requests the same: method, address, version and body (whatever its spacing)."""
    raw = request.get_data(cache=True)
    body = orjson.dumps(read_json(raw), option=orjson.OPT_SORT_KEYS) if raw and request.is_json else raw
    head = f"{request.method} {request.full_path} {request.headers.get('If-Match', '')}\n".encode()
    return hashlib.sha256(head + body).hexdigest()
