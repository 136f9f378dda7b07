"""The direct way to PostgreSQL says and refuses what the driver's own way does."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from builder.errors import Unavailable
from builder.storage import postgresql
from builder.storage.engine import Connection, Database
from builder.storage.postgresql import DirectConnection
from builder.storage.query.prepared import PlainStatement

TEXTS = ["", "a", "it's", 'say "yes"', "100%", "%s %(x)s $1 ?", "\\", "织表", "\U0001f600", "a\nb\tc", "x" * 100_000]
NUMBERS = [0, 1, -1, 2**53, -(2**63), 2**63 - 1]


@pytest.fixture
def conn(postgres_database: Database) -> Iterator[Connection]:
    with postgres_database.write() as conn:
        yield conn


def direct(conn: Connection) -> DirectConnection:
    driver = conn.connection.driver_connection
    assert isinstance(driver, DirectConnection)
    return driver


@pytest.mark.parametrize("steady", [False, True])
def test_values_come_back_as_they_went(conn: Connection, steady: bool) -> None:
    for text in TEXTS:
        assert direct(conn).rows(b"SELECT $1::text, $2::text", [text, None], steady) == [(text, None)]
    for number in NUMBERS:
        assert direct(conn).rows(b"SELECT $1::bigint, $2::bigint", [number, None], steady) == [(number, None)]
    assert direct(conn).rows(b"SELECT n FROM generate_series(1, $1::int) AS n", [3], steady) == [(1,), (2,), (3,)]
    assert direct(conn).rows(b"DELETE FROM session WHERE id = $1", ["none"], steady) == []


@pytest.mark.parametrize("steady", [False, True])
def test_what_the_server_refuses_is_the_error_that_the_driver_raises(postgres_database: Database, steady: bool) -> None:
    for statement, kind in (("SELECT nothing", "UndefinedColumn"), ("SELECT 1 / 0", "DivisionByZero")):
        refusals = []
        for run in (
            lambda conn, text: direct(conn).rows(text.encode(), [], steady),
            lambda conn, text: direct(conn).execute(text),
        ):
            with pytest.raises(psycopg.Error) as refused, postgres_database.write() as conn:
                run(conn, statement)
            refusals.append((type(refused.value), refused.value.sqlstate, str(refused.value)))
        assert refusals[0] == refusals[1]
        assert refusals[0][0].__name__ == kind


def test_a_text_with_a_nul_character_is_refused_as_the_driver_does(conn: Connection) -> None:
    with pytest.raises(psycopg.DataError) as refused:
        direct(conn).rows(b"SELECT $1::text", ["a\0b"])
    with pytest.raises(psycopg.DataError) as expected:
        direct(conn).execute("SELECT %s::text", ["a\0b"])
    assert str(refused.value) == str(expected.value)


def test_marks_in_texts_are_no_parameters(conn: Connection) -> None:
    statement = PlainStatement(conn, "SELECT '100%%' || %(a)s::text || %(b)s::text")
    assert statement.rows(conn, ["1", "2"]) == [("100%12",)]


def test_steady_statements_are_forgotten_when_they_are_too_many(
    conn: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "MOST_STEADY", 3)
    for _ in range(2):
        for number in range(7):
            assert direct(conn).rows(b"SELECT %d" % number, [], steady=True) == [(number,)]
    kept = direct(conn).rows(b"SELECT count(*) FROM pg_prepared_statements", [])
    assert kept[0][0] <= 3


def test_a_steady_statement_goes_on_when_its_table_grows(postgres_database: Database) -> None:
    ask = b"SELECT account_id FROM session WHERE id = $1"
    with postgres_database.write() as conn:
        assert direct(conn).rows(ask, ["none"], steady=True) == []
        conn.exec_driver_sql("ALTER TABLE session ADD COLUMN more bigint")
        assert direct(conn).rows(ask, ["none"], steady=True) == []
        conn.exec_driver_sql("ALTER TABLE session DROP COLUMN more")


def test_a_connection_that_is_lost_is_told_and_replaced(postgres_database: Database) -> None:
    def lose() -> None:
        with postgres_database.read() as conn:
            statement = PlainStatement(conn, "SELECT pg_backend_pid()")
            (mine,) = statement.rows(conn, [])[0]
            with postgres_database.write() as other:
                other.exec_driver_sql(f"SELECT pg_terminate_backend({mine}, 5000)")
            statement.rows(conn, [])

    with pytest.raises(Unavailable) as refused:
        lose()
    assert refused.value.code == "database_unreachable"
    with postgres_database.read() as conn:
        assert PlainStatement(conn, "SELECT 1").rows(conn, []) == [(1,)]


@pytest.mark.parametrize("role", ["read", "write"])
def test_a_connection_lost_while_it_was_idle_is_replaced_unseen(postgres_database: Database, role: str) -> None:
    with postgres_database.read() as conn:
        mine = direct(conn).info.backend_pid
        address = postgres_database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as stranger:
        stranger.execute("SELECT pg_terminate_backend(%s, 5000)", [mine])
    with getattr(postgres_database, role)() as conn:
        assert PlainStatement(conn, "SELECT 1").rows(conn, []) == [(1,)]


def test_a_read_changes_nothing(postgres_database: Database) -> None:
    with pytest.raises(Unavailable) as refused, postgres_database.read() as conn:
        PlainStatement(conn, "DELETE FROM session").rows(conn, [])
    assert refused.value.code == "database_read_only"
