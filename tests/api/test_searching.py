"""One search over an app: records of all entities, lists and pages, with the rights of whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask

from builder.errors import LimitExceeded
from builder.runtime import find_for_picker, search_everything
from builder.storage import search as words_searched
from tests.api.conftest import RECORDS, Browser

SEARCH = "/w/main/apps/sample/search"


def search(browser: Browser, words: str, limit: int = 5) -> dict[str, Any]:
    """Return what is found."""
    found: dict[str, Any] = browser.get(f"{SEARCH}?text={quote(words)}&limit={limit}")
    return found


def titles(found: dict[str, Any]) -> dict[str, list[str]]:
    """Return the titles found by entity."""
    return {group["entity"]: [item["title"] for item in group["items"]] for group in found["groups"]}


def test_records_of_several_entities_are_found_by_words_and_by_initials(admin: Browser) -> None:
    firm = admin.post(f"{RECORDS}/company", {"values": {"name": "青禾测量仪器", "tier": "high"}})
    admin.post(f"{RECORDS}/person", {"values": {"name": "青禾王师傅", "company": firm["id"], "role": "decides"}})
    for words in ("青禾", "qh", "qinghe"):
        assert titles(search(admin, words)) == {"company": ["青禾测量仪器"], "person": ["青禾王师傅"]}
    group = search(admin, "qhcl")["groups"][0]
    assert (group["entity"], group["more"]) == ("company", False)
    assert group["items"][0]["id"] == firm["id"]
    assert len(group["items"][0]["facts"]) <= find_for_picker.FACTS


def test_more_than_is_shown_is_told(admin: Browser) -> None:
    for at in range(4):
        admin.post(f"{RECORDS}/company", {"values": {"name": f"Overflow {at}"}})
    group = search(admin, "overflow", 3)["groups"][0]
    assert (len(group["items"]), group["more"]) == (3, True)


def test_a_record_called_just_so_puts_its_entity_first(admin: Browser) -> None:
    firm = admin.post(f"{RECORDS}/company", {"values": {"name": "Marigold and Sons"}})
    admin.post(f"{RECORDS}/person", {"values": {"name": "Marigold", "company": firm["id"], "role": "decides"}})
    assert list(titles(search(admin, "marigold"))) == ["person", "company"]


def test_places_are_found_by_their_names(admin: Browser) -> None:
    found = search(admin, "compan")["places"]
    assert ("entity", "company") in [(place["type"], place["name"]) for place in found]
    assert search(admin, "zzzz") == {"groups": [], "places": [], "incomplete": False}
    assert search(admin, "   ")["places"] == []


def test_a_place_called_just_so_is_told_first(admin: Browser) -> None:
    [first, *others] = search(admin, "companies")["places"]
    assert (first["type"], first["name"], first["exact"]) == ("entity", "company", True)
    assert all(not other["exact"] for other in others)


def test_lists_and_pages_are_meant_by_their_first_initials(admin: Browser) -> None:
    def meant(words: str) -> list[tuple[str, str]]:
        return [(place["type"], place["name"]) for place in search(admin, words)["places"] if place["exact"]]

    assert meant("gs") == [("entity", "company"), ("page", "company_page")]
    assert meant("g") == meant("kb") == meant("si") == []


def test_a_view_is_found_by_its_entity_and_its_own_name(admin: Browser) -> None:
    for words in ("board", "companies board", "公司 · 看板", "gs kb"):
        assert [place["name"] for place in search(admin, words)["places"]] == ["company_board"], words
    assert "company_board" not in [place["name"] for place in search(admin, "companies")["places"]]
    assert search(admin, "people board")["places"] == []


def test_what_somebody_may_not_see_is_not_found(app: Flask, admin: Browser, people: Callable[..., int]) -> None:
    admin.post(f"{RECORDS}/company", {"values": {"name": "Unseen Holdings", "tier": "high"}})
    people("iris@example.com", roles=("seller",))
    seller = Browser(app.test_client()).sign_in("iris@example.com")
    assert titles(search(seller, "unseen holdings")) == {}
    people("nora@example.com", roles=())
    nobody = Browser(app.test_client()).sign_in("nora@example.com")
    response = nobody.send("GET", f"{SEARCH}?text=unseen")
    assert response.status_code in (200, 404)
    assert b"Unseen" not in response.data


@pytest.mark.parametrize("words", ["\x00", "'; DROP TABLE x; --", '"*', "😀", "x" * 201, "%", "AND OR NOT"])
def test_no_words_break_it(admin: Browser, words: str) -> None:
    response = admin.send("GET", f"{SEARCH}?text={quote(words)}")
    assert response.status_code in (200, 400, 422)


def test_a_search_that_takes_too_long_says_what_it_has(admin: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: Any) -> dict[str, Any]:
        raise LimitExceeded("query_too_slow", seconds=2)

    monkeypatch.setattr(search_everything, "page", slow)
    assert search(admin, "compan")["incomplete"] is True


@pytest.mark.parametrize(("wind", "rare"), [("Zephyr", 0), ("Mistral", 2), ("Sirocco", 10_000)])
def test_a_list_is_the_same_whether_what_is_found_is_rare_or_not(
    admin: Browser, monkeypatch: pytest.MonkeyPatch, wind: str, rare: int
) -> None:
    monkeypatch.setattr(words_searched, "MOST_RARE", rare)
    for at in range(5):
        admin.post(f"{RECORDS}/company", {"values": {"name": f"{wind} {at}", "employees": 50 - at}})
    asked: dict[str, Any] = {"search": wind[:5], "sort": [{"field": "employees"}], "limit": 2, "fields": ["name"]}
    seen: list[str] = []
    for _ in range(3):
        page = admin.post(f"{RECORDS}/company/query", asked)
        seen += [item["values"]["name"] for item in page["items"]]
        asked["cursor"] = page["next"]
    assert seen == [f"{wind} {at}" for at in (4, 3, 2, 1, 0)]
    nothing = admin.post(f"{RECORDS}/company/query", {"search": f"{wind} 4 5", "fields": ["name"]})
    assert nothing["items"] == []
