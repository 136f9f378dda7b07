"""How a job that did not succeed ends: again later, or for good with an error that a person can read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from builder.errors import BuilderError, Invalid, Unavailable

RETRY_DELAYS = (5, 20, 80, 320)
"""Seconds before the second, third … attempt; after the last one the job fails."""
LARGEST_ERROR = 100
"""Problems of an input that are kept with a job."""


@dataclass(frozen=True)
class Failure:
    """What went wrong, as it is stored, and whether the same may work later."""

    error: dict[str, Any]
    passing: bool


def failure_of(raised: Exception, reference: str) -> Failure:
    """Return how to treat what a handler raised.

    A refusal (a rule, a conflict, a missing thing) ends the job: the same input would be refused again. A
    database that does not answer may answer later. So may a fault of the program: it is tried again, and in
    the end shown as ``internal_error`` with the ``reference`` under which the log tells more.
    """
    if isinstance(raised, BuilderError):
        error: dict[str, Any] = {"code": raised.code, "params": raised.params}
        if isinstance(raised, Invalid):
            error["problems"] = [
                {"path": item.path, "code": item.code, "message": item.message, "params": dict(item.params)}
                for item in raised.problems[:LARGEST_ERROR]
            ]
            error["params"] = {"count": len(raised.problems)}
        return Failure(error, isinstance(raised, Unavailable))
    return Failure({"code": "internal_error", "params": {"reference": reference}}, True)


def delay_after(attempts: int, delays: tuple[int, ...] = RETRY_DELAYS) -> int | None:
    """Return the seconds until the next attempt, or None when there is none left."""
    return delays[attempts - 1] if 0 < attempts <= len(delays) else None
