"""Who is mentioned, whose record is spoken about and who is given records is told of it, within their rights."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.api.conftest import RECORDS, Browser

COMPANY = f"{RECORDS}/company"
NOTICES = "/w/main/notifications"


@pytest.fixture(scope="module")
def seller(app: Flask, admin: Browser, people: Callable[..., int]) -> Browser:
    people("sal@example.com", roles=("seller",))
    return Browser(app.test_client()).sign_in("sal@example.com")


@pytest.fixture(autouse=True)
def all_read(admin: Browser, seller: Browser) -> None:
    for one in (admin, seller):
        one.post(f"{NOTICES}/read")


def me(browser: Browser) -> int:
    number: int = browser.get("/session")["user"]["id"]
    return number


def company(browser: Browser, name: str) -> dict[str, Any]:
    record: dict[str, Any] = browser.post(COMPANY, {"values": {"name": name}})
    return record


def give(admin: Browser, record: int, to: int | None) -> None:
    version = admin.get(f"{COMPANY}/{record}")["version"]
    assert admin.send("POST", f"{COMPANY}/{record}/owner", {"owner": to}, If_Match=f'"{version}"').status_code == 200


def unread(browser: Browser) -> list[dict[str, Any]]:
    found = browser.get(NOTICES)
    new = [item for item in found["items"] if not item["read"]]
    assert len(new) == found["unread"]
    return new


def test_who_is_given_a_record_is_told_by_whom(admin: Browser, seller: Browser) -> None:
    record = company(admin, "Given Ltd")["id"]
    give(admin, record, me(seller))
    (told,) = unread(seller)
    assert (told["kind"], told["by"]["id"], told["count"]) == ("given", me(admin), 1)
    assert (told["app"], told["entity"], told["record"]) == ("sample", "company", {"id": record, "label": "Given Ltd"})
    assert unread(admin) == []


def test_taking_a_record_oneself_tells_nobody(admin: Browser) -> None:
    give(admin, company(admin, "Own Ltd")["id"], me(admin))
    assert unread(admin) == []


def test_many_records_given_at_once_are_one_notification(admin: Browser, seller: Browser) -> None:
    ids = [company(admin, f"Many {number}")["id"] for number in range(3)]
    admin.post(f"{COMPANY}/bulk", {"action": "owner", "ids": ids, "values": {"owner": me(seller)}})
    (told,) = unread(seller)
    assert (told["kind"], told["count"], told["record"]["id"]) == ("given", 3, ids[0])


def test_who_is_given_records_by_mistake_is_told_of_it_no_more(admin: Browser, seller: Browser) -> None:
    ids = [company(admin, f"Mistake {number}")["id"] for number in range(2)]
    given = admin.post(f"{COMPANY}/bulk", {"action": "owner", "ids": ids, "values": {"owner": me(seller)}})
    assert len(unread(seller)) == 1
    admin.post(f"/w/main/change-sets/{given['change_set']}/undo", {"mode": "all"})
    assert unread(seller) == []


def test_who_is_mentioned_is_told_what_was_said(admin: Browser, seller: Browser) -> None:
    record = company(admin, "Spoken Ltd")["id"]
    give(admin, record, me(seller))
    seller.post(f"{NOTICES}/read")
    comment = admin.post(f"{COMPANY}/{record}/comments", {"text": f"@[{me(seller)}] please call"})
    (told,) = unread(seller)
    assert (told["kind"], told["text"], told["record"]["id"]) == ("mention", "@sal please call", record)
    admin.send("PATCH", f"{COMPANY}/{record}/comments/{comment['id']}", {"text": f"@[{me(seller)}] call today"})
    (told,) = unread(seller)
    assert told["text"] == "@sal call today"
    admin.send("DELETE", f"{COMPANY}/{record}/comments/{comment['id']}")
    assert unread(seller) == []


def test_a_mention_added_later_is_told(admin: Browser, seller: Browser) -> None:
    record = company(admin, "Late Ltd")["id"]
    give(admin, record, me(seller))
    comment = seller.post(f"{COMPANY}/{record}/comments", {"text": "a note"})
    assert unread(admin) == []
    text = {"text": f"a note for @[{me(admin)}] and @[{me(seller)}]"}
    seller.send("PATCH", f"{COMPANY}/{record}/comments/{comment['id']}", text)
    (told,) = unread(admin)
    assert (told["kind"], told["by"]["label"]) == ("mention", "sal")


def test_the_owner_is_told_of_what_others_say(admin: Browser, seller: Browser) -> None:
    record = company(admin, "Owned Ltd")["id"]
    give(admin, record, me(seller))
    seller.post(f"{NOTICES}/read")
    seller.post(f"{COMPANY}/{record}/comments", {"text": "my own words"})
    assert unread(seller) == []
    admin.post(f"{COMPANY}/{record}/comments", {"text": "words of another"})
    (told,) = unread(seller)
    assert (told["kind"], told["text"]) == ("comment", "words of another")


def test_what_is_out_of_sight_later_is_told_no_more(admin: Browser, seller: Browser) -> None:
    record = company(admin, "Secret Ltd")["id"]
    give(admin, record, me(seller))
    admin.post(f"{COMPANY}/{record}/comments", {"text": f"@[{me(seller)}] secret words"})
    give(admin, record, me(admin))
    answer = seller.send("GET", NOTICES).get_data(as_text=True)
    assert "Secret Ltd" not in answer
    assert "secret words" not in answer
    assert {item["record"] for item in seller.get(NOTICES)["items"][:2]} == {None}


def test_nobody_reads_or_marks_what_others_are_told(admin: Browser, seller: Browser) -> None:
    give(admin, company(admin, "Private Ltd")["id"], me(seller))
    (told,) = unread(seller)
    assert told["id"] not in {item["id"] for item in admin.get(NOTICES)["items"]}
    admin.post(f"{NOTICES}/read", {"ids": [told["id"]]})
    assert len(unread(seller)) == 1
    assert seller.post(f"{NOTICES}/read", {"ids": [told["id"]]}) == {"unread": 0}


def test_what_comes_while_all_are_marked_as_read_stays_unread(admin: Browser, seller: Browser) -> None:
    for name in ("Seen Ltd", "Newest Ltd", "Unseen Ltd"):
        give(admin, company(admin, name)["id"], me(seller))
    unseen, newest, _ = unread(seller)
    assert seller.post(f"{NOTICES}/read", {"up_to": newest["id"]}) == {"unread": 1}
    assert [one["id"] for one in unread(seller)] == [unseen["id"]]


def test_pages_join_to_the_whole(admin: Browser, seller: Browser) -> None:
    for number in range(5):
        give(admin, company(admin, f"Paged {number}")["id"], me(seller))
    whole = [item["id"] for item in seller.get(f"{NOTICES}?limit=100")["items"]]
    found: list[int] = []
    page = seller.get(f"{NOTICES}?limit=2")
    while True:
        found += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        page = seller.get(f"{NOTICES}?limit=2&before={page['next']}")
    assert found == whole
