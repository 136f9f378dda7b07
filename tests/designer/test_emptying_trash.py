"""Emptying the trash of elements: a job removes what deleted fields and entities held, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

import pytest
from sqlalchemy import func, inspect, select, text

from builder.designer.adding_options import add_options
from builder.designer.element_trash import purge_elements, restore_element, trashed_elements
from builder.designer.exporting import export_app
from builder.designer.revisions import roll_back
from builder.errors import Invalid, NotAllowed, NotFound
from builder.jobs import queue
from builder.jobs.context import JobContext
from builder.jobs.worker import Worker, WorkerSettings
from builder.runtime import personal_views, read_records, save_records
from builder.runtime.background.handlers import PERIODIC, job_handlers
from builder.runtime.save_records import Update
from builder.storage import emptying, layout_planning
from builder.storage.engine import Database
from builder.storage.fixed_tables import workspace_tables
from builder.storage.layout import from_text, load_layouts
from builder.storage.space import Space
from tests.designer.conftest import Designer, Documents, field, named


def box() -> Documents:
    """Return an app with a field of each way of keeping values."""
    options = {"options": [{"name": "blue", "label": {"en": "Blue"}}, {"name": "red", "label": {"en": "Red"}}]}
    fields = [
        field("name", required=True, searchable=True),
        field("note", unique=True, searchable=True),
        field("essay", "long_text"),
        field("color", "select", settings=options),
        field("colors", "multi_select", settings=deepcopy(options)),
        field("lines", "sub_table", settings={"fields": [field("what")]}),
        field("number", "auto_number", settings={"parts": [{"counter": {"digits": 4}}]}),
    ]
    return [
        {"kind": "app", "name": "shop", "label": {"en": "Shop"}},
        {"kind": "entity", "name": "box", "label": {"en": "Box"}, "title": ["name"], "fields": fields},
        {
            "kind": "entity", "name": "other", "label": {"en": "Other"}, "title": ["name"], "fields": [field("name")],
        },
    ]  # fmt: skip


EVERY = ("note", "essay", "color", "colors", "lines", "number")


class Trash(Designer):
    """A designer with a worker, in an app of boxes, two of them filled and then changed."""

    def __init__(self, database: Database, space: Space, account: int) -> None:
        super().__init__(database, account)
        self.database, self.space = database, space
        self.publish(box())
        with self.writing() as work:
            entity = work.entity("box")
            filled = {
                "name": "A",
                "note": "secret text",
                "essay": "secret long",
                "color": "blue",
                "colors": ["blue", "red"],
                "lines": [{"what": "secret row"}],
            }
            self.first = save_records.create(work, entity, filled)
            save_records.create(work, entity, {"name": "B"})
            save_records.create(work, work.entity("other"), {"name": "C"})
        with self.writing() as work:
            entity = work.entity("box")
            save_records.update(work, entity, Update(self.first, 1, {"name": "A2", "note": "secret text 2"}))

    def delete_fields(self, *names: str) -> None:
        """Put fields of boxes into the trash."""
        with self.reading() as work:
            document = named(export_app(work, "shop")["documents"], "box")
        document["fields"] = [item for item in document["fields"] if item["name"] not in names]
        self.publish([document], "shop")

    def delete_entity(self) -> None:
        """Put the boxes into the trash."""
        with self.reading() as work:
            found = work.entity("box").id
        self.publish([], "shop", delete=[found])

    def names(self) -> list[str]:
        """Return what is in the trash."""
        with self.reading() as work:
            return sorted(item.name for item in trashed_elements(work, "shop"))

    def empty(self, *names: str) -> int:
        """Order what is named, or everything, to be removed."""
        with self.publishing() as work:
            ids = [item.id for item in trashed_elements(work, "shop") if item.name in names]
            return purge_elements(work, "shop", ids if names else None)

    def work_off(self, job: int) -> queue.Job:
        """Let a worker run a job."""
        handlers = job_handlers(self.workspaces, add_options)
        Worker(self.database, handlers, self.workspaces.clock, WorkerSettings(threads=1)).run_one(self.space, job)
        with self.database.read() as conn:
            return queue.find(conn, self.space, job)

    def values(self, *fields: str) -> list[dict[str, Any]]:
        """Return values of the boxes, by name."""
        request = {"fields": list(fields), "sort": [{"field": "name"}]}
        with self.reading() as work:
            return [item["values"] for item in read_records.page(work, work.entity("box"), request)["items"]]

    def columns(self, table: str) -> set[str]:
        """Return the columns that a table has in the database."""
        with self.database.read() as conn:
            found = inspect(conn).get_columns(self.space.name(table), schema=self.space.schema)
            return {column["name"] for column in found}

    def tables(self) -> set[str]:
        """Return the tables of the workspace in the database."""
        with self.database.read() as conn:
            return set(inspect(conn).get_table_names(schema=self.space.schema))

    def holding(self, word: str) -> set[str]:
        """Return the tables that hold a word anywhere; what it may live on in for a while is left aside."""
        found = set()
        for table in self.tables():
            plain = table.removeprefix(self.space.prefix)
            if plain in ("document", "revision", "job", "job_step", "outbox") or "_search" in plain:
                continue
            with self.database.read() as conn:
                name = f'"{self.space.schema}"."{table}"' if self.space.schema else f'"{table}"'
                rows = conn.execute(text(f"SELECT * FROM {name}")).all()
            if any(word in str(value) for row in rows for value in row):
                found.add(plain)
        return found


@pytest.fixture
def trash(database: Database, space: Space, designer: Designer) -> Trash:
    return Trash(database, space, designer.account)


@contextmanager
def small_steps() -> Iterator[None]:
    """Let each step take one row."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(emptying, "CHUNK", 1)
        patched.setattr(emptying, "LOOKED_AT", 1)
        yield


