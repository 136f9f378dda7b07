"""Every refusal has one shape, a stable code and a sentence in the reader's language."""

from __future__ import annotations

from typing import Any

import pytest

from builder.api import operations
from tests.api.conftest import API, RECORDS, Browser

COMPANY = f"{RECORDS}/company"
DEEP = "[" * 100 + "]" * 100

BAD_BODIES: list[tuple[str, bytes, str, int, str]] = [
    ("broken JSON", b'{"values": ', "application/json", 400, "not_json"),
    ("not UTF-8", b'{"values": {"name": "\xff\xfe"}}', "application/json", 400, "not_json"),
    ("half a character", b'{"values": {"name": "\\ud800"}}', "application/json", 400, "not_json"),
    ("too deep", b'{"values": {"name": ' + DEEP.encode() + b"}}", "application/json", 400, "too_deep"),
    ("far too deep", b"[" * 2_000 + b"]" * 2_000, "application/json", 400, "too_deep"),
    ("NUL", b'{"values": {"name": "a\\u0000b"}}', "application/json", 400, "nul_character"),
    ("a list", b"[]", "application/json", 400, "wrong_type"),
    ("a number", b"7", "application/json", 400, "wrong_type"),
    ("null", b"null", "application/json", 400, "wrong_type"),
    ("a form", b"values=1", "application/x-www-form-urlencoded", 415, "not_json"),
    ("plain text", b'{"values": {}}', "text/plain", 415, "not_json"),
    ("nothing", b"", "application/json", 400, "malformed"),
    ("unknown key", b'{"values": {}, "admin": true}', "application/json", 400, "unknown_field"),
    ("values as list", b'{"values": []}', "application/json", 400, "malformed"),
    ("form as number", b'{"values": {}, "form": 3}', "application/json", 400, "malformed"),
    ("unknown field", b'{"values": {"nonsense": 1}}', "application/json", 400, "unknown_field"),
    ("system field", b'{"values": {"name": "A", "created_by": 1}}', "application/json", 400, "unknown_field"),
    ("id as field", b'{"values": {"name": "A", "id": 9}}', "application/json", 400, "unknown_field"),
    ("version as field", b'{"values": {"name": "A", "version": 9}}', "application/json", 400, "unknown_field"),
    ("hostile field", b'{"values": {"__proto__": {}, "name": "A"}}', "application/json", 400, "unknown_field"),
    ("required missing", b'{"values": {}}', "application/json", 422, "invalid"),
    ("number for text", b'{"values": {"name": 7}}', "application/json", 422, "invalid"),
    ("text for number", b'{"values": {"name": "A", "score": "many"}}', "application/json", 422, "invalid"),
    ("huge number", b'{"values": {"name": "A", "employees": 1e400}}', "application/json", 400, "number_too_large"),
    ("large number", b'{"values": {"name": "A", "employees": ' + b"9" * 40 + b"}}", "application/json", 422, "invalid"),
]


@pytest.mark.parametrize(("name", "body", "kind", "status", "code"), BAD_BODIES, ids=[case[0] for case in BAD_BODIES])
def test_a_bad_body_is_refused_with_a_code(
    admin: Browser, name: str, body: bytes, kind: str, status: int, code: str
) -> None:
    before = admin.post(f"{COMPANY}/count", {"exact": True})["count"]
    headers = {"X-CSRF-Token": admin.csrf}
    response = admin.client.post(API + COMPANY, data=body, content_type=kind, headers=headers)
    problem = response.get_json()
    assert (response.status_code, problem["code"]) == (status, code), problem
    assert response.mimetype == "application/problem+json"
    assert problem["message"]
    assert problem["request_id"] == response.headers["X-Request-Id"]
    assert admin.post(f"{COMPANY}/count", {"exact": True})["count"] == before


def test_a_byte_order_mark_before_a_body_is_passed_over(admin: Browser) -> None:
    body = b'\xef\xbb\xbf{"values": {"name": "Marked"}}'
    headers = {"X-CSRF-Token": admin.csrf, "Idempotency-Key": "marked"}
    for _ in range(2):
        response = admin.client.post(API + COMPANY, data=body, content_type="application/json", headers=headers)
        assert (response.status_code, response.get_json()["title"]) == (201, "Marked")


