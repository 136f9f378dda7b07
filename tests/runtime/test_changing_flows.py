"""A record whose flow is chosen by what it holds goes on in another flow when that changes."""

from __future__ import annotations

from copy import deepcopy

import pytest

from builder.metadata.relative import Moment
from builder.runtime import read_records, save_records
from builder.runtime.bulk import bulk
from builder.runtime.move_stage import move_stage
from builder.runtime.save_records import Update
from builder.runtime.undo import undo
from builder.storage.engine import Database
from builder.storage.space import Space
from tests.conftest import NOW
from tests.runtime.conftest import Opener, opener, publish_app, stored_documents

HOUR = 3_600_000_000
PAID = {"score": "1", "revenue": {"amount": "1"}}


@pytest.fixture
def open_work(database: Database, space: Space, moment: Moment) -> Opener:
    """The sample app, whose partners come to be ``working`` too, and may end without having joined."""
    documents = deepcopy(stored_documents())
    flow = next(one for one in documents if one["name"] == "partner_flow")
    flow["stages"] += [
        {"id": "s_parted", "order": "b", "name": "parted", "label": {"en": "Parted"}, "type": "lost"},
        {"id": "s_working", "order": "c", "name": "working", "label": {"en": "Working"}, "type": "open"},
    ]
    publish_app(database, space, documents)
    return opener(database, space, moment)


def values_of(work, entity, record):
    return read_records.read_one(work, entity, record)["values"]


def moves_of(work, entity, record):
    found = read_records.stages_of(work, entity, record)["items"]
    return [(move["from"], move["to"], move["seconds"]) for move in found]


@pytest.mark.parametrize(
    ("stage", "given", "arrived"),
    [("fresh", {}, "invited"), ("working", {}, "working"), ("won", PAID, "joined"), ("lost", PAID, "parted")],
)
def test_a_record_comes_to_the_stage_of_its_name_or_kind_in_the_same_write(open_work, stage, given, arrived):
    with open_work() as work:
        company = work.entity("company")
        record = save_records.create(work, company, {"name": "A"})
        for step in dict.fromkeys(("working", stage) if stage != "fresh" else ()):
            move_stage(work, company, record, None, step, given)
        closed = values_of(work, company, record)["closed_at"]
    with open_work(at=NOW + HOUR) as work:
        company = work.entity("company")
        version = read_records.read_one(work, company, record)["version"]
        assert save_records.update(work, company, Update(record, None, {"source": "partner"})) == version + 1
        found = values_of(work, company, record)
        moves = moves_of(work, company, record)
    assert (found["stage"], found["stage_entered_at"]) == (arrived, "2026-01-01T01:00:00Z")
    assert found["closed_at"] == closed
    assert moves[-1] == (stage, arrived, 3_600)


def test_a_record_begins_where_the_flow_does_that_takes_it_over_and_goes_on_by_itself(open_work):
    with open_work() as work:
        company = work.entity("company")
        record = save_records.create(work, company, {"name": "A", "source": "partner"})
        spoken = save_records.create(work, company, {"name": "B", "source": "partner"})
        change = {"source": "website", "last_call_at": "2026-01-01T00:00:00Z"}
        save_records.update(work, company, Update(record, None, {"source": "website"}))
        save_records.update(work, company, Update(spoken, None, change))
        found = [values_of(work, company, one) for one in (record, spoken)]
    assert [(one["stage"], one["margin"]) for one in found] == [("fresh", "10.00"), ("working", "50.00")]


def test_a_change_that_selects_no_other_flow_moves_nothing(open_work):
    with open_work() as work:
        company = work.entity("company")
        record = save_records.create(work, company, {"name": "A", "source": "website"})
        save_records.update(work, company, Update(record, None, {"source": "exhibition"}))
        assert moves_of(work, company, record) == [(None, "fresh", None)]


def test_taking_the_change_back_brings_the_stage_back(open_work):
    with open_work() as work:
        company = work.entity("company")
        record = save_records.create(work, company, {"name": "A"})
        move_stage(work, company, record, None, "working")
        move_stage(work, company, record, None, "lost", {"score": "1"})
        done = bulk(work, company, {"action": "update", "ids": [record], "values": {"source": "partner"}})
        assert values_of(work, company, record)["stage"] == "parted"
        undo(work, done["change_set"])
        found = values_of(work, company, record)
    assert (found["stage"], found["source"]) == ("lost", None)


def test_what_is_taken_back_although_the_record_moved_on_leaves_it_in_a_stage_of_its_flow(open_work):
    with open_work() as work:
        company = work.entity("company")
        record = save_records.create(work, company, {"name": "A"})
        done = bulk(work, company, {"action": "update", "ids": [record], "values": {"source": "partner"}})
        move_stage(work, company, record, None, "joined")
        undo(work, done["change_set"], "rest")
        found = values_of(work, company, record)
    assert (found["stage"], found["source"]) == ("won", None)


def test_a_move_that_selects_another_flow_is_one_in_that_flow(open_work):
    with open_work() as work:
        company = work.entity("company")
        record = save_records.create(work, company, {"name": "A"})
        move_stage(work, company, record, None, "joined", {"source": "partner"})
        assert moves_of(work, company, record)[-1][:2] == ("fresh", "joined")
