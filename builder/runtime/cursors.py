"""Opaque cursors: where a page begins, sealed and bound to its order, so that none can be made up or mixed."""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from typing import Any

import orjson

from builder.errors import Invalid, Problem
from builder.metadata.query import Query
from builder.metadata.values import Value
from builder.runtime.work import Work
from builder.storage.query.pages import Page
from builder.storage.query.row_reader import key_of

SEAL_BYTES = 12
LONGEST = 4_000


def around(work: Work, query: Query, page: Page) -> tuple[str | None, str | None]:
    """Return the cursors of the next and of the previous page; None where there is none."""
    if not page.rows:
        return None, None
    first, last = page.rows[0].position, page.rows[-1].position
    has_next = page.more if not query.backward else query.cursor is not None
    has_previous = page.more if query.backward else query.cursor is not None
    return (
        sealed(work, query, last) if has_next else None,
        sealed(work, query, first) if has_previous else None,
    )


def sealed(work: Work, query: Query, position: tuple[Value, ...]) -> str:
    """Return a cursor for a position in the order of a query."""
    return sealed_for(work, _order_of(work, query), position)


def sealed_for(work: Work, order: str, position: tuple[Value, ...]) -> str:
    """Return a cursor for a position in an order that goes by this text."""
    body = orjson.dumps(position)
    return urlsafe_b64encode(_seal(work, order, body) + body).decode().rstrip("=")


def opened(work: Work, query: Query, cursor: Any) -> tuple[Value, ...]:
    """Return the position a cursor stands for. Raises Invalid ``bad_cursor`` for any other text."""
    return opened_for(work, _order_of(work, query), cursor)


def opened_for(work: Work, order: str, cursor: Any) -> tuple[Value, ...]:
    """Return the position that ``sealed_for`` made a cursor of. Raises as ``opened``."""
    refusal = Invalid([Problem("cursor", "bad_cursor")])
    if not isinstance(cursor, str) or len(cursor) > LONGEST or not cursor.isascii():
        raise refusal
    try:
        raw = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except (NotBase64, ValueError):
        raise refusal from None
    seal, body = raw[:SEAL_BYTES], raw[SEAL_BYTES:]
    if not hmac.compare_digest(seal, _seal(work, order, body)):
        raise refusal
    try:
        position = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise refusal from None
    if not isinstance(position, list):
        raise refusal
    return tuple(position)


def _order_of(work: Work, query: Query) -> str:
    order = "|".join(f"{key_of(item.path)} {item.path.part} {item.descending}" for item in query.sort)
    return f"{work.space.key}|{query.entity.id}|{order}|{query.trash}|"


def _seal(work: Work, order: str, body: bytes) -> bytes:
    text = order.encode()
    return hmac.new(work.secret, text + body, hashlib.sha256).digest()[:SEAL_BYTES]
