"""Writes the OpenAPI document: ``python -m builder.api.export_openapi admin_ui/openapi.json``."""

from __future__ import annotations

import sys
from pathlib import Path

import orjson
from flask import Flask

from builder.api.openapi_routes import document_of
from builder.api.registration import describe


def document_text() -> bytes:
    """Return the document as it is kept in the repository."""
    document = document_of(describe(Flask("builder", static_folder=None)))
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(document_text())
