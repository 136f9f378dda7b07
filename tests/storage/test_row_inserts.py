"""What is inserted, one by one or in bulk, is what is read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import BigInteger, Column, MetaData, Table, Text, select

from builder.storage.copy_text import copy_text
from builder.storage.engine import Connection, Database
from builder.storage.row_inserts import COPIED, RowInsert
from builder.storage.series_inserts import SeriesInsert

TABLE = Table(
    "probe", MetaData(), Column("id", BigInteger, primary_key=True), Column("number", BigInteger), Column("words", Text)
)
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=20) | st.sampled_from(
    ["", "\\", "\\N", "\\.", "\t", "a\nb", "a\r\nb", "\x1d", "\x1e", "\x1f", "\x1f\x1e", "织表", "\U0001f600"]
)
ROWS = st.lists(st.tuples(st.none() | st.integers(-(2**63), 2**63 - 1), st.none() | TEXTS), max_size=12)


@pytest.fixture
def conn(database: Database) -> Iterator[Connection]:
    with database.write() as conn:
        TABLE.create(conn)
        yield conn
        TABLE.drop(conn)


@pytest.mark.parametrize("times", [1, COPIED])
def test_rows_are_read_as_they_were_inserted(conn: Connection, times: int) -> None:
    insert = RowInsert(conn, TABLE, ("id", "number", "words"))

    @settings(max_examples=60)
    @given(ROWS)
    def check(rows: list[tuple[int | None, str | None]]) -> None:
        conn.execute(TABLE.delete())
        numbered = [(at, *row) for at, row in enumerate(rows * times)]
        insert.run(conn, numbered)
        assert [tuple(row) for row in conn.execute(select(TABLE).order_by(TABLE.c.id))] == numbered
        conn.execute(TABLE.delete())
        insert.run_parts(
            conn, len(numbered), (list(zip(*numbered[at : at + 7], strict=True)) for at in range(0, len(numbered), 7))
        )
        assert [tuple(row) for row in conn.execute(select(TABLE).order_by(TABLE.c.id))] == numbered

    check()


def test_what_has_a_meaning_in_the_text_of_a_copy_is_escaped() -> None:
    assert copy_text([[1, 2], [None, "\\N"], ["a\tb\r\n", "\x1d\x1e\x1f"], [None, None]]) == (
        b"1\t\\N\ta\\tb\\r\\n\t\\N\n2\t\\\\N\t\x1d\x1e\x1f\t\\N\n"
    )


@pytest.mark.parametrize("count", [0, 1, 3])
def test_rows_that_are_alike_are_made_from_a_series(conn: Connection, count: int) -> None:
    insert = SeriesInsert(conn, TABLE, ("id", "number"), ("words",))
    insert.run(conn, count, (7, 2**52), ("织表",))
    found = [tuple(row) for row in conn.execute(select(TABLE).order_by(TABLE.c.id))]
    assert found == [(7 + at, 2**52 + at, "织表") for at in range(count)]
