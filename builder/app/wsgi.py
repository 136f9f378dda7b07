"""Makes the application inside a web process that ``builder run`` started."""

from __future__ import annotations

import os

from flask import Flask

from builder.app.web import create_app
from builder.cli.garbage import keep_what_is_loaded
from builder.cli.logs import configure_logging
from builder.cli.output import Output
from builder.cli.parent import end_with_parent
from builder.config import from_environment


def create() -> Flask:
    """Return the application, its settings from the environment; the process ends with its parent.

    What keeps it from starting is said on standard error, and the process ends.
    """
    end_with_parent(os.getppid())
    with Output(as_json=False).refusals():
        config = from_environment(os.environ)
        configure_logging(config, "web")
        app = create_app(config)
    keep_what_is_loaded()
    return app
