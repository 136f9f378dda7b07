"""Two editors at once: exactly one wins, the other is told, and no change is lost; repeated requests run once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.api.conftest import Browser
from tests.promises.conftest import RECORDS, Promised

THINGS = f"{RECORDS}/thing_integer"
PAIRS = 200
WORDS = f"{RECORDS}/thing_text"


def again(app: Flask, browser: Browser) -> Browser:
    """Return another window of the same person."""
    cookie = browser.client.get_cookie("formloom_session")
    assert cookie is not None
    client = app.test_client()
    client.set_cookie("formloom_session", cookie.value)
    return Browser(client, browser.csrf)


def at_once(app: Flask, browser: Browser, send: list[Callable[[Browser], TestResponse]]) -> list[TestResponse]:
    """Send requests from as many windows at the same time; return the answers in order."""
    barrier = Barrier(len(send))

    def one(action: Callable[[Browser], TestResponse]) -> TestResponse:
        window = again(app, browser)
        barrier.wait()
        return action(window)

    with ThreadPoolExecutor(len(send)) as pool:
        return list(pool.map(one, send))


def test_of_two_hundred_pairs_of_editors_exactly_one_of_each_wins(promised: Promised) -> None:
    app, browser = promised.app, promised.browser
    records = [browser.post(THINGS, {"values": {"name": "pair", "value": 0}})["id"] for _ in range(PAIRS)]

    def round_of(record: int) -> None:
        path = f"{THINGS}/{record}"
        answers = at_once(
            app,
            browser,
            [
                lambda window, value=value: window.send("PATCH", path, {"values": {"value": value}}, If_Match='"1"')
                for value in (1, 2)
            ],
        )
        assert sorted(answer.status_code for answer in answers) == [200, 412]
        winner = next(answer for answer in answers if answer.status_code == 200).get_json()
        loser = next(answer for answer in answers if answer.status_code == 412).get_json()
        assert (winner["version"], loser["code"], loser["params"]) == (2, "stale_version", {"version": 2})
        assert browser.get(path)["values"]["value"] == winner["values"]["value"]

    for record in records:
        round_of(record)


def test_editors_who_try_again_lose_no_addition(promised: Promised) -> None:
    app, browser = promised.app, promised.browser
    record = browser.post(THINGS, {"values": {"name": "sum", "value": 0}})["id"]
    path = f"{THINGS}/{record}"

    def add(window: Browser) -> TestResponse:
        done = 0
        while True:
            seen = window.get(path)
            body = {"values": {"value": seen["values"]["value"] + 1}}
            response = window.send("PATCH", path, body, If_Match=f'"{seen["version"]}"')
            assert response.status_code in (200, 412), response.get_json()
            done += response.status_code == 200
            if done == 10:
                return response

    at_once(app, browser, [add] * 4)
    found = browser.get(path)
    assert (found["values"]["value"], found["version"]) == (40, 41)
    story = [item["version"] for item in browser.get(f"{path}/history")["items"]]
    assert story == sorted(story, reverse=True)
    assert story[0] == 41


ACTIONS: list[tuple[str, str, Any]] = [
    ("PATCH", "", {"values": {"value": 9}}),
    ("DELETE", "", None),
    ("POST", "/owner", {"owner": None}),
]


@pytest.mark.parametrize(("method", "end", "body"), ACTIONS, ids=["change", "delete", "owner"])
@pytest.mark.parametrize(
    ("version", "status", "code"),
    [
        (None, 428, "version_missing"),
        ('"2"', 412, "stale_version"),
        ('"9007199254740991"', 412, "stale_version"),
        ('"-1"', 400, "bad_version"),
        ('"1", "2"', 400, "bad_version"),
        ('"1e0"', 400, "bad_version"),
        ('"１"', 400, "bad_version"),
        ("1", 400, "bad_version"),
        ("*", 400, "bad_version"),
    ],
)
def test_a_change_from_another_version_is_refused_and_changes_nothing(
    promised: Promised, method: str, end: str, body: Any, version: str | None, status: int, code: str
) -> None:
    made = promised.browser.post(THINGS, {"values": {"name": "v", "value": 1}})
    headers = {} if version is None else {"If_Match": version}
    response = promised.browser.send(method, f"{THINGS}/{made['id']}{end}", body, **headers)
    assert (response.status_code, response.get_json()["code"]) == (status, code)
    assert promised.browser.get(f"{THINGS}/{made['id']}") == made


def test_a_delete_and_a_change_at_once_leave_one_of_the_two(promised: Promised) -> None:
    for _ in range(10):
        record = promised.browser.post(THINGS, {"values": {"name": "both", "value": 0}})["id"]
        path = f"{THINGS}/{record}"
        changed, deleted = at_once(
            promised.app,
            promised.browser,
            [
                lambda window, path=path: window.send("PATCH", path, {"values": {"value": 1}}, If_Match='"1"'),
                lambda window, path=path: window.send("DELETE", path, If_Match='"1"'),
            ],
        )
        found = promised.browser.get(path)
        if deleted.status_code == 200:
            assert changed.status_code in (404, 412)
            assert (found.get("deleted"), found["values"]["value"]) == (True, 0)
        else:
            assert (changed.status_code, deleted.status_code) == (200, 412)
            assert ("deleted" in found, found["values"]["value"]) == (False, 1)


def test_a_repeated_request_is_carried_out_once_whatever_it_is(promised: Promised) -> None:
    browser = promised.browser
    one = browser.post(WORDS, {"values": {"name": "r", "value": "x"}})
    path = f"{WORDS}/{one['id']}"
    deleted = browser.send("DELETE", path, If_Match='"1"').get_json()["change_set"]
    requests: list[tuple[str, Any, dict[str, str]]] = [
        (WORDS, {"values": {"name": "again"}}, {}),
        (f"{WORDS}/bulk", {"action": "create", "records": [{"values": {"name": "again"}}] * 3}, {}),
        (f"{path}/restore", {}, {}),
        (f"{path}/owner", {"owner": None}, {"If_Match": '"3"'}),
        (f"/w/main/change-sets/{deleted}/undo", {"mode": "check"}, {}),
        (
            "/w/main/apps/promises/views",
            {"entity": "thing_text", "label": {"en": "v"}, "type": "table", "columns": []},
            {},
        ),
        ("/w/main/apps/promises/publish", {"documents": [], "message": "nothing"}, {}),
    ]
    for at, (address, body, headers) in enumerate(requests):
        first = browser.send("POST", address, body, Idempotency_Key=f"key-{at}", **headers)
        second = browser.send("POST", address, body, Idempotency_Key=f"key-{at}", **headers)
        assert first.status_code < 400, first.get_json()
        assert (second.status_code, second.get_json()) == (first.status_code, first.get_json()), address
        assert second.headers["Idempotency-Replayed"] == "true", address
    found = browser.post(f"{WORDS}/count", {"filter": {"field": "name", "op": "eq", "value": "again"}})
    assert found["count"] == 4


def test_of_different_requests_under_one_key_at_once_one_is_carried_out(promised: Promised) -> None:
    for at in range(10):
        answers = at_once(
            promised.app,
            promised.browser,
            [
                lambda window, value=value, at=at: window.send(
                    "POST", WORDS, {"values": {"name": f"key {at}", "value": value}}, Idempotency_Key=f"both-{at}"
                )
                for value in ("a", "b", "a")
            ],
        )
        made = [answer.get_json() for answer in answers if answer.status_code == 201]
        refused = [answer.get_json()["code"] for answer in answers if answer.status_code != 201]
        assert len({record["id"] for record in made}) == 1
        assert refused in (["idempotency_mismatch"], ["idempotency_mismatch"] * 2)
        count = {"filter": {"field": "name", "op": "eq", "value": f"key {at}"}}
        assert promised.browser.post(f"{WORDS}/count", count)["count"] == 1
