"""Every way in which the product refuses: one small tree of exceptions, and the problem they carry.

BuilderError
  NotFound         the thing does not exist, or the asker may not know that it does
  NotAllowed       the asker is known and may not do this
  Conflict         the state forbids it now (in use, already there)
    Taken          another record has a value that only one may have
    StaleVersion   the record or document changed since it was read
  Invalid          the input breaks rules; carries every problem found
  LimitExceeded    a stated limit of size, time or count
  Unavailable      the database, the disk or a worker does not answer; nothing was done
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One broken rule: where (a dotted path into the input), a stable code, and what a message needs.

    ``message`` is filled only where a document supplies its own text; otherwise the edge makes
    it from ``code`` and ``params`` in the reader's language.
    """

    path: str
    code: str
    message: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    def under(self, prefix: str) -> Problem:
        """Return the same problem seen from an outer document."""
        path = f"{prefix}.{self.path}" if self.path else prefix
        return Problem(path, self.code, self.message, self.params)


class BuilderError(Exception):
    """A refusal with a stable code; the edges turn it into one error shape."""

    default_code = "error"

    def __init__(self, code: str = "", **params: Any) -> None:
        self.code = code or self.default_code
        self.params = params
        super().__init__(f"{self.code} {params}" if params else self.code)


class NotFound(BuilderError):
    """Unknown and forbidden look the same."""

    default_code = "not_found"


class NotAllowed(BuilderError):
    """The principal may not do this."""

    default_code = "not_allowed"


class Conflict(BuilderError):
    """The present state forbids the change."""

    default_code = "conflict"


class Taken(Conflict):
    """Another record has the value; ``problems`` tell which fields hold it."""

    default_code = "not_unique"

    def __init__(self, problems: Iterable[Problem], **params: Any) -> None:
        self.problems = tuple(problems)
        super().__init__(**params)


class StaleVersion(Conflict):
    """What was to be changed has changed since it was read."""

    default_code = "stale_version"


class LimitExceeded(BuilderError):
    """A stated bound was reached; params name it."""

    default_code = "limit_exceeded"


class Unavailable(BuilderError):
    """A resource does not answer; nothing was done and the same call may be repeated."""

    default_code = "unavailable"


class Invalid(BuilderError):
    """The input is refused whole; ``problems`` lists every reason, in input order."""

    default_code = "invalid"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__()

    def __str__(self) -> str:
        return "; ".join(f"{p.path}: {p.code} {dict(p.params) or ''}".rstrip() for p in self.problems)
