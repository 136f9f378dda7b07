"""Roles over HTTP: what administrators set holds at everybody's very next request, and can be taken back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.api.conftest import RECORDS, Browser
from tests.api.test_records import run_jobs

ROLES = "/w/main/apps/sample/roles"
COMPANY = f"{RECORDS}/company"


def role(admin: Browser, name: str = "seller") -> dict[str, Any]:
    found = next(one for one in admin.get(ROLES)["items"] if one["name"] == name)
    read: dict[str, Any] = admin.get(f"{ROLES}/{found['id']}")
    return read


def grant(read: dict[str, Any], entity: str = "company", **actions: Any) -> dict[str, Any]:
    found = next(one for one in read["grants"] if one["entity"] == entity)
    return {**found, "actions": {**found["actions"], **actions}}


def changed(admin: Browser, *grants: dict[str, Any], name: str = "seller", **more: Any) -> dict[str, Any]:
    read = role(admin, name)
    path = f"{ROLES}/{read['id']}"
    answer: dict[str, Any] = admin.patch(path, {"grants": list(grants), **more}, read["version"])
    assert admin.get(path) == answer["role"]
    return answer


def told(answer: Any) -> list[tuple[str, str]]:
    return [(one["path"], one["code"]) for one in answer.get_json()["problems"]]


@pytest.fixture(scope="module")
def companies(admin: Browser) -> list[int]:
    """Companies of the administrator, two of them of a low tier, which sellers see."""
    bodies = [{"name": f"Shared {number}", "tier": tier, "phone": "13812345678"} for number, tier in enumerate(TIERS)]
    return [admin.post(COMPANY, {"values": body})["id"] for body in bodies]


TIERS = ("low", "low", "high")


@pytest.fixture(scope="module")
def seller(app: Flask, admin: Browser, people: Callable[..., int]) -> Browser:
    """Somebody with the role seller, who owns nothing."""
    del admin
    people("sam@example.com", roles=("seller",))
    return Browser(app.test_client()).sign_in("sam@example.com")


def test_a_change_of_a_role_holds_at_the_very_next_request_everywhere(
    app: Flask, admin: Browser, seller: Browser, companies: list[int]
) -> None:
    one = f"{COMPANY}/{companies[0]}"
    changed(admin, grant(role(admin), export=["own", LOW]))
    before = seller.post(f"{COMPANY}/query", {"fields": ["name", "phone"]})["items"]
    assert [item["values"]["phone"] for item in before] == ["138****5678"] * 2
    assert len(searched(seller)) == 2
    assert len(exported(app, seller)) == 3
    assert seller.get(one)["values"]["name"] == "Shared 0"

    narrowed = changed(admin, grant(role(admin), view=["own"], edit=["own"], export=["own"]))
    assert seller.post(f"{COMPANY}/query", {})["items"] == []
    assert seller.post(f"{COMPANY}/count", {})["count"] == 0
    assert seller.send("GET", one).status_code == 404
    assert seller.send("GET", f"{one}/timeline").status_code == 404
    assert searched(seller) == []
    assert exported(app, seller) == [["Name"]]

    admin.post(f"{ROLES}/undo", {"revision": narrowed["revision"]})
    assert len(seller.post(f"{COMPANY}/query", {})["items"]) == 2

    closed = changed(admin, {**grant(role(admin)), "fields": [{"field": "phone", "access": "hidden"}]})
    assert "phone" not in seller.get(one)["values"]
    refused = seller.send("POST", f"{COMPANY}/query", {"fields": ["phone"]})
    assert refused.get_json()["problems"][0]["code"] == "unknown_field"
    entities = seller.get("/w/main/apps/sample/model")["entities"]
    assert not any(item["name"] == "phone" for one in entities if one["name"] == "company" for item in one["fields"])
    admin.post(f"{ROLES}/undo", {"revision": closed["revision"]})
    assert seller.get(one)["values"]["phone"] == "138****5678"


LOW = {"where": {"field": "tier", "op": "eq", "value": "low"}}


def searched(browser: Browser) -> list[str]:
    found = browser.get("/w/main/apps/sample/search?text=Shared")["groups"]
    return [record["title"] for one in found for record in one["items"]]


def exported(app: Flask, browser: Browser) -> list[list[str]]:
    job = browser.post(f"{COMPANY}/export", {"format": "csv", "fields": ["name"]})["job"]
    run_jobs(app)
    file = browser.get(f"/w/main/jobs/{job}")["result"]["file"]
    data = browser.send("GET", f"/w/main/exports/{file}").data
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_role_that_is_emptied_gives_nothing(admin: Browser, seller: Browser, companies: list[int]) -> None:
    del companies
    nothing = {action: False if action in ("create", "import") else [] for action in grant(role(admin))["actions"]}
    emptied = changed(admin, {**grant(role(admin)), "actions": nothing})
    assert seller.send("POST", f"{COMPANY}/query", {}).status_code == 404
    assert seller.send("POST", COMPANY, {"values": {"name": "New"}}).status_code == 404
    admin.post(f"{ROLES}/undo", {"revision": emptied["revision"]})
    assert seller.send("POST", f"{COMPANY}/query", {}).status_code == 200


def test_a_role_is_made_copied_previewed_and_deleted(admin: Browser, seller: Browser) -> None:
    del seller
    original = role(admin)
    made = admin.post(ROLES, {"label": {"en": "Junior"}, "copy": original["id"], "description": {"en": "Learns"}})
    assert made["role"]["grants"] == original["grants"]
    assert (made["role"]["description"], made["role"]["members"]) == ({"en": "Learns"}, 0)
    path = f"{ROLES}/{made['role']['id']}"
    assert admin.post(f"{path}/preview", {"deleted": True}) == {"people": [], "more": False}
    told = admin.post(f"{ROLES}/{original['id']}/preview", {"grants": [grant(original, "visit", view=["own"])]})
    assert [one["label"] for one in told["people"]] == ["sam"]
    assert {"entity": "visit", "action": "view", "field": None, "what": "less"} in told["people"][0]["effects"]
    gone = admin.send("DELETE", path, If_Match=f'"{made["role"]["version"]}"')
    assert gone.status_code == 200
    assert admin.send("GET", path).get_json()["code"] == "unknown_role"
    admin.post(f"{ROLES}/undo", {"revision": gone.get_json()["revision"]})
    assert admin.get(path)["label"] == {"en": "Junior"}


def test_a_version_is_needed_and_has_to_be_the_latest(admin: Browser) -> None:
    read = role(admin)
    path = f"{ROLES}/{read['id']}"
    assert admin.send("PATCH", path, {}).status_code == 428
    assert admin.send("DELETE", path).status_code == 428
    stale = admin.send("PATCH", path, {"label": {"en": "X"}}, If_Match='"1"')
    assert (stale.status_code, stale.get_json()["code"]) == (412, "role_changed")


def test_what_still_names_a_role_is_told_in_words(admin: Browser) -> None:
    read = role(admin)
    refused = admin.send("DELETE", f"{ROLES}/{read['id']}", If_Match=f'"{read["version"]}"')
    assert (refused.status_code, refused.get_json()["code"]) == (409, "role_in_use")
    assert "“Company progress” still names this role" in refused.get_json()["message"]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"grants": {}}, ("grants", "wrong_type")),
        ({"grants": [[]]}, ("grants.0", "wrong_type")),
        ({"grants": [{"entity": "company"}]}, ("grants.0.actions", "missing_value")),
        ({"grants": [{"entity": "company", "actions": []}]}, ("grants.0.actions", "wrong_type")),
        ({"grants": [{"entity": "company", "actions": {}, "default": "all"}]}, ("grants.0.default", "not_offered")),
        ({"grants": [{"entity": "company", "actions": {}, "owner": 1}]}, ("grants.0.owner", "unknown_field")),
        ({"administrator": True}, ("administrator", "unknown_field")),
        ({"name": "boss"}, ("name", "unknown_field")),
        ({"label": {}}, ("label", "wrong_length")),
        ({"label": {"xx-long-": "x"}}, ("label.xx-long-", "wrong_format")),
        ({"description": "x"}, ("description", "wrong_type")),
        ({"message": "x" * 2001}, ("message", "wrong_length")),
    ],
)  # fmt: skip
def test_a_body_of_another_shape_is_refused(admin: Browser, body: Any, problem: tuple[str, str]) -> None:
    read = role(admin)
    refused = admin.send("PATCH", f"{ROLES}/{read['id']}", body, If_Match=f'"{read["version"]}"')
    assert refused.status_code == 400
    assert problem in told(refused)
    assert role(admin) == read


@pytest.mark.parametrize(
    "cell",
    [
        "all", 1, LOW, [["all"]], [{}], [{"where": None}], ["all\u202e"], ["__proto__"], [0], [True],
        [{"where": {"field": "owner.password_hash", "op": "eq", "value": "x"}}],
        [{"where": {"field": "name", "op": "eq", "value": {"formula": "1"}}}],
        [{"where": {"all": [{"any": [LOW["where"]] * 3}] * 2000}}],
    ],
)  # fmt: skip
def test_hostile_cells_are_refused_and_change_nothing(admin: Browser, cell: Any) -> None:
    read = role(admin)
    body = {"grants": [grant(read, view=cell)]}
    refused = admin.send("PATCH", f"{ROLES}/{read['id']}", body, If_Match=f'"{read["version"]}"')
    assert refused.status_code == 422, refused.get_data(as_text=True)
    assert all(path.startswith("grants.0.actions.view") for path, _ in told(refused)), told(refused)
    assert role(admin) == read


@pytest.mark.parametrize("wanted", ["x", "undo", "r_00000000", "seller", "%00", "织", "a" * 300])
def test_a_role_that_is_none_is_not_found(admin: Browser, wanted: str) -> None:
    assert admin.send("GET", f"{ROLES}/{wanted}").status_code == 404
    assert admin.send("POST", f"{ROLES}/{wanted}/preview", {}).status_code == 404
