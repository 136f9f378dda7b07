"""What careless and hostile clients send as a value."""

from __future__ import annotations

import json
from typing import Any

from werkzeug.test import TestResponse

from tests.api.conftest import API, Browser


def deep(levels: int) -> Any:
    """Return lists in lists."""
    value: Any = []
    for _ in range(levels):
        value = [value]
    return value


TEXTS = [
    "",
    " ",
    "\"quoted\" 'x' `y` \\ \\\\",
    "🎉👩‍👩‍👧‍👦 \U0010ffff",
    "长" * 200,
    "x" * 1_000_001,
    "__proto__",
    "constructor",
    "toString",
    "\u202eabc\u200f\u2066",
    "Robert'); DROP TABLE students; --",
    '"; DROP TABLE "thing',
    "' OR 1=1 --",
    "%s %d {0} {x} ${y} %(z)s :name",
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "a\r\nb\tc",
    "a\u2028b\u2029c",
    "\ufeffbegun",
    "e\u0301 \u00e9",
    "\x7f\x1b[31m\x01",
    "NaN",
    "-Infinity",
    "-0",
    "1e400",
    "1e-400",
    "９９",
    "٣",
    "0x10",
    "1_000",
    "9" * 400,
    "0." + "1" * 400,
    "2024-02-30",
    "0000-00-00",
    "2024-01-01T00:00:00",
    "2024-01-01T24:00:00Z",
    "2024-01-01T00:00:00+99:99",
    "24:00",
    "10000-01-01",
    "null",
    "true",
    "#12345",
    "javascript:alert(1)",
    "http://" + "a" * 5_000,
    "a@" + "b" * 300 + ".com",
]
NUMBERS = [-1, 0, 2**53, 2**63, 2**64, -(2**63) - 1, 10**40, 0.1, 1e308, -0.0, 1e-320, True, False]
SHAPES = [
    [],
    {},
    [[]],
    [None],
    [""],
    [True],
    [1.5],
    [{}],
    {"": ""},
    {"__proto__": {"admin": True}},
    {"id": True},
    {"id": -1},
    {"id": 2**70},
    {"id": 999_999_999, "label": "nobody"},
    {"entity": "__proto__", "id": 1},
    {"entity": ["friend"], "id": 1},
    {"entity": "friend", "id": 999_999_999},
    {"amount": "NaN", "currency": "CNY"},
    {"amount": "1", "currency": "__proto__"},
    {"amount": 1e308, "currency": "USD"},
    {"amount": "1", "currency": "USD", "extra": 1},
    {"min": "2", "max": "1"},
    {"min": {}, "max": []},
    {"start": "x", "end": None},
    {"start": "2024-02-02", "end": "2024-01-01"},
    {"latitude": "91", "longitude": "0"},
    {"latitude": "1e400", "longitude": 0},
    {"latitude": "1"},
    {"province": "x" * 10_000},
    {"detail": ["x"]},
    {"country": "\u202e"},
    [1] * 1_100,
    [999_999_999],
    ["high"] * 3,
    ["high", "__proto__"],
    ["industry"],
    ["steel", "industry"],
    [{"item": "x", "nonsense": 1}],
    [{"item": "x" * 100_000}],
    [{"id": 999_999_999, "item": "x"}],
    [{"id": "x", "item": "x"}],
    [{"item": "x", "price": "NaN", "count": 1.5, "grade": "none"}],
    [{"item": "x"}] * 1_100,
    [{"id": "../../etc/passwd", "name": "a/b\\c", "size": -1, "kind": "x"}],
    [{"id": "up_1", "name": "\u202egnp.exe", "size": 2**70, "kind": "image/png"}],
    {"type": "doc", "content": [{"type": "script", "content": [{"type": "text", "text": "x"}]}]},
    {"type": "doc", "content": [{"type": "paragraph", "attrs": {"onclick": "x"}, "content": {}}]},
    {"type": "doc", "content": "x"},
    deep(40),
    {"a" * 10_000: 1},
    {str(number): number for number in range(1_100)},
]
VALUES: list[Any] = [*TEXTS, *NUMBERS, *SHAPES]
UNKEPT = ["a\x00b", ["\x00"], {"\x00": 1}]
"""What no database keeps; a lone surrogate cannot even be written as JSON in UTF-8."""


def told(value: Any) -> str:
    """Return a value for people, cut."""
    text = ascii(value)
    return text if len(text) < 60 else f"{text[:50]}… ({len(text)})"


def send(browser: Browser, path: str, body: Any, method: str = "POST", **headers: str) -> TestResponse:
    """Send a body as another JSON writer than the server's own would: any number, any text that UTF-8 can hold."""
    raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    sent = {"Content-Type": "application/json", "X-CSRF-Token": browser.csrf, "Accept-Language": "en", **named}
    return browser.client.open(API + path, method=method, data=raw, headers=sent)
