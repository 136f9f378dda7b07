"""A flow that moves records by itself asks of them what it asks of people."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

import pytest

from builder.errors import NotAllowed
from builder.metadata.conditions import ALWAYS
from builder.metadata.relative import Moment
from builder.metadata.rights import EntityRights, Rights
from builder.runtime import record_story, save_records
from builder.runtime.move_stage import move_stage
from builder.runtime.read_records import read_one
from builder.runtime.save_records import Update
from builder.storage.engine import Database
from builder.storage.space import Space
from tests.runtime.conftest import Opener, opener, publish_app, stored_documents


@pytest.fixture
def open_work(database: Database, space: Space, moment: Moment) -> Opener:
    """The sample app, in which a company with many people is won."""
    documents = deepcopy(stored_documents())
    flow = next(one for one in documents if one["name"] == "company_flow")
    company = next(one for one in documents if one["kind"] == "entity" and one["name"] == "company")
    people = next(one["id"] for one in company["fields"] if one["name"] == "employees")
    won = next(one["id"] for one in flow["stages"] if one["name"] == "won")
    flow["auto_advance"][0] |= {"to": won, "when": {"field": people, "op": "ge", "value": 100}}
    publish_app(database, space, documents)
    return opener(database, space, moment)


def test_a_stage_lets_nobody_in_who_lacks_what_it_asks_for(open_work):
    with open_work() as work:
        company = work.entity("company")
        record = save_records.create(work, company, {"name": "A", "score": "1"})
        move_stage(work, company, record, None, "working")
        stages = []
        for change in (
            {"employees": 100},
            {"revenue": {"amount": "0", "currency": "CNY"}},
            {"revenue": {"amount": "5", "currency": "CNY"}},
        ):
            save_records.update(work, company, Update(record, None, change))
            stages.append(read_one(work, company, record)["values"]["stage"])
    assert stages == ["working", "working", "won"]


@pytest.fixture
def open_followed(database: Database, space: Space, moment: Moment) -> Opener:
    """The sample app, in which the first qualifying visit has a company worked on."""
    documents = deepcopy(stored_documents())
    flow = next(one for one in documents if one["name"] == "company_flow")
    flow["auto_advance"][0] |= {"on": "activity"}
    fresh = next(one["id"] for one in flow["stages"] if one["name"] == "fresh")
    flow["auto_advance"][0]["when"] = {"field": "stage", "op": "eq", "value": fresh}
    publish_app(database, space, documents)
    return opener(database, space, moment)


def visited(work, record, **values):
    visit = work.entity("visit")
    about = {"entity": "company", "id": record}
    given = {"about": about, "happened_at": "2026-01-05T08:00:00Z", "summary": "met", "channel": "call", **values}
    return save_records.create(work, visit, given)


def stage_of(work, record):
    return read_one(work, work.entity("company"), record)["values"]["stage"]


def test_a_follow_up_moves_its_subject_as_the_flow_says_and_tells_it(open_followed):
    with open_followed() as work:
        company = work.entity("company")
        record = save_records.create(work, company, {"name": "A", "score": "1"})
        before = stage_of(work, record)
        visited(work, record)
        assert (before, stage_of(work, record)) == ("fresh", "working")
        version = read_one(work, company, record)["version"]
        visited(work, record)
        assert read_one(work, company, record)["version"] == version
        moves = record_story.stages_of(work, company, record)["items"]
    assert [(move["from"], move["to"]) for move in moves] == [(None, "fresh"), ("fresh", "working")]


def test_what_is_no_follow_up_moves_nothing(open_followed):
    with open_followed() as work:
        record = save_records.create(work, work.entity("company"), {"name": "A", "score": "1"})
        visited(work, record, channel="note")
        assert stage_of(work, record) == "fresh"


def test_an_import_of_follow_ups_moves_nothing(open_followed):
    with open_followed() as work:
        record = save_records.create(work, work.entity("company"), {"name": "A", "score": "1"})
        work.source = "import"
        visited(work, record)
        assert stage_of(work, record) == "fresh"


def test_who_may_follow_up_and_not_edit_moves_the_subject_all_the_same(open_followed):
    with open_followed() as work:
        company, visit = work.entity("company"), work.entity("visit")
        record = save_records.create(work, company, {"name": "A", "score": "1"})
        seen = {"view": (ALWAYS,)}
        rights = Rights(1, {company.id: EntityRights(seen), visit.id: EntityRights({**seen, "create": (ALWAYS,)})})
        limited = replace(work, rights=rights)
        with pytest.raises(NotAllowed):
            save_records.update(limited, company, Update(record, None, {"employees": 3}))
        visited(limited, record)
        assert stage_of(work, record) == "working"
