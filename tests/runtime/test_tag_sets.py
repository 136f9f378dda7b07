"""What a tag set says of the fields that use it."""

from __future__ import annotations

from copy import deepcopy

import pytest

from builder.errors import Invalid
from builder.metadata.relative import Moment
from builder.runtime import save_records
from builder.runtime.describe_app import describe_app
from builder.runtime.read_records import read_one
from builder.storage.engine import Database
from builder.storage.space import Space
from tests.runtime.conftest import Opener, opener, publish_app, stored_documents


@pytest.fixture
def open_work(database: Database, space: Space, moment: Moment) -> Opener:
    """The sample app with tags that exclude each other."""
    documents = deepcopy(stored_documents())
    next(one for one in documents if one["name"] == "company_tags")["exclusive"] = True
    publish_app(database, space, documents)
    return opener(database, space, moment)


def test_of_an_exclusive_set_a_record_has_one_tag(open_work):
    with open_work() as work:
        company = work.entity("company")
        with pytest.raises(Invalid) as refused:
            save_records.create(work, company, {"name": "A", "labels": ["hot", "vip"]})
        assert [(one.path, one.code) for one in refused.value.problems] == [("values.labels", "too_many")]
        record = save_records.create(work, company, {"name": "A", "labels": ["vip"]})
        assert read_one(work, company, record)["values"]["labels"] == ["vip"]


def test_the_interface_is_told(open_work):
    with open_work() as work:
        work.app = work.model.app("sample").id
        described = describe_app(work)
    company = next(one for one in described["entities"] if one["name"] == "company")
    labels = next(one for one in company["fields"] if one["name"] == "labels")
    assert (labels["settings"]["max_count"], labels["settings"]["users_can_add"]) == (1, True)
