"""Values beside the row that somebody else writes at the same moment: who waited for the lock sees what was written."""

from __future__ import annotations

from threading import Thread
from time import sleep

import pytest

from builder.metadata.naming import mint, resolve
from builder.metadata.relative import Moment
from builder.runtime import save_records
from builder.runtime.save_records import Update
from builder.storage import history, records
from builder.storage.asker import Reach
from builder.storage.engine import Database
from builder.storage.space import Space
from tests.runtime.conftest import Opener, opener, publish_app
from tests.runtime.test_wide_entities import documents


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("second", ["one", "three"])
def test_who_waits_for_a_record_sees_the_long_text_written_meanwhile(open_work: Opener, second: str) -> None:
    with open_work() as work:
        entity = work.entity("company")
        item = next(one for one in entity.fields if one.type.name == "long_text")
        record = save_records.create(work, entity, {"name": "A", item.name: "one"})

    def late() -> None:
        with open_work() as work:
            save_records.update(work, work.entity("company"), Update(record, None, {item.name: second}))

    with open_work() as work:
        save_records.update(work, work.entity("company"), Update(record, None, {item.name: "two"}))
        waiting = Thread(target=late)
        waiting.start()
        sleep(0.5)
    waiting.join()
    with open_work() as work:
        found = records.lock_many(work.conn, work.asker, work.entity("company"), [record], Reach("view"))[record]
        versions = history.of_record(work.conn, work.space, record)
    assert (found.values[item.id], versions[0].before[item.id]) == (second, "two")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_who_waits_for_a_wide_record_sees_a_field_past_the_row_written_meanwhile(
    database: Database, space: Space, moment: Moment
) -> None:
    publish_app(database, space, resolve(mint(documents(), None), None, []))
    open_work = opener(database, space, moment)
    with open_work() as work:
        record = save_records.create(work, work.entity("wide"), {"name": "A", "word": "one"})

    def late() -> None:
        with open_work() as work:
            save_records.update(work, work.entity("wide"), Update(record, None, {"word": "one"}))

    with open_work() as work:
        save_records.update(work, work.entity("wide"), Update(record, None, {"word": "two"}))
        waiting = Thread(target=late)
        waiting.start()
        sleep(0.5)
    waiting.join()
    with open_work() as work:
        entity = work.entity("wide")
        found = records.lock_many(work.conn, work.asker, entity, [record], Reach("view"))[record]
    assert found.values[entity.by_name["word"].id] == "one"
