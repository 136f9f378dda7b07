"""Writes the OpenAPI document: ``python -m builder.api.export_openapi admin_ui/openapi.json``."""

from __future__ import annotations

import sys
from pathlib import Path

import orjson

from builder.api.registration import described


def document_text() -> bytes:
    """Return the document as it is kept in the repository."""
    return orjson.dumps(described(), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(document_text())
