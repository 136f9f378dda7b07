"""Finds a browser for the journeys: an installed one, else Playwright's own, else Debian's package."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]


def find_browser() -> str | None:
    """Return the path of a browser; None when Playwright has its own. Raises RuntimeError if there is none."""
    # Processes that run tests side by side would stop each other's installation.
    with (Path(tempfile.gettempdir()) / f"formloom-browser-{os.getuid()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _installed() or _install()


def _installed() -> str | None:
    on_path = next((path for name in NAMES if (path := shutil.which(name))), None)
    return on_path or next((path for path in MAC if os.access(path, os.X_OK)), None)


def _install() -> str | None:
    if _succeeds([sys.executable, "-m", "playwright", "install", "chromium"]):
        return None
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _succeeds(["apt-get", "update", "-qq"])
        _succeeds(["apt-get", "install", "-y", "-qq", "chromium", "fonts-noto-cjk"])
        found = shutil.which("chromium")
        if found:
            return found
    raise RuntimeError("No browser was found for the journeys: install Chromium or Google Chrome.")


def _succeeds(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, timeout=600, check=False).returncode == 0
