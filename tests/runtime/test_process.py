"""Stages, owners and follow-ups: what moves a record through its life."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builder.errors import Invalid, NotAllowed, NotFound, StaleVersion
from builder.metadata.condition_parsing import parse_condition
from builder.metadata.conditions import ALWAYS
from builder.metadata.rights import EntityRights, Rights, full_rights
from builder.runtime import read_records, save_records
from builder.runtime.move_stage import move_stage
from builder.runtime.save_records import Update
from builder.runtime.set_owner import set_one_owner, set_owner
from tests.conftest import NOW

HOUR = 3_600_000_000


def values_of(work, entity, record):
    return read_records.read_one(work, entity, record)["values"]


def codes_of(refused) -> set[tuple[str, str]]:
    return {(problem.path, problem.code) for problem in refused.value.problems}


def test_a_record_moves_along_its_flow_and_every_stay_is_timed(open_work):
    with open_work() as work:
        company = work.entity("company")
        record = save_records.create(work, company, {"name": "A"})
    with open_work(user=2, at=NOW + HOUR) as work:
        company = work.entity("company")
        assert move_stage(work, company, record, 1, "working") == 2
    with open_work(user=3, at=NOW + 3 * HOUR) as work:
        company = work.entity("company")
        given = {"score": "1.50", "revenue": {"amount": "10.00"}}
        assert move_stage(work, company, record, 2, "won", given) == 3
        found = values_of(work, company, record)
        moves = read_records.stages_of(work, company, record)["items"]
    assert (found["stage"], found["score"]) == ("won", "1.50")
    assert found["stage_entered_at"] == "2026-01-01T03:00:00Z"
    assert [(move["from"], move["to"], move["by"]["id"], move["seconds"]) for move in moves] == [
        (None, "fresh", 1, None),
        ("fresh", "working", 2, 3_600),
        ("working", "won", 3, 7_200),
    ]


def test_a_flow_moves_a_record_by_itself_once_its_condition_holds(open_work):
    spoke = {"last_call_at": "2026-01-01T00:00:00Z"}
    with open_work() as work:
        company = work.entity("company")
        record = save_records.create(work, company, {"name": "A", "score": "1"})
        save_records.update(work, company, Update(record, None, {"employees": 3}))
        assert values_of(work, company, record)["stage"] == "fresh"
    with open_work(at=NOW + HOUR) as work:
        company = work.entity("company")
        save_records.update(work, company, Update(record, None, spoke))
        found = values_of(work, company, record)
        assert (found["stage"], found["margin"]) == ("working", "50.00")
        moves = read_records.stages_of(work, company, record)["items"]
        assert [(move["to"], move["seconds"]) for move in moves] == [("fresh", None), ("working", 3_600)]
        move_stage(work, company, record, None, "lost")
        save_records.update(work, company, Update(record, None, {"employees": 4}))
        assert values_of(work, company, record)["stage"] == "lost"


def test_a_stage_fills_its_probability_and_the_moment_of_closing_which_opening_again_empties(open_work):
    with open_work() as work:
        company = work.entity("company")
        record = save_records.create(work, company, {"name": "A", "score": "1"})
        kept = save_records.create(work, company, {"name": "B", "margin": "0.33"})
        assert values_of(work, company, record)["margin"] == "10.00"
        assert values_of(work, company, kept)["margin"] == "0.33"
        move_stage(work, company, record, None, "working")
        assert values_of(work, company, record)["margin"] == "50.00"
        move_stage(work, company, kept, None, "working", {"margin": "5"})
        assert values_of(work, company, kept)["margin"] == "5.00"
    with open_work(at=NOW + HOUR) as work:
        company = work.entity("company")
        move_stage(work, company, record, None, "lost")
        found = values_of(work, company, record)
        assert (found["margin"], found["closed_at"]) == ("0.00", "2026-01-01T01:00:00Z")
        move_stage(work, company, record, None, "fresh")
        found = values_of(work, company, record)
        assert (found["margin"], found["closed_at"]) == ("10.00", None)


@pytest.mark.parametrize(
    ("stage", "given", "problems"),
    [
        ("nowhere", {}, {("stage", "unknown_stage")}),
        ("joined", {}, {("stage", "unknown_stage")}),
        ("fresh", {"score": "1"}, {("stage", "transition_not_listed")}),
        ("assigned", {"score": "1"}, {("stage", "stage_set_by_system"), ("stage", "transition_not_listed")}),
        ("lost", {}, {("values.score", "required")}),
        ("lost", {"score": "many"}, {("values.score", "not_a_number")}),
        ("won", {}, {("values.score", "required"), ("values.revenue", "required"), ("stage", "stage_condition")}),
        ("won", {"score": "1", "revenue": {"amount": "0"}}, {("stage", "stage_condition")}),
        ("won", {"score": "1", "revenue": {"amount": "1"}, "nonsense": 1}, {("values.nonsense", "unknown_field")}),
    ],
)
def test_a_move_is_refused_with_every_reason(work, stage, given, problems):
    company = work.entity("company")
    record = save_records.create(work, company, {"name": "A"})
    move_stage(work, company, record, None, "working")
    with pytest.raises(Invalid) as refused:
        move_stage(work, company, record, None, stage, given)
    assert codes_of(refused) == problems


def test_a_move_that_is_given_to_a_role_is_for_that_role(open_work):
    given = {"score": "1", "revenue": {"amount": "1"}}
    with open_work() as work:
        company = work.entity("company")
        record = save_records.create(work, company, {"name": "A"})
        move_stage(work, company, record, None, "working")
        seller = next(one["id"] for one in work.model.of_kind("role") if one["name"] == "seller")
        may = full_rights(2).on(company.id)
    stranger = Rights(2, {}, may)
    with open_work(stranger, user=2) as work, pytest.raises(Invalid) as refused:
        move_stage(work, work.entity("company"), record, None, "won", given)
    assert codes_of(refused) == {("stage", "transition_not_yours")}
    with open_work(replace(stranger, roles=frozenset([seller])), user=2) as work:
        assert move_stage(work, work.entity("company"), record, None, "won", given) == 3


def test_a_flow_is_chosen_by_its_condition(work):
    company = work.entity("company")
    record = save_records.create(work, company, {"name": "A", "source": "partner"})
    assert values_of(work, company, record)["stage"] == "invited"
    move_stage(work, company, record, 1, "joined")
    with pytest.raises(Invalid) as refused:
        move_stage(work, company, record, 2, "invited")
    assert codes_of(refused) == {("stage", "transition_backward")}
    with pytest.raises(StaleVersion):
        move_stage(work, company, record, 1, "joined", {"score": "1"})


def test_the_department_of_a_record_follows_its_owner(work):
    company = work.entity("company")
    record = save_records.create(work, company, {"name": "A"})
    assert set_one_owner(work, company, record, 2, 1) == 2
    found = values_of(work, company, record)
    assert (found["owner"]["id"], found["department"]["id"]) == (2, 2)
    set_one_owner(work, company, record, None)
    found = values_of(work, company, record)
    assert (found["owner"], found["department"]["id"]) == (None, 2)
    kinds = [item["kind"] for item in read_records.history_of(work, company, record)["items"]]
    assert kinds == ["owner", "owner", "create"]


def test_an_owner_is_an_active_member_and_assigning_is_a_right_of_its_own(open_work):
    with open_work() as work:
        company = work.entity("company")
        mine, theirs = (save_records.create(work, company, {"name": name}) for name in ("A", "B"))
        set_owner(work, company, [mine], 2)
        with pytest.raises(Invalid) as refused:
            set_owner(work, company, [mine], 9)
        assert codes_of(refused) == {("owner", "unknown_user")}
        own = parse_condition(work.model, company, {"field": "owner", "op": "eq", "value": {"relative": "me"}})
        assigns = Rights(2, {company.id: EntityRights({"view": (ALWAYS,), "assign": (own,)})})
        edits = Rights(2, {company.id: EntityRights({"view": (ALWAYS,), "edit": (ALWAYS,)})})
    with open_work(assigns, user=2) as work:
        company = work.entity("company")
        result = set_owner(work, company, [mine, theirs], 3)
        assert (list(result.ids), [problem.code for problem in result.failed[1]]) == ([0], ["not_found"])
        with pytest.raises(NotFound):
            set_one_owner(work, company, mine, 2)
        with pytest.raises(NotAllowed):
            save_records.update(work, company, Update(mine, None, {"score": "1"}))
    with open_work(edits, user=2) as work, pytest.raises(NotAllowed):
        set_owner(work, work.entity("company"), [mine], 2)


def visit(about, **more):
    return {"about": about, "happened_at": "2026-01-01T00:00:00Z", **more}


def test_an_activity_moves_the_dates_of_its_subject_and_of_the_parents(work):
    company, person, visits = work.entity("company"), work.entity("person"), work.entity("visit")
    firm = save_records.create(work, company, {"name": "A"})
    ann = save_records.create(work, person, {"name": "Ann", "company": firm})
    assert values_of(work, company, firm)["follow_status"] == "none"
    about = {"entity": "person", "id": ann}
    save_records.create(work, visits, visit(about, next_at="2026-01-05T00:00:00Z"))
    for entity, record in ((person, ann), (company, firm)):
        found = values_of(work, entity, record)
        assert found["last_followed_at"] == "2026-01-01T00:00:00Z"
        assert found["next_follow_at"] == "2026-01-05T00:00:00Z"
        assert found["follow_status"] == "waiting"
        assert read_records.read_one(work, entity, record)["version"] == 1


def test_earlier_and_unqualified_activities_move_nothing(work):
    company, visits = work.entity("company"), work.entity("visit")
    firm = save_records.create(work, company, {"name": "A"})
    about = {"entity": "company", "id": firm}
    save_records.create(work, visits, visit(about, channel="note"))
    assert values_of(work, company, firm)["follow_status"] == "none"
    record = save_records.create(work, visits, visit(about, channel="call"))
    save_records.create(
        work, visits, {"about": about, "happened_at": "2025-12-01T00:00:00Z", "next_at": "2026-02-01T00:00:00Z"}
    )
    found = values_of(work, company, firm)
    assert (found["last_followed_at"], found["next_follow_at"]) == ("2026-01-01T00:00:00Z", None)
    assert found["follow_status"] == "following"
    save_records.update(work, visits, Update(record, None, {"next_at": "2025-12-31T00:00:00Z"}))
    assert values_of(work, company, firm)["follow_status"] == "overdue"
