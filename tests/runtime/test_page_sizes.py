"""How many records a page holds: as many as are asked for, else as its view says."""

from __future__ import annotations

from copy import deepcopy

import pytest

from builder.metadata.relative import Moment
from builder.runtime import personal_views, read_records, save_records
from builder.runtime.boards import board
from builder.runtime.trees import tree
from builder.storage.engine import Database
from builder.storage.space import Space
from tests.runtime.conftest import Opener, opener, publish_app, stored_documents

VIEW = {"entity": "company", "type": "table", "label": {"en": "Mine"}, "page_size": 200}


@pytest.fixture
def open_work(database: Database, space: Space, moment: Moment) -> Opener:
    """The sample app, whose list of companies is read by ten."""
    documents = deepcopy(stored_documents())
    next(one for one in documents if one["name"] == "all_companies")["page_size"] = 10
    publish_app(database, space, documents)
    return opener(database, space, moment)


def shown_in(found) -> int:
    return len(found["items"])


def test_a_view_says_how_many_records_its_pages_hold(open_work):
    with open_work() as work:
        company = work.entity("company")
        save_records.create_many(work, company, [{"name": f"{number:03}"} for number in range(120)])
        view = next(one.id for one in work.model.views.values() if one.name == "all_companies")
        own = personal_views.create(work, VIEW)["id"]
        assert shown_in(read_records.page(work, company, {})) == 50
        assert shown_in(read_records.page(work, company, {"view": view})) == 10
        assert shown_in(read_records.page(work, company, {"view": view, "limit": 20})) == 20
        assert shown_in(read_records.page(work, company, {"view": own})) == 120
        assert shown_in(tree(work, company, {"view": view, "field": "parent_company"})) == 10
        for reference, cards in ((view, 10), (own, 100), (None, 20)):
            column = board(work, company, {"field": "stage", "view": reference, "columns": ["fresh"]})["columns"][0]
            assert shown_in(column) == cards
