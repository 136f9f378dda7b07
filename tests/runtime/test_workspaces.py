"""Units of work: who gets in, under which revision, and what can happen at the same time."""

from __future__ import annotations

from contextlib import AbstractContextManager, suppress
from threading import Event, Thread
from typing import Any

import psycopg
import pytest
from sqlalchemy import event

from builder.errors import NotFound
from builder.identity import accounts, members
from builder.identity.accounts import NewAccount
from builder.runtime.work import Work
from builder.runtime.workspaces import Membership, Workspaces
from builder.storage import people_rows
from builder.storage.engine import Connection, Database
from builder.storage.head import bump, read_head
from builder.storage.installation import create_workspace
from builder.storage.postgresql import DirectConnection
from builder.storage.space import Space
from tests.conftest import NOW

SOON = 0.3
"""Seconds in which something that is not held back would have happened."""


def join(conn: Connection, space: Space, name: str, administrator: bool = True) -> int:
    made = accounts.create(conn, NewAccount(f"{name.lower()}@example.com", name, "no hash"), NOW)
    members.add(conn, space, accounts.find(conn, made), NOW, administrator)
    return made


@pytest.fixture
def anna(database: Database, space: Space) -> int:
    with database.write() as conn:
        return join(conn, space, "Anna")


@pytest.fixture
def doors(database: Database) -> Workspaces:
    return Workspaces(database, lambda: NOW)


def test_a_unit_of_work_says_who_asks_and_when(doors: Workspaces, anna: int) -> None:
    with doors.reading("main", anna) as work:
        assert work.rights.user == anna
        assert work.rights.administrator
        assert (work.moment.now, work.moment.user) == (NOW, anna)


@pytest.mark.parametrize("unit", ["reading", "writing", "publishing"])
@pytest.mark.parametrize("key", ["other", "unknown", "", "Main", "main' --", "m" * 100, "\ud800", "main\0"])
def test_a_foreign_workspace_looks_like_an_unknown_one(
    database: Database, doors: Workspaces, anna: int, unit: str, key: str
) -> None:
    with database.write() as conn:
        create_workspace(conn, "other", "Other", NOW)
    opened: AbstractContextManager[Work] = getattr(doors, unit)(key, anna)

    with pytest.raises(NotFound) as refusal, opened:
        pass

    assert (refusal.value.code, refusal.value.params) == ("unknown_workspace", {})


def test_an_unknown_app_is_not_found(doors: Workspaces, anna: int) -> None:
    with pytest.raises(NotFound, match="unknown_app"), doors.reading("main", anna, "crm"):
        pass


def test_who_is_disabled_is_out_at_once(database: Database, space: Space, doors: Workspaces, anna: int) -> None:
    with doors.reading("main", anna):
        pass
    with doors.publishing("main", anna) as work:
        people_rows.update_member(work.conn, space, anna, {"disabled_at": NOW})
        bump(work.conn, space, "rights_rev")

    with pytest.raises(NotFound), doors.reading("main", anna):
        pass


def test_rights_follow_their_revision(database: Database, space: Space, doors: Workspaces, anna: int) -> None:
    with doors.publishing("main", anna) as work:
        bob = join(work.conn, space, "Bob", administrator=False)
    with doors.reading("main", bob) as work:
        assert not work.rights.administrator
    with doors.publishing("main", anna) as work:
        people_rows.update_member(work.conn, space, bob, {"is_admin": 1})
        bump(work.conn, space, "rights_rev")

    with doors.reading("main", bob) as work:
        assert work.rights.administrator


def test_rights_taken_back_with_their_transaction_were_never_given(
    database: Database, space: Space, doors: Workspaces, anna: int
) -> None:
    with doors.publishing("main", anna) as work:
        bob = join(work.conn, space, "Bob", administrator=False)
    with suppress(ZeroDivisionError), doors.publishing("main", anna) as work:
        people_rows.update_member(work.conn, space, bob, {"is_admin": 1})
        bump(work.conn, space, "rights_rev")
        raise ZeroDivisionError
    with doors.publishing("main", anna) as work:
        bump(work.conn, space, "rights_rev")

    with doors.reading("main", bob) as work:
        assert not work.rights.administrator


def test_every_process_seals_with_the_secret_of_the_installation(
    database: Database, doors: Workspaces, anna: int
) -> None:
    with doors.reading("main", anna) as here, Workspaces(database, lambda: NOW).reading("main", anna) as there:
        assert len(here.secret) == 64
        assert here.secret == there.secret


