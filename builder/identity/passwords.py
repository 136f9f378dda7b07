"""Passwords: what is accepted, how they are kept (Argon2id), and a check that takes equally long for nobody."""

from __future__ import annotations

from functools import cache

from pwdlib import PasswordHash

SHORTEST = 8
LONGEST = 1_000
"""Characters; more would only cost time."""


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _nobody() -> str:
    return _hasher().hash("no account has this password")


def hash_password(password: str) -> str:
    """Return the hash to keep. Takes tens of milliseconds: call it before a write transaction begins."""
    return _hasher().hash(password)


def password_matches(password: str, kept: str | None) -> bool:
    """Whether the password belongs to the hash; without a hash as slow as with one, and False."""
    if len(password) > LONGEST:
        return False
    try:
        matches = _hasher().verify(password, kept or _nobody())
    except UnicodeEncodeError:
        return False
    return matches and kept is not None


def password_problem(password: str) -> tuple[str, dict[str, int]] | None:
    """Return (code, params) when the password is not acceptable as a new one."""
    if len(password) < SHORTEST:
        return "password_too_short", {"minimum": SHORTEST}
    if len(password) > LONGEST:
        return "password_too_long", {"maximum": LONGEST}
    try:
        password.encode()
    except UnicodeEncodeError:
        return "not_text", {}
    return None
