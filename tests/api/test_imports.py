"""A file becomes records over HTTP: looked at, mapped, tried, run, taken back."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.api.conftest import API, RECORDS, Browser, services_of
from tests.api.test_records import run_jobs

IMPORTS = "/w/main/imports"
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


def test_a_file_is_read_again_in_another_way(admin: Browser) -> None:
    made = upload(admin, b"a;b\n1;2\n").get_json()
    path = f"{IMPORTS}/{made['id']}/file"
    again = admin.send("PATCH", path, {"header": False, "separator": ";"}).get_json()
    assert (again["file"]["header"], again["file"]["rows"], len(again["columns"])) == (False, 2, 2)
    for body, status in (({"encoding": "klingon"}, 422), ({"header_row": 0}, 400), ({"nonsense": 1}, 400)):
        response = admin.send("PATCH", path, body)
        assert response.status_code == status, response.get_json()


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
    assert all(path.parent == folder for path in folder.iterdir())


def test_an_upload_without_its_parts_is_refused(admin: Browser) -> None:
    response = admin.client.post(API + IMPORTS, data={"app": "sample"}, headers={"X-CSRF-Token": admin.csrf})
    assert response.status_code == 415
    response = upload(admin, app="nothing")
    assert (response.status_code, response.get_json()["code"]) == (404, "unknown_app")
    response = upload(admin, entity="nothing")
    assert (response.status_code, response.get_json()["code"]) == (404, "unknown_entity")
    response = upload(admin, extra="x")
    assert (response.status_code, response.get_json()["code"]) == (400, "unknown_field")
    assert admin.send("POST", IMPORTS, {"app": "sample", "entity": "company"}).status_code == 415


def test_an_import_that_is_not_there_is_not_found(admin: Browser) -> None:
    for method, path in (("GET", ""), ("GET", "/failed"), ("POST", "/preview"), ("POST", "/run"), ("PATCH", "/file")):
        body = {"mapping": {"columns": []}} if method == "POST" else {} if method == "PATCH" else None
        response = admin.send(method, f"{IMPORTS}/nothing{path}", body)
        assert (response.status_code, response.get_json()["code"]) == (404, "unknown_import"), path
