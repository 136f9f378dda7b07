"""Sessions: a token nobody can guess or read from the database, which ends when it should."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from builder.identity import accounts, sessions
from builder.identity.accounts import NewAccount
from builder.storage import account_rows
from builder.storage.engine import Database
from builder.storage.fixed_tables import session as session_table
from tests.conftest import NOW


@pytest.fixture
def anna(database: Database) -> int:
    with database.write() as conn:
        return accounts.create(conn, NewAccount("anna@example.com", "Anna", "no hash"), NOW)


def test_a_session_is_found_by_its_token(database: Database, anna: int) -> None:
    with database.write() as conn:
        token, session = sessions.start(conn, anna, NOW, "Browser", "127.0.0.1")

    with database.read() as conn:
        assert sessions.find(conn, token, NOW + 1) == session
    assert session.account_id == anna


def test_the_database_holds_neither_the_token_nor_part_of_it(database: Database, anna: int) -> None:
    with database.write() as conn:
        token, _ = sessions.start(conn, anna, NOW)

    with database.read() as conn:
        row = conn.execute(select(session_table)).one()
    assert len(token) >= 43, "256 random bits"
    assert token not in repr(row)


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "x" * 10_000, "\ud800", "' OR 1=1 --", "\0"])
def test_other_tokens_find_nothing(database: Database, anna: int, token: str) -> None:
    with database.write() as conn:
        sessions.start(conn, anna, NOW)
        assert sessions.find(conn, token, NOW) is None


def test_signing_in_again_replaces_the_token_that_was_there(database: Database, anna: int) -> None:
    with database.write() as conn:
        first, before = sessions.start(conn, anna, NOW)
        second, after = sessions.start(conn, anna, NOW, replaces=first)

    with database.read() as conn:
        assert sessions.find(conn, first, NOW) is None
        assert sessions.find(conn, second, NOW) == after
    assert first != second
    assert before.csrf != after.csrf


def test_an_idle_session_ends(database: Database, anna: int) -> None:
    with database.write() as conn:
        token, _ = sessions.start(conn, anna, NOW)
        assert sessions.find(conn, token, NOW + sessions.LONGEST_IDLE - 1) is not None
        assert sessions.find(conn, token, NOW + sessions.LONGEST_IDLE) is None


def test_a_session_in_use_lives_on_until_its_absolute_end(database: Database, anna: int) -> None:
    step = sessions.LONGEST_IDLE // 2
    with database.write() as conn:
        token, started = sessions.start(conn, anna, NOW)
        now = NOW
        while now + step < started.expires_at:
            now += step
            session = sessions.find(conn, token, now)
            assert session is not None
            assert session.needs_touch(now)
            sessions.touch(conn, session, now)
        assert sessions.find(conn, token, started.expires_at - 1) is not None
        assert sessions.find(conn, token, started.expires_at) is None


def test_being_seen_is_written_down_now_and_then_only(database: Database, anna: int) -> None:
    with database.write() as conn:
        _, session = sessions.start(conn, anna, NOW)

    assert not session.needs_touch(NOW + sessions.SEEN_EVERY - 1)
    assert session.needs_touch(NOW + sessions.SEEN_EVERY)


def test_signing_out_ends_the_session(database: Database, anna: int) -> None:
    with database.write() as conn:
        token, _ = sessions.start(conn, anna, NOW)
        sessions.end(conn, token)
        sessions.end(conn, "unknown")
        assert sessions.find(conn, token, NOW) is None


def test_all_sessions_of_an_account_end_but_one(database: Database, anna: int) -> None:
    with database.write() as conn:
        other = accounts.create(conn, NewAccount("bob@example.com", "Bob", "no hash"), NOW)
        kept, session = sessions.start(conn, anna, NOW)
        gone, _ = sessions.start(conn, anna, NOW)
        bobs, _ = sessions.start(conn, other, NOW)
        sessions.end_all(conn, anna, keep=session.id)
        found = [sessions.find(conn, token, NOW) is not None for token in (kept, gone, bobs)]

    assert found == [True, False, True]


def test_a_disabled_account_has_no_session(database: Database, anna: int) -> None:
    with database.write() as conn:
        token, _ = sessions.start(conn, anna, NOW)
        account_rows.update_account(conn, anna, {"disabled_at": NOW})
        assert sessions.find(conn, token, NOW) is None


def test_expired_sessions_are_cleared_away(database: Database, anna: int) -> None:
    later = NOW + sessions.LONGEST_LIFE
    with database.write() as conn:
        sessions.start(conn, anna, NOW)
        sessions.start(conn, anna, later)
        assert conn.execute(select(session_table.c.created_at)).scalars().all() == [later]


@pytest.mark.parametrize(("given", "matches"), [(None, True), ("", False), ("x" * 43, False), ("\ud800", False)])
def test_only_the_own_csrf_token_matches(database: Database, anna: int, given: str | None, matches: bool) -> None:
    with database.write() as conn:
        _, session = sessions.start(conn, anna, NOW)

    assert session.csrf_matches(session.csrf if given is None else given) is matches
