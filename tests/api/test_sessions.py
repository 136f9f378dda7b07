"""Set-up, signing in and out, and what protects a session."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Barrier, Thread

import pytest
from flask import Flask

from builder.app import create_app
from builder.config import Config, MapTiles
from builder.identity import accounts
from tests.api.conftest import API, EMAIL, PASSWORD, RECORDS, Browser, services_of

SETUP = {
    "email": "First@Example.com",
    "password": "a long enough passphrase",
    "display_name": "第一位",
    "locale": "zh-TW",
    "workspace_name": "公司",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An installation that nobody has set up."""
    url, server = "", None
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres")
        url = server.new_empty_database()
    app = create_app(Config(data_dir=tmp_path, database_url=url))
    yield app
    services_of(app).workspaces.database.close()
    if server is not None:
        server.drop(url)


def test_the_first_set_up_signs_in_and_is_the_only_one(fresh: Flask) -> None:
    browser = Browser(fresh.test_client())
    assert browser.get("/setup")["needed"] is True
    made = browser.send("POST", "/setup", SETUP)
    assert made.status_code == 201
    session = made.get_json()
    assert session["user"]["email"] == "first@example.com"
    assert [item["administrator"] for item in session["workspaces"]] == [True]
    assert browser.get("/session") == session
    assert session["map"] is None
    assert browser.get("/setup")["needed"] is False
    again = browser.send("POST", "/setup", {**SETUP, "email": "second@example.com"})
    assert (again.status_code, again.get_json()["code"]) == (409, "already_set_up")


def test_a_map_is_told_to_who_is_signed_in_where_the_installation_names_a_tile_server(
    sqlite_template: Path, tmp_path: Path
) -> None:
    shutil.copy(sqlite_template, tmp_path / "formloom.db")
    tiles = MapTiles("https://tiles.example.com/{z}/{x}/{y}.png?key=k1", "© Example", "gcj02")
    app = create_app(Config(data_dir=tmp_path, map=tiles))
    account = accounts.new_account(EMAIL, PASSWORD, "Ada")
    with services_of(app).workspaces.database.write() as conn:
        accounts.create(conn, account, 0)
    browser = Browser(app.test_client())
    assert browser.send("GET", "/session").status_code == 401
    for address in ("/", "/api/v1/setup"):
        assert "k1" not in browser.client.get(address).text
    told = {"tiles": tiles.tiles, "attribution": "© Example", "datum": "gcj02"}
    assert browser.sign_in().get("/session")["map"] == told


@pytest.mark.parametrize(
    ("sent", "kept"), [("America/New_York", "America/New_York"), ("Etc/Unknown", None), (None, None)]
)
def test_a_set_up_keeps_the_time_zone_of_the_browser_where_it_is_one(
    fresh: Flask, sent: str | None, kept: str | None
) -> None:
    browser = Browser(fresh.test_client())
    made = browser.send("POST", "/setup", {**SETUP, "time_zone": sent})
    assert made.get_json()["user"]["time_zone"] == kept


