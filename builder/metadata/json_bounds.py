"""What counts as JSON at all, before any schema looks at it: bounded, finite, whole characters."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from builder.errors import Problem
from builder.metadata.values import LARGEST_INTEGER

LARGEST_DEPTH = 60
LARGEST_COUNT = 200_000
"""Values in one document, inner ones included."""
LONGEST_LIST = 10_000
"""Items of one list, and members of one object: a validator names each that is wrong, which takes its time."""
LARGEST_TEXT = 8_000_000
"""Characters in one document, keys included."""


def bounds_problems(raw: Any, most: int = 20) -> list[Problem]:
    """Return why a value is no JSON that this product keeps: at most ``most`` problems, and the size comes first."""
    too_big = _size_problem(raw)
    if too_big is not None:
        return [too_big]
    found: list[Problem] = []
    for path, value in _values(raw):
        if isinstance(value, list | dict) and len(value) > LONGEST_LIST:
            found.append(Problem(path, "too_many", params={"max": LONGEST_LIST}))
        elif code := _code_of(value):
            found.append(Problem(path, code))
        if len(found) >= most:
            break
    return found


def _size_problem(raw: Any) -> Problem | None:
    """Walk level by level, so that a deep or endless value is left as soon as it breaks a bound."""
    level, depth, count, text = [raw], 0, 0, 0
    while level:
        depth += 1
        if depth > LARGEST_DEPTH:
            return Problem("", "too_deep", params={"max": LARGEST_DEPTH})
        count += len(level)
        below: list[Any] = []
        for value in level:
            text += len(value) if isinstance(value, str) else 0
            below += _inside(value)
        if count + len(below) > LARGEST_COUNT or text > LARGEST_TEXT:
            return Problem("", "document_too_large", params={"max": LARGEST_COUNT})
        level = below
    return None


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    return value if isinstance(value, list) else []


def _values(raw: Any) -> Iterator[tuple[str, Any]]:
    """Yield (dotted path, value) of everything inside, keys as values of their own, in order."""
    stack: list[tuple[str, Any]] = [("", raw)]
    while stack:
        path, value = stack.pop()
        yield path, value
        prefix = f"{path}." if path else ""
        if isinstance(value, dict):
            for key, item in reversed(value.items()):
                stack.append((f"{prefix}{printable(key)}", item))
                stack.append((path, _Key(key)))
        elif isinstance(value, list):
            stack += [(f"{prefix}{index}", item) for index, item in reversed(list(enumerate(value)))]


class _Key:
    def __init__(self, key: Any) -> None:
        self.key = key


def _code_of(value: Any) -> str:
    if isinstance(value, _Key):
        return _code_of(value.key) if isinstance(value.key, str) else "not_json"
    if isinstance(value, str):
        return _code_of_text(value)
    if value is None or isinstance(value, bool | dict | list):
        return ""
    if isinstance(value, int):
        return "number_too_large" if abs(value) > LARGEST_INTEGER else ""
    if isinstance(value, float):
        return "" if math.isfinite(value) else "number_too_large"
    return "not_json"


def _code_of_text(text: str) -> str:
    if "\x00" in text:
        return "nul_character"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "broken_character"
    return ""


def printable(key: Any) -> str:
    """Return a key as it may stand in the path of a problem: short and whole."""
    text = str(key)[:100] if isinstance(key, str | int | float) else "?"
    return text.encode("utf-8", "replace").decode().replace("\x00", "?")