def test_emptied_fields_hold_nothing_any_more(trash: Trash) -> None:
    with trash.reading() as work:
        ids = {item.name: item.id for item in work.entity("box").fields}
        main = work.entity("box").id
    assert trash.holding("secret text") == {main, "history"}
    assert all(map(trash.holding, ("secret text", "secret long", "secret row")))
    trash.delete_fields(*EVERY)
    assert trash.names() == sorted(EVERY)
    assert f"{ids['colors']}_link" in " ".join(trash.tables())

    with small_steps():
        job = trash.work_off(trash.empty())

    assert (job.state, job.result) == ("done", {"fields": 6, "entities": 0}), job.error
    assert trash.names() == []
    for word in ("secret text", "secret long", "secret row"):
        assert trash.holding(word) == set()
    assert not [name for name in trash.tables() if any(ids[one] in name for one in EVERY)]
    assert trash.values("name") == [{"name": "A2"}, {"name": "B"}]
    with trash.reading() as work:
        changes = workspace_tables(trash.space).history
        kept = work.conn.execute(select(changes.c.before).where(changes.c.version == 2)).scalar_one()
        assert ids["name"] in kept, "the history of other fields stays"
        names = workspace_tables(trash.space).option_name
        lists = set(work.conn.execute(select(names.c.list_id)).scalars())
        assert not lists & set(ids.values())
        assert ids["color"] not in from_text(load_layouts(work.conn, trash.space)[main]).codes


def test_columns_are_dropped_on_postgresql_and_blanked_on_sqlite(trash: Trash) -> None:
    with trash.reading() as work:
        main, note = work.entity("box").id, work.entity("box").by_name["note"].id
    before = trash.columns(main)
    held = {name for name in before if note in name}
    assert held
    trash.delete_fields("note")
    trash.work_off(trash.empty("note"))

    if trash.space.dialect == "postgresql":
        assert trash.columns(main) == before - held
    else:
        assert trash.columns(main) == before
        with trash.database.read() as conn:
            counts = [f'count("{name}")' for name in sorted(held)]
            query = f'SELECT {", ".join(counts)} FROM "{trash.space.name(main)}"'
            assert set(conn.execute(text(query)).one()) == {0}


