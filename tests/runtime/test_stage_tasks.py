"""Stages make tasks when a record enters them, and let it go on when those that must be done are done."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

import pytest

from builder.errors import Invalid
from builder.messages import message
from builder.metadata.checks import find_problems
from builder.metadata.naming import mint, resolve
from builder.metadata.relative import Moment
from builder.metadata.rights import EntityRights, Rights
from builder.runtime import read_records, save_records
from builder.runtime.bulk import bulk
from builder.runtime.move_stage import move_stage
from builder.runtime.record_story import history_of
from builder.runtime.save_records import Update
from builder.runtime.set_owner import set_owner
from builder.runtime.trash_records import delete_many
from builder.runtime.undo import undo
from builder.storage import external_refs
from builder.storage.engine import Database
from builder.storage.space import Space
from tests.conftest import NOW
from tests.runtime.conftest import Opener, opener, publish_app
from tests.samples.sample_app import sample_documents
from tests.samples.sample_fields import label

HOUR = 3_600_000_000
TODO = {
    "kind": "entity",
    "name": "todo",
    "label": label("待办", "To-do"),
    "ownable": True,
    "fields": [
        {"name": "title", "type": "text", "label": label("标题", "Title"), "required": True},
        {
            "name": "about",
            "type": "reference_any",
            "label": label("关于", "About"),
            "settings": {"entities": ["company"]},
        },
        {"name": "assignee", "type": "user", "label": label("负责人", "Assignee"), "required": True},
        {"name": "due_at", "type": "datetime", "label": label("截止", "Due")},
    ],
    "title": ["title"],
}
TODO_FLOW = {
    "kind": "stage_flow",
    "name": "todo_flow",
    "label": label("待办", "To-do"),
    "entity": "todo",
    "stages": [
        {"name": "open", "label": label("待办", "To do"), "type": "open"},
        {"name": "done", "label": label("完成", "Done"), "type": "won"},
        {"name": "dropped", "label": label("取消", "Dropped"), "type": "invalid"},
    ],
}
TASKS = [
    {"label": label("打电话", "Call them"), "required": True, "due_days": 2},
    {"label": label("寄资料", "Send papers")},
]


def documents():
    found = deepcopy(sample_documents())
    flow = next(one for one in found if one["name"] == "company_flow")
    about = {"about": "about", "title": "title", "assignee": "assignee", "due": "due_at"}
    flow["task_records"] = {"entity": "todo", **about}
    flow["transitions"] = {"mode": "any"}
    flow["auto_advance"] += [{"to": "won", "when": {"field": "revenue.amount", "op": "gt", "value": "0"}}]
    flow["stages"][1] = {"name": "working", "label": label("跟进", "Working"), "type": "open", "tasks": TASKS}
    return resolve(mint([*found, deepcopy(TODO), deepcopy(TODO_FLOW)], None), None, [])


DOCUMENTS = documents()


@pytest.fixture
def open_work(database: Database, space: Space, moment: Moment) -> Opener:
    """The sample app, with tasks in the stage in which a company is worked on."""
    publish_app(database, space, DOCUMENTS)
    return opener(database, space, moment)


def tasks_of(work, trash=False):
    request = {"sort": [{"field": "title"}], "trash": trash}
    found = read_records.page(work, work.entity("todo"), request)["items"]
    return {one["title"]: one for one in found}


def company_in(work, stage="working", **values):
    company = work.entity("company")
    record = save_records.create(work, company, {"name": "A", **values})
    if stage:
        move_stage(work, company, record, None, stage)
    return company, record


def test_entering_a_stage_makes_its_tasks_for_the_owner(open_work):
    with open_work(user=2) as work:
        company, record = company_in(work, "")
    with open_work(at=NOW + HOUR) as work:
        move_stage(work, company, record, None, "working")
        found = tasks_of(work)
        call, send = found["打电话"]["values"], found["寄资料"]["values"]
    assert (call["assignee"]["id"], call["owner"]["id"], call["department"]["id"]) == (2, 2, 2)
    assert (call["about"]["id"], call["about"]["entity"], call["due_at"]) == (record, "company", "2026-01-03T01:00:00Z")
    assert send["due_at"] is None


def test_tasks_are_made_whatever_the_mover_may_do(open_work):
    with open_work() as work:
        company, record = company_in(work, "")
        everything = work.rights.on(company.id)
        mover = Rights(1, {company.id: EntityRights(everything.branches, {}, everything.default)})
        move_stage(replace(work, rights=mover), company, record, None, "working")
        assert list(tasks_of(work)) == ["打电话", "寄资料"]


def test_what_must_be_done_is_named_before_a_record_goes_on(open_work):
    with open_work() as work:
        company, record = company_in(work)
        with pytest.raises(Invalid) as refused:
            move_stage(work, company, record, None, "won", {"revenue": {"amount": "1"}})
        (problem,) = refused.value.problems
        assert (problem.path, problem.code, problem.params["count"]) == ("stage", "tasks_undone", 1)
        assert "Call them" in message(problem.code, problem.params, "en")
        todo = work.entity("todo")
        move_stage(work, todo, tasks_of(work)["打电话"]["id"], None, "done")
        move_stage(work, company, record, None, "won", {"revenue": {"amount": "1"}})


@pytest.mark.parametrize("stage", ["fresh", "lost"])
def test_a_record_may_go_back_or_be_lost_whatever_is_undone(open_work, stage):
    with open_work() as work:
        company, record = company_in(work)
        move_stage(work, company, record, None, stage)
        assert read_records.read_one(work, company, record)["values"]["stage"] == stage


def test_a_task_that_was_dropped_is_not_done_and_one_that_was_deleted_is_asked_for_no_more(open_work):
    with open_work() as work:
        company, record = company_in(work)
        todo, call = work.entity("todo"), tasks_of(work)["打电话"]["id"]
        move_stage(work, todo, call, None, "dropped")
        with pytest.raises(Invalid):
            move_stage(work, company, record, None, "won", {"revenue": {"amount": "1"}})
        delete_many(work, todo, [(call, None)])
        move_stage(work, company, record, None, "won", {"revenue": {"amount": "1"}})


def test_entering_again_makes_anew_only_what_is_not_open(open_work):
    with open_work() as work:
        company, record = company_in(work)
        move_stage(work, work.entity("todo"), tasks_of(work)["打电话"]["id"], None, "done")
        move_stage(work, company, record, None, "fresh")
        move_stage(work, company, record, None, "working")
        found = read_records.page(work, work.entity("todo"), {"sort": [{"field": "title"}]})["items"]
        assert [(one["title"], one["values"]["stage"]) for one in found] == [
            ("打电话", "done"),
            ("打电话", "open"),
            ("寄资料", "open"),
        ]
        with pytest.raises(Invalid):
            move_stage(work, company, record, None, "won", {"revenue": {"amount": "1"}})


def test_undoing_a_move_takes_its_tasks_along(open_work):
    with open_work() as work:
        company, record = company_in(work, "")
        moved = bulk(work, company, {"action": "stage", "ids": [record], "stage": "working"})
        undone = undo(work, moved["change_set"])
        assert tasks_of(work) == {}
        assert undone.restored == 3
        undo(work, undone.change_set)
        assert list(tasks_of(work)) == ["打电话", "寄资料"]
        assert read_records.read_one(work, company, record)["values"]["stage"] == "working"


def test_undoing_a_move_says_which_of_its_tasks_were_changed_since(open_work):
    with open_work() as work:
        company, record = company_in(work, "")
        moved = bulk(work, company, {"action": "stage", "ids": [record], "stage": "working"})
        call = tasks_of(work)["打电话"]["id"]
        save_records.update(work, work.entity("todo"), Update(call, None, {"title": "Call at noon"}))
        found = undo(work, moved["change_set"], "check")
    assert [(one["id"], one["code"]) for one in found.conflicts] == [(call, "changed_since")]


def test_new_records_begin_with_the_tasks_of_their_stage_and_imported_ones_without(open_work):
    with open_work() as work:
        company = work.entity("company")
        partner = {"name": "P", "source": "partner"}
        record = save_records.create(work, company, partner)
        assert tasks_of(work) == {}
        save_records.update(
            work, company, Update(record, None, {"source": "website", "last_call_at": "2026-01-01T00:00:00Z"})
        )
        assert list(tasks_of(work)) == ["打电话", "寄资料"]
        work.source = "import"
        move_stage(work, company, save_records.create(work, company, {"name": "I"}), None, "working")
        assert len(tasks_of(work)) == 2


def test_a_flow_moves_no_record_on_by_itself_whose_tasks_are_not_done(open_work):
    with open_work() as work:
        company, record = company_in(work)
        save_records.update(work, company, Update(record, None, {"revenue": {"amount": "1"}}))
        assert read_records.read_one(work, company, record)["values"]["stage"] == "working"
        move_stage(work, work.entity("todo"), tasks_of(work)["打电话"]["id"], None, "done")
        save_records.update(work, company, Update(record, None, {"revenue": {"amount": "2"}}))
        assert read_records.read_one(work, company, record)["values"]["stage"] == "won"


def test_a_record_tells_the_tasks_of_its_stage(open_work):
    with open_work() as work:
        company, record = company_in(work)
        call = tasks_of(work)["打电话"]["id"]
        move_stage(work, work.entity("todo"), call, None, "done")
        first, second = read_records.read_one(work, company, record)["stage_tasks"]
        everything = work.rights.on(company.id)
        reader = Rights(1, {company.id: EntityRights(everything.branches, {}, everything.default)})
        blind = read_records.read_one(replace(work, rights=reader), company, record)["stage_tasks"]
    assert first == {
        "entity": "todo",
        "id": call,
        "label": {"zh-CN": "打电话", "en": "Call them"},
        "required": True,
        "state": "won",
    }
    assert (second["required"], second["state"]) == (False, "open")
    assert [one["id"] for one in blind] == [None, None]


def limited_to(work, entity):
    """Return the work of somebody who may do everything with records of one entity, and nothing else."""
    everything = work.rights.on(entity.id)
    rights = Rights(1, {entity.id: EntityRights(everything.branches, {}, everything.default)})
    return replace(work, rights=rights)


def test_who_may_not_delete_tasks_takes_back_a_move_with_those_it_made(open_work):
    with open_work() as work:
        company, record = company_in(work, "")
        limited = limited_to(work, company)
        moved = bulk(limited, company, {"action": "stage", "ids": [record], "stage": "working"})
        undone = undo(limited, moved["change_set"])
        assert tasks_of(work) == {}
        assert read_records.read_one(work, company, record)["values"]["stage"] == "fresh"
        undo(limited, undone.change_set)
        assert list(tasks_of(work)) == ["打电话", "寄资料"]


def test_an_undo_brings_back_no_task_that_is_out_of_reach_and_was_deleted_by_hand(open_work):
    with open_work() as work:
        company, _ = company_in(work)
        call = tasks_of(work)["打电话"]["id"]
        deleted = bulk(work, work.entity("todo"), {"action": "delete", "ids": [call]})
        found = undo(limited_to(work, company), deleted["change_set"], "check")
        assert [one["code"] for one in found.conflicts] == ["out_of_reach"]


def test_a_field_that_every_task_fills_alike_cannot_be_unique():
    found = documents()
    todo = next(one for one in found if one["name"] == "todo")
    todo["fields"][0]["unique"] = True
    (problem,) = find_problems(found, None)
    assert (problem.path, problem.code) == ("stage_flow.company_flow.task_records.title", "task_field_unique")


BLOCKED = {
    "name": "not_for_bob",
    "label": label("不给鲍勃", "Not for Bob"),
    "when": {"field": "assignee", "op": "eq", "value": 2},
    "then": [{"action": "block", "message": label("鲍勃没有任务", "Bob has no tasks")}],
}


@pytest.fixture
def picky_work(database: Database, space: Space, moment: Moment) -> Opener:
    """The same app, whose rules refuse tasks for one person."""
    found = documents()
    next(one for one in found if one["name"] == "todo")["rules"] = [deepcopy(BLOCKED)]
    publish_app(database, space, resolve(mint(found, None), None, []))
    return opener(database, space, moment)


def test_only_the_records_whose_tasks_are_refused_stay_where_they_are(picky_work):
    with picky_work(user=2) as work:
        company, refused = company_in(work, "")
    with picky_work() as work:
        others = [company_in(work, "", code=f"AB-10{number}")[1] for number in range(3)]
        ids = [others[0], refused, *others[1:]]
        moved = bulk(work, company, {"action": "stage", "ids": ids, "stage": "working"})
        ((problem,),) = [one["problems"] for one in moved["failed"]]
        assert (moved["updated"], moved["failed"][0]["id"], problem.code) == (3, refused, "tasks_not_made")
        stages = [read_records.read_one(work, company, one)["values"]["stage"] for one in ids]
        assert stages == ["working", "fresh", "working", "working"]
        count = read_records.page(work, work.entity("todo"), {"count": True})["items"]
        assert len(count) == 6
        told = [len(history_of(work, company, one)["items"]) for one in ids]
        assert told == [2, 1, 2, 2]


def test_ids_of_rows_that_were_written_again_are_given_to_no_others(picky_work):
    with picky_work() as work:
        company, lines = work.entity("company"), [{"item": "a"}, {"item": "b"}]
        ids = [company_in(work, "")[1] for _ in range(2)]
        refused = save_records.create(work, company, {"name": "B"})
        set_owner(work, company, [refused], 2)
        updates = [
            Update(one, None, {"lines": lines}, {"stage": stage_of(company), "stage_entered_at": NOW}, kind="stage")
            for one in (*ids, refused)
        ]
        moved = save_records.update_many(work, company, updates)
        assert (sorted(moved.failed), sorted(moved.ids)) == ([2], [0, 1])
        later = [save_records.create(work, company, {"name": "C", "lines": lines}) for _ in range(3)]
        records = [read_records.read_one(work, company, one)["values"]["lines"] for one in (*ids, *later)]
        tasks = [one["id"] for one in read_records.page(work, work.entity("todo"), {})["items"]]
    given = [*(row["id"] for found in records for row in found), *ids, refused, *later, *tasks]
    assert len(set(given)) == len(given) == 10 + 6 + 4


def stage_of(company):
    return next(one.id for flow in company.flows for one in flow.stages if one.name == "working")


def test_a_record_alone_whose_tasks_are_refused_says_why(picky_work):
    with picky_work(user=2) as work:
        company, record = company_in(work, "")
        with pytest.raises(Invalid) as refused:
            move_stage(work, company, record, None, "working")
        assert [one.code for one in refused.value.problems] == ["tasks_not_made"]
        assert tasks_of(work) == {}


def test_tasks_of_many_records_are_looked_up_together(open_work, monkeypatch):
    with open_work() as work:
        company = work.entity("company")
        ids = [company_in(work, code=f"AB-10{number}")[1] for number in range(5)]
        asked = []
        look_up = external_refs.records_of
        monkeypatch.setattr(external_refs, "records_of", lambda *given: asked.append(given) or look_up(*given))
        won = {"action": "stage", "ids": ids, "stage": "won", "values": {"revenue": {"amount": "1"}}}
        found = bulk(work, company, won)
    assert [one["problems"][0].code for one in found["failed"]] == ["tasks_undone"] * 5
    assert len(asked) == 1
