"""Reads JSON as it was written, and tells what about it cannot be read."""

from __future__ import annotations

from typing import Any

import orjson

from builder.metadata.values import BadValue

_MARK = "\ufeff"
"""A byte order mark, with which some editors begin a file."""
_MEANINGS = (("depth limit", "too_deep"), ("infinity", "number_too_large"))
"""What the reader says (a phrase of it) → code; everything else is no JSON."""


def read_json(written: bytes | str) -> Any:
    """Return what a JSON text says; a byte order mark before it is passed over.

    Raises BadValue ``not_json`` with its line and character, ``too_deep``, ``number_too_large``.
    """
    mark = _MARK if isinstance(written, str) else _MARK.encode()
    try:
        return orjson.loads(written.removeprefix(mark))  # type: ignore[arg-type]
    except orjson.JSONDecodeError as error:
        code = next((code for phrase, code in _MEANINGS if phrase in str(error)), "not_json")
        raise BadValue(code, line=error.lineno, character=error.colno) from None
