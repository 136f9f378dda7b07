"""Files over HTTP: sent, put into records, given out to those who may read them, swept away when nobody needs them."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from werkzeug.test import TestResponse

from builder.config import Config
from builder.designer.adding_options import add_options
from builder.jobs.queue import enqueue_once
from builder.jobs.worker import Worker
from builder.runtime.background.handlers import job_handlers
from builder.runtime.background.sweeping import SWEEP
from builder.runtime.files import receiving
from builder.runtime.workspaces import Workspaces
from tests.api.conftest import API, Browser, services_of
from tests.samples.sample_fields import field, label

RECORDS = "/w/main/apps/papers/records"
PAPER = f"{RECORDS}/paper"
DAY = 86_400 * 1_000_000


def documents() -> list[dict[str, Any]]:
    """Return an app of papers: files, pictures, a signature, attachments, files in rows; a role that sees little."""
    fields = [
        field("name", "text", "名称", required=True),
        field("scans", "file", "扫描件", settings={"max_count": 2, "kinds": ["application/pdf", "text/*"]}),
        field("secret", "file", "密件"),
        field("pictures", "image", "图片"),
        field("signed", "signature", "签名"),
        field("lines", "sub_table", "行", settings={"fields": [field("proof", "file", "凭证")]}),
    ]
    return [
        {"kind": "app", "name": "papers", "label": label("文件", "Papers"), "menu": []},
        {
            "kind": "entity",
            "name": "paper",
            "label": label("文件", "Paper"),
            "ownable": True,
            "attachments": True,
            "comments": True,
            "fields": fields,
            "title": ["name"],
        },
        {
            "kind": "role",
            "name": "clerk",
            "label": label("文员", "Clerk"),
            "entities": [
                {
                    "entity": "paper",
                    "actions": {"view": ["own"], "create": True, "edit": ["own"]},
                    "fields": [{"field": "secret", "access": "hidden"}],
                }
            ],
        },
        {
            "kind": "role",
            "name": "reader",
            "label": label("读者", "Reader"),
            "entities": [{"entity": "paper", "actions": {"view": True}, "default_field_access": "read"}],
        },
    ]


@pytest.fixture(scope="module")
def office(app: Flask, admin: Browser, people: Callable[..., int]) -> dict[str, Browser]:
    """The administrator, a clerk who sees what is theirs, and a reader, signed in."""
    admin.post("/w/main/apps/papers/publish", {"documents": documents()})
    found = {"admin": admin}
    for name in ("clerk", "reader"):
        people(f"{name}@example.com", (name,))
        found[name] = Browser(app.test_client()).sign_in(f"{name}@example.com")
    return found


def send(browser: Browser, content: bytes, name: str, where: str | None = "scans") -> TestResponse:
    """Send a file for a field, or as an attachment."""
    form = {"app": "papers", "entity": "paper", "file": (io.BytesIO(content), name)}
    if where:
        form["field"] = where
    headers = {**browser.headers, "X-CSRF-Token": browser.csrf}
    return browser.client.post(f"{API}/w/main/files", data=form, headers=headers)


def sent(browser: Browser, content: bytes, name: str, where: str | None = "scans") -> dict[str, Any]:
    """Send a file that must be taken, and return it as values name it."""
    response = send(browser, content, name, where)
    assert response.status_code == 201, response.get_data(as_text=True)
    found = response.get_json()
    return {key: found[key] for key in ("id", "name", "size", "kind")}


def picture(kind: str = "JPEG", size: tuple[int, int] = (800, 600), **more: Any) -> bytes:
    """Return a picture."""
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, kind, **more)
    return out.getvalue()


def paper(browser: Browser, **values: Any) -> dict[str, Any]:
    """Create a paper."""
    made: dict[str, Any] = browser.post(PAPER, {"values": {"name": "Paper", **values}})
    return made


def fetched(browser: Browser, file: dict[str, Any], query: str = "") -> TestResponse:
    """Ask for a file."""
    return browser.send("GET", f"/w/main/files/{file['id']}{query}")


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


def test_a_file_goes_into_a_field_and_comes_out_as_it_was(office: dict[str, Browser]) -> None:
    file = sent(office["admin"], PDF, "报价单 2026.pdf")
    assert (file["name"], file["size"], file["kind"]) == ("报价单 2026.pdf", len(PDF), "application/pdf")
    made = paper(office["admin"], scans=[file])
    assert made["values"]["scans"] == [file]
    response = fetched(office["admin"], file)
    assert response.data == PDF
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "%E6%8A%A5" in response.headers["Content-Disposition"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    again = office["admin"].send("GET", f"/w/main/files/{file['id']}", If_None_Match=response.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")


def test_what_a_client_says_of_a_file_counts_for_nothing(office: dict[str, Browser]) -> None:
    file = sent(office["admin"], PDF, "a.pdf")
    made = paper(office["admin"], scans=[{**file, "name": "b.pdf", "size": 1, "kind": "text/plain"}])
    assert made["values"]["scans"] == [file]
    refused = office["admin"].send(
        "POST", PAPER, {"values": {"name": "x", "pictures": [{**file, "kind": "image/png"}]}}
    )
    assert (refused.status_code, refused.get_json()["problems"][0]["code"]) == (422, "file_kind_not_allowed")


def test_a_picture_is_made_anew_with_a_small_one(office: dict[str, Browser]) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Canary Camera"
    content = picture(exif=exif) + b"<script>canary</script>"
    file = sent(office["admin"], content, "photo.jpg", "pictures")
    paper(office["admin"], pictures=[file])
    shown = fetched(office["admin"], file, "?show=yes")
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert b"anary" not in shown.data
    assert Image.open(io.BytesIO(shown.data)).size == (600, 800), "turned upright"
    small = fetched(office["admin"], file, "?size=small")
    assert (small.mimetype, max(Image.open(io.BytesIO(small.data)).size)) == ("image/webp", 480)


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP", "BMP", "TIFF"])
def test_every_kind_of_picture_is_taken(office: dict[str, Browser], kind: str) -> None:
    file = sent(office["admin"], picture(kind), f"a.{kind.lower()}", "pictures")
    assert file["kind"] == {"GIF": "image/gif", "WEBP": "image/webp"}.get(kind, "image/png")
    assert Image.open(io.BytesIO(fetched(office["admin"], file).data)).size == (800, 600)


def test_a_palette_with_holes_stays_so(office: dict[str, Browser]) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (40, 40), (10, 20, 30, 0)).save(out, "PNG")
    file = sent(office["admin"], out.getvalue(), "signature.png", "signed")
    kept = Image.open(io.BytesIO(fetched(office["admin"], file).data)).convert("RGBA")
    assert kept.getpixel((5, 5))[3] == 0


@pytest.mark.parametrize(
    ("content", "name", "where", "code"),
    [
        (b"", "a.pdf", "scans", "file_empty"),
        (b"MZ\x90\x00\x03" + b"\x00" * 200, "a.pdf", "scans", "file_kind_not_allowed"),
        (PDF, "a.png", "pictures", "file_kind_not_allowed"),
        (b"\x89PNG\r\n\x1a\n broken", "a.png", "pictures", "picture_damaged"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "pictures", "file_kind_not_allowed"),
    ],
)
def test_what_does_not_fit_is_refused(
    office: dict[str, Browser], content: bytes, name: str, where: str, code: str
) -> None:
    refused = send(office["admin"], content, name, where)
    assert (refused.status_code, refused.get_json()["problems"][0]["code"]) == (422, code)


def test_a_picture_of_too_many_pixels_is_refused_unread(office: dict[str, Browser]) -> None:
    content = picture("PNG", (12_000, 12_000))
    refused = send(office["admin"], content, "huge.png", "pictures")
    assert refused.get_json()["problems"][0]["code"] == "picture_too_large"


def test_too_large_a_file_is_refused(office: dict[str, Browser], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "LARGEST", 20)
    refused = send(office["admin"], PDF, "a.pdf")
    assert refused.get_json()["problems"][0]["code"] == "sent_file_too_large"


def test_a_name_is_only_a_name(office: dict[str, Browser], config: Config) -> None:
    names = {"../../etc/passwd.pdf": "passwd.pdf", "a\u202efdp.pdf": "afdp.pdf", "..\\..\\b.pdf": "b.pdf"}
    assert {name: sent(office["admin"], PDF, name)["name"] for name in names} == names
    long = sent(office["admin"], PDF, "长" * 200 + ".pdf")["name"]
    assert (len(long.encode()) <= 255, long.endswith(".pdf")) == (True, True)
    kept = [
        path.relative_to(config.data_dir).as_posix()
        for path in (config.data_dir / "files").rglob("*")
        if path.is_file()
    ]
    assert [path for path in kept if not re.fullmatch(r"files/main/[0-9a-f]{2}/[0-9a-f]{40}(\.small)?", path)] == []


def test_who_may_not_read_the_field_or_the_record_does_not_get_the_file(office: dict[str, Browser]) -> None:
    open_one, closed = sent(office["admin"], PDF, "a.pdf"), sent(office["admin"], PDF, "b.pdf", "secret")
    made = paper(office["admin"], scans=[open_one], secret=[closed])
    unknown = fetched(office["clerk"], {"id": "nothing"})
    for file in (open_one, closed):
        refused = fetched(office["clerk"], file)
        assert (refused.status_code, refused.get_json()["code"]) == (404, unknown.get_json()["code"])
        assert fetched(office["reader"], file).status_code == 200
    admin_id, clerk = office["admin"].get("/session")["user"]["id"], office["clerk"].get("/session")["user"]["id"]
    office["admin"].send("POST", f"{PAPER}/{made['id']}/owner", {"owner": clerk}, If_Match='"1"')
    assert fetched(office["clerk"], open_one).status_code == 200
    assert fetched(office["clerk"], closed).status_code == 404, "the field is hidden"
    office["admin"].send("POST", f"{PAPER}/{made['id']}/owner", {"owner": admin_id}, If_Match='"2"')
    assert fetched(office["clerk"], open_one).status_code == 404, "no longer in sight"
    assert (
        office["admin"].client.get(f"{API}/w/main/files/{open_one['id']}", headers={"Range": "bytes=0-3"}).data == PDF
    )


def test_a_file_out_of_sight_cannot_be_put_into_a_record(office: dict[str, Browser]) -> None:
    file = sent(office["admin"], PDF, "a.pdf")
    paper(office["admin"], scans=[file])
    waiting = sent(office["admin"], PDF, "b.pdf")
    for token in (file, waiting, {**file, "id": "nothing"}):
        refused = office["clerk"].send("POST", PAPER, {"values": {"name": "mine", "scans": [token]}})
        assert (refused.status_code, refused.get_json()["problems"][0]["code"]) == (422, "unknown_file")
    own = paper(office["clerk"])
    refused = office["clerk"].send("POST", f"{PAPER}/{own['id']}/attachments", {"files": [file["id"]]})
    assert refused.get_json()["problems"][0]["code"] == "unknown_file"
    assert fetched(office["clerk"], waiting).status_code == 404


def test_sending_needs_the_right_to_write_there(office: dict[str, Browser]) -> None:
    assert send(office["reader"], PDF, "a.pdf").status_code == 403
    assert send(office["reader"], PDF, "a.pdf", None).status_code == 403
    assert send(office["clerk"], PDF, "a.pdf", "secret").status_code == 404
    assert send(office["clerk"], PDF, "a.pdf", "name").status_code == 404
    assert send(office["clerk"], PDF, "a.pdf", "lines.proof").status_code == 201


def test_undo_and_trash_keep_files(office: dict[str, Browser]) -> None:
    first, second = (sent(office["admin"], PDF, name) for name in ("a.pdf", "b.pdf"))
    made = paper(office["admin"], scans=[first], lines=[{"proof": [second]}])
    path = f"{PAPER}/{made['id']}"
    emptied = office["admin"].patch(path, {"values": {"scans": None, "lines": None}}, 1)
    assert emptied["values"]["scans"] is None
    assert fetched(office["reader"], first).status_code == 200, "history tells of it"
    back = office["admin"].patch(path, {"values": {"scans": [first]}}, 2)
    assert back["values"]["scans"] == [first]
    office["admin"].send("DELETE", path, If_Match='"3"')
    assert fetched(office["admin"], second).status_code == 200
    office["admin"].post(f"{path}/restore")
    assert fetched(office["admin"], first).data == PDF


def test_attachments_are_added_listed_taken_off_and_put_back(office: dict[str, Browser]) -> None:
    made = paper(office["admin"])
    path = f"{PAPER}/{made['id']}/attachments"
    files = [sent(office["admin"], picture("PNG"), "a.png", None), sent(office["admin"], PDF, "b.pdf", None)]
    listed = office["admin"].post(path, {"files": [file["id"] for file in files]})["items"]
    assert {(item["name"], item["by"]["label"], item["width"]) for item in listed} == {
        ("a.png", "ada", 800),
        ("b.pdf", "ada", None),
    }
    assert office["reader"].get(path)["items"] == listed
    assert office["reader"].send("DELETE", f"{path}/{files[0]['id']}").status_code == 403
    assert office["clerk"].send("GET", path).status_code == 404
    left = office["admin"]._good(office["admin"].send("DELETE", f"{path}/{files[0]['id']}"))
    assert [item["id"] for item in left["items"]] == [files[1]["id"]]
    assert fetched(office["reader"], files[0]).status_code == 404
    assert len(office["admin"].post(path, {"files": [files[0]["id"]]})["items"]) == 2


def test_what_nobody_uses_is_swept_away(app: Flask, office: dict[str, Browser], config: Config) -> None:
    before = set(_files(config.data_dir))
    used, waiting = (
        sent(office["admin"], picture(), "a.jpg", "pictures"),
        sent(office["admin"], picture(), "b.jpg", "pictures"),
    )
    made = paper(office["admin"], pictures=[used])
    stray = config.data_dir / "files" / "main" / "ab" / ("ab" + "0" * 38)
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"left behind")
    _sweep(app, days=2)
    assert fetched(office["admin"], used).status_code == 200
    assert fetched(office["admin"], waiting).status_code == 404
    assert not stray.exists()
    office["admin"].send("DELETE", f"{PAPER}/{made['id']}", If_Match='"1"')
    _sweep(app, days=60)
    office["admin"].sign_in()
    assert fetched(office["admin"], used).status_code == 404
    assert set(_files(config.data_dir)) <= before


def _files(folder: Path) -> list[Path]:
    return [path for path in (folder / "files").rglob("*") if path.is_file()]


def _sweep(app: Flask, days: int) -> None:
    """Run the jobs that clear up, as if it were some days later."""
    workspaces = services_of(app).workspaces
    later = Workspaces(workspaces.database, lambda: workspaces.clock() + days * DAY)
    worker = Worker(later.database, job_handlers(later, add_options), later.clock)
    with later.database.write() as conn:
        space = later.space(conn, "main")
        for kind in ("trash_purge", SWEEP):
            enqueue_once(conn, space, kind, "", {}, 0, later.clock())
    while worker.run_once():
        pass
