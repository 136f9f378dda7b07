"""Bodies, names and labels from careless and hostile clients, at every address: refused with a code, or kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.api.conftest import services_of
from tests.promises.conftest import RECORDS, Promised
from tests.promises.dumps import changed, dump
from tests.promises.hostile import deep, send, told
from tests.samples.sample_fields import field, option

DOCUMENT = orjson.loads((Path(__file__).parents[2] / "admin_ui" / "openapi.json").read_bytes())
HERE = {"workspace": "main", "app": "promises", "entity": "thing_text", "record": "1", "upload": "x", "job": "1"}
WITH_BODY = [
    (method.upper(), path)
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
    if method != "parameters" and "application/json" in operation.get("requestBody", {}).get("content", {})
]
BROKEN: dict[str, tuple[bytes, str, int]] = {
    "broken": (b'{"values": ', "application/json", 400),
    "two values": (b"{} {}", "application/json", 400),
    "NaN": (b'{"values": {"value": NaN}}', "application/json", 400),
    "Infinity": (b'{"limit": -Infinity}', "application/json", 400),
    "not UTF-8": (b'{"values": {"value": "\xff\xfe"}}', "application/json", 400),
    "UTF-16": ('{"values": {}}'.encode("utf-16"), "application/json", 400),
    "overlong": (b'{"values": "\xc0\xaf"}', "application/json", 400),
    "half a character": (b'{"values": {"value": "\\udc00"}}', "application/json", 400),
    "NUL": (b'{"values": {"val\\u0000ue": "x"}}', "application/json", 400),
    "deep": (orjson.dumps(deep(200)), "application/json", 400),
    "very deep": (b"[" * 100_000, "application/json", 400),
    "a list": (b"[1, 2]", "application/json", 400),
    "a text": (b'"x"', "application/json", 400),
    "true": (b"true", "application/json", 400),
    "unknown keys": (b'{"__proto__": {"admin": true}, "constructor": 1}', "application/json", 400),
    "XML": (b"<a/>", "application/xml", 415),
    "a form": (b"values=1", "application/x-www-form-urlencoded", 415),
    "no type": (b'{"values": {}}', "", 415),
    "another charset": (b'{"values": "\xe9"}', "application/json; charset=latin-1", 400),
}


@pytest.fixture(scope="module")
def record(promised: Promised) -> Iterator[dict[str, Any]]:
    """A record to speak of."""
    made = promised.browser.post(f"{RECORDS}/thing_text", {"values": {"name": "n", "value": "kept"}})
    yield made
    assert promised.browser.get(f"{RECORDS}/thing_text/{made['id']}") == made


@pytest.mark.parametrize(("method", "path"), WITH_BODY, ids=[" ".join(pair) for pair in WITH_BODY])
def test_a_broken_body_is_refused_at_every_address(
    promised: Promised, record: dict[str, Any], method: str, path: str
) -> None:
    database = services_of(promised.app).workspaces.database
    before = dump(database)
    known = {**HERE, "record": record["id"], "template": "crm", "name": "crm"}
    address = path.removeprefix("/api/v1")
    for name in [part[1:-1] for part in address.split("/") if part.startswith("{")]:
        address = address.replace(f"{{{name}}}", str(known.get(name, "1")))
    for name, (body, kind, status) in BROKEN.items():
        response = send(promised.browser, address, body, method, Content_Type=kind, If_Match='"1"')
        found = response.get_json()
        allowed = {status, 409} if path.endswith("/setup") else {status, 404} if "/{upload}" in path else {status}
        assert response.status_code in allowed, (name, found)
        assert found["code"], name
        assert found["message"], name
    assert changed(before, dump(database)) == []


def test_of_a_name_given_twice_in_a_body_the_last_one_counts(promised: Promised) -> None:
    path = f"{RECORDS}/thing_text"
    body = b'{"values": {"name": "one"}, "values": {"name": "two", "value": "a", "value": "b"}}'
    made = send(promised.browser, path, body).get_json()
    assert (made["values"]["name"], made["values"]["value"]) == ("two", "b")


LABELS = [
    "\"quoted\" 'x' `y` \\",
    "🎉👩‍👩‍👧‍👦",
    "长" * 200,
    "__proto__",
    "constructor",
    "\u202eright to left\u2066",
    '"; DROP TABLE "x"; --',
    "Robert'); DROP TABLE students; --",
    "<script>alert(1)</script>",
    "%s {0} ${x} :name",
    "=1+1",
    "a\u2028b",
]
UNKEPT_LABELS = ["a\x00b", "", "长" * 1_001, 7, None, [], {}, True]
NAMES = [
    "__proto__",
    "constructor",
    "a b",
    "A",
    "名",
    "x" * 64,
    'x"; DROP TABLE y; --',
    "\u202ex",
    "",
    "_x",
    "1x",
    "select",
    "id",
    "created_at",
    "a.b",
    7,
    None,
]


def documents(text: Any, name: Any = "thing") -> list[dict[str, Any]]:
    """Return an app in which everything is called by one text."""
    words = {"zh-CN": text, "en": text}
    app = {
        "kind": "app",
        "name": "called",
        "label": words,
        "menu": [{"type": "link", "label": words, "url": "https://x"}],
    }
    choice = {**field("kind", "select", "x", {"options": [{**option("one", "x"), "label": words}]}), "label": words}
    title = {**field("name", "text", "x", required=True), "label": words, "help": words, "placeholder": words}
    named = {**field("extra", "text", "x"), "name": name}
    entity = {
        "kind": "entity",
        "name": "thing",
        "label": words,
        "plural": words,
        "fields": [title, choice, named],
        "title": ["name"],
    }
    view = {
        "kind": "view",
        "name": "all_things",
        "label": words,
        "entity": "thing",
        "type": "table",
        "columns": [{"field": "name"}],
    }
    return [app, entity, view]


@pytest.mark.parametrize("text", LABELS, ids=told)
def test_a_label_is_kept_as_it_is_wherever_it_is_shown(promised: Promised, text: str) -> None:
    browser = promised.browser
    browser.post("/w/main/apps/called/publish", {"documents": documents(text), "message": text})
    model = browser.get("/w/main/apps/called/model")
    (entity,) = model["entities"]
    fields = {one["name"]: one for one in entity["fields"]}
    shown = [
        model["app"]["label"],
        entity["label"],
        entity["plural"],
        fields["name"]["label"],
        fields["name"]["help"],
        fields["kind"]["label"],
        fields["kind"]["options"][0]["label"],
        next(view for view in model["views"] if view["name"] == "all_things")["label"],
    ]
    assert shown == [{"zh-CN": text, "en": text}] * len(shown)
    assert browser.get("/w/main/apps/called/revisions")["items"][0]["message"] == text
    browser.post("/w/main/apps/called/publish", {"documents": browser.get("/w/main/apps/called/export")["documents"]})
    mine = browser.post(
        "/w/main/apps/called/views",
        {"entity": "thing", "label": {"en": text}, "type": "table", "columns": [{"field": "name"}]},
    )
    assert mine["label"] == {"en": text}
    browser.send("DELETE", f"/w/main/apps/called/views/{mine['id']}")
    record = browser.post("/w/main/apps/called/records/thing", {"values": {"name": text, "kind": "one"}})
    assert record["title"] == text


@pytest.mark.parametrize("text", UNKEPT_LABELS, ids=told)
def test_a_label_that_cannot_be_kept_is_refused_whole(promised: Promised, text: Any) -> None:
    database = services_of(promised.app).workspaces.database
    before = dump(database)
    response = send(promised.browser, "/w/main/apps/called_not/publish", {"documents": documents(text)})
    assert response.status_code in (400, 422), response.get_json()
    assert response.get_json()["code"]
    assert changed(before, dump(database)) == []


@pytest.mark.parametrize("name", NAMES, ids=told)
def test_a_name_is_taken_or_refused_whole(promised: Promised, name: Any) -> None:
    database = services_of(promised.app).workspaces.database
    before = dump(database)
    response = send(promised.browser, "/w/main/apps/named/publish", {"documents": documents("x", name)})
    if response.status_code == 200:
        fields = promised.browser.get("/w/main/apps/named/model")["entities"][0]["fields"]
        assert name in [one["name"] for one in fields]
        made = promised.browser.post("/w/main/apps/named/records/thing", {"values": {"name": "n", name: "v"}})
        assert made["values"][name] == "v"
        query = {"filter": {"field": name, "op": "eq", "value": "v"}, "sort": [{"field": name}], "fields": [name]}
        assert promised.browser.post("/w/main/apps/named/records/thing/query", query)["items"]
        return
    assert response.status_code in (400, 422), response.get_json()
    assert response.get_json()["problems"], response.get_json()
    assert changed(before, dump(database)) == []


@pytest.mark.parametrize(
    "name", ["__proto__", "constructor", "..", "a%00b", "%ff", "'; DROP--", "x" * 300, "promises%2f.."]
)
def test_an_address_that_names_nothing_is_not_found(promised: Promised, name: str) -> None:
    for path in (f"/w/main/apps/{name}/model", f"/w/{name}/apps", f"{RECORDS}/{name}/1", f"/w/main/imports/{name}"):
        response = promised.browser.send("GET", path)
        assert response.status_code == 404, (path, response.status_code)
        assert response.get_json()["code"]


def test_a_person_keeps_the_name_given(promised: Promised) -> None:
    for text in LABELS[:-1]:
        response = promised.browser.send("PATCH", "/session", {"display_name": text})
        if response.status_code == 200:
            assert response.get_json()["user"]["display_name"] == text
        else:
            assert (response.status_code, response.get_json()["code"]) in ((400, "malformed"), (422, "invalid"))
    assert promised.browser.send("PATCH", "/session", {"display_name": "ada"}).status_code == 200
