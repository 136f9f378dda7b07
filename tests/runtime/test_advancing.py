"""A flow that moves records by itself asks of them what it asks of people."""

from __future__ import annotations

from copy import deepcopy

import pytest

from builder.metadata.relative import Moment
from builder.runtime import save_records
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
