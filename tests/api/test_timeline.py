"""What happened to a record and what people say about it, over HTTP: one stream, in pages, within everyone's rights."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from flask import Flask

from tests.api.conftest import API, RECORDS, Browser

COMPANY, PERSON, VISIT = f"{RECORDS}/company", f"{RECORDS}/person", f"{RECORDS}/visit"
numbers = count(1)


@pytest.fixture(scope="module")
def seller(app: Flask, admin: Browser, people: Callable[..., int]) -> Browser:
    """A seller: sees their own companies, all visits; margin hidden, phone masked."""
    people("sam@example.com", ("seller",))
    return Browser(app.test_client()).sign_in("sam@example.com")


def company(browser: Browser, **values: Any) -> dict[str, Any]:
    """Create a company."""
    made: dict[str, Any] = browser.post(COMPANY, {"values": {"name": f"Firm {next(numbers)}", **values}})
    return made


def visit(browser: Browser, about: dict[str, Any], at: str, summary: str = "talked") -> int:
    """Write a follow-up."""
    values = {"about": about, "happened_at": at, "channel": "call", "summary": summary}
    return int(browser.post(VISIT, {"values": values})["id"])


def timeline(browser: Browser, record: int, query: str = "", of: str = COMPANY) -> dict[str, Any]:
    """Return a page of a timeline."""
    found: dict[str, Any] = browser.get(f"{of}/{record}/timeline{query}")
    return found


def attach(browser: Browser, record: int, name: str) -> str:
    """Attach a text file."""
    form = {"app": "sample", "entity": "company", "file": (io.BytesIO(b"hello"), name)}
    sent = browser.client.post(f"{API}/w/main/files", data=form, headers={"X-CSRF-Token": browser.csrf})
    token = str(sent.get_json()["id"])
    browser.post(f"{COMPANY}/{record}/attachments", {"files": [token]})
    return token


@pytest.fixture
def busy(admin: Browser) -> int:
    """A company to which one thing of each kind happened, and more than one change."""
    record = company(admin, score="1")["id"]
    path = f"{COMPANY}/{record}"
    admin.patch(path, {"values": {"tier": "high", "margin": "5", "phone": "13800138000"}}, 1)
    admin.patch(path, {"values": {"tier": "middle"}}, 2)
    moved = admin.send("POST", f"{path}/stage", {"stage": "working"}, If_Match='"3"')
    assert moved.status_code == 200, moved.get_data(as_text=True)
    visit(admin, {"entity": "company", "id": record}, "2026-01-05T08:00:00Z", "first call")
    attach(admin, record, "notes.txt")
    admin.post(f"{path}/comments", {"text": "please look"})
    return int(record)


def test_everything_that_happened_is_one_stream_newest_first(admin: Browser, busy: int) -> None:
    found = timeline(admin, busy)
    kinds = [item["kind"] for item in found["items"]]
    assert kinds == ["comment", "file", "stage", "change", "change", "change", "activity"]
    assert (found["next"], found["kinds"]) == (None, ["comment", "file", "activity", "stage", "change"])
    comment, file, stage, last, first, born, activity = found["items"]
    assert (comment["comment"]["text"], comment["comment"]["own"], comment["by"]["label"]) == (
        "please look",
        True,
        "ada",
    )
    assert (file["file"]["name"], file["file"]["kind"]) == ("notes.txt", "text/plain")
    assert (stage["from"], stage["to"]) == ("fresh", "working")
    assert isinstance(stage["seconds"], int)
    assert last["changes"] == [{"field": "tier", "before": "high", "after": "middle"}]
    assert {change["field"] for change in first["changes"]} == {"tier", "margin", "phone"}
    assert (last["undoable"], first["undoable"], born["event"]) == (True, False, "create")
    assert (activity["entity"], activity["record"]["values"]["summary"], activity["about"]) == (
        "visit",
        "first call",
        None,
    )


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_join_to_the_whole(admin: Browser, busy: int, limit: int) -> None:
    for number in range(4):
        visit(admin, {"entity": "company", "id": busy}, "2026-01-05T08:00:00Z", f"same moment {number}")
    whole = [item["id"] for item in timeline(admin, busy)["items"]]
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = timeline(admin, busy, f"?limit={limit}" + (f"&cursor={cursor}" if cursor else ""))
        assert len(page["items"]) <= limit
        found += [item["id"] for item in page["items"]]
        cursor = page["next"]
    assert found == whole
    assert len(set(found)) == len(found)


def test_kinds_choose(admin: Browser, busy: int) -> None:
    for kind in ("comment", "file", "activity", "stage", "change"):
        assert {item["kind"] for item in timeline(admin, busy, f"?kinds={kind}")["items"]} == {kind}
    assert {item["kind"] for item in timeline(admin, busy, "?kinds=file,comment")["items"]} == {"file", "comment"}
    assert admin.send("GET", f"{COMPANY}/{busy}/timeline?kinds=secrets").status_code == 400
    assert admin.send("GET", f"{COMPANY}/{busy}/timeline?cursor=made-up").status_code == 422


def test_a_cursor_of_another_record_is_refused(admin: Browser, busy: int) -> None:
    other = company(admin)["id"]
    cursor = timeline(admin, busy, "?limit=1")["next"]
    assert admin.send("GET", f"{COMPANY}/{other}/timeline?cursor={cursor}").status_code == 422


def test_followups_of_what_hangs_on_a_record_are_told_too(admin: Browser) -> None:
    record = company(admin)["id"]
    person = admin.post(PERSON, {"values": {"name": "Pat", "company": record}})["id"]
    visit(admin, {"entity": "person", "id": person}, "2026-02-01T08:00:00Z", "met Pat")
    (told,) = timeline(admin, record, "?kinds=activity")["items"]
    assert told["record"]["values"]["summary"] == "met Pat"
    assert (told["about"]["id"], told["about"]["entity"], told["about"]["label"]) == (person, "person", "Pat")
    (own,) = timeline(admin, person, "?kinds=activity", PERSON)["items"]
    assert own["about"] is None


def test_rights_hold_in_the_timeline(admin: Browser, seller: Browser, busy: int) -> None:
    assert seller.send("GET", f"{COMPANY}/{busy}/timeline").status_code == 404
    me = seller.get("/session")["user"]["id"]
    version = admin.get(f"{COMPANY}/{busy}")["version"]
    admin.send("POST", f"{COMPANY}/{busy}/owner", {"owner": me}, If_Match=f'"{version}"')
    admin.patch(f"{COMPANY}/{busy}", {"values": {"margin": "7"}}, version + 1)
    seen = timeline(seller, busy)["items"]
    fields = {change["field"] for item in seen for change in item.get("changes", ())}
    assert "margin" not in fields
    assert "margin" not in str(seen)
    phones = [change for item in seen for change in item.get("changes", ()) if change["field"] == "phone"]
    assert "13800138000" not in str(phones)
    assert len(seen) == len(timeline(admin, busy)["items"]) - 1, "a change of what is hidden is not told at all"


def test_comments_are_written_changed_and_deleted_by_their_writers(admin: Browser, seller: Browser) -> None:
    record = company(seller)["id"]
    path = f"{COMPANY}/{record}/comments"
    made = seller.post(path, {"text": "  first \r\n line "})
    assert (made["text"], made["own"], made["edited_at"]) == ("first \n line", True, None)
    changed = seller._good(seller.send("PATCH", f"{path}/{made['id']}", {"text": "second"}))
    assert (changed["text"], changed["edited_at"] is not None) == ("second", True)
    assert admin.send("PATCH", f"{path}/{made['id']}", {"text": "no"}).status_code == 403
    theirs = admin.post(path, {"text": "mine"})
    assert seller.send("DELETE", f"{path}/{theirs['id']}").status_code == 403
    assert seller.send("DELETE", f"{path}/999999").status_code == 404
    assert admin.send("DELETE", f"{path}/{made['id']}").status_code == 204, "an administrator keeps the house"
    assert [item["comment"]["id"] for item in timeline(seller, record, "?kinds=comment")["items"]] == [theirs["id"]]
    for text, status in (("", 400), ("   ", 422), ("x" * 10_001, 422)):
        assert seller.send("POST", path, {"text": text}).status_code == status


def test_only_who_sees_the_record_can_comment_and_be_mentioned(admin: Browser, seller: Browser) -> None:
    closed, own = company(admin)["id"], company(seller)["id"]
    me, boss = seller.get("/session")["user"]["id"], admin.get("/session")["user"]["id"]
    assert seller.send("POST", f"{COMPANY}/{closed}/comments", {"text": "x"}).status_code == 404
    assert seller.send("GET", f"{COMPANY}/{closed}/mentionable").status_code == 404
    blind = admin.send("POST", f"{COMPANY}/{closed}/comments", {"text": f"see @[{me}]"})
    assert (blind.status_code, blind.get_json()["problems"][0]["code"]) == (422, "unknown_user")
    for strange in ("9" * 16, "9" * 17, "9" * 5_000):
        blind = admin.send("POST", f"{COMPANY}/{closed}/comments", {"text": f"see @[{strange}]"})
        assert (blind.status_code, blind.get_json()["problems"][0]["code"]) == (422, "unknown_user")
    told = seller.post(f"{COMPANY}/{own}/comments", {"text": f"look @[{boss}] and @[{boss}]"})
    assert told["mentions"] == [{"id": boss, "label": "ada"}]
    names = {item["label"] for item in admin.get(f"{COMPANY}/{closed}/mentionable")["items"]}
    assert ("ada" in names, "sam" in names) == (True, False)
    assert {item["label"] for item in admin.get(f"{COMPANY}/{own}/mentionable?search=sa")["items"]} == {"sam"}


def test_where_there_are_no_comments_there_are_none(admin: Browser) -> None:
    record = admin.post(PERSON, {"values": {"name": "Pat"}})["id"]
    assert admin.send("POST", f"{PERSON}/{record}/comments", {"text": "x"}).get_json()["code"] == "no_comments"
    assert admin.send("GET", f"{PERSON}/{record}/attachments").get_json()["code"] == "no_attachments"
    assert timeline(admin, record, of=PERSON)["kinds"] == ["activity", "change"]
