"""The walls a reading process puts up around itself before it opens a file it does not trust."""

from __future__ import annotations

import contextlib
import ctypes
import math
import os
import sys

NEW_NETWORK = 0x40000000
NEW_USER = 0x10000000
OPEN_FILES = 64


def confine(memory_bytes: int, seconds: float) -> None:
    """Give up network, file writing, and memory and processor time beyond the bounds, where the platform can."""
    _leave_network()
    try:
        import resource
    except ImportError:
        return
    processor = math.ceil(seconds)
    bounds = (
        ("RLIMIT_CORE", 0, 0),
        ("RLIMIT_FSIZE", 0, 0),
        ("RLIMIT_NOFILE", OPEN_FILES, OPEN_FILES),
        ("RLIMIT_CPU", processor, processor + 2),
        ("RLIMIT_AS", memory_bytes, memory_bytes),
    )
    for name, soft, hard in bounds:
        kind = getattr(resource, name, None)
        if kind is None:
            continue
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (soft, hard))


def _leave_network() -> None:
    """Move into an empty network namespace; without the right to do so, try through a namespace of its own users."""
    if not sys.platform.startswith("linux"):
        return
    with contextlib.suppress(OSError, AttributeError):
        system = ctypes.CDLL(None, use_errno=True)
        if system.unshare(NEW_NETWORK) != 0 and os.geteuid() != 0:
            system.unshare(NEW_USER | NEW_NETWORK)
