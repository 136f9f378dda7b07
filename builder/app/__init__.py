"""The composition root: makes the web application out of its parts, once for each web process."""

from __future__ import annotations

import builder.cli.lean  # noqa: F401 before all that logs
from builder.app.web import create_app

__all__ = ["create_app"]