def test_a_known_person_costs_nothing_but_the_head(
    database: Database, doors: Workspaces, anna: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    statements = heard_by_the_driver(database, monkeypatch)
    with doors.reading("main", anna):
        pass
    statements.clear()

    with doors.reading("main", anna):
        pass

    asked = [text for text in statements if text.startswith("SELECT")]
    assert len(asked) == 1, statements
    assert "head" in asked[0]


def heard_by_the_driver(database: Database, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list to which every statement is added that reaches the database, whoever sends it."""
    heard: list[str] = []
    if database.dialect == "sqlite":
        event.listen(database.engine, "checkout", lambda driver, *_: driver.set_trace_callback(heard.append))
        return heard
    execute, rows = psycopg.Cursor.execute, DirectConnection.rows

    def listening_directly(driver: DirectConnection, text: bytes, *given: Any, **more: Any) -> Any:
        heard.append(text.decode())
        return rows(driver, text, *given, **more)

    def listening(cursor: Any, query: Any, *given: Any, **more: Any) -> Any:
        heard.append(str(query))
        return execute(cursor, query, *given, **more)

    monkeypatch.setattr(psycopg.Cursor, "execute", listening)
    monkeypatch.setattr(DirectConnection, "rows", listening_directly)
    return heard


def test_a_unit_that_fails_leaves_nothing(database: Database, space: Space, doors: Workspaces, anna: int) -> None:
    with suppress(ZeroDivisionError), doors.writing("main", anna) as work:
        people_rows.update_member(work.conn, space, anna, {"display_name": "changed"})
        raise ZeroDivisionError
    with database.read() as conn:
        assert people_rows.every_member(conn, space)[0].display_name == "Anna"

    with doors.writing("main", anna) as work:
        people_rows.update_member(work.conn, space, anna, {"display_name": "changed"})
    with database.read() as conn:
        assert people_rows.every_member(conn, space)[0].display_name == "changed"


def test_workspaces_of_a_person_are_those_they_belong_to(database: Database, doors: Workspaces, anna: int) -> None:
    with database.write() as conn:
        first, second = (create_workspace(conn, key, key.title(), NOW) for key in ("alpha", "beta"))
        members.add(conn, second, accounts.find(conn, anna), NOW)
        members.add(conn, first, accounts.find(conn, join(conn, second, "Bob")), NOW)

    assert doors.memberships(anna) == [Membership("beta", "Beta", False), Membership("main", "Main", True)]
    assert doors.memberships(999) == []


def enter_in_the_background(opened: AbstractContextManager[Work]) -> tuple[Event, list[int], Thread]:
    """Enter a unit of work in another thread; it notes the metadata revision it sees."""
    entered, seen = Event(), list[int]()

    def run() -> None:
        with opened as work:
            seen.append(work.catalog.head.metadata_rev)
            entered.set()

    thread = Thread(target=run, daemon=True)
    thread.start()
    return entered, seen, thread


def test_a_publish_waits_for_writers_that_began_under_the_old_rules(doors: Workspaces, anna: int) -> None:
    with doors.writing("main", anna):
        entered, _, thread = enter_in_the_background(doors.publishing("main", anna))
        assert not entered.wait(SOON)

    assert entered.wait(10)
    thread.join(10)


@pytest.mark.parametrize("unit", ["writing", "publishing"])
def test_who_waits_for_a_publish_works_under_the_new_rules(
    database: Database, space: Space, doors: Workspaces, anna: int, unit: str
) -> None:
    with doors.publishing("main", anna) as work:
        entered, seen, thread = enter_in_the_background(getattr(doors, unit)("main", anna))
        assert not entered.wait(SOON)
        bump(work.conn, space, "metadata_rev")

    assert entered.wait(10)
    thread.join(10)
    with database.read() as conn:
        assert seen == [read_head(conn, space).metadata_rev] == [1]


def test_readers_wait_for_nobody(doors: Workspaces, anna: int) -> None:
    with doors.publishing("main", anna):
        entered, _, thread = enter_in_the_background(doors.reading("main", anna))
        assert entered.wait(10)
        thread.join(10)


def test_writers_pass_each_other_on_postgresql(database: Database, doors: Workspaces, anna: int) -> None:
    with doors.writing("main", anna):
        entered, _, thread = enter_in_the_background(doors.writing("main", anna))
        assert entered.wait(SOON) is (database.dialect == "postgresql")

    assert entered.wait(10)
    thread.join(10)
