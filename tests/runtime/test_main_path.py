"""The life of a record on both databases: created, read, listed, changed, deleted, restored, undone."""

from __future__ import annotations

import pytest

from builder.errors import Conflict, Invalid, NotFound, StaleVersion
from builder.runtime import read_records, save_records, trash_records, undo
from builder.runtime.save_records import Update

GIVEN = {
    "name": "北京钢铁",
    "code": "BJ-100",
    "profile": "生产 Steel 制品",
    "score": "12.50",
    "employees": 2000,
    "revenue": {"amount": "1000.00", "currency": "CNY"},
    "rating": 4,
    "founded_on": "2001-05-06",
    "renewal_month": "2026-03",
    "last_call_at": "2025-12-31T16:30:00Z",
    "budget": {"min": "50.00", "max": "80.00"},
    "tier": "high",
    "interests": ["service", "price"],
    "labels": ["hot", "vip"],
    "email": "info@steel.example",
    "phone": "+86 138 0013 8000",
    "manager": 2,
    "helpers": [1, 3],
    "unit": 2,
    "lines": [{"item": "plate", "quantity": 3, "grade": "basic"}, {"item": "bolt", "price": "0.10"}],
    "extra": {"a": [1, {"b": None}]},
}


def test_a_record_lives_through_everything(open_work):
    with open_work() as work:
        company = work.entity("company")
        record = save_records.create(work, company, GIVEN)
    with open_work(write=False) as work:
        found = read_records.read_one(work, work.entity("company"), record)
    values = found["values"]
    assert (found["id"], found["version"], found["title"]) == (record, 1, "北京钢铁")
    for name in ("score", "employees", "revenue", "founded_on", "renewal_month", "last_call_at", "budget", "tier"):
        assert values[name] == GIVEN[name]
    assert values["interests"] == ["service", "price"]
    assert values["labels"] == ["hot", "vip"]
    assert values["manager"] == {"id": 2, "label": "李雷"}
    assert [one["id"] for one in values["helpers"]] == [1, 3]
    assert values["unit"] == {"id": 2, "label": "East"}
    assert [line["item"] for line in values["lines"]] == ["plate", "bolt"]
    assert values["lines"][0]["grade"] == "basic"
    assert values["extra"] == GIVEN["extra"]
    assert values["active"] is True
    assert values["number"] == "C-00001"
    assert values["profile"] == GIVEN["profile"]
    assert values["created_by"] == {"id": 1, "label": "Wang Li"}


def test_a_change_needs_the_version_that_was_read(work):
    company = work.entity("company")
    record = save_records.create(work, company, GIVEN)
    assert save_records.update(work, company, Update(record, 1, {"employees": 5})) == 2
    with pytest.raises(StaleVersion):
        save_records.update(work, company, Update(record, 1, {"employees": 6}))
    assert read_records.read_one(work, company, record)["values"]["employees"] == 5


def test_a_change_of_nothing_keeps_the_version(work):
    company = work.entity("company")
    record = save_records.create(work, company, GIVEN)
    assert save_records.update(work, company, Update(record, 1, {"employees": 2000, "labels": ["hot", "vip"]})) == 1


def test_a_deleted_record_comes_back_with_everything(work):
    company = work.entity("company")
    record = save_records.create(work, company, GIVEN)
    before = read_records.read_one(work, company, record)
    trash_records.delete(work, company, record, 1)
    assert read_records.page(work, company, {})["items"] == []
    assert read_records.page(work, company, {"trash": True})["items"][0]["id"] == record
    assert read_records.read_one(work, company, record)["deleted"] is True
    trash_records.restore(work, company, record)
    after = read_records.read_one(work, company, record)
    assert {**after["values"], "updated_at": None} == {**before["values"], "updated_at": None}
    with pytest.raises(NotFound):
        trash_records.restore(work, company, record)


def test_a_deletion_is_a_change_set_that_can_be_undone_once(work):
    company = work.entity("company")
    record = save_records.create(work, company, GIVEN)
    number = trash_records.delete(work, company, record)
    done = undo.undo(work, number)
    assert (done.restored, done.conflicts) == (1, [])
    assert "deleted" not in read_records.read_one(work, company, record)
    with pytest.raises(Conflict):
        undo.undo(work, number)


def test_every_problem_of_a_record_is_named(work):
    company = work.entity("company")
    with pytest.raises(Invalid) as refused:
        save_records.create(
            work, company, {"name": " ", "code": "wrong", "score": "1.234", "nonsense": 1, "manager": 9}
        )
    found = {(problem.path, problem.code) for problem in refused.value.problems}
    assert ("values.nonsense", "unknown_field") in found
    assert ("values.score", "too_many_decimals") in found
    assert ("values.name", "required") in found
    assert any(path == "values.code" for path, _ in found)
