"""Accounts: what is accepted, how people are recognised, and what a stranger can learn."""

from __future__ import annotations

import time
from statistics import median

import pytest

from builder.errors import Conflict, Invalid, NotFound
from builder.identity import accounts
from builder.identity.accounts import Account, new_account
from builder.storage import account_rows
from builder.storage.engine import Database
from tests.conftest import NOW

PASSWORD = "correct horse"


@pytest.fixture
def anna(database: Database) -> int:
    with database.write() as conn:
        return accounts.create(conn, new_account("Anna@Example.com", PASSWORD, "Anna", "zh-CN"), NOW)


@pytest.mark.parametrize("email", ["anna@example.com", " ANNA@example.COM ", "Anna@Example.com"])
def test_an_address_is_recognised_however_it_is_written(database: Database, anna: int, email: str) -> None:
    with database.read() as conn:
        found = accounts.verify(conn, email, PASSWORD)

    assert found == Account(anna, "anna@example.com", "Anna", "zh-CN", "")


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("anna@example.com", "correct hors"),
        ("anna@example.com", ""),
        ("anna@example.com", "x" * 100_000),
        ("anna@example.com", "\ud800"),
        ("bob@example.com", PASSWORD),
        ("no address", PASSWORD),
        ("anna@example.com\0", PASSWORD),
        ("\ud800@example.com", PASSWORD),
        ("", ""),
    ],
)
def test_anything_else_is_refused_without_an_error(database: Database, anna: int, email: str, password: str) -> None:
    with database.read() as conn:
        assert accounts.verify(conn, email, password) is None


def test_a_disabled_account_cannot_sign_in(database: Database, anna: int) -> None:
    with database.write() as conn:
        account_rows.update_account(conn, anna, {"disabled_at": NOW})

    with database.read() as conn:
        assert accounts.verify(conn, "anna@example.com", PASSWORD) is None
        with pytest.raises(NotFound):
            accounts.find(conn, anna)


def test_an_unknown_address_takes_as_long_as_a_wrong_password(sqlite_database: Database) -> None:
    with sqlite_database.write() as conn:
        accounts.create(conn, new_account("anna@example.com", PASSWORD), NOW)

    def seconds(email: str) -> float:
        times = []
        with sqlite_database.read() as conn:
            for _ in range(7):
                start = time.process_time()
                accounts.verify(conn, email, "wrong password")
                times.append(time.process_time() - start)
        return median(times)

    seconds("nobody@example.com")
    assert 0.5 < seconds("nobody@example.com") / seconds("anna@example.com") < 2


def test_the_password_is_kept_as_an_argon2id_hash(database: Database, anna: int) -> None:
    with database.read() as conn:
        row = account_rows.account(conn, anna)

    assert row is not None
    assert row.password_hash is not None
    assert row.password_hash.startswith("$argon2id$")
    assert PASSWORD not in row.password_hash


def test_an_address_belongs_to_one_account(database: Database, anna: int) -> None:
    with database.write() as conn, pytest.raises(Conflict, match="email_taken"):
        accounts.create(conn, new_account("anna@EXAMPLE.com", PASSWORD), NOW)


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        ({"email": "nobody"}, [("email", "not_an_email")]),
        ({"email": "a@b\0.com"}, [("email", "not_an_email")]),
        ({"password": "short"}, [("password", "password_too_short")]),
        ({"password": "x" * 1_001}, [("password", "password_too_long")]),
        ({"password": "\ud800" * 10}, [("password", "not_text")]),
        ({"display_name": "x" * 201}, [("display_name", "bad_display_name")]),
        ({"display_name": "a\0b"}, [("display_name", "bad_display_name")]),
        ({"display_name": "\udfff"}, [("display_name", "bad_display_name")]),
        ({"locale": "de"}, [("locale", "unknown_locale")]),
        ({"time_zone": "../etc/passwd"}, [("time_zone", "unknown_time_zone")]),
        ({"time_zone": "localtime"}, [("time_zone", "unknown_time_zone")]),
        ({"time_zone": "Factory"}, [("time_zone", "unknown_time_zone")]),
        ({"time_zone": "posixrules"}, [("time_zone", "unknown_time_zone")]),
        ({"email": "", "password": "", "locale": "xx"}, [
            ("email", "not_an_email"), ("password", "password_too_short"), ("locale", "unknown_locale")
        ]),
    ],
)  # fmt: skip
def test_every_fault_of_a_new_account_is_named(given: dict[str, str], problems: list[tuple[str, str]]) -> None:
    with pytest.raises(Invalid) as refusal:
        new_account(**{"email": "a@example.com", "password": PASSWORD, **given})

    assert [(problem.path, problem.code) for problem in refusal.value.problems] == problems


def test_a_name_stands_on_one_line(database: Database) -> None:
    with database.write() as conn:
        number = accounts.create(conn, new_account("li@example.com", PASSWORD, "李\n雷"), NOW)
        assert accounts.find(conn, number).display_name == "李 雷"
        assert accounts.change_profile(conn, number, "\tRene\u0301\r\nM ").display_name == "Ren\u00e9 M"


@pytest.mark.parametrize("name", ["李雷", 'O\'Hara "x"', "🙂", "__proto__", "x" * 200])
def test_names_are_kept_as_they_are(database: Database, name: str) -> None:
    with database.write() as conn:
        made = accounts.create(conn, new_account("a@example.com", PASSWORD, name), NOW)
        assert accounts.find(conn, made).display_name == name


def test_without_a_name_the_address_lends_one() -> None:
    assert new_account("han.meimei@example.com", PASSWORD).display_name == "han.meimei"


def test_people_change_what_is_said_of_them(database: Database, anna: int) -> None:
    with database.write() as conn:
        accounts.change_profile(conn, anna, locale="en")
        changed = accounts.change_profile(conn, anna, display_name=" Anna B ", time_zone="Europe/Berlin")

    assert changed == Account(anna, "anna@example.com", "Anna B", "en", "Europe/Berlin")


def test_a_profile_cannot_become_nameless(database: Database, anna: int) -> None:
    with database.write() as conn, pytest.raises(Invalid) as refusal:
        accounts.change_profile(conn, anna, display_name=" ", locale="xx")

    assert {problem.code for problem in refusal.value.problems} == {"required", "unknown_locale"}
