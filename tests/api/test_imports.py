"""A file becomes records over HTTP: looked at, mapped, tried, run, taken back."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from flask import Flask
from werkzeug.test import TestResponse

from tests.api.conftest import API, RECORDS, Browser, services_of
from tests.api.test_records import run_jobs

IMPORTS = "/w/main/imports"
REAL = Path(__file__).resolve().parents[3] / "shared" / "data"
RESELLERS, LEADS, BUYERS = (REAL / name for name in ("resellers.csv", "salesforce_leads.csv", "prospective_buyers.psv"))
real_files = pytest.mark.skipif(not REAL.is_dir(), reason="the collected real files are not beside the project")
OF_NO_FILES = ("punycode", "idna", "rot13", "base64", "unicode_escape", "raw_unicode_escape")
MULTIPART = "multipart/form-data"
FILE = "名称,星级,等级\n甲公司,5,高价值\n乙公司,x,普通\n丙公司,3,没有\n".encode("gb18030")


def upload(browser: Browser, content: bytes = FILE, name: str = "客户.csv", **form: Any) -> TestResponse:
    """Send a file."""
    data = {"app": "sample", "entity": "company", **form, "file": (BytesIO(content), name)}
    headers = {"X-CSRF-Token": browser.csrf, "Accept-Language": "en"}
    return browser.client.post(API + IMPORTS, data=data, headers=headers)


def test_a_file_is_imported_and_taken_back(app: Flask, admin: Browser) -> None:
    response = upload(admin)
    made = response.get_json()
    assert response.status_code == 201, made
    assert (made["state"], made["file"]["kind"], made["file"]["encoding"]) == ("open", "text", "gb18030")
    assert [(item["letter"], item["name"]) for item in made["columns"]] == [("A", "名称"), ("B", "星级"), ("C", "等级")]
    mapping = {
        "columns": [
            {"from": ["A"], "to": "name"},
            {"from": ["B"], "to": "rating"},
            {"from": ["C"], "to": "tier", "unknown": "fail"},
        ]
    }
    path = f"{IMPORTS}/{made['id']}"
    tried = admin.post(f"{path}/preview", {"mapping": mapping})
    assert (tried["summary"]["create"], tried["summary"]["fail"]) == (1, 2)
    assert all(problem["message"] for row in tried["rows"] for problem in row["problems"])
    started = admin.send("POST", f"{path}/run", {"mapping": mapping})
    assert started.status_code == 202
    assert admin.get(path)["state"] == "queued"
    run_jobs(app)
    done = admin.get(path)
    assert (done["state"], done["result"]["created"], done["result"]["failed"]) == ("done", 1, 2)
    failed = admin.send("GET", f"{path}/failed?format=csv")
    assert "乙公司" in failed.get_data(as_text=True)
    assert failed.headers["Content-Disposition"] == "attachment; filename=failed.csv"
    assert admin.send("GET", f"{path}/failed?format=xlsx").data[:2] == b"PK"
    again = admin.send("POST", f"{path}/run", {"mapping": mapping})
    assert (again.status_code, again.get_json()["code"]) == (409, "import_started")
    admin.post(f"/w/main/change-sets/{done['result']['change_set']}/undo", {"mode": "all"})
    found = admin.post(f"{RECORDS}/company/count", {"filter": {"field": "name", "op": "eq", "value": "甲公司"}})
    assert found["count"] == 0


RIVER_FILE = (
    "名称,河流,流域,水位\n甲公司,长江,华东/华中,1.2345\n乙公司,黄河,华北/西北,2.5000\n丙公司,长江,华东/西北,3\n"
)


def test_columns_that_are_no_fields_become_new_ones(app: Flask, admin: Browser) -> None:
    made = upload(admin, RIVER_FILE.encode() + "丁公司,长江,华中/华北,4\n".encode() * 3).get_json()
    assert [item["first"] for item in made["columns"]][1] == ["长江", "黄河", "长江", "长江", "长江"]
    assert [item["samples"] for item in made["columns"]][1] == ["长江", "黄河"]
    guesses = {item["name"]: item["guess"] for item in made["columns"]}
    assert (guesses["流域"]["type"], guesses["流域"]["separator"]) == ("multi_select", "/")
    assert (guesses["水位"]["type"], guesses["水位"]["decimals"]) == ("number", 4)
    fields = [
        {"label": {"zh-CN": "河流"}, "type": "select"},
        {"label": {"zh-CN": "流域"}, "type": "tags"},
        {"label": {"zh-CN": "水位"}, "type": "number", "settings": {"decimals": guesses["水位"]["decimals"]}},
    ]
    river, basin, level = admin.post("/w/main/apps/sample/entities/company/fields", {"fields": fields})["names"]
    mapping = {
        "columns": [
            {"from": ["A"], "to": "name"},
            {"from": ["B"], "to": river, "unknown": "create"},
            {"from": ["C"], "to": basin, "unknown": "create", "separator": "/"},
            {"from": ["D"], "to": level},
        ]
    }
    path = f"{IMPORTS}/{made['id']}"
    tried = admin.post(f"{path}/preview", {"mapping": mapping})
    assert (tried["summary"]["create"], tried["summary"]["fail"]) == (6, 0)
    admin.post(f"{path}/run", {"mapping": mapping})
    run_jobs(app)
    done = admin.get(path)
    assert (done["state"], done["result"]["created"], done["result"]["failed"]) == ("done", 6, 0)
    asked = {"fields": [river, basin, level], "sort": [{"field": "id", "direction": "desc"}], "limit": 6}
    found = [item["values"] for item in admin.post(f"{RECORDS}/company/query", asked)["items"]]
    assert found[-1] == {river: "长江", basin: ["华东", "华中"], level: "1.2345"}
    admin.post(f"/w/main/change-sets/{done['result']['change_set']}/undo", {"mode": "all"})
    model = admin.get("/w/main/apps/sample/model")
    company = next(item for item in model["entities"] if item["name"] == "company")
    assert {river, basin, level} <= {item["name"] for item in company["fields"]}


def test_a_file_is_read_again_in_another_way(admin: Browser) -> None:
    made = upload(admin, b"a;b\n1;2\n").get_json()
    path = f"{IMPORTS}/{made['id']}/file"
    again = admin.send("PATCH", path, {"header": False, "separator": ";"}).get_json()
    assert (again["file"]["header"], again["file"]["rows"], len(again["columns"])) == (False, 2, 2)
    for body, status in (({"header_row": 0}, 400), ({"nonsense": 1}, 400)):
        response = admin.send("PATCH", path, body)
        assert response.status_code == status, response.get_json()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"encoding": "klingon"}, "encoding_unknown"),
        ({"encoding": "utf-16"}, "encoding_unfit"),
        ({"encoding": "utf-32"}, "encoding_unfit"),
        *[({"encoding": name}, "encoding_unknown") for name in OF_NO_FILES],
        ({"sheet": "Leads"}, "sheet_unknown"),
    ],
)
def test_what_a_text_file_cannot_be_read_by_is_named(admin: Browser, body: dict[str, Any], code: str) -> None:
    made = upload(admin, "a;b\nä;2\n".encode()).get_json()
    response = admin.send("PATCH", f"{IMPORTS}/{made['id']}/file", body)
    assert (response.status_code, response.get_json()["code"]) == (422, code)


@pytest.mark.parametrize("body", [{"encoding": "gb18030"}, {"separator": ";"}])
def test_a_workbook_takes_no_settings_of_text_files(admin: Browser, body: dict[str, Any]) -> None:
    book = BytesIO()
    with xlsxwriter.Workbook(book, {"in_memory": True}) as workbook:
        workbook.add_worksheet().write_row(0, 0, ["name"])
    made = upload(admin, book.getvalue(), "book.xlsx").get_json()
    path = f"{IMPORTS}/{made['id']}/file"
    response = admin.send("PATCH", path, body)
    assert (response.status_code, response.get_json()["code"]) == (422, "only_of_text_files")
    assert admin.send("PATCH", path, {**dict.fromkeys(body), "header": False}).status_code == 200


def test_constants_stand_in_for_blank_cells_and_are_whole_values(admin: Browser) -> None:
    made = upload(admin, b"a,b\nA,5\nB,\n").get_json()
    columns = [{"from": ["A"], "to": "name"}, {"from": ["B"], "to": "employees"}]
    path = f"{IMPORTS}/{made['id']}/preview"
    tried = admin.post(path, {"mapping": {"columns": columns, "constants": {"employees": 7}}})
    assert [row["values"]["employees"] for row in tried["rows"]] == [5, 7]
    refused = admin.send("POST", path, {"mapping": {"columns": columns, "constants": {"address.city": "A"}}})
    assert [(one["path"], one["code"]) for one in refused.get_json()["problems"]] == [
        ("constants.address.city", "unknown_field")
    ]


@pytest.mark.parametrize(
    ("content", "name", "status", "code"),
    [
        (b"", "empty.csv", 422, "file_empty"),
        (b"PK\x03\x04broken", "broken.xlsx", 422, "file_damaged"),
        (b"<html><table></table></html>", "page.xls", 422, "file_is_html"),
        (b"\x89PNG\r\n\x1a\n0000", "picture.png", 422, "file_kind_unknown"),
    ],
)
def test_a_file_that_is_none_is_refused_by_name(
    admin: Browser, app: Flask, content: bytes, name: str, status: int, code: str
) -> None:
    folder = services_of(app).config.data_dir / "uploads"
    before = sorted(folder.iterdir()) if folder.exists() else []
    response = upload(admin, content, name)
    assert (response.status_code, response.get_json()["code"]) == (status, code)
    assert (sorted(folder.iterdir()) if folder.exists() else []) == before


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\x00b.csv", "织" * 300 + ".csv", "", ".csv", "con.csv"])
def test_hostile_file_names_lead_nowhere(admin: Browser, app: Flask, name: str) -> None:
    response = upload(admin, b"a,b\n1,2\n", name)
    assert response.status_code in (201, 400, 422)
    folder = services_of(app).config.data_dir / "uploads"
    assert all(path.parent == folder for path in folder.glob("*"))


def test_an_upload_without_its_parts_is_refused(admin: Browser) -> None:
    response = admin.client.post(API + IMPORTS, data={"app": "sample"}, headers={"X-CSRF-Token": admin.csrf})
    assert (response.status_code, response.get_json()["code"]) == (415, "not_a_form")
    response = admin.client.post(API + IMPORTS, headers={"X-CSRF-Token": admin.csrf})
    told = [(problem["path"], problem["code"]) for problem in response.get_json()["problems"]]
    assert (response.status_code, told[0]) == (400, ("file", "missing_value"))
    response = upload(admin, app="nothing")
    assert (response.status_code, response.get_json()["code"]) == (404, "unknown_app")
    response = upload(admin, entity="nothing")
    assert (response.status_code, response.get_json()["code"]) == (404, "unknown_entity")
    response = upload(admin, extra="x")
    assert (response.status_code, response.get_json()["code"]) == (400, "unknown_field")
    without_name = {"app": "sample", "entity": "company", "file": "a,b\n"}
    headers = {"X-CSRF-Token": admin.csrf}
    response = admin.client.post(API + IMPORTS, data=without_name, headers=headers, content_type=MULTIPART)
    assert (response.status_code, response.get_json()["problems"][0]["code"]) == (400, "not_a_file")
    assert admin.send("POST", IMPORTS, {"app": "sample", "entity": "company"}).status_code == 415


@pytest.mark.parametrize(
    "name", ['"客户.csv"'.encode("gbk"), b'"a\xff.csv"', b'"a.csv"\r\nContent-Type: text/csv; charset=\xff']
)
def test_a_form_that_cannot_be_read_says_so(admin: Browser, name: bytes) -> None:
    part = b'--B\r\nContent-Disposition: form-data; name="file"; filename=' + name + b"\r\n\r\na,b\r\n--B--\r\n"
    headers = {"X-CSRF-Token": admin.csrf, "Content-Type": "multipart/form-data; boundary=B"}
    response = admin.client.post(API + IMPORTS, data=part, headers=headers)
    assert (response.status_code, response.get_json()["code"]) == (400, "form_damaged")


def test_an_import_that_is_not_there_is_not_found(admin: Browser) -> None:
    for method, path in (("GET", ""), ("GET", "/failed"), ("POST", "/preview"), ("POST", "/run"), ("PATCH", "/file")):
        body = {"mapping": {"columns": []}} if method == "POST" else {} if method == "PATCH" else None
        response = admin.send(method, f"{IMPORTS}/nothing{path}", body)
        assert (response.status_code, response.get_json()["code"]) == (404, "unknown_import"), path


def crm(admin: Browser) -> str:
    """Return the name of the installed CRM."""
    installed = [app["name"] for app in admin.get("/w/main/apps")["items"]]
    if "crm" not in installed:
        admin.post("/w/main/templates/crm/install", {"sample_data": False})
    return "crm"


@real_files
def test_real_leads_go_in_as_proposed(app: Flask, admin: Browser) -> None:
    name = crm(admin)
    made = upload(admin, LEADS.read_bytes(), LEADS.name, app=name, entity="lead").get_json()
    done = imported(app, admin, made["id"], made["mapping"], {"create": 160, "update": 0, "fail": 0})
    assert (done["created"], done["failed"]) == (160, 0)
    asked = {"fields": ["contact_name", "company_name", "source"], "search": "techcorp"}
    (found,) = admin.post(f"/w/main/apps/{name}/records/lead/query", asked)["items"]
    assert (found["values"]["contact_name"], found["values"]["company_name"]) == ("John Smith", "TechCorp Inc")
    entities = {entity["name"]: entity for entity in admin.get(f"/w/main/apps/{name}/model")["entities"]}
    source = next(field for field in entities["lead"]["fields"] if field["name"] == "source")
    options = {item["name"]: item["label"] for item in source["options"]}
    assert "Web" in options[found["values"]["source"]].values()


@real_files
def test_a_real_file_with_parted_names_goes_in_but_for_rows_that_are_told(app: Flask, admin: Browser) -> None:
    name = crm(admin)
    made = upload(admin, BUYERS.read_bytes(), BUYERS.name, app=name, entity="contact").get_json()
    assert (made["file"]["header"], made["file"]["rows"], len(made["columns"])) == (False, 2059, 24)
    mapping = {
        "columns": [
            {"from": ["C", "D", "E"], "to": "name"},
            {"from": ["I"], "to": "email"},
            {"from": ["V"], "to": "phone"},
        ]
    }
    path = f"{IMPORTS}/{made['id']}"
    admin.post(f"{path}/run", {"mapping": mapping})
    run_jobs(app)
    done = admin.get(path)["result"]
    assert (done["created"], done["failed"]) == (1_954, 105)
    told = admin.client.get(f"{API}{path}/failed").get_data(as_text=True)
    assert len(told.splitlines()) == 1 + done["failed"]
    undo = admin.post(f"/w/main/change-sets/{done['change_set']}/undo", {"mode": "all"})["job"]
    run_jobs(app)
    assert admin.get(f"/w/main/jobs/{undo}")["result"]["restored"] == done["created"]
    assert admin.get(path)["undone"] is True


@real_files
def test_a_real_file_without_names_is_imported_found_again_and_taken_back(app: Flask, admin: Browser) -> None:
    name = crm(admin)
    made = upload(admin, RESELLERS.read_bytes(), "resellers.csv", app=name, entity="customer").get_json()
    assert (made["file"]["header"], made["file"]["rows"], len(made["columns"])) == (False, 701, 20)
    labels = ("Partner type", "Product line", "Sales per year")
    guesses = [column["guess"]["type"] for column in made["columns"] if column["letter"] in "ELO"]
    assert guesses == ["select", "select", "number"]
    fields = [{"label": {"en": label}, "type": kind} for label, kind in zip(labels, guesses, strict=True)]
    kind, line, sales = admin.post(f"/w/main/apps/{name}/entities/customer/fields", {"fields": fields})["names"]
    mapping = {
        "key": {"column": "C", "source": "dealers"},
        "columns": [
            {"from": ["F"], "to": "name"},
            {"from": ["D"], "to": "phone"},
            {"from": ["G"], "to": "employees"},
            {"from": ["S"], "to": "annual_revenue"},
            {"from": ["M", "N"], "join": ", ", "to": "address.detail"},
            {"from": ["E"], "to": kind, "unknown": "create"},
            {"from": ["L"], "to": line, "unknown": "create"},
            {"from": ["O"], "to": sales},
        ],
    }
    first = imported(app, admin, made["id"], mapping, {"create": 701, "update": 0, "fail": 0})
    assert (first["created"], first["failed"]) == (701, 0)
    asked = {
        "fields": ["employees", "annual_revenue", "address", kind, line, sales],
        "filter": {"field": "name", "op": "eq", "value": "Modular Cycle Systems"},
    }
    (found,) = admin.post(f"/w/main/apps/{name}/records/customer/query", asked)["items"]
    assert found["values"] == {
        "employees": 5,
        "annual_revenue": {"amount": "30000.00", "currency": "CNY"},
        "address": {"detail": "800 Interchange Blvd., Suite 2501"},
        kind: "Value Added Reseller",
        line: "Road",
        sales: "300000.00",
    }
    made = upload(admin, RESELLERS.read_bytes(), "resellers.csv", app=name, entity="customer").get_json()
    again = imported(app, admin, made["id"], mapping, {"create": 0, "skip": 701, "fail": 0})
    assert (again["created"], again["skipped"], again["failed"]) == (0, 701, 0)
    undone = admin.post(f"/w/main/change-sets/{first['change_set']}/undo", {"mode": "all"})
    assert (undone["conflicts"], undone["restored"]) == ([], 701)
    assert admin.post(f"/w/main/apps/{name}/records/customer/count", {})["count"] == 0


def imported(app: Flask, browser: Browser, token: str, mapping: dict[str, Any], expected: dict[str, int]) -> Any:
    """Try a mapping, which must come to what is expected, run it, and return the result."""
    path = f"{IMPORTS}/{token}"
    tried = browser.post(f"{path}/preview", {"mapping": mapping})["summary"]
    assert {action: tried[action] for action in expected} == expected
    browser.post(f"{path}/run", {"mapping": mapping})
    run_jobs(app)
    done = browser.get(path)
    assert done["state"] == "done", done
    return done["result"]


def test_the_last_imports_of_an_entity_are_listed_for_those_who_may_know(
    app: Flask, admin: Browser, people: Callable[..., int]
) -> None:
    people("head@example.com", roles=("director",))
    head, url = Browser(app.test_client()).sign_in("head@example.com"), f"{IMPORTS}?app=sample&entity=company"
    mapping = {"columns": [{"from": ["A"], "to": "name"}, {"from": ["B"], "to": "rating"}]}
    upload(admin, name="never started.csv")
    for browser, name in ((admin, "first.csv"), (head, "second.csv")):
        token = upload(browser, name=name).get_json()["id"]
        browser.post(f"{IMPORTS}/{token}/run", {"mapping": mapping})
    assert [item["state"] for item in head.get(url)["items"]] == ["queued"]
    run_jobs(app)
    (mine,) = head.get(url)["items"]
    assert (mine["file"], mine["by"]["label"], mine["undone"]) == ("second.csv", "head", False)
    assert (mine["result"]["created"], mine["result"]["failed"]) == (2, 1)
    newest = admin.get(f"{url}&limit=2")["items"]
    assert [item["file"] for item in newest] == ["second.csv", "first.csv"]
    assert admin.get(f"{IMPORTS}?app=sample&entity=person")["items"] == []
    admin.post(f"/w/main/change-sets/{mine['result']['change_set']}/undo", {"mode": "all"})
    assert head.get(url)["items"][0]["undone"] is True
    assert head.get(f"{IMPORTS}/{mine['id']}")["undone"] is True
    people("guest@example.com", roles=("seller",))
    guest = Browser(app.test_client()).sign_in("guest@example.com")
    assert guest.send("GET", url).status_code in (403, 404)
    for bad in ("", "?app=sample", "?app=sample&entity=company&limit=99", "?app=none&entity=company"):
        assert admin.send("GET", f"{IMPORTS}{bad}").status_code in (400, 404), bad


def test_what_is_being_imported_is_read_as_it_was_looked_at(app: Flask, admin: Browser) -> None:
    made = upload(admin, b"Name\nFirst of all\n").get_json()
    imported(app, admin, made["id"], made["mapping"], {"create": 1, "update": 0, "fail": 0})
    response = admin.send("PATCH", f"/w/main/imports/{made['id']}/file", {"header": False})
    assert (response.status_code, response.get_json()["code"]) == (409, "import_started")


def test_a_field_to_match_by_that_does_not_exist_is_refused(admin: Browser) -> None:
    made = upload(admin, b"Name,Parent\nA,B\n").get_json()
    columns = [{"from": ["A"], "to": "name"}, {"from": ["B"], "to": "parent_company", "match": "nonsense"}]
    response = admin.send("POST", f"/w/main/imports/{made['id']}/preview", {"mapping": {"columns": columns}})
    (problem,) = response.get_json()["problems"]
    assert (response.status_code, problem["path"], problem["code"]) == (400, "columns.1.match", "unknown_field")
