"""What the errors of a disk mean for a caller, whoever writes to it."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from builder.errors import Unavailable

_CODES = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "disk_unavailable",
    errno.EIO: "disk_unavailable",
    errno.EROFS: "disk_unavailable",
}


def disk_meaning(error: OSError) -> Unavailable | None:
    """Return what an error of the system means, or None when it is none of a disk."""
    code = _CODES.get(error.errno or 0)
    return Unavailable(code) if code else None


@contextmanager
def disk_translated() -> Iterator[None]:
    """Turn errors of the disk into Unavailable ``disk_full`` or ``disk_unavailable``; others pass unchanged."""
    try:
        yield
    except OSError as error:
        meaning = disk_meaning(error)
        if meaning is None:
            raise
        raise meaning from error