BAD_QUERIES: list[tuple[dict[str, Any], str]] = [
    ({"limit": 0}, "out_of_range"),
    ({"limit": 100_000}, "out_of_range"),
    ({"limit": "50"}, "wrong_type"),
    ({"limit": True}, "wrong_type"),
    ({"sort": [{"field": "name", "direction": "up"}]}, "not_offered"),
    ({"sort": [{}]}, "missing_value"),
    ({"sort": [{"field": "nonsense"}]}, "unknown_field"),
    ({"fields": ["name", "a.b.c"]}, "unknown_field"),
    ({"filter": []}, "wrong_type"),
    ({"filter": {"field": "password_hash", "op": "eq", "value": "x"}}, "unknown_field"),
    ({"filter": {"field": "manager.password_hash", "op": "eq", "value": "x"}}, "unknown_field"),
    ({"filter": {"field": "name", "op": "like", "value": "x"}}, "unknown_operator"),
    ({"cursor": "made up"}, "bad_cursor"),
    ({"search": 7}, "wrong_type"),
    ({"extra": 1}, "unknown_field"),
]


@pytest.mark.parametrize(("query", "code"), BAD_QUERIES, ids=[str(case[0]) for case in BAD_QUERIES])
def test_a_bad_query_names_what_is_wrong(admin: Browser, query: dict[str, Any], code: str) -> None:
    response = admin.send("POST", f"{COMPANY}/query", query)
    problem = response.get_json()
    assert response.status_code in (400, 422), problem
    assert code in {problem["code"], *(item["code"] for item in problem["problems"])}, problem


@pytest.mark.parametrize(
    ("address", "names"),
    [
        (f"{COMPANY}/{{record}}?include=lines&fields=name", ["include", "fields"]),
        (f"{COMPANY}/{{record}}/timeline?limt=5", ["limt"]),
        (f"{COMPANY}/search?text=a&txt=b", ["txt"]),
        ("/session?verbose=1", ["verbose"]),
        ("/w/main/apps?page=2", ["page"]),
    ],
)
def test_what_an_address_asks_for_and_nobody_knows_is_refused(admin: Browser, address: str, names: list[str]) -> None:
    record = admin.post(COMPANY, {"values": {"name": "Asked"}})["id"]
    response = admin.send("GET", address.format(record=record))
    problem = response.get_json()
    assert response.status_code == 400, problem
    assert [(item["path"], item["code"]) for item in problem["problems"]] == [(name, "unknown_field") for name in names]


def test_a_write_that_asks_for_something_unknown_is_not_carried_out(admin: Browser) -> None:
    before = admin.post(f"{COMPANY}/count", {"exact": True})["count"]
    response = admin.send("POST", f"{COMPANY}?dry_run=1", {"values": {"name": "Asked"}})
    assert (response.status_code, response.get_json()["problems"][0]["path"]) == (400, "dry_run")
    assert admin.post(f"{COMPANY}/count", {"exact": True})["count"] == before