def test_of_many_set_ups_at_once_one_succeeds(fresh: Flask) -> None:
    barrier, statuses = Barrier(6), []

    def race(number: int) -> None:
        browser = Browser(fresh.test_client())
        barrier.wait()
        statuses.append(browser.send("POST", "/setup", {**SETUP, "email": f"p{number}@example.com"}).status_code)

    threads = [Thread(target=race, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [201, 409, 409, 409, 409, 409]


@pytest.mark.parametrize(
    ("part", "value"),
    [("email", "nobody"), ("password", "short"), ("locale", "fr"), ("workspace_name", ""), ("display_name", None)],
)
def test_a_bad_set_up_is_refused_at_its_part(fresh: Flask, part: str, value: str | None) -> None:
    browser = Browser(fresh.test_client())
    response = browser.send("POST", "/setup", {**SETUP, part: value})
    assert response.status_code in (400, 422)
    assert part in {item["path"] for item in response.get_json()["problems"]}
    assert browser.get("/setup")["needed"] is True


def test_unknown_addresses_and_wrong_passwords_answer_alike(visitor: Browser, admin: Browser) -> None:
    wrong = visitor.send("POST", "/session", {"name": EMAIL, "password": "wrong"})
    unknown = visitor.send("POST", "/session", {"name": "nobody@example.com", "password": "wrong"})
    assert wrong.status_code == unknown.status_code == 401
    assert {**wrong.get_json(), "request_id": ""} == {**unknown.get_json(), "request_id": ""}
    assert "Set-Cookie" not in wrong.headers


def test_too_many_attempts_are_stopped_for_known_and_unknown_accounts(
    visitor: Browser, admin: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builder.identity.accounts.verify", lambda *_given: None)
    for email in (EMAIL, "nobody@example.com"):
        answers = [
            visitor.send("POST", "/session", {"name": letters, "password": "x"})
            for letters in [email, email.upper()] * 6
        ]
        assert [answer.status_code for answer in answers] == [401] * 10 + [429] * 2
        assert answers[-1].get_json()["code"] == "too_many_requests"


def test_failures_from_one_place_are_limited_but_not_successes(
    visitor: Browser, admin: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(12):
        assert visitor.send("POST", "/session", {"name": EMAIL, "password": PASSWORD}).status_code == 200
    monkeypatch.setattr("builder.identity.accounts.verify", lambda *_given: None)
    answers = [
        visitor.send("POST", "/session", {"name": f"p{number}@example.com", "password": "x"}) for number in range(32)
    ]
    assert [answer.status_code for answer in answers] == [401] * 30 + [429] * 2
    assert answers[-1].headers["Retry-After"] == "60"


def test_the_cookie_is_plain_on_loopback(visitor: Browser, admin: Browser) -> None:
    cookie = visitor.send("POST", "/session", {"name": EMAIL, "password": PASSWORD}).headers["Set-Cookie"]
    assert cookie.startswith("formloom_session=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_the_cookie_is_bound_to_host_and_https_elsewhere(tmp_path: Path) -> None:
    app = create_app(Config(data_dir=tmp_path, base_url="https://crm.example.com"))
    client = app.test_client()
    made = client.post(f"{API}/setup", json=SETUP, base_url="https://crm.example.com")
    assert made.headers["Set-Cookie"].startswith("__Host-formloom_session=")
    assert "Secure" in made.headers["Set-Cookie"]
    assert client.get(f"{API}/session", base_url="https://crm.example.com").status_code == 200
    services_of(app).workspaces.database.close()


def test_signing_in_gives_a_new_token_and_ends_the_old_one(app: Flask, admin: Browser) -> None:
    browser = Browser(app.test_client()).sign_in()
    old = browser.client.get_cookie("formloom_session")
    browser.sign_in()
    new = browser.client.get_cookie("formloom_session")
    assert old is not None
    assert new is not None
    assert old.value != new.value
    other = app.test_client()
    other.set_cookie("formloom_session", old.value)
    assert other.get(f"{API}/session").status_code == 401


def test_signing_out_ends_the_session_on_the_server(app: Flask, admin: Browser) -> None:
    browser = Browser(app.test_client()).sign_in()
    cookie = browser.client.get_cookie("formloom_session")
    assert browser.send("DELETE", "/session").status_code == 204
    assert cookie is not None
    other = app.test_client()
    other.set_cookie("formloom_session", cookie.value)
    assert other.get(f"{API}/session").status_code == 401


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://localhost"}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://localhost:9"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://[bad"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Sec_Fetch_Site": "same-origin"}, 200),
        ({"X_CSRF_Token": "guessed"}, 403),
        ({"X_CSRF_Token": ""}, 403),
        ({"X_CSRF_Token": "ü"}, 403),
    ],
)
def test_a_request_from_elsewhere_changes_nothing(admin: Browser, headers: dict[str, str], status: int) -> None:
    admin.send("PATCH", "/session", {"display_name": "ada"})
    assert admin.send("PATCH", "/session", {"display_name": "Changed"}, **headers).status_code == status
    assert admin.get("/session")["user"]["display_name"] == ("Changed" if status == 200 else "ada")


def test_people_change_what_they_say_of_themselves(admin: Browser) -> None:
    changed = admin.send("PATCH", "/session", {"display_name": "阿达", "locale": "en", "time_zone": "Europe/Berlin"})
    assert changed.get_json()["user"] == {
        "id": 1,
        "email": EMAIL,
        "username": "",
        "mobile": "",
        "display_name": "阿达",
        "locale": "en",
        "time_zone": "Europe/Berlin",
    }
    assert [one["label"] for one in admin.get("/w/main/users?ids=1")["items"]] == ["阿达"], "others see it too"
    assert admin.send("PATCH", "/session", {"time_zone": "Mars/Base"}).status_code == 422
    assert admin.send("PATCH", "/session", {"name": "x@example.com"}).get_json()["code"] == "unknown_field"
    assert admin.send("PATCH", "/session", {"time_zone": None}).get_json()["user"]["time_zone"] is None


def test_a_member_who_is_disabled_is_out_at_once(app: Flask, admin: Browser, people: Callable[..., int]) -> None:
    seller = people("sam@example.com", roles=("seller",))
    browser = Browser(app.test_client()).sign_in("sam@example.com")
    assert browser.send("POST", f"{RECORDS}/company/query", {}).status_code == 200
    workspaces = services_of(app).workspaces
    from builder.storage import account_rows

    with workspaces.database.write() as conn:
        account_rows.update_account(conn, seller, {"disabled_at": workspaces.clock()})
    assert browser.send("POST", f"{RECORDS}/company/query", {}).status_code == 401


def test_a_person_goes_by_the_new_name_in_every_record_at_once(admin: Browser) -> None:
    made = admin.post(f"{RECORDS}/company", {"values": {"name": "Acme"}})
    address = f"{RECORDS}/company/{made['id']}"
    before = admin.get(address)["values"]["created_by"]
    admin.send("PATCH", "/session", {"display_name": "Ada the Second"})
    assert admin.get(address)["values"]["created_by"] == {"id": before["id"], "label": "Ada the Second"}
    page = admin.post(f"{RECORDS}/company/query", {"fields": ["created_by"]})
    assert [item["values"]["created_by"]["label"] for item in page["items"]] == ["Ada the Second"]


def test_a_password_is_changed_by_who_knows_it_and_other_sessions_end(app: Flask, people: Callable[..., int]) -> None:
    people("pia@example.com")
    here, elsewhere = (Browser(app.test_client()).sign_in("pia@example.com") for _ in range(2))
    wrong = here.send("PUT", "/session/password", {"current": "not this one", "new": "another phrase 7"})
    assert [(one["path"], one["code"]) for one in wrong.get_json()["problems"]] == [("current", "wrong_password")]
    weak = here.send("PUT", "/session/password", {"current": PASSWORD, "new": "short"})
    assert [(one["path"], one["code"]) for one in weak.get_json()["problems"]] == [("new", "password_too_short")]
    assert here.send("PUT", "/session/password", {"current": PASSWORD, "new": "another phrase 7"}).status_code == 204
    assert here.get("/session")["user"]["email"] == "pia@example.com"
    assert elsewhere.send("GET", "/session").status_code == 401
    visitor = Browser(app.test_client())
    assert visitor.send("POST", "/session", {"name": "pia@example.com", "password": PASSWORD}).status_code == 401
    visitor.sign_in("pia@example.com", "another phrase 7")
