"""What the routes are given by the composition root, and how they reach it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import current_app
from flask_limiter import Limiter

from builder.config import Config
from builder.runtime.workspaces import Workspaces

EXTENSION = "formloom"


@dataclass(frozen=True)
class Services:
    """The doors to everything below: workspaces (with database and clock), settings, limits."""

    workspaces: Workspaces
    config: Config
    limiter: Limiter


def services() -> Services:
    """Return the services of the running application."""
    return cast("Services", current_app.extensions[EXTENSION])
