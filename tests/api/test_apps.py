"""Apps over HTTP: the model with rights applied, publishing, export, revisions, the trash of elements, templates."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from typing import Any

import orjson
import pytest
from flask import Flask

from builder.messages import LOCALES
from tests.api.conftest import RECORDS, Browser
from tests.samples.sample_app import sample_documents

MODEL = "/w/main/apps/sample/model"


@pytest.fixture(scope="module")
def seller(app: Flask, admin: Browser, people: Callable[..., int]) -> Browser:
    """A member with the seller's role."""
    del admin
    people("sid@example.com", roles=("seller",))
    return Browser(app.test_client()).sign_in("sid@example.com")


def texts(value: Any) -> Iterator[str]:
    """Yield every text inside a document."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield value


def test_the_model_speaks_of_everything_by_name(admin: Browser) -> None:
    model = admin.get(MODEL)
    ids = {entity["id"] for entity in model["entities"]}
    ids |= {field["id"] for entity in model["entities"] for field in entity["fields"] if not field["system"]}
    used: set[str] = set()
    for part in ("forms", "views", "pages"):
        for document in model[part]:
            used |= set(texts({key: value for key, value in document.items() if key != "id"}))
    for entity in model["entities"]:
        for part in ("rules", "flows", "title", "default_sort", "key_facts"):
            used |= set(texts(entity[part]))
        for field in entity["fields"]:
            used |= set(texts({"settings": field["settings"], "default": field["default"]}))
    assert not ids & used


def test_the_model_tells_what_each_field_offers(admin: Browser) -> None:
    company = next(item for item in admin.get(MODEL)["entities"] if item["name"] == "company")
    fields = {field["name"]: field for field in company["fields"]}
    assert fields["budget"]["parts"] == ["min", "max"]
    assert fields["parent_company"]["settings"]["entity"] == "company"
    assert [option["name"] for option in fields["tier"]["options"]] == ["high", "middle", "low"]
    assert fields["tier"]["default"] == {"fixed": "middle"}
    assert {field["name"]: field["type"] for field in fields["lines"]["fields"]}["price"] == "number"
    assert [option["name"] for option in fields["stage"]["options"]][:2] == ["fresh", "working"]
    assert (fields["number"]["access"], fields["stage"]["access"], fields["name"]["access"]) == (
        "read",
        "read",
        "write",
    )
    assert [option["parent"] for option in fields["category"]["options"]] == [None, "industry", None, "services"]
    assert company["flows"][0]["when"] == {"field": "source", "op": "ne", "value": "partner"}
    assert company["actions"] == ["view", "create", "edit", "delete", "import", "export", "assign", "comment", "share"]


def test_the_model_is_fetched_once_for_each_revision(admin: Browser) -> None:
    first = admin.send("GET", MODEL)
    again = admin.send("GET", MODEL, If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    documents = sample_documents()
    documents[0]["color"] = "red"
    admin.post("/w/main/apps/sample/publish", {"documents": documents[:1]})
    changed = admin.send("GET", MODEL, If_None_Match=first.headers["ETag"])
    assert (changed.status_code, changed.get_json()["app"]["color"]) == (200, "red")


def test_hidden_fields_leave_no_trace_in_the_model(seller: Browser) -> None:
    response = seller.send("GET", MODEL)
    assert "margin" not in set(texts(orjson.loads(response.data)))
    company = next(item for item in response.get_json()["entities"] if item["name"] == "company")
    fields = {field["name"]: field for field in company["fields"]}
    assert (fields["phone"]["access"], fields["phone"]["operators"], fields["phone"]["sortable"]) == (
        "masked",
        [],
        False,
    )
    assert fields["score"]["access"] == "read"
    assert company["actions"] == ["view", "create", "edit", "assign", "comment", "share"]


def test_readers_with_other_rights_have_another_version(admin: Browser, seller: Browser) -> None:
    mine = admin.send("GET", MODEL).headers["ETag"]
    assert seller.send("GET", MODEL, If_None_Match=mine).status_code == 200


def test_who_may_do_nothing_in_an_app_sees_none(app: Flask, admin: Browser, people: Callable[..., int]) -> None:
    people("nora@example.com")
    nobody = Browser(app.test_client()).sign_in("nora@example.com")
    assert nobody.get("/w/main/apps") == {"items": []}
    assert nobody.get(MODEL)["entities"] == []
    assert nobody.send("POST", f"{RECORDS}/company/query", {}).status_code == 404


def test_the_model_holds_every_option_and_is_sent_small(admin: Browser) -> None:
    options = [{"name": f"o{number}", "label": {"en": f"Option {number}"}} for number in range(3_000)]
    field = {"name": "many", "type": "select", "label": {"en": "Many"}, "settings": {"options": options}}
    entity = {"kind": "entity", "name": "thing", "label": {"en": "Thing"}, "title": ["code"]}
    code = {"name": "code", "type": "text", "label": {"en": "Code"}}
    documents = [
        {"kind": "app", "name": "many_options", "label": {"en": "Many"}},
        {**entity, "fields": [code, field]},
    ]
    admin.post("/w/main/apps/many_options/publish", {"documents": documents})
    model = "/w/main/apps/many_options/model"
    fields = {item["name"]: item for item in admin.get(model)["entities"][0]["fields"]}
    assert [option["name"] for option in fields["many"]["options"]] == [option["name"] for option in options]
    plain, small = admin.send("GET", model), admin.send("GET", model, Accept_Encoding="gzip")
    assert gzip.decompress(small.data) == plain.data
    assert len(small.data) < len(plain.data) / 8
    assert (small.headers["Content-Encoding"], small.headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert int(small.headers["Content-Length"]) == len(small.data)
    assert "Content-Encoding" not in plain.headers
    refusing = admin.send("GET", model, Accept_Encoding="gzip;q=0, identity")
    assert refusing.data == plain.data


def test_an_export_is_published_elsewhere_as_it_was(admin: Browser) -> None:
    exported = admin.get("/w/main/apps/sample/export")
    assert exported["format"] == "formloom.app/1"
    done = admin.post("/w/main/apps/sample/publish", {"documents": exported["documents"]})
    assert done["changes"] == []
    assert admin.get("/w/main/apps/sample/export") == exported


def test_a_new_app_is_published_under_the_name_in_the_address(admin: Browser) -> None:
    documents = [{"kind": "app", "name": "other", "label": {"en": "Other"}}]
    refused = admin.send("POST", "/w/main/apps/wrong/publish", {"documents": documents})
    assert (refused.status_code, refused.get_json()["problems"][0]["code"]) == (422, "another_app")
    assert "other" not in [item["name"] for item in admin.get("/w/main/apps")["items"]]
    admin.post("/w/main/apps/other/publish", {"documents": documents})
    assert "other" in [item["name"] for item in admin.get("/w/main/apps")["items"]]


BROKEN: list[Any] = [
    [{}],
    [{"kind": "nonsense"}],
    [{"kind": "entity"}],
    [{"kind": "entity", "name": "'; DROP", "label": "x", "fields": {}, "title": []}],
    [{"kind": "entity", "name": "a", "label": {"en": "A"}, "fields": [{"name": "b", "type": "nope"}], "title": ["b"]}],
    [{"kind": "view", "name": "v", "label": {"en": "V"}, "entity": "nothing", "type": "table"}],
    [{"kind": "form", "name": "__proto__", "label": {"en": "V"}, "entity": "company", "sections": []}],
    [{"kind": "app", "name": "sample", "label": {"xx-yy-zz": "V"}, "unknown": 1}],
]


@pytest.mark.parametrize("documents", BROKEN, ids=range(len(BROKEN)))
def test_broken_documents_are_refused_whole_with_path_and_code(admin: Browser, documents: Any) -> None:
    before = admin.get("/w/main/apps/sample/export")
    for way in ("check", "publish"):
        response = admin.send("POST", f"/w/main/apps/sample/{way}", {"documents": documents})
        problems = response.get_json()["problems"]
        assert response.status_code == (200 if way == "check" else 422)
        assert problems
        assert all(item["code"] and item["path"] and item["message"] for item in problems)
    assert admin.get("/w/main/apps/sample/export") == before


@pytest.mark.parametrize("documents", [None, {}, "x", [1], [None], [[]]])
def test_what_is_no_list_of_documents_is_malformed(admin: Browser, documents: Any) -> None:
    response = admin.send("POST", "/w/main/apps/sample/publish", {"documents": documents})
    assert (response.status_code, response.get_json()["code"]) == (400, "malformed")


def test_a_publish_from_an_old_revision_is_a_conflict(admin: Browser) -> None:
    revision = admin.get(MODEL)["revision"]
    documents = sample_documents()[:1]
    documents[0]["color"] = "teal"
    admin.post("/w/main/apps/sample/publish", {"documents": documents, "revision": revision, "message": "Teal"})
    documents[0]["color"] = "pink"
    late = admin.send("POST", "/w/main/apps/sample/publish", {"documents": documents, "revision": revision})
    assert (late.status_code, late.get_json()["code"]) == (409, "revision_changed")
    newest = admin.get("/w/main/apps/sample/revisions")["items"][0]
    assert (newest["message"], newest["by"]["label"]) == ("Teal", "ada")
    assert any(change["after"] == "teal" for change in newest["changes"])


def test_a_deleted_field_comes_back_with_its_data(admin: Browser) -> None:
    entity = {
        "kind": "entity",
        "name": "note",
        "label": {"en": "Note"},
        "title": ["text"],
        "fields": [{"name": name, "type": "text", "label": {"en": name}} for name in ("text", "extra")],
    }
    documents = [{"kind": "app", "name": "notes", "label": {"en": "Notes"}}, entity]
    admin.post("/w/main/apps/notes/publish", {"documents": documents})
    path = "/w/main/apps/notes/records/note"
    made = admin.post(path, {"values": {"text": "A", "extra": "kept"}})
    admin.post("/w/main/apps/notes/publish", {"documents": [{**entity, "fields": entity["fields"][:1]}]})
    assert "extra" not in admin.get(f"{path}/{made['id']}")["values"]
    trash = admin.get("/w/main/apps/notes/trash")["items"]
    assert [(item["kind"], item["name"]) for item in trash] == [("field", "extra")]
    admin.post(f"/w/main/apps/notes/trash/{trash[0]['id']}/restore")
    assert admin.get(f"{path}/{made['id']}")["values"]["extra"] == "kept"
    gone = admin.send("POST", f"/w/main/apps/notes/trash/{trash[0]['id']}/restore")
    assert (gone.status_code, gone.get_json()["code"]) == (404, "unknown_element")

    admin.post("/w/main/apps/notes/publish", {"documents": [{**entity, "fields": entity["fields"][:1]}]})
    purged = admin.send("DELETE", f"/w/main/apps/notes/trash/{trash[0]['id']}")
    assert (purged.status_code, purged.get_json().keys()) == (202, {"job"})
    assert admin.get("/w/main/apps/notes/trash")["items"] == []
    again = admin.send("DELETE", f"/w/main/apps/notes/trash/{trash[0]['id']}")
    assert (again.status_code, again.get_json()["code"]) == (404, "unknown_element")
    assert admin.send("DELETE", "/w/main/apps/notes/trash").status_code == 202


def test_deleted_records_are_counted_for_those_who_may_bring_them_back(
    app: Flask, admin: Browser, people: Callable[..., int]
) -> None:
    def deleted(browser: Browser) -> dict[str, Any]:
        return {item["entity"]: item for item in browser.get("/w/main/apps/sample/trash/records")["items"]}

    before = deleted(admin)["company"]["count"]
    path = f"{RECORDS}/company"
    ids = [admin.post(path, {"values": {"name": f"Gone {number}"}})["id"] for number in range(2)]
    admin.post(f"{path}/bulk", {"action": "delete", "ids": ids})
    assert deleted(admin)["company"] == {"entity": "company", "count": before + 2, "capped": False, "days": 30}
    named = {"field": "name", "op": "contains", "value": "Gone"}
    found = admin.post(f"{path}/query", {"trash": True, "filter": named, "fields": ["updated_at", "updated_by"]})
    assert {row["id"] for row in found["items"]} == set(ids)
    admin.post(f"{path}/bulk", {"action": "restore", "ids": ids[:1]})
    assert deleted(admin)["company"]["count"] == before + 1
    people("tess@example.com", ("seller",))
    seller = Browser(app.test_client()).sign_in("tess@example.com")
    assert deleted(seller).get("company", {"count": 0})["count"] == 0


def test_templates_are_listed_and_installed_once(admin: Browser) -> None:
    names = [item["name"] for item in admin.get("/w/main/templates")["items"]]
    assert "crm" in names
    installed = admin.send("POST", "/w/main/templates/crm/install", {})
    assert (installed.status_code, installed.get_json()["app"]["name"]) == (201, "crm")
    again = admin.send("POST", "/w/main/templates/crm/install", {})
    assert (again.status_code, again.get_json()["code"]) == (409, "app_exists")
    clone = {"name": "crm_two", "label": {"en": "Second CRM"}}
    assert admin.post("/w/main/templates/crm/install", {"clone": clone})["app"]["label"] == clone["label"]
    for name in ("nothing", "..", "crm%2f..", "%00"):
        response = admin.send("POST", f"/w/main/templates/{name}/install", {})
        assert response.status_code in (404, 405), name
    entities = {item["name"] for item in admin.get("/w/main/apps/crm/model")["entities"]}
    assert {"lead", "customer", "contact", "opportunity"} <= entities


def test_members_and_departments_are_found(admin: Browser, seller: Browser) -> None:
    found = seller.get("/w/main/users?search=ad")["items"]
    assert [(item["label"], item["email"]) for item in found] == [("ada", "ada@example.com")]
    assert [item["id"] for item in admin.get("/w/main/users?ids=1,999")["items"]] == [1]
    assert admin.get("/w/main/departments") == {"items": []}
    for query in ("ids=a", "ids=1.5", "limit=0", "limit=x", "ids=" + "1," * 600):
        assert admin.send("GET", f"/w/main/users?{query}").status_code == 400, query


def test_the_document_of_an_app_has_a_schema_for_each_entity(admin: Browser, seller: Browser) -> None:
    document = admin.get("/w/main/apps/sample/openapi.json")
    values = document["components"]["schemas"]["company"]["properties"]["values"]["properties"]
    assert {"name", "revenue", "created_at"} <= values.keys()
    written = document["components"]["schemas"]["company_values"]["properties"]["values"]["properties"]
    assert "name" in written
    assert "created_at" not in written
    assert "/w/{workspace}/apps/sample/records/company/{record}" in document["paths"]
    seen = seller.get("/w/main/apps/sample/openapi.json")["components"]["schemas"]
    assert "margin" not in seen["company"]["properties"]["values"]["properties"]
    assert "score" not in seen["company_values"]["properties"]["values"]["properties"]


def test_fields_are_added_and_used_at_once(admin: Browser, seller: Browser) -> None:
    path = "/w/main/apps/sample/entities/person/fields"
    asked = {"fields": [{"label": {"zh-CN": "兴趣爱好"}, "type": "text"}]}
    refused = seller.send("POST", path, asked)
    assert refused.status_code == 403
    added = admin.post(path, asked)
    assert added["names"] == ["xing_qu_ai_hao"]
    made = admin.post(f"{RECORDS}/person", {"values": {"name": "Ada", "xing_qu_ai_hao": "象棋"}})
    assert made["values"]["xing_qu_ai_hao"] == "象棋"
    nothing = admin.send("POST", path, {"fields": []})
    assert (nothing.status_code, nothing.json["problems"][0]["code"]) == (400, "too_few_items")
    wrong = admin.send("POST", path, {"fields": [{"label": {"en": "A"}, "type": "nonsense"}]})
    assert (wrong.status_code, wrong.json["problems"][0]["code"]) == (422, "unknown_field_type")


TAGS = "/w/main/apps/sample/entities/company/fields/labels/tags"


def test_who_writes_a_field_may_add_a_tag_where_its_set_lets_people(admin: Browser, seller: Browser) -> None:
    made = seller.send("POST", TAGS, {"label": "  展会 2026 "})
    assert made.status_code == 201, made.get_json()
    tag = made.get_json()
    assert tag["label"] == {"zh-CN": "展会 2026"}
    assert seller.send("POST", TAGS, {"label": "展会 2026"}).get_json() == tag
    record = seller.post(f"{RECORDS}/company", {"values": {"name": "Tagged", "labels": [tag["name"]]}})
    assert record["values"]["labels"] == [tag["name"]]
    model = admin.get(MODEL)
    company = next(one for one in model["entities"] if one["name"] == "company")
    labels = next(one for one in company["fields"] if one["name"] == "labels")
    assert tag["name"] in {one["name"] for one in labels["options"]}
    assert labels["settings"]["users_can_add"] is True


@pytest.mark.parametrize(
    ("path", "label", "status", "code"),
    [
        (TAGS, "  ", 422, "invalid"),
        (TAGS, "x" * 101, 422, "invalid"),
        (TAGS, "two\nlines", 422, "invalid"),
        (TAGS.replace("labels", "source"), "New", 403, "not_allowed"),
        (TAGS.replace("labels", "nowhere"), "New", 404, "unknown_field"),
    ],
)
def test_what_is_no_tag_or_no_such_field_is_refused(
    seller: Browser, path: str, label: str, status: int, code: str
) -> None:
    before = seller.get(MODEL)
    refused = seller.send("POST", path, {"label": label})
    assert (refused.status_code, refused.get_json()["code"]) == (status, code)
    assert seller.get(MODEL) == before


def test_who_may_not_write_adds_no_tags(app: Flask, admin: Browser, people: Callable[..., int]) -> None:
    del admin
    people("looker@example.com", roles=())
    looker = Browser(app.test_client()).sign_in("looker@example.com")
    assert looker.send("POST", TAGS, {"label": "Sneaky"}).status_code in (403, 404)


def test_a_template_shows_screens_in_every_language(admin: Browser, app: Flask, people: Callable[..., int]) -> None:
    crm = next(item for item in admin.get("/w/main/templates")["items"] if item["name"] == "crm")
    assert [set(picture["label"]) for picture in crm["pictures"]] == [set(LOCALES)] * 4
    seen = set()
    for picture in crm["pictures"]:
        for locale in LOCALES:
            got = admin.send("GET", f"/w/main/templates/crm/pictures/{picture['name']}?locale={locale}")
            assert (got.status_code, got.mimetype, got.data[8:12]) == (200, "image/webp", b"WEBP")
            seen.add(got.data)
    assert len(seen) == 4 * len(LOCALES)


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("crm/pictures/../template.json?locale=en", 404, "not_found"),
        ("crm/pictures/nothing?locale=en", 404, "unknown_picture"),
        ("nothing/pictures/board?locale=en", 404, "unknown_template"),
        ("crm/pictures/board?locale=xx", 400, "malformed"),
    ],
)
def test_a_picture_that_is_not_there_is_refused(admin: Browser, path: str, status: int, code: str) -> None:
    refused = admin.send("GET", f"/w/main/templates/{path}")
    assert (refused.status_code, refused.get_json()["code"]) == (status, code)
