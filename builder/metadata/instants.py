"""Moments as they are written outside: RFC 3339 in UTC."""

from __future__ import annotations

from datetime import datetime, timedelta

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - UTC, the Z is written below


def rfc3339(microseconds: int) -> str:
    """Return microseconds since 1970-01-01T00:00Z as ``2026-11-24T20:18:00Z``, with a fraction where there is one."""
    return (_EPOCH + timedelta(microseconds=microseconds)).isoformat() + "Z"
