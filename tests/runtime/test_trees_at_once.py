"""Two people move records of a tree at the same moment: together they make no circle either."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from threading import Barrier

import pytest

from builder.errors import Invalid
from builder.metadata.relative import Moment
from builder.runtime import save_records
from builder.runtime.save_records import Update
from builder.storage.engine import Database
from builder.storage.space import Space
from tests.runtime.conftest import Opener, opener, publish_app, stored_documents


@pytest.fixture
def open_work(database: Database, space: Space, moment: Moment) -> Opener:
    """The sample app with a tree of its companies."""
    documents = deepcopy(stored_documents())
    company = next(one for one in documents if one["kind"] == "entity" and one["name"] == "company")
    parent = next(one["id"] for one in company["fields"] if one["name"] == "parent_company")
    next(one for one in documents if one["kind"] == "view" and one["entity"] == company["id"])["tree"] = {
        "parent": parent
    }
    publish_app(database, space, documents)
    return opener(database, space, moment)


def test_two_moves_at_once_make_no_circle(open_work: Opener) -> None:
    for _ in range(5):
        with open_work() as work:
            made = save_records.create_many(work, work.entity("company"), [{"name": "A"}, {"name": "B"}])
        a, b = made.ids.values()
        together = Barrier(2)

        def move(record: int, under: int, together: Barrier = together) -> str:
            together.wait(10)
            try:
                with open_work() as work:
                    save_records.update(work, work.entity("company"), Update(record, None, {"parent_company": under}))
            except Invalid as refused:
                return refused.problems[0].code
            return "done"

        with ThreadPoolExecutor(2) as pool:
            outcomes = [one.result(30) for one in (pool.submit(move, a, b), pool.submit(move, b, a))]
        assert sorted(outcomes) == ["done", "under_itself"]
