"""A title that is a reference: wherever the record is named, it is called what the record there is called."""

from __future__ import annotations

from copy import deepcopy

import pytest

from builder.metadata.condition_parsing import parse_condition
from builder.metadata.relative import Moment
from builder.metadata.rights import EntityRights, Rights
from builder.runtime import save_records
from builder.runtime.read_records import page
from builder.runtime.wire import TITLE_STEPS, titles
from builder.storage.engine import Database
from builder.storage.space import Space
from tests.runtime.conftest import Opener, opener, publish_app, stored_documents


@pytest.fixture
def open_work(database: Database, space: Space, moment: Moment) -> Opener:
    """The sample app with companies that are called as their parents, where they have one."""
    documents = deepcopy(stored_documents())
    company = next(one for one in documents if one["kind"] == "entity" and one["name"] == "company")
    by_name = {one["name"]: one["id"] for one in company["fields"]}
    company["title"] = [by_name["parent_company"], by_name["name"]]
    publish_app(database, space, documents)
    return opener(database, space, moment)


def made(work, *names):
    """Make companies, each under the one before; return their ids."""
    ids = []
    for name in names:
        parent = {"parent_company": ids[-1]} if ids else {}
        ids += save_records.create_many(work, work.entity("company"), [{"name": name, **parent}]).ids.values()
    return ids


def test_a_reference_is_labelled_by_the_title_at_the_end_of_the_way(open_work):
    with open_work() as work:
        top, middle, low = made(work, "Top", "Middle", "Low")
        people = [{"name": "Li", "company": low}, {"name": "Wu", "company": middle}, {"name": "He", "company": top}]
        save_records.create_many(work, work.entity("person"), people)
        found = page(work, work.entity("person"), {"fields": ["name", "company"]})
        labels = {item["values"]["name"]: item["values"]["company"]["label"] for item in found["items"]}
        assert labels == {"Li": "Top", "Wu": "Top", "He": "Top"}
        listed = page(work, work.entity("company"), {"fields": ["name"]})
        assert {item["title"] for item in listed["items"]} == {"Top"}


def test_a_title_that_leads_to_what_is_not_seen_tells_nothing_of_it(open_work):
    with open_work() as work:
        _, low = made(work, "Secret", "Low")
        company = work.entity("company")
        unseen = parse_condition(work.model, company, {"field": "name", "op": "ne", "value": "Secret"})
        rights = Rights(2, {company.id: EntityRights({"view": (unseen,)}, {})})
    with open_work(rights=rights, user=2) as work:
        assert {record: title.text for record, title in titles(work, company.id, [low]).items()} == {low: ""}


def test_a_way_without_end_ends(open_work):
    with open_work() as work:
        ids = made(work, *(f"C{at}" for at in range(TITLE_STEPS + 2)))
        company = work.entity("company")
        assert [titles(work, company.id, [one])[one].text for one in ids] == ["C0"] * TITLE_STEPS + ["", ""]
