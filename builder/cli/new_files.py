"""Files that a command is to write: refused before anything is done, not after."""

from __future__ import annotations

import os
from pathlib import Path

from builder.errors import Invalid, Problem


def require_writable(file: Path) -> None:
    """Raise Invalid ``cannot_write_file`` where a file could not be written."""
    target = file if file.exists() else file.parent
    if not target.exists() or not os.access(target, os.W_OK):
        raise Invalid([Problem("file", "cannot_write_file", params={"path": str(file)})])
