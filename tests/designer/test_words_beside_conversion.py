"""Search words that are made while a column is converted: those of former values are never what is found by."""

from __future__ import annotations

from typing import Any

import pytest

from builder.designer.adding_options import add_options
from builder.designer.exporting import export_app
from builder.jobs.worker import Worker, WorkerSettings
from builder.runtime import read_records, save_records
from builder.runtime.background.handlers import job_handlers
from builder.runtime.background.search_catch_up import make_words, write_words
from builder.storage import publish, search
from builder.storage.engine import Database
from builder.storage.space import Space
from tests.designer.conftest import Designer, field, named, new_member

MANY = 30


def test_words_made_before_a_conversion_are_not_written_after_it(
    database: Database, space: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "FEW_RECORDS", 3)
    designer = Designer(database, new_member(database, space, "anna@example.com"))
    order: dict[str, Any] = {
        "kind": "entity",
        "name": "order",
        "label": {"en": "Order"},
        "title": ["name"],
        "fields": [field("name", searchable=True), field("size", searchable=True)],
    }
    designer.publish([{"kind": "app", "name": "shop", "label": {"en": "Shop"}}, order])
    with designer.writing() as work:
        rows = [{"name": f"O{number}", "size": "walrus"} for number in range(MANY)]
        ids = list(save_records.create_many(work, work.entity("order"), rows).ids.values())
    with designer.reading() as work:
        changed = named(export_app(work, "shop")["documents"], "order")
    named(changed["fields"], "size").update(type="long_text", settings={})
    jobs = designer.publish([changed], "shop").jobs
    with designer.writing() as work:
        search.queue(work.conn, work.catalog, work.entity("order"), ids)
    with designer.reading() as work:
        waiting = make_words(work, 1_000)
    handlers = job_handlers(designer.workspaces, add_options)
    worker = Worker(database, handlers, designer.workspaces.clock, WorkerSettings(threads=1))
    for job in jobs:
        worker.run_one(space, job)
    with designer.writing() as work:
        assert [write_words(work, group) for group in waiting] == [0]
    while worker.run_once():
        pass
    with designer.reading() as work:
        found = read_records.count(work, work.entity("order"), {"search": "walrus", "exact": True})
    assert found["count"] == MANY