def test_an_emptied_entity_leaves_no_table_and_no_trace(trash: Trash) -> None:
    with trash.reading() as work:
        main = work.entity("box").id
    trash.delete_entity()
    assert trash.names() == ["box"]
    with small_steps():
        job = trash.work_off(trash.empty())

    assert (job.state, job.result) == ("done", {"fields": 0, "entities": 1}), job.error
    assert trash.names() == []
    assert not [name for name in trash.tables() if main in name]
    with trash.reading() as work:
        assert main not in load_layouts(work.conn, trash.space)
        history = workspace_tables(trash.space).history
        kept = work.conn.execute(select(history.c.entity_id).distinct()).scalars().all()
        assert kept == [work.entity("other").id]


def test_emptying_that_was_torn_away_goes_on(trash: Trash) -> None:
    trash.delete_fields("note", "essay")
    job = trash.empty()
    steps = 0

    with small_steps(), pytest.MonkeyPatch.context() as patched:

        def torn(context: JobContext) -> None:
            nonlocal steps
            steps += 1
            if steps == 5:
                raise SystemExit("killed")

        patched.setattr(JobContext, "check_cancelled", torn)
        with pytest.raises(SystemExit):
            trash.work_off(job)
    assert trash.names() == [], "what is being removed is out of the trash"
    with pytest.MonkeyPatch.context() as later:
        later.setattr(trash.workspaces, "clock", lambda: 2_000_000_000_000_000)
        assert trash.work_off(job).state == "done"
    assert trash.holding("secret text") == set()


def test_what_is_just_being_emptied_cannot_come_back(trash: Trash) -> None:
    with trash.reading() as work:
        revision = work.catalog.head.metadata_rev
    trash.delete_fields("note")
    job = trash.empty("note")
    with trash.publishing() as work, pytest.raises(Invalid, match="being_emptied"):
        roll_back(work, "shop", revision)
    trash.work_off(job)
    with trash.publishing() as work:
        roll_back(work, "shop", revision)
    assert trash.values("name", "note") == [{"name": "A2", "note": None}, {"name": "B", "note": None}]
    with trash.writing() as work:
        save_records.create_many(work, work.entity("box"), [{"name": "D", "note": "new"}])
    assert trash.values("name", "note")[2] == {"name": "D", "note": "new"}


@pytest.mark.parametrize("name", EVERY)
def test_every_kind_of_field_that_was_emptied_can_come_back_blank(trash: Trash, name: str) -> None:
    with trash.reading() as work:
        revision = work.catalog.head.metadata_rev
    trash.delete_fields(name)
    trash.work_off(trash.empty())
    with trash.publishing() as work:
        roll_back(work, "shop", revision)
    with trash.reading() as work:
        found = read_records.read_one(work, work.entity("box"), trash.first)["values"]
    assert found[name] in (None, [])
    assert found["name"] == "A2"
    trash.delete_fields(name)
    assert trash.names() == [name]
    assert trash.work_off(trash.empty()).result == {"fields": 1, "entities": 0}


def test_values_from_before_a_change_of_type_go_too(trash: Trash) -> None:
    with trash.reading() as work:
        document = named(export_app(work, "shop")["documents"], "box")
    next(item for item in document["fields"] if item["name"] == "note")["type"] = "long_text"
    next(item for item in document["fields"] if item["name"] == "note").pop("unique")
    trash.publish([document], "shop")
    trash.delete_fields("note")
    trash.work_off(trash.empty())
    assert trash.holding("secret text") == set()


def test_personal_views_forget_an_emptied_field(trash: Trash) -> None:
    view = {
        "entity": "box", "type": "table", "label": {"en": "Mine"}, "columns": [{"field": "name"}, {"field": "note"}],
        "sort": [{"field": "note"}], "quick_filters": ["color", "name"],
    }  # fmt: skip
    with trash.writing() as work:
        personal_views.create(work, view)
    trash.delete_fields("note", "color")
    trash.empty()
    with trash.reading() as work:
        (shown,) = [item for item in personal_views.listed(work, "box") if item.get("personal")]
        rows = workspace_tables(trash.space).personal_view
        body = work.conn.execute(select(rows.c.body)).scalar_one()
    assert [column["field"] for column in shown["columns"]] == ["name"]
    assert shown["quick_filters"] == ["name"]
    assert "sort" not in body