HOSTILE = [
    "'; DROP TABLE x; --",
    '"quoted" \\ back',
    "织" * 200,
    "🧵👩‍👩‍👧‍👦",
    "\u202eright to left",
    "__proto__",
    "<script>alert(1)</script>",
    "{{7*7}}${7*7}<%= 7 %>",
    "=cmd|' /C calc'!A0",
    "select",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_kept_as_it_is(admin: Browser, text: str) -> None:
    record = admin.post(COMPANY, {"values": {"name": text}})
    assert admin.get(f"{COMPANY}/{record['id']}")["values"]["name"] == text
    found = admin.post(f"{COMPANY}/query", {"filter": {"field": "name", "op": "eq", "value": text}})
    assert [item["id"] for item in found["items"]] == [record["id"]]
    admin.post(f"{COMPANY}/query", {"search": text})


@pytest.mark.parametrize(
    ("accepted", "own", "expected"),
    [
        ("en", None, "Please fill this in."),
        ("zh-CN", None, "请填写这一项。"),
        ("zh-TW,zh;q=0.8", None, "請填寫這一項。"),
        ("zh-Hant-HK", None, "請填寫這一項。"),
        ("de, zh-TW;q=0.5", None, "請填寫這一項。"),
        ("de", "en", "Please fill this in."),
        ("", "zh-TW", "請填寫這一項。"),
        ("", None, "请填写这一项。"),
        ("*;q=nonsense", None, "请填写这一项。"),
    ],
)
def test_messages_speak_the_readers_language(admin: Browser, accepted: str, own: str | None, expected: str) -> None:
    assert admin.send("PATCH", "/session", {"locale": own}).status_code == 200
    response = admin.send("POST", COMPANY, {"values": {}}, Accept_Language=accepted)
    problems = {item["path"]: item["message"] for item in response.get_json()["problems"]}
    assert problems["values.name"] == expected


def test_every_problem_is_told_at_once(admin: Browser) -> None:
    response = admin.send("POST", COMPANY, {"values": {"score": "many", "email": "nobody", "code": "x"}})
    problems = {item["path"]: item["code"] for item in response.get_json()["problems"]}
    assert problems.keys() >= {"values.score", "values.email", "values.code", "values.name"}


def test_a_body_above_the_bound_is_refused(admin: Browser, app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 1_000)
    response = admin.send("POST", COMPANY, {"values": {"name": "x" * 2_000}})
    assert (response.status_code, response.get_json()["code"]) == (413, "body_too_large")


def test_a_body_that_is_held_in_memory_ends_before_one_with_a_file(
    admin: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "LARGEST_IN_MEMORY", 1 << 20)
    response = admin.send("POST", COMPANY, {"values": {"name": "x" * (2 << 20)}}, Accept_Language="en")
    problem = response.get_json()
    assert (response.status_code, problem["code"], problem["params"]) == (413, "body_too_large", {"limit": 1})
    assert "at most 1 MB" in problem["message"]


def test_an_unknown_address_and_method_answer_in_the_same_shape(admin: Browser) -> None:
    assert admin.send("GET", "/nothing").get_json()["code"] == "not_found"
    response = admin.send("PUT", "/session", {})
    assert (response.status_code, response.get_json()["code"]) == (405, "method_not_allowed")


@pytest.mark.parametrize("number", ["0", "-1", "9007199254740992", "1" * 40, "1e3", "x", "%00", "1%27"])
def test_an_impossible_record_number_is_not_found(admin: Browser, number: str) -> None:
    assert admin.send("GET", f"{COMPANY}/{number}").status_code == 404


def test_a_failure_tells_the_request_id_and_nothing_else(admin: Browser, app: Any, monkeypatch: Any) -> None:
    def fail(*_given: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("builder.runtime.read_records.read_one", fail)
    response = admin.send("GET", f"{COMPANY}/1")
    assert (response.status_code, response.get_json()["code"]) == (500, "failure")
    assert "secret" not in response.get_data(as_text=True)


@pytest.mark.parametrize(("language", "text"), [("en", "Two letters"), ("zh-CN", "两个字母"), ("zh-TW", "两个字母")])
def test_a_field_speaks_for_itself_in_the_language_of_the_reader(admin: Browser, language: str, text: str) -> None:
    say = {"zh-CN": "两个字母", "en": "Two letters"}
    plate = {"name": "plate", "type": "text", "label": {"en": "Plate"}, "message": say}
    car = {"kind": "entity", "name": "car", "label": {"en": "Car"}, "title": ["plate"]}
    documents = [
        {"kind": "app", "name": "cars", "label": {"en": "Cars"}},
        {**car, "fields": [{**plate, "settings": {"pattern": "[A-Z]{2}"}}]},
    ]
    admin.send("POST", "/w/main/apps/cars/publish", {"documents": documents})
    path = "/w/main/apps/cars/records/car"
    refused = admin.send("POST", path, {"values": {"plate": "1"}}, Accept_Language=language).get_json()
    (problem,) = refused["problems"]
    assert (problem["code"], problem["message"]) == ("pattern_mismatch", text)
