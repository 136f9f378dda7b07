"""Quick search: Chinese words of two characters, pinyin, initials, prefixes, numbers; alike on both databases."""

from __future__ import annotations

import pytest

from builder.runtime import save_records, trash_records
from builder.runtime.background.search_catch_up import make_words, write_words
from builder.runtime.find_for_picker import find_for_picker
from builder.runtime.read_records import page
from builder.runtime.save_records import Update
from builder.storage import search

RECORDS = (
    {"name": "北京重庆钢铁有限公司", "phone": "13800138000"},
    {"name": "上海钢琴行", "email": "info@piano.example"},
    {"name": "Acme Steel Works", "profile": "生产 plate 与 bolt"},
    {"name": 'O\'Brien "quoted" & (Sons) | *: <->'},
    {"name": "单雄信"},
)


def found_by(work, text):
    company = work.entity("company")
    items = page(work, company, {"search": text, "sort": [{"field": "id"}], "fields": ["name"]})["items"]
    names = [record["name"] for record in RECORDS]
    return [names.index(item["values"]["name"]) for item in items]


@pytest.fixture
def searched(work):
    assert not save_records.create_many(work, work.entity("company"), RECORDS).failed
    return work


def test_words_are_found_as_people_type_them(searched):
    cases = {
        "钢铁": [0],
        "钢": [0, 1],
        "重庆钢铁": [0],
        "北京 有限": [0],
        "铁钢": [],
        "京重": [0],
        "chongqing": [0],
        "zqgt": [0],
        "xqgt": [],
        "cqgt": [0],
        "bjcq": [0],
        "gangqin": [1],
        "shan": [1, 4],
        "dan": [4],
        "acme": [2],
        "STEE": [2],
        "steel works": [2],
        "works acme": [2],
        "teel": [],
        "plate": [2],
        "生产": [2],
        "13800138000": [0],
        "138001": [0],
        "8000": [0],
        "piano": [1],
        "o'brien": [3],
        "quoted": [3],
        "sons": [3],
        "": [0, 1, 2, 3, 4],
        "   ": [0, 1, 2, 3, 4],
    }
    wrong = {text: found for text, expected in cases.items() if (found := found_by(searched, text)) != expected}
    assert wrong == {}


@pytest.mark.parametrize("text", ['"', "*", "'", "\\", "(((", "😀", "%_", "𠀀", "<->", "!"])
def test_signs_alone_find_nothing(searched, text):
    assert found_by(searched, text) == []


@pytest.mark.parametrize("text", ["-steel", "steel:*", "steel & !", '"steel', "NOT steel*", "(steel)"])
def test_signs_with_a_meaning_in_queries_have_none_here(searched, text):
    assert found_by(searched, text) == ([2] if "NOT" not in text else [])


def test_search_follows_changes_the_trash_and_the_catch_up(work):
    company = work.entity("company")
    record = save_records.create(work, company, {"name": "钢铁"})
    save_records.update(work, company, Update(record, None, {"name": "木材"}))
    assert [item["id"] for item in page(work, company, {"search": "木材"})["items"]] == [record]
    assert page(work, company, {"search": "钢铁"})["items"] == []
    trash_records.delete(work, company, record)
    assert page(work, company, {"search": "木材"})["items"] == []
    trash_records.restore(work, company, record)
    assert [item["id"] for item in page(work, company, {"search": "木材"})["items"]] == [record]
    many = [{"name": f"批量 {at}"} for at in range(60)]
    save_records.create_many(work, company, many)
    waiting = search.queued(work.conn, work.catalog)
    assert len(waiting) == 60
    assert sum(write_words(work, group) for group in make_words(work, 100)) == 60
    assert len(page(work, company, {"search": "批量", "limit": 100})["items"]) == 60
    assert search.queued(work.conn, work.catalog) == []


def test_a_picker_finds_records_with_their_titles(searched):
    found = find_for_picker(searched, searched.entity("company"), "钢铁", 5)["items"]
    assert [(item["label"], item["fields"]["name"]) for item in found] == [(RECORDS[0]["name"],) * 2]
