"""Lists over HTTP as files: rows, rights, masks, formulas, and who may fetch them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from builder.storage.fixed_tables import workspace_tables
from tests.api.conftest import API, RECORDS, Browser, services_of
from tests.api.test_records import run_jobs

COMPANY = f"{RECORDS}/company"
EXPORTER = {
    "kind": "role",
    "name": "exporter",
    "label": {"en": "Exporter"},
    "entities": [
        {
            "entity": "company",
            "actions": {"view": True, "export": [{"where": {"field": "tier", "op": "eq", "value": "high"}}]},
            "fields": [{"field": "margin", "access": "hidden"}, {"field": "phone", "access": "masked"}],
        }
    ],
}


@pytest.fixture(scope="module")
def companies(admin: Browser) -> list[int]:
    """Three companies; one is called like a formula."""
    admin.post("/w/main/apps/sample/publish", {"documents": [EXPORTER]})
    bodies: list[dict[str, Any]] = [
        {
            "name": "=1+1",
            "tier": "high",
            "phone": "13812345678",
            "score": "12.5",
            "margin": "-7.25",
            "founded_on": "2020-02-03",
        },
        {"name": "乙公司", "tier": "high", "employees": 12, "revenue": {"amount": "1234.50", "currency": "CNY"}},
        {"name": "丙公司", "tier": "low", "last_call_at": "2026-01-02T03:04:05Z", "active": True},
    ]
    return [admin.post(COMPANY, {"values": body})["id"] for body in bodies]


def exported(app: Flask, browser: Browser, **asked: Any) -> bytes:
    """Return the file that came of an export."""
    job = browser.post(f"{COMPANY}/export", {"format": "csv", **asked})["job"]
    run_jobs(app)
    done = browser.get(f"/w/main/jobs/{job}")
    assert done["state"] == "done", done
    response = browser.send("GET", f"/w/main/exports/{done['result']['file']}")
    assert response.status_code == 200
    assert "attachment" in response.headers["Content-Disposition"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    return response.data


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_list_becomes_a_csv_whose_texts_are_no_formulas(app: Flask, admin: Browser, companies: list[int]) -> None:
    del companies
    data = exported(app, admin, fields=["name", "tier", "score"], sort=[{"field": "id"}])
    assert data.startswith(b"\xef\xbb\xbf")
    assert cells(data) == [
        ["Name", "Tier", "Score"],
        ["'=1+1", "High", "12.5"],
        ["乙公司", "High", ""],
        ["丙公司", "Low", ""],
    ]
    bare = exported(app, admin, fields=["name"], bom=False, sort=[{"field": "id"}])
    assert bare.startswith(b"Name")


def test_a_workbook_holds_numbers_days_and_moments_as_such(app: Flask, admin: Browser, companies: list[int]) -> None:
    del companies
    asked = ["name", "score", "employees", "revenue", "founded_on", "last_call_at", "active"]
    data = exported(app, admin, format="xlsx", fields=asked, sort=[{"field": "id"}])
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert rows[1][:2] == ["=1+1", 12.5]
    assert rows[1][4].isoformat() == "2020-02-03"
    assert rows[2][2:4] == [12, 1234.5]
    assert rows[3][5:] == [datetime.fromisoformat("2026-01-02T11:04:05"), "Yes"]


def test_a_percentage_is_a_number_of_a_workbook_and_reads_as_one_everywhere(
    app: Flask, admin: Browser, companies: list[int]
) -> None:
    asked = {"fields": ["margin"], "ids": companies[:1]}
    data = exported(app, admin, format="xlsx", **asked)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert rows[1] == [pytest.approx(-0.0725)]
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert b'formatCode="0.00%"' in book.read("xl/styles.xml")
    assert cells(exported(app, admin, **asked))[1] == ["-7.25%"]


def test_chosen_records_come_in_the_order_in_which_they_were_listed(
    app: Flask, admin: Browser, companies: list[int]
) -> None:
    data = exported(app, admin, ids=[companies[2], companies[0], 9_999_999], fields=["name"])
    assert [row[0] for row in cells(data)] == ["Name", "丙公司", "'=1+1"]


def test_a_view_brings_its_filter_and_columns_also_where_no_index_serves_its_order(
    app: Flask, admin: Browser, companies: list[int]
) -> None:
    del companies
    body = {
        "entity": "company",
        "label": {"en": "High ones"},
        "columns": [{"field": "name"}, {"field": "phone"}],
        "filter": {"field": "tier", "op": "eq", "value": "high"},
        "sort": [{"field": "website", "direction": "desc"}],
    }
    view = admin.post("/w/main/apps/sample/views", body)["id"]
    data = exported(app, admin, view=view)
    assert sorted(row[0] for row in cells(data)) == ["'=1+1", "Name", "乙公司"]
    listed = admin.get(f"{COMPANY}/exports?limit=1")["items"]
    assert listed[0]["name"].startswith("High-ones-")
    assert listed[0]["rows"] == 2


def test_rights_bound_an_export_and_what_is_masked_stays_masked(
    app: Flask, admin: Browser, people: Callable[..., int], companies: list[int]
) -> None:
    del companies
    people("exa@example.com", roles=("exporter",))
    other = Browser(app.test_client()).sign_in("exa@example.com")
    data = exported(app, other, fields=["name", "phone"], sort=[{"field": "id"}])
    assert [row[0] for row in cells(data)] == ["Name", "'=1+1", "乙公司"]
    assert "13812345678" not in data.decode()
    assert "5678" in data.decode()
    hidden = other.send("POST", f"{COMPANY}/export", {"format": "csv", "fields": ["margin"]})
    assert (hidden.status_code, hidden.get_json()["code"]) == (400, "unknown_field")
    mine = other.get(f"{COMPANY}/exports")["items"][0]["id"]
    assert admin.send("GET", f"/w/main/exports/{mine}").status_code == 404
    people("sal@example.com", roles=("seller",))
    seller = Browser(app.test_client()).sign_in("sal@example.com")
    assert seller.send("POST", f"{COMPANY}/export", {"format": "csv"}).status_code == 403


def test_who_loses_the_right_gets_nothing_more(
    app: Flask, admin: Browser, people: Callable[..., int], companies: list[int]
) -> None:
    del companies
    people("lou@example.com", roles=("exporter",))
    other = Browser(app.test_client()).sign_in("lou@example.com")
    exported(app, other, fields=["name"])
    kept = other.get(f"{COMPANY}/exports")["items"][0]["id"]
    job = other.post(f"{COMPANY}/export", {"format": "csv"})["job"]
    without = {**EXPORTER, "entities": [{"entity": "company", "actions": {"view": True}}]}
    admin.post("/w/main/apps/sample/publish", {"documents": [without]})
    run_jobs(app)
    done = other.get(f"/w/main/jobs/{job}")
    assert (done["state"], done["error"]["code"]) == ("failed", "not_allowed")
    assert other.send("GET", f"/w/main/exports/{kept}").status_code == 404
    folder = services_of(app).config.data_dir / "uploads"
    assert not list(folder.glob("*.part"))
    admin.post("/w/main/apps/sample/publish", {"documents": [EXPORTER]})


def test_an_export_is_told_of_as_an_event(app: Flask, admin: Browser, companies: list[int]) -> None:
    del companies
    exported(app, admin, fields=["name"], search="乙公司")
    workspaces = services_of(app).workspaces
    with workspaces.database.read() as conn:
        table = workspace_tables(workspaces.space(conn, "main")).outbox
        query = select(table.c.body).where(table.c.kind == "records.exported").order_by(table.c.id.desc())
        body = conn.execute(query.limit(1)).scalar_one()
    assert '"rows":1' in body
    assert '"search":"乙公司"' in body


def test_a_job_is_called_in_the_language_of_its_reader(admin: Browser, companies: list[int]) -> None:
    del companies
    job = admin.post(f"{COMPANY}/export", {"format": "csv", "fields": ["name"]})["job"]
    path = f"{API}/w/main/jobs/{job}"
    told = {
        locale: admin.client.get(path, headers={"Accept-Language": locale}).get_json()["label"]
        for locale in ("en", "zh-CN")
    }
    assert told == {"en": "Company", "zh-CN": "公司"}
