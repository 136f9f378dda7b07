"""Handing over what a leaver owns: every record once, as one change set, whoever comes between."""

from __future__ import annotations

import pytest

from builder.designer.adding_options import add_options
from builder.errors import Invalid, NotFound
from builder.jobs import queue
from builder.jobs.worker import Worker, WorkerSettings
from builder.runtime import change_sets, read_records, save_records
from builder.runtime.background.hand_over import hand_over
from builder.runtime.background.handlers import job_handlers
from builder.runtime.owned_records import held_by
from builder.runtime.set_owner import set_owner
from builder.runtime.undo import undo
from builder.runtime.workspaces import Workspaces
from builder.storage import people_rows
from builder.storage.head import bump
from tests.conftest import NOW

LEAVER, HEIR = 71, 72
MANY = 230


@pytest.fixture
def company(database, space, open_work):
    """Two members, companies of the leaver, and one of somebody else."""
    with open_work() as work:
        for account, name in ((LEAVER, "李雷"), (HEIR, "韩梅")):
            people_rows.insert_member(
                work.conn, space, account_id=account, display_name=name, email=f"{account}@example.com", now=NOW
            )
        people_rows.update_member(work.conn, space, 1, {"is_admin": 1})
        bump(work.conn, space, "rights_rev")
    with open_work() as work, change_sets.collecting(work, "import", {}):
        entity = work.entity("company")
        made = save_records.create_many(work, entity, [{"name": f"F{at}"} for at in range(MANY)])
        ids = list(made.ids.values())
        assert not set_owner(work, entity, ids, LEAVER).failed
        other = save_records.create(work, entity, {"name": "Other"})
    return ids, other


def ran(database, space, open_work, places=(("company", "owner"),)):
    with open_work() as work:
        job = hand_over(
            work, LEAVER, HEIR, [{"app": "sample", "entity": entity, "field": field} for entity, field in places]
        )
    worker = Worker(
        database, job_handlers(Workspaces(database, lambda: NOW), add_options), lambda: NOW, WorkerSettings(threads=1)
    )
    worker.run_one(space, job)
    with open_work() as work:
        return queue.find(work.conn, space, job)


def owners(open_work, ids):
    with open_work() as work:
        entity = work.entity("company")
        return {read_records.read_one(work, entity, one)["values"]["owner"]["id"] for one in ids}


def test_everything_owned_goes_over_as_one_change_set_and_comes_back(database, space, open_work, company):
    ids, other = company
    with open_work() as work:
        before = read_records.read_one(work, work.entity("company"), other)["values"]["owner"]
        held = {(one.place.entity.name, one.place.field.name): one.count for one in held_by(work, LEAVER)}
    assert held[("company", "owner")] == MANY
    job = ran(database, space, open_work)
    assert (job.state, job.result["updated"], job.result["failed"]) == ("done", MANY, 0)
    assert owners(open_work, ids) == {HEIR}
    with open_work() as work:
        assert held_by(work, LEAVER) == []
        assert read_records.read_one(work, work.entity("company"), other)["values"]["owner"] == before
        taken_back = undo(work, job.result["change_set"], "all")
    assert taken_back.restored == MANY
    assert owners(open_work, ids) == {LEAVER}


def test_what_somebody_changed_meanwhile_stays_and_the_rest_goes_over(database, space, open_work, company):
    ids, _other = company
    with open_work() as work:
        set_owner(work, work.entity("company"), ids[:3], HEIR)
    job = ran(database, space, open_work)
    assert job.result["updated"] == MANY - 3
    assert owners(open_work, ids) == {HEIR}


def test_a_place_that_went_before_the_job_came_is_passed_over(database, space, open_work, company):
    ids, _other = company
    job = ran(database, space, open_work, places=(("company", "owner"), ("company", "owner")))
    assert job.result["updated"] == MANY
    assert owners(open_work, ids) == {HEIR}


@pytest.mark.parametrize("to", [LEAVER, 99])
def test_nothing_is_handed_to_who_cannot_own_it(open_work, company, to):
    with open_work() as work, pytest.raises(Invalid) as refusal:
        hand_over(work, LEAVER, to, [{"app": "sample", "entity": "nothing", "field": "owner"}])
    assert [one.path for one in refusal.value.problems] == ["to", "places.0"]


def test_an_unknown_member_has_nothing_to_hand_over(open_work, company):
    with open_work() as work, pytest.raises(NotFound):
        hand_over(work, 99, HEIR, [{"app": "sample", "entity": "company", "field": "owner"}])
