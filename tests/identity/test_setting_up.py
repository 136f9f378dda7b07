"""The first set-up makes one administrator and one workspace, however many ask at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from builder.errors import Conflict, Invalid
from builder.identity import accounts
from builder.identity.accounts import NewAccount
from builder.identity.setting_up import set_up
from builder.runtime.workspaces import Membership, Workspaces
from builder.storage import people_rows
from builder.storage.engine import Database
from builder.storage.installation import workspaces
from tests.conftest import NOW

CALLERS = 50


def person(email: str = "first@example.com") -> NewAccount:
    return NewAccount(email, "First", "no hash")


def test_the_first_administrator_gets_the_workspace_main(bare_database: Database) -> None:
    with bare_database.write() as conn:
        made = set_up(conn, person(), "公司", NOW)

    assert Workspaces(bare_database, lambda: NOW).memberships(made.account_id) == [Membership("main", "公司", True)]
    with bare_database.read() as conn:
        assert accounts.first_admin(conn) == made.account_id


@pytest.mark.parametrize("same_address", [True, False])
def test_of_fifty_callers_exactly_one_becomes_administrator(bare_database: Database, same_address: bool) -> None:
    together = Barrier(CALLERS)

    def race(number: int) -> str:
        together.wait()
        try:
            with bare_database.write() as conn:
                set_up(conn, person("a@example.com" if same_address else f"a{number}@example.com"), "W", NOW)
        except Conflict as refusal:
            return refusal.code
        return "won"

    with ThreadPoolExecutor(CALLERS) as pool:
        answers = sorted(pool.map(race, range(CALLERS)))

    assert answers == ["already_set_up"] * (CALLERS - 1) + ["won"]
    with bare_database.read() as conn:
        assert [row.key for row in workspaces(conn)] == ["main"]
        space = bare_database.space("main")
        assert [row.account_id for row in people_rows.every_member(conn, space)] == [accounts.first_admin(conn)]


def test_a_set_up_that_fails_leaves_the_installation_free(bare_database: Database) -> None:
    with pytest.raises(Invalid), bare_database.write() as conn:
        set_up(conn, person(), "x" * 201, NOW)

    with bare_database.read() as conn:
        assert not accounts.is_set_up(conn)
    with bare_database.write() as conn:
        set_up(conn, person(), "", NOW)
    with bare_database.read() as conn:
        assert [row.name for row in workspaces(conn)] == ["main"]


def test_before_the_set_up_there_is_no_first_administrator(bare_database: Database) -> None:
    with bare_database.read() as conn, pytest.raises(Conflict, match="not_set_up"):
        accounts.first_admin(conn)
