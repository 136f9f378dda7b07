"""Transactions: what commits, what is taken back, and what the settings promise, on both databases."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, inspect, text
from sqlalchemy.exc import DBAPIError

from builder.errors import Conflict, Unavailable
from builder.storage import engine
from builder.storage.account_rows import insert_account
from builder.storage.engine import SQLITE_SETTINGS, Database
from tests.conftest import NOW


class Stop(Exception):
    """Ends a transaction before its time."""


def add_account(conn, email):
    return insert_account(conn, email=email, display_name="A", password_hash=None, now=NOW)


def test_a_write_commits_at_its_end(database):
    with database.write() as conn:
        add_account(conn, "a@example.org")
    with database.read() as conn:
        assert conn.execute(text("SELECT email FROM account")).scalar() == "a@example.org"


def test_tables_and_rows_are_taken_back_together(database):
    table = Table("extra", MetaData(), Column("id", Integer, primary_key=True))

    def change_everything():
        with database.write() as conn:
            table.create(conn)
            conn.execute(text("ALTER TABLE extra ADD COLUMN more INTEGER"))
            conn.execute(table.insert().values(id=1))
            add_account(conn, "a@example.org")
            raise Stop

    with pytest.raises(Stop):
        change_everything()
    with database.read() as conn:
        assert not inspect(conn).has_table("extra")
        assert conn.execute(text("SELECT count(*) FROM account")).scalar() == 0


def test_a_read_sees_one_moment(database):
    with database.read() as conn:
        assert conn.execute(text("SELECT count(*) FROM account")).scalar() == 0
        with database.write() as other:
            add_account(other, "a@example.org")
        assert conn.execute(text("SELECT count(*) FROM account")).scalar() == 0


def test_a_taken_unique_value_is_a_conflict(database):
    with database.write() as conn:
        add_account(conn, "a@example.org")
    with pytest.raises(Conflict) as refused, database.write() as conn:
        add_account(conn, "a@example.org")
    assert refused.value.code == "not_unique"


def test_a_fault_of_the_program_is_not_disguised(database):
    with pytest.raises(DBAPIError), database.write() as conn:
        conn.execute(text("SELECT no_such_column FROM account"))


def test_outside_a_transaction_statements_stand_alone(database):
    with database.outside_transaction() as conn:
        add_account(conn, "a@example.org")
        with database.read() as other:
            assert other.execute(text("SELECT count(*) FROM account")).scalar() == 1


def test_sqlite_runs_with_full_durability(sqlite_database):
    for open_transaction in (sqlite_database.read, sqlite_database.write):
        with open_transaction() as conn:
            for name, value in SQLITE_SETTINGS.items():
                found = conn.execute(text(f"PRAGMA {name}")).scalar()
                assert found == value, name


def test_sqlite_refuses_weaker_settings(sqlite_database, monkeypatch):
    monkeypatch.setattr(engine, "SQLITE_DEMANDED", {**engine.SQLITE_DEMANDED, "journal_mode": "none such"})
    with pytest.raises(Unavailable) as refused, sqlite_database.read():
        pass
    assert refused.value.code == "weak_database"
    assert refused.value.params["setting"] == "journal_mode"


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://localhost/x"])
def test_other_databases_are_refused(url, tmp_path):
    with pytest.raises((ValueError, ModuleNotFoundError)):
        Database(url, tmp_path)


def test_a_database_locked_by_a_foreign_program_is_unavailable_and_works_again(sqlite_database, tmp_path, monkeypatch):
    monkeypatch.setitem(SQLITE_SETTINGS, "busy_timeout", 50)
    other = sqlite3.connect(tmp_path / "formloom.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable) as refused, sqlite_database.write():
        pass
    assert refused.value.code == "database_busy"
    other.execute("ROLLBACK")
    other.close()
    with sqlite_database.write() as conn:
        add_account(conn, "a@example.org")


def test_a_lost_server_is_unavailable():
    database = Database("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(Unavailable) as refused, database.read():
        pass
    assert refused.value.code == "database_unreachable"
