"""Every route declares who may call it, and holds to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from builder.api.auth import Access
from builder.api.operations import Operation
from builder.storage.installation import create_workspace
from tests.api.conftest import API, Browser, services_of


def routes(app: Flask) -> Iterator[tuple[Rule, str, Any]]:
    """Yield (rule, method, function) of every route of the interface."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(API):
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, method, app.view_functions[rule.endpoint]


def address(rule: Rule, workspace: str = "main", app: str = "sample") -> str:
    """Return an address of the rule that leads somewhere as far as possible."""
    filled = {"workspace": workspace, "app": app, "entity": "company", "field": "tier", "template": "crm"}
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: filled.get(found[1], "1"), rule.rule)[len(API) :]


def test_every_route_declares_its_policy(app: Flask) -> None:
    undeclared = [
        rule.rule for rule, _, view in routes(app) if not isinstance(getattr(view, "operation", None), Operation)
    ]
    assert undeclared == []


def test_only_these_routes_are_open_to_anybody(app: Flask) -> None:
    public = {f"{method} {rule.rule}" for rule, method, view in routes(app) if view.operation.access is Access.PUBLIC}
    assert public == {
        f"GET {API}/openapi.json",
        f"GET {API}/setup",
        f"POST {API}/setup",
        f"POST {API}/links/look",
        f"POST {API}/links/use",
        f"POST {API}/session",
    }


def test_every_other_route_wants_a_session_and_says_so_before_anything_else(app: Flask, visitor: Browser) -> None:
    for rule, method, view in routes(app):
        if view.operation.access is not Access.PUBLIC:
            response = visitor.send(method, address(rule, "nowhere", "nothing"))
            assert (response.status_code, response.get_json()["code"]) == (401, "sign_in_first"), rule.rule


def test_every_unsafe_route_wants_the_csrf_token(app: Flask, admin: Browser) -> None:
    bare = Browser(admin.client)
    for rule, method, view in routes(app):
        if view.operation.access is not Access.PUBLIC and method != "GET":
            response = bare.send(method, address(rule), {})
            assert (response.status_code, response.get_json()["code"]) == (403, "csrf_failed"), rule.rule
    assert bare.get("/session")["csrf"] == admin.csrf


def test_what_builders_do_is_refused_to_others(app: Flask, admin: Browser, people: Callable[..., int]) -> None:
    people("pat@example.com", roles=("seller",))
    seller = Browser(app.test_client()).sign_in("pat@example.com")
    for rule, method, view in routes(app):
        if view.operation.access is Access.BUILDER:
            body = BODIES.get(view.operation.name, {} if method != "GET" else None)
            response = seller.send(method, address(rule), body)
            assert (response.status_code, response.get_json()["code"]) == (403, "not_allowed"), rule.rule


BODIES: dict[str, Any] = {
    "shareView": {"entity": "company", "label": {"en": "New"}},
    "exportRecords": {"format": "csv"},
    "checkApp": {"documents": []},
    "publishApp": {"documents": []},
    "addTag": {"label": "x"},
    "addFields": {"fields": [{"label": {"en": "x"}, "type": "text"}]},
    "groupRecords": {"by": []},
    "readBoard": {"field": "tier"},
    "totalBoard": {"field": "tier"},
    "readCalendar": {"dates": [{"start": "founded_on"}], "from": "2026-11-01", "until": "2026-12-01"},
    "readTree": {"field": "parent_company"},
    "createRecord": {"values": {}},
    "updateRecord": {"values": {}},
    "moveStage": {"stage": "x"},
    "setOwner": {"owner": None},
    "changeManyRecords": {"action": "delete"},
    "undoChangeSet": {"mode": "all"},
    "createView": {"entity": "company", "label": {"en": "x"}},
    "previewImport": {"mapping": {"columns": []}},
    "attachFiles": {"files": ["x" * 22]},
    "writeComment": {"text": "x"},
    "changeComment": {"text": "x"},
    "runImport": {"mapping": {"columns": []}},
    "changeSettings": {},
    "fillHolidays": {},
    "inviteMember": {"display_name": "x"},
    "addDepartment": {"name": "x"},
    "addTeam": {"name": "x"},
    "putIntoTeam": {"writing": False},
    "createRole": {"label": {"en": "x"}},
    "takeRolesBack": {"revision": 1},
    "handOver": {"to": 1, "places": [{"app": "sample", "entity": "company", "field": "owner"}]},
}


@pytest.fixture(scope="module")
def foreign(app: Flask) -> str:
    """A workspace that nobody of the others belongs to."""
    workspaces = services_of(app).workspaces
    with workspaces.database.write() as conn:
        create_workspace(conn, "foreign", "Canary", workspaces.clock())
    return "foreign"


QUERIES = {"listImports": "?app=sample&entity=company"}
"""What routes cannot do without."""


def test_a_foreign_workspace_looks_like_one_that_is_not_there(app: Flask, admin: Browser, foreign: str) -> None:
    checked = 0
    for rule, method, view in routes(app):
        if view.operation.access in (Access.PUBLIC, Access.SIGNED_IN):
            continue
        if view.operation.name in ("openImport", "sendFile"):
            continue  # takes a form
        body = BODIES.get(view.operation.name, {} if method != "GET" else None)
        answers = []
        for workspace in (foreign, "missing"):
            path = address(rule, workspace) + QUERIES.get(view.operation.name, "")
            response = admin.send(method, path, body, If_Match='"1"')
            assert response.status_code == 404, (rule.rule, response.get_data(as_text=True))
            answers.append({**response.get_json(), "request_id": ""})
        assert answers[0] == answers[1], rule.rule
        checked += 1
    assert checked > 35


@pytest.mark.parametrize("workspace", ["MAIN", "main ", "main'--", "w_main", "../main", "织", "%00", "a" * 300])
def test_a_hostile_workspace_name_is_not_found(admin: Browser, workspace: str) -> None:
    assert admin.send("GET", f"/w/{workspace}/apps").status_code == 404
