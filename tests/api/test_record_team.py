"""The team of a record: who is let in sees or changes it, as far as their role takes shares, and to the day said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from builder.metadata.relative import EPOCH_DAY
from builder.storage import expired_rows, record_team_rows
from builder.storage.fixed_tables import workspace_tables
from builder.storage.record_team_rows import TeamRow
from tests.api.conftest import RECORDS, Browser, services_of
from tests.api.test_notifications import me, unread

COMPANY = f"{RECORDS}/company"
TODAY = datetime.now(UTC).date()


@pytest.fixture(scope="module")
def seller(app: Flask, admin: Browser, people: Callable[..., int]) -> Browser:
    people("sal@example.com", roles=("seller",))
    return Browser(app.test_client()).sign_in("sal@example.com")


@pytest.fixture(scope="module")
def second(app: Flask, admin: Browser, people: Callable[..., int]) -> Browser:
    people("sue@example.com", roles=("seller",))
    return Browser(app.test_client()).sign_in("sue@example.com")


@pytest.fixture(scope="module")
def director(app: Flask, admin: Browser, people: Callable[..., int]) -> Browser:
    people("dan@example.com", roles=("director",))
    return Browser(app.test_client()).sign_in("dan@example.com")


def company(browser: Browser, name: str = "Shared Ltd") -> int:
    number: int = browser.post(COMPANY, {"values": {"name": name}})["id"]
    return number


def put(browser: Browser, record: int, who: int, **place: Any) -> Any:
    return browser.send("PUT", f"{COMPANY}/{record}/team/{who}", place)


def codes(answer: Any) -> list[tuple[str, str]]:
    assert answer.status_code == 422, answer.get_json()
    return [(one["path"], one["code"]) for one in answer.get_json()["problems"]]


def names(browser: Browser) -> list[str]:
    asked = {"fields": ["name"], "search": "", "limit": 50}
    return [one["title"] for one in browser.post(f"{COMPANY}/query", asked)["items"]]


def may_edit(browser: Browser, record: int) -> int:
    version = browser.get(f"{COMPANY}/{record}")["version"]
    answer = browser.send("PATCH", f"{COMPANY}/{record}", {"values": {"name": "Renamed"}}, If_Match=f'"{version}"')
    return int(answer.status_code)


def test_who_is_let_in_sees_the_record_everywhere_and_no_longer_than_that(admin: Browser, seller: Browser) -> None:
    record = company(admin, "Sight Ltd")
    address = f"{COMPANY}/{record}"
    assert seller.send("GET", address).status_code == 404
    told = put(admin, record, me(seller)).get_json()
    assert [(one["user"]["id"], one["writing"], one["until"]) for one in told["items"]] == [(me(seller), False, None)]
    assert told["may_change"]
    assert seller.get(address)["title"] == "Sight Ltd"
    assert "Sight Ltd" in names(seller)
    assert may_edit(seller, record) == 404
    assert seller.get(f"{address}/team")["may_change"] is False
    assert admin.send("DELETE", f"{address}/team/{me(seller)}").status_code == 200
    assert seller.send("GET", address).status_code == 404
    assert "Sight Ltd" not in names(seller)


def test_who_may_change_it_changes_it_but_lets_nobody_in(admin: Browser, seller: Browser, second: Browser) -> None:
    record = company(admin)
    put(admin, record, me(seller), writing=True)
    assert may_edit(seller, record) == 200
    assert put(seller, record, me(second)).status_code == 403
    assert seller.send("DELETE", f"{COMPANY}/{record}/team/{me(admin)}").status_code == 403
    assert put(admin, record, me(seller)).status_code == 200
    assert may_edit(seller, record) == 404


def test_an_owner_lets_a_colleague_in_who_may_leave(seller: Browser, second: Browser) -> None:
    record = company(seller)
    assert put(seller, record, me(second), writing=True).status_code == 200
    assert may_edit(second, record) == 200
    assert second.send("DELETE", f"{COMPANY}/{record}/team/{me(second)}").status_code == 200
    assert second.send("GET", f"{COMPANY}/{record}").status_code == 404
    assert seller.get(f"{COMPANY}/{record}/team")["items"] == []


@pytest.mark.parametrize(("days", "status"), [(-2, 404), (1, 200)])
def test_a_place_holds_to_the_end_of_its_day(
    app: Flask, admin: Browser, seller: Browser, days: int, status: int
) -> None:
    record, who = company(admin), me(seller)
    with services_of(app).workspaces.writing("main", me(admin), "sample") as work:
        until = (TODAY + timedelta(days=days)).toordinal() - EPOCH_DAY
        row = TeamRow(False, until, record, who, work.entity("company").id, me(admin), work.now)
        record_team_rows.put(work.conn, work.space, row)
    assert seller.send("GET", f"{COMPANY}/{record}").status_code == status
    assert len(admin.get(f"{COMPANY}/{record}/team")["items"]) == (status == 200)


def test_a_day_that_is_over_is_refused(admin: Browser, seller: Browser) -> None:
    answer = put(admin, company(admin), me(seller), until=str(TODAY - timedelta(days=2)))
    assert codes(answer) == [("until", "day_is_over")]


def test_it_is_said_whose_role_takes_no_shares(admin: Browser, director: Browser) -> None:
    assert codes(put(admin, company(admin), me(director))) == [("account", "role_takes_no_share")]


def test_the_owner_needs_no_place(seller: Browser) -> None:
    assert codes(put(seller, company(seller), me(seller))) == [("account", "is_owner")]


@pytest.mark.parametrize("who", [999_999, 2**53 - 1])
def test_nobody_is_let_in_who_is_not_here(admin: Browser, who: int) -> None:
    assert codes(put(admin, company(admin), who)) == [("account", "unknown_user")]


def test_the_team_of_what_is_out_of_sight_is_unknown(admin: Browser, seller: Browser) -> None:
    record = company(admin)
    for method, address in (("GET", "team"), ("PUT", f"team/{me(seller)}"), ("DELETE", f"team/{me(seller)}")):
        body = {} if method == "PUT" else None
        foreign = seller.send(method, f"{COMPANY}/{record}/{address}", body)
        missing = seller.send(method, f"{COMPANY}/987654321/{address}", body)
        assert foreign.status_code == missing.status_code == 404
        assert foreign.get_json()["code"] == missing.get_json()["code"]


def test_who_is_let_in_is_told(admin: Browser, seller: Browser) -> None:
    seller.post("/w/main/notifications/read")
    record = company(admin, "Told Ltd")
    put(admin, record, me(seller))
    put(admin, record, me(seller), writing=True)
    (told,) = unread(seller)
    assert (told["kind"], told["by"]["id"]) == ("team", me(admin))
    assert told["record"] == {"id": record, "label": "Told Ltd"}


def test_a_team_has_a_bound(admin: Browser, people: Callable[..., int], monkeypatch: Any) -> None:
    monkeypatch.setattr("builder.runtime.record_team.MOST", 1)
    record = company(admin)
    first, other = (people(f"full{at}@example.com", roles=("seller",)) for at in range(2))
    assert put(admin, record, first).status_code == 200
    refused = put(admin, record, other)
    assert (refused.status_code, refused.get_json()["code"]) == (422, "team_is_full")
    assert put(admin, record, first, writing=True).status_code == 200


def test_what_goes_for_good_takes_its_team_along(app: Flask, admin: Browser, seller: Browser) -> None:
    record = company(admin)
    put(admin, record, me(seller))
    version = admin.get(f"{COMPANY}/{record}")["version"]
    assert admin.send("DELETE", f"{COMPANY}/{record}", If_Match=f'"{version}"').status_code in (200, 204)
    with services_of(app).workspaces.writing("main", me(admin), "sample") as work:
        expired_rows.purge(work.conn, work.catalog, work.entity("company"), [record])
        team = workspace_tables(work.space).record_team
        assert work.conn.execute(select(team).where(team.c.record_id == record)).all() == []
