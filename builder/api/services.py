"""What the routes are given by the composition root, and how they reach it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app

from builder.config import Config
from builder.runtime.workspaces import Workspaces

if TYPE_CHECKING:
    from flask_limiter import Limiter

EXTENSION = "formloom"


@dataclass(frozen=True)
class Services:
    """The doors to everything below: workspaces (with database and clock), settings, limits."""

    workspaces: Workspaces
    config: Config

    @cached_property
    def limiter(self) -> Limiter:
        """What counts attempts to sign in; loaded with the first one, so that a start need not wait for it."""
        from flask_limiter import Limiter
        from flask_limiter.util import get_remote_address

        app = cast("Flask", current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001
        found = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=False)
        # The extension hooks into each request of applications it does not know yet; only sign-in counts.
        app.extensions.setdefault("limiter", set()).add(found)
        found.init_app(app)
        return found


def services() -> Services:
    """Return the services of the running application."""
    return cast("Services", current_app.extensions[EXTENSION])