def test_search_finds_a_deleted_field_no_more(trash: Trash) -> None:
    def found() -> int:
        with trash.reading() as work:
            return int(read_records.count(work, work.entity("box"), {"search": "secret"})["count"])

    assert found() == 1
    trash.delete_fields("note")
    trash.work_off(trash.empty())
    assert found() == 0
    with trash.database.read() as conn:
        waiting = conn.execute(
            select(func.count()).select_from(workspace_tables(trash.space).search_queue)
        ).scalar_one()
        jobs = {job.kind for job in queue.recent(conn, trash.space)}
    assert waiting or "search_rebuild" in jobs, "its words are taken out"


def test_only_what_is_in_the_trash_can_be_emptied_and_only_by_builders(trash: Trash, visitor: Designer) -> None:
    trash.delete_fields("note")
    with trash.publishing() as work:
        living = work.entity("box").by_name["essay"].id
        with pytest.raises(NotFound, match="unknown_element"):
            purge_elements(work, "shop", [living])
        (note,) = trashed_elements(work, "shop")
    with visitor.publishing() as work, pytest.raises(NotAllowed):
        purge_elements(work, "shop", [note.id])
    trash.empty("note")
    with trash.publishing() as work, pytest.raises(NotFound, match="unknown_element"):
        restore_element(work, "shop", note.id)


def test_references_to_records_of_an_emptied_entity_are_blank(trash: Trash) -> None:
    both, one = {"entities": ["box", "other"]}, {"entities": ["other"]}
    with trash.reading() as work:
        other = named(export_app(work, "shop")["documents"], "other")
        gone = work.entity("box").id
    trash.publish([{**other, "fields": [*other["fields"], field("about", "reference_any", settings=both)]}], "shop")
    with trash.writing() as work:
        about = {"entity": "box", "id": trash.first}
        made = save_records.create(work, work.entity("other"), {"name": "D", "about": about})
    with trash.reading() as work:
        other = named(export_app(work, "shop")["documents"], "other")
    other["fields"][1]["settings"] = one
    trash.publish([other], "shop", delete=[gone])
    with trash.reading() as work:
        assert read_records.read_one(work, work.entity("other"), made)["values"]["name"] == "D"
    with small_steps():
        trash.work_off(trash.empty())
    with trash.reading() as work:
        assert read_records.read_one(work, work.entity("other"), made)["values"]["about"] is None
    assert trash.holding(gone) == set()


def test_what_a_cancelled_job_left_is_emptied_by_the_next_round(trash: Trash) -> None:
    trash.delete_fields("note")
    job = trash.empty("note")
    with trash.database.write() as conn:
        queue.cancel(conn, trash.space, job, trash.workspaces.clock())
    handlers = job_handlers(trash.workspaces, add_options)
    worker = Worker(trash.database, handlers, trash.workspaces.clock, WorkerSettings(threads=1, periodic=PERIODIC))
    worker._come_round()
    while worker.run_once():
        pass
    assert trash.holding("secret text") == set()


def test_references_kept_aside_to_an_emptied_entity_are_blank_too(
    trash: Trash, monkeypatch: pytest.MonkeyPatch
) -> None:
    with trash.reading() as work:
        other = named(export_app(work, "shop")["documents"], "other")
        gone = work.entity("box").id
    monkeypatch.setattr(layout_planning, "MOST_SCALARS", 1)
    other["fields"].append(field("about"))
    trash.publish([other], "shop")
    with trash.reading() as work:
        other = named(export_app(work, "shop")["documents"], "other")
    other["fields"][1] |= {"type": "reference_any", "settings": {"entities": ["box", "other"]}}
    trash.publish([other], "shop")
    with trash.writing() as work:
        about = {"entity": "box", "id": trash.first}
        made = save_records.create(work, work.entity("other"), {"name": "D", "about": about})
    assert [name for name in trash.holding(gone) if name.endswith("_aside")], "it is kept aside"
    with trash.reading() as work:
        other = named(export_app(work, "shop")["documents"], "other")
    other["fields"][1]["settings"] = {"entities": ["other"]}
    trash.publish([other], "shop", delete=[gone])
    trash.work_off(trash.empty())
    assert trash.holding(gone) == set()
    with trash.reading() as work:
        assert read_records.read_one(work, work.entity("other"), made)["values"]["about"] is None
