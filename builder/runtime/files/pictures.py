"""Pictures are made anew in a process of their own, so that what is kept was written by us and nothing hides in it."""

from __future__ import annotations

import os
import subprocess  # nosec B404: the one program started is this interpreter
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

import builder
from builder.errors import Invalid, Problem
from builder.runtime.files.picture_child import MOST_PIXELS, SECONDS

START = "import sys; sys.path.append(sys.argv[1]); from builder.runtime.files.picture_child import main; main()"


@dataclass(frozen=True)
class Picture:
    """A picture that was made anew, and its small likeness (WebP, at most 480 by 480)."""

    kind: str
    width: int
    height: int
    content: bytes
    small: bytes


def made_anew(given: bytes) -> Picture:
    """Return a picture without anything but its pixels.

    Raises Invalid ``picture_too_large`` (over 50 million pixels) or ``picture_damaged``.
    """
    done = _run(given)
    head, _, rest = done.partition(b"\n")
    said: dict[str, Any] = orjson.loads(head) if head else {"error": "picture_damaged"}
    if "error" in said:
        raise Invalid([Problem("file", said.pop("error"), params=said)])
    size = said["size"]
    return Picture(said["kind"], said["width"], said["height"], rest[:size], rest[size:])


def _run(given: bytes) -> bytes:
    root = str(Path(builder.__file__).resolve().parent.parent)
    environment = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
    try:
        done = subprocess.run(  # nosec B603: a fixed program, no shell, nothing of the file in the arguments
            [sys.executable, "-I", "-c", START, root],
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=2 * SECONDS,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired:
        raise Invalid([Problem("file", "picture_too_large", params={"pixels": None, "limit": MOST_PIXELS})]) from None
    return done.stdout if done.returncode == 0 else b""
