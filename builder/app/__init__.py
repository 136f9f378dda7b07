"""The composition root: makes the web application out of its parts, once for each web process."""

from __future__ import annotations

from builder.app.web import create_app

__all__ = ["create_app"]
