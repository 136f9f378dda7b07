"""Reads bodies and query strings: bounded, strict, and with every problem named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

import flask
from marshmallow import Schema, ValidationError
from webargs import core
from webargs.flaskparser import FlaskParser
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import UnsupportedMediaType

from builder.errors import Invalid, Problem
from builder.metadata.json_texts import read_json
from builder.metadata.values import BadValue

DEEPEST_JSON = 64
_TOO_DEEP = Problem("", "too_deep", params={"max": DEEPEST_JSON})
_NUL = "\x00"


class Malformed(Invalid):
    """A request that cannot be understood: 400, where rules of the product answer 422."""

    default_code = "malformed"


class StrictParser(FlaskParser):
    """Loads what requests hold; unknown keys are refused in query strings too."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"json": None, "query": None, "multipart": None}

    def load_json(self, req: flask.Request, schema: Schema) -> Any:
        """Return the parsed body; no body at all is an empty object."""
        raw = req.get_data(cache=True)
        if not raw and req.mimetype in ("", "application/json"):
            return core.missing
        if not req.is_json:
            raise UnsupportedMediaType
        return parsed_json(raw)

    def load_querystring(self, req: flask.Request, schema: Schema) -> Any:
        """Return the query string as an object; a name that occurs twice is refused."""
        return once(req.args)

    def load_multipart(self, req: flask.Request, schema: Schema) -> Any:
        """Return the fields and files of a form as one object."""
        if req.mimetype != "multipart/form-data" and (req.mimetype or req.get_data(cache=True)):
            raise Malformed([Problem("", "not_a_form")])
        try:
            files = once(req.files)
        except ValueError as unreadable:
            raise Malformed([Problem("", "form_damaged")]) from unreadable
        refuse_nul([file.filename for file in files.values()])
        return {**once(req.form), **files}

    __location_map__ = {**FlaskParser.__location_map__, "multipart": "load_multipart"}

    def handle_error(
        self,
        error: ValidationError,
        req: flask.Request,
        schema: Schema,
        *,
        error_status_code: int | None,
        error_headers: Mapping[str, str] | None,
    ) -> NoReturn:
        """Turn the errors of a shape into one refusal."""
        inner = next(iter(error.messages.values())) if isinstance(error.messages, dict) else error.messages
        raise Malformed(problems_in(inner)) from error


def parsed_json(raw: bytes) -> Any:
    """Return what a body says. Raises Malformed for broken JSON, too deep nesting and NUL characters."""
    try:
        body = read_json(raw)
    except BadValue as bad:
        raise Malformed([_TOO_DEEP] if bad.code == "too_deep" else bad.problems_at("")) from bad
    if raw.count(b"[") + raw.count(b"{") > DEEPEST_JSON and _depth(body) > DEEPEST_JSON:
        raise Malformed([_TOO_DEEP])
    if b"\\u0000" in raw:
        refuse_nul(body)
    return body


def once(pairs: MultiDict[str, Any]) -> dict[str, Any]:
    """Return names and values, each name once. Raises Malformed."""
    twice = [name for name, values in pairs.lists() if len(values) > 1]
    if twice:
        raise Malformed([Problem(name[:100], "given_twice") for name in twice])
    found = dict(pairs)
    refuse_nul({name: value for name, value in found.items() if isinstance(value, str)})
    return found


def refuse_nul(body: Any) -> None:
    """Raise Malformed where a text holds a NUL character, which no database keeps."""
    if any(_NUL in text for text in _texts(body)):
        raise Malformed([Problem("", "nul_character")])


def problems_in(messages: Any, path: str = "") -> list[Problem]:
    """Return the problems of a shape's nested error messages (``code`` or ``code|name=value|…``)."""
    if isinstance(messages, Mapping):
        found: list[Problem] = []
        for key, inner in messages.items():
            outer = str(key)[:100]
            parts = [part for part in (path, "" if outer == "_schema" else outer) if part]
            found += problems_in(inner, ".".join(parts))
        return found
    if isinstance(messages, list):
        return [problem for message in messages for problem in problems_in(message, path)]
    code, *pairs = str(messages).split("|")
    params = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    return [Problem(path, code, params={name: int(text) if text.isdigit() else text for name, text in params.items()})]


def _depth(body: Any) -> int:
    level, depth = [body], 0
    while level:
        depth += 1
        level = [inner for item in level for inner in _children(item) if isinstance(inner, dict | list)]
    return depth


def _children(item: Any) -> Any:
    if isinstance(item, dict):
        return item.values()
    return item if isinstance(item, list) else ()


def _texts(body: Any) -> Iterator[str]:
    waiting = [body]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            waiting.extend(item.keys())
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
