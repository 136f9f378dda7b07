"""A query that takes too long is stopped and refused, and the next one runs."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import text

from builder.errors import LimitExceeded
from builder.storage.query.time_limits import time_limit

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT count(*) FROM n"


def test_a_query_that_takes_too_long_is_stopped(database):
    start = time.monotonic()
    with pytest.raises(LimitExceeded) as refused, database.read() as conn, time_limit(conn, 0.2):
        conn.execute(text(ENDLESS))
    assert refused.value.code == "query_too_slow"
    assert time.monotonic() - start < 5
    with database.read() as conn:
        assert conn.execute(text("SELECT 1")).scalar_one() == 1


def test_the_limit_ends_with_the_query_it_is_for(database):
    short = ENDLESS.replace("1000000000", "300000")
    with database.read() as conn:
        with time_limit(conn, 0.01):
            conn.execute(text("SELECT 1"))
        assert conn.execute(text(short)).scalar_one() == 300_000
