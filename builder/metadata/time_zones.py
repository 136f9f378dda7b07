"""Time zones by the names of IANA; what only one machine means by a name (``localtime``) is none of them."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

_PLACEHOLDER = "Factory"
"""Stands in the list for a zone that nobody has set."""


def is_time_zone(name: str) -> bool:
    """Whether a name stands in the list of IANA."""
    return name in _names()


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    listed = files("tzdata").joinpath("zones").read_text(encoding="ascii").split()
    return frozenset(listed) - {_PLACEHOLDER}
