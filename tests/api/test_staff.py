"""Members, departments, teams and links over HTTP: what administrators do, and what whoever holds a link can."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from builder.storage.fixed_tables import platform, workspace_tables
from tests.api.conftest import Browser, services_of

PASSWORD = "a good long password"
MEMBERS = "/w/main/members"


def invited(admin: Browser, name: str, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = admin.post(MEMBERS, {"display_name": name, "email": f"{name}@example.com", **more})
    return found


def token_for(admin: Browser, member: dict[str, Any]) -> str:
    answer = admin.send("PUT", f"{MEMBERS}/{member['id']}/link")
    assert answer.status_code == 200
    address, _, token = answer.get_json()["url"].partition("#")
    assert address == "http://localhost/join"
    return str(token)


def joined(app: Flask, admin: Browser, member: dict[str, Any], password: str = PASSWORD) -> Browser:
    browser = Browser(app.test_client())
    session = browser.post("/links/use", {"token": token_for(admin, member), "password": password})
    browser.csrf = session["csrf"]
    return browser


def test_a_person_is_invited_joins_and_works(admin: Browser, app: Flask) -> None:
    roles = {role["name"]: role["id"] for role in admin.get("/w/main/roles")["items"]}
    member = invited(admin, "joiner", mobile="13912345678", roles=[roles["seller"]], position="代表")
    assert (member["state"], member["signs_in"], member["mobile"]) == ("invited", False, "+8613912345678")
    token = token_for(admin, member)
    visitor = Browser(app.test_client())
    link = visitor.post("/links/look", {"token": token})
    assert (link["purpose"], link["display_name"], link["sign_in_name"]) == (
        "first_password", "joiner", "joiner@example.com",
    )  # fmt: skip

    weak = visitor.send("POST", "/links/use", {"token": token, "password": "short"})
    assert (weak.status_code, weak.get_json()["problems"][0]["path"]) == (422, "password")
    session = visitor.post("/links/use", {"token": token, "password": PASSWORD})
    assert [one["key"] for one in session["workspaces"]] == ["main"]
    assert visitor.get("/w/main/apps")["items"]
    assert visitor.send("POST", "/links/look", {"token": token}).get_json()["code"] == "link_ended"
    again = Browser(app.test_client()).sign_in("139 1234 5678", PASSWORD)
    assert again.get("/session")["user"]["mobile"] == "+8613912345678"


def test_who_is_disabled_reaches_nothing_from_the_next_request_on(admin: Browser, app: Flask) -> None:
    member = invited(admin, "leaver")
    browser = joined(app, admin, member)
    assert browser.send("GET", "/w/main/apps").status_code == 200
    assert admin.send("PATCH", f"{MEMBERS}/{member['id']}", {"disabled": True}).get_json()["state"] == "disabled"
    assert browser.send("GET", "/w/main/apps").status_code == 404
    assert browser.get("/session")["workspaces"] == []
    admin.send("PATCH", f"{MEMBERS}/{member['id']}", {"disabled": False})
    assert browser.send("GET", "/w/main/apps").status_code == 200


def test_a_change_that_fails_in_part_changes_nothing(admin: Browser) -> None:
    member = invited(admin, "steady")
    answer = admin.send("PATCH", f"{MEMBERS}/{member['id']}", {"disabled": True, "department": 9_999, "position": "x"})
    assert (answer.status_code, answer.get_json()["problems"][0]["path"]) == (422, "department")
    assert admin.get(f"{MEMBERS}/{member['id']}") == member


def test_an_absence_is_kept_with_its_deputy(admin: Browser) -> None:
    member, deputy = invited(admin, "away"), invited(admin, "deputy")
    absence = {"from": "2026-12-01", "until": "2026-12-07", "deputy": deputy["id"]}
    path = f"{MEMBERS}/{member['id']}"
    assert admin.send("PATCH", path, {"absence": absence}).get_json()["absence"] == absence
    for bad in ("2026-12-32", "2026-1-1", "20261201", "soon", "2026-12-08", ""):
        refused = admin.send("PATCH", path, {"absence": {**absence, "from": bad}}).get_json()
        assert refused["problems"][0]["path"].startswith("absence."), bad
    assert admin.send("PATCH", f"{MEMBERS}/{member['id']}", {"absence": None}).get_json()["absence"] is None


def test_members_are_listed_in_pages(admin: Browser) -> None:
    names = [f"页{number}" for number in range(5)]
    for number, name in enumerate(names):
        invited(admin, f"page{number}", display_name=name)
    found, cursor = [], ""
    while True:
        page = admin.get(f"{MEMBERS}?search=page&limit=2{cursor}")
        found += [one["label"] for one in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert found == names
    assert admin.send("GET", f"{MEMBERS}?cursor=made-up").get_json()["problems"][0]["code"] == "bad_cursor"


def test_departments_and_teams_are_made_moved_and_closed(admin: Browser) -> None:
    company = admin.post("/w/main/departments", {"name": "集团"})["id"]
    sales = admin.post("/w/main/departments", {"name": "营销中心", "parent": company})["id"]
    member = invited(admin, "placed", department=sales)
    refused = admin.send("PATCH", f"/w/main/departments/{sales}", {"closed": True})
    assert (refused.status_code, refused.get_json()["code"]) == (409, "department_in_use")
    assert admin.get(f"{MEMBERS}?department={company}")["items"] == [admin.get(f"{MEMBERS}/{member['id']}")]
    admin.send("PATCH", f"{MEMBERS}/{member['id']}", {"department": None})
    assert admin.send("PATCH", f"/w/main/departments/{sales}", {"closed": True, "name": "营销"}).status_code == 204
    listed = {one["id"]: one for one in admin.get("/w/main/departments")["items"]}
    assert (listed[sales]["label"], listed[sales]["closed"], listed[sales]["parent"]) == ("营销", True, company)
    team = admin.post("/w/main/teams", {"name": "双十一"})["id"]
    admin.send("PATCH", f"{MEMBERS}/{member['id']}", {"teams": [team]})
    assert admin.get("/w/main/teams")["items"] == [{"id": team, "label": "双十一", "closed": False, "people": 1}]
    assert admin.send("PATCH", f"/w/main/teams/{team}", {"closed": True}).status_code == 204
    assert admin.get(f"{MEMBERS}/{member['id']}")["teams"] == [team]


def test_the_last_administrator_stays(admin: Browser) -> None:
    me = admin.get("/session")["user"]["id"]
    for change, code in (({"administrator": False}, "last_administrator"), ({"disabled": True}, "not_yourself")):
        refused = admin.send("PATCH", f"{MEMBERS}/{me}", change)
        assert (refused.status_code, refused.get_json()["code"]) == (409, code)


def test_browsers_in_which_one_is_signed_in_are_listed_and_ended(admin: Browser, app: Flask) -> None:
    member = invited(admin, "devices")
    first = joined(app, admin, member)
    second = Browser(app.test_client()).sign_in("devices@example.com", PASSWORD)
    third = Browser(app.test_client()).sign_in("devices@example.com", PASSWORD)
    listed = first.get("/session/devices")["items"]
    assert [one["current"] for one in listed].count(True) == 1
    assert len(listed) == 3
    mine = next(one["id"] for one in second.get("/session/devices")["items"] if one["current"])
    assert first.send("DELETE", f"/session/devices/{mine}").status_code == 204
    assert second.send("GET", "/session").status_code == 401
    assert first.send("DELETE", f"/session/devices/{mine}").status_code == 404
    foreign = next(one["id"] for one in admin.get("/session/devices")["items"] if one["current"])
    assert first.send("DELETE", f"/session/devices/{foreign}").status_code == 404
    assert first.send("DELETE", "/session/devices").status_code == 204
    assert third.send("GET", "/session").status_code == 401
    assert first.send("GET", "/session").status_code == 200


@pytest.mark.parametrize("token", ["x", "\\u0000", "x" * 200, "#", "' OR 1=1 --"])
def test_a_made_up_link_opens_nothing(visitor: Browser, token: str) -> None:
    for path, body in (("/links/look", {}), ("/links/use", {"password": PASSWORD})):
        answer = visitor.send("POST", path, {"token": token, **body})
        assert (answer.status_code, answer.get_json()["code"]) == (404, "link_ended")


def test_the_secret_of_a_link_is_not_in_the_database(admin: Browser, app: Flask) -> None:
    token = token_for(admin, invited(admin, "secretive"))
    workspaces = services_of(app).workspaces
    with workspaces.database.read() as conn:
        tables = [*platform.tables.values(), *workspace_tables(workspaces.space(conn, "main"))]
        rows = [str(tuple(row)) for table in tables for row in conn.execute(select(table))]
    assert len(rows) > 50
    assert not [row for row in rows if token in row]


def test_what_a_leaver_owns_is_shown_and_handed_over(admin: Browser) -> None:
    leaver, heir = invited(admin, "giver"), invited(admin, "taker")
    company = admin.post("/w/main/apps/sample/records/company", {"values": {"name": "Handed"}})
    given = {"action": "owner", "ids": [company["id"]], "values": {"owner": leaver["id"]}}
    assert admin.post("/w/main/apps/sample/records/company/bulk", given)["updated"] == 1
    held = admin.get(f"{MEMBERS}/{leaver['id']}/held")["items"]
    assert [(one["entity"], one["field"], one["owner"], one["count"]) for one in held] == [
        ("company", "owner", True, 1)
    ]
    body = {"to": heir["id"], "places": [{"app": "sample", "entity": "company", "field": "owner"}]}
    answer = admin.send("POST", f"{MEMBERS}/{leaver['id']}/hand-over", body)
    assert answer.status_code == 202
    job = admin.get(f"/w/main/jobs/{answer.get_json()['job']}")
    assert (job["kind"], job["label"], job["state"]) == ("hand_over", "giver", "queued")
    refused = admin.send("POST", f"{MEMBERS}/{leaver['id']}/hand-over", {**body, "to": leaver["id"]})
    assert refused.get_json()["problems"][0]["path"] == "to"
