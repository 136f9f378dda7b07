"""Saving records: defaults, rules, forms, references, people, rows, uniqueness, numbers, rights."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest

from builder.errors import Conflict, Invalid, NotAllowed, NotFound
from builder.metadata.condition_parsing import parse_condition
from builder.metadata.conditions import ALWAYS
from builder.metadata.rights import Access, EntityRights, Rights
from builder.runtime import read_records, save_records, trash_records
from builder.runtime.new_inputs import make_ready
from builder.runtime.save_records import Update
from builder.storage import records


def problems_of(refused) -> set[tuple[str, str]]:
    return {(problem.path, problem.code) for problem in refused.value.problems}


def values_of(work, entity, record):
    return read_records.read_one(work, entity, record)["values"]


def test_a_new_record_gets_its_defaults_owner_department_and_first_stage(open_work):
    with open_work(user=2) as work:
        company = work.entity("company")
        found = values_of(work, company, save_records.create(work, company, {"name": "A"}))
    assert (found["tier"], found["active"]) == ("middle", True)
    assert found["manager"]["id"] == found["owner"]["id"] == found["created_by"]["id"] == 2
    assert found["department"] == {"id": 2, "label": "East"}
    assert found["stage"] == "fresh"


def test_a_blank_that_was_sent_is_not_replaced_by_the_default(work):
    company = work.entity("company")
    found = values_of(work, company, save_records.create(work, company, {"name": "A", "tier": None, "active": None}))
    assert (found["tier"], found["active"]) == (None, None)


@pytest.mark.parametrize("unseen", ["\u200b", "\ufeff", "\u2060", " \u200b\u3000"])
def test_what_nobody_sees_does_for_nothing_that_is_required(work, unseen):
    with pytest.raises(Invalid) as refused:
        save_records.create(work, work.entity("company"), {"name": unseen})
    assert ("values.name", "required") in problems_of(refused)


def test_rules_set_clear_require_lock_and_block(work):
    company = work.entity("company")
    with pytest.raises(Invalid) as refused:
        save_records.create(work, company, {"name": "A", "employees": 1000})
    assert problems_of(refused) == {("values.code", "required")}
    record = save_records.create(
        work, company, {"name": "A", "rating": 5, "budget": {"min": "1"}, "revenue": {"amount": "5"}}
    )
    assert values_of(work, company, record)["tier"] == "high"
    save_records.update(work, company, Update(record, None, {"rating": 1, "tier": "low"}))
    assert values_of(work, company, record)["budget"] is None
    save_records.update(work, company, Update(record, None, {"active": False}))
    with pytest.raises(Invalid) as refused:
        save_records.update(work, company, Update(record, None, {"revenue": {"amount": "6"}}))
    assert problems_of(refused) == {("values.revenue", "locked_by_rule")}
    other = save_records.create(work, company, {"name": "B"})
    with pytest.raises(Invalid) as refused:
        save_records.update(work, company, Update(record, None, {"name": "B", "parent_company": other}))
    assert {problem.code for problem in refused.value.problems} == {"blocked_by_rule"}


def test_a_form_asks_for_more_when_the_write_names_it(work):
    company = work.entity("company")
    form = next(key for key, form in work.model.forms.items() if form.name == "company_main")
    with pytest.raises(Invalid) as refused:
        save_records.create(work, company, {"name": "A"}, form)
    assert problems_of(refused) == {("values.phone", "required"), ("values.score", "required")}
    with pytest.raises(Invalid) as refused:
        save_records.create(work, work.entity("person"), {"name": "A"}, form)
    assert problems_of(refused) == {("form", "unknown_form")}


@pytest.mark.parametrize("name", ["id", "version", "owner", "department", "stage", "created_by", "number", "__proto__"])
def test_fields_that_nobody_writes_are_as_unknown_as_others(work, name):
    company = work.entity("company")
    with pytest.raises(Invalid) as refused:
        save_records.create(work, company, {"name": "A", name: 1})
    assert problems_of(refused) == {(f"values.{name}", "unknown_field")}


def test_what_a_record_names_must_be_there(work):
    company = work.entity("company")
    given = {
        "name": "A",
        "parent_company": 999,
        "partners": [998],
        "related_to": {"entity": "person", "id": 997},
        "manager": 77,
        "helpers": [1, 78],
        "unit": 9,
    }
    with pytest.raises(Invalid) as refused:
        save_records.create(work, company, given)
    assert problems_of(refused) == {
        ("values.parent_company", "unknown_record"),
        ("values.partners", "unknown_record"),
        ("values.related_to", "unknown_record"),
        ("values.manager", "unknown_user"),
        ("values.helpers", "unknown_user"),
        ("values.unit", "unknown_department"),
    }


def test_a_record_out_of_sight_answers_as_one_that_is_not_there(open_work):
    with open_work() as work:
        company = work.entity("company")
        secret = save_records.create(work, company, {"name": "Secret"})
        theirs = save_records.create(work, company, {"name": "Child", "parent_company": secret})
        person = work.entity("person").id
        mine = parse_condition(work.model, company, {"field": "name", "op": "ne", "value": "Secret"})
        own = EntityRights({"view": (mine,), "create": (ALWAYS,), "edit": (mine,)})
        rights = Rights(2, {company.id: own, person: own})
    with open_work(rights, user=2) as work:
        company = work.entity("company")
        with pytest.raises(Invalid) as refused:
            save_records.create(work, company, {"name": "A", "parent_company": secret})
        assert problems_of(refused) == {("values.parent_company", "unknown_record")}
        save_records.update(work, company, Update(theirs, None, {"employees": 3}))
        found = values_of(work, company, theirs)
        assert found["parent_company"] == {"hidden": True}
        with pytest.raises(NotFound):
            save_records.update(work, company, Update(secret, None, {"employees": 3}))


def test_links_out_of_sight_stay_when_those_in_sight_are_saved(open_work):
    with open_work() as work:
        company, person = work.entity("company"), work.entity("person")
        secret, open_one, other = (
            save_records.create(work, company, {"name": name}) for name in ("Secret", "Open", "Other")
        )
        owner = save_records.create(work, company, {"name": "A", "partners": [secret, open_one]})
        mine = parse_condition(work.model, company, {"field": "name", "op": "ne", "value": "Secret"})
        own = EntityRights({"view": (mine,), "create": (ALWAYS,), "edit": (mine,)})
        rights = Rights(2, {company.id: own, person.id: own})
    for given, left in (([open_one, other], [open_one, other, secret]), ([other], [other, secret]), (None, [secret])):
        with open_work(rights, user=2) as work:
            save_records.update(work, work.entity("company"), Update(owner, None, {"partners": given}))
        with open_work() as work:
            assert [one["id"] for one in values_of(work, work.entity("company"), owner)["partners"]] == left
    with open_work(rights, user=2) as work, pytest.raises(Invalid) as refused:
        save_records.update(work, work.entity("company"), Update(other, None, {"partners": [secret]}))
    assert problems_of(refused) == {("values.partners", "unknown_record")}


def test_a_link_to_the_trash_does_not_keep_others_from_being_saved(open_work):
    with open_work() as work:
        company = work.entity("company")
        gone, living = (save_records.create(work, company, {"name": name}) for name in ("Gone", "Living"))
        owner = save_records.create(work, company, {"name": "A", "partners": [gone]})
        trash_records.delete(work, company, gone)
        save_records.update(work, company, Update(owner, None, {"partners": [gone, living]}))
        assert [one["id"] for one in values_of(work, company, owner)["partners"]] == [gone, living]
        with pytest.raises(Invalid) as refused:
            save_records.update(work, company, Update(living, None, {"partners": [gone]}))
        assert problems_of(refused) == {("values.partners", "unknown_record")}


def test_a_condition_on_creating_is_held(open_work):
    with open_work() as work:
        company = work.entity("company")
        low = parse_condition(work.model, company, {"field": "tier", "op": "eq", "value": "low"})
        rights = Rights(2, {company.id: EntityRights({"view": (ALWAYS,), "create": (low,)})})
    with open_work(rights, user=2) as work:
        company = work.entity("company")
        save_records.create(work, company, {"name": "A", "tier": "low"})
        with pytest.raises(NotAllowed):
            save_records.create(work, company, {"name": "A", "tier": "high"})
        with pytest.raises(NotAllowed):
            save_records.update(work, company, Update(1, None, {"tier": "low"}))


def test_fields_are_written_only_with_the_right_to(open_work):
    with open_work() as work:
        company = work.entity("company")
        access = {
            company.by_name["score"].id: Access.HIDDEN,
            company.by_name["phone"].id: Access.MASKED,
            company.by_name["email"].id: Access.READ,
        }
        rights = Rights(2, {company.id: EntityRights({"view": (ALWAYS,), "create": (ALWAYS,)}, access)})
    with open_work(rights, user=2) as work:
        with pytest.raises(Invalid) as refused:
            save_records.create(
                work, work.entity("company"), {"name": "A", "score": 1, "phone": "1", "email": "a@b.cn"}
            )
        assert problems_of(refused) == {
            ("values.score", "unknown_field"),
            ("values.phone", "read_only"),
            ("values.email", "read_only"),
        }


def test_rows_of_a_sub_table_keep_their_ids_and_places(work):
    company = work.entity("company")
    record = save_records.create(work, company, {"name": "A", "lines": [{"item": "a"}, {"item": "b", "quantity": 2}]})
    first, second = values_of(work, company, record)["lines"]
    lines = [{"item": "new"}, {**second, "quantity": 3}]
    save_records.update(work, company, Update(record, None, {"lines": lines}))
    found = values_of(work, company, record)["lines"]
    assert [(row["item"], row.get("quantity")) for row in found] == [("new", None), ("b", 3)]
    assert found[1]["id"] == second["id"]
    assert found[0]["id"] not in (first["id"], second["id"])
    with pytest.raises(Invalid) as refused:
        save_records.create(work, company, {"name": "B", "lines": [{"id": second["id"], "item": "x"}]})
    assert problems_of(refused) == {("values.lines.0.id", "unknown_row")}
    with pytest.raises(Invalid) as refused:
        save_records.update(work, company, Update(record, None, {"lines": [{"id": first["id"], "item": "x"}]}))
    assert problems_of(refused) == {("values.lines.0.id", "unknown_row")}


def test_a_unique_value_is_taken_by_living_records_only(work):
    company = work.entity("company")
    first = save_records.create(work, company, {"name": "A", "code": "AA-100"})
    with pytest.raises(Conflict) as refused:
        save_records.create(work, company, {"name": "B", "code": "AA-100"})
    assert refused.value.params == {"fields": ["code"]}
    result = save_records.create_many(work, company, [{"name": "C", "code": "CC-100"}, {"name": "D", "code": "CC-100"}])
    assert list(result.ids) == [0]
    assert [problem.code for problem in result.failed[1]] == ["not_unique"]
    save_records.update(work, company, Update(first, None, {"code": "AA-101"}))
    save_records.create(work, company, {"name": "E", "code": "AA-100"})


def test_of_several_who_take_a_unique_value_at_once_one_gets_it(open_work):
    start, made, refused = Barrier(4), [], []

    def create(number: int) -> None:
        start.wait()
        for at in range(5):
            try:
                with open_work() as work:
                    inputs = [{"name": f"{number}-{at}", "code": f"AA-{at}00"}, {"name": f"{number} {at} other"}]
                    result = save_records.create_many(work, work.entity("company"), inputs)
                    made.extend(inputs[index]["name"] for index in result.ids)
                    refused.extend(problem.code for found in result.failed.values() for problem in found)
            except Conflict as conflict:
                refused.append(conflict.code)

    threads = [Thread(target=create, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(refused) == {"not_unique"}
    assert len(refused) == 15
    with open_work(write=False) as work:
        assert read_records.count(work, work.entity("company"), {})["count"] == len(made) == 25


def test_numbers_follow_each_other_and_are_never_given_twice(work):
    company = work.entity("company")
    result = save_records.create_many(work, company, [{"name": "A"}, {"name": ""}, {"name": "C"}])
    numbers = [values_of(work, company, result.ids[index])["number"] for index in (0, 2)]
    assert numbers == ["C-00001", "C-00002"]


def test_events_history_and_search_are_written_with_the_record(work):
    from sqlalchemy import select

    from builder.storage.fixed_tables import workspace_tables

    company = work.entity("company")
    record = save_records.create(work, company, {"name": "A", "phone": "13800138000"})
    save_records.update(work, company, Update(record, 1, {"name": "B"}))
    tables = workspace_tables(work.space)
    assert list(work.conn.execute(select(tables.outbox.c.kind)).scalars()) == ["record.created", "record.updated"]
    items = read_records.history_of(work, company, record)["items"]
    assert [(item["version"], item["kind"]) for item in items] == [(2, "update"), (1, "create")]
    assert items[0]["changes"] == [{"field": "name", "before": "A", "after": "B"}]
    assert read_records.count(work, company, {"search": "b"})["count"] == 1
    assert read_records.count(work, company, {"search": "a"})["count"] == 0


def test_rules_of_a_batch_follow_references_with_one_query(work, monkeypatch):
    company = work.entity("company")
    firms = list(save_records.create_many(work, company, [{"name": f"F{at}"} for at in range(5)]).ids.values())
    seen = []
    read_many = records.read_many
    monkeypatch.setattr(records, "read_many", lambda *given: (seen.append(given[3]), read_many(*given))[1])
    result = save_records.create_many(work, company, [{"name": f"C{one}", "parent_company": one} for one in firms])
    assert (len(result.ids), seen) == (5, [firms])


def test_inputs_made_ready_beforehand_are_judged_again_when_rights_changed_meanwhile(open_work):
    with open_work() as work:
        visit = work.entity("visit")
        ready = make_ready(work, visit, [{"summary": "Before"}])
        assert ready is not None
        less = EntityRights(work.rights.on(visit.id).branches, {visit.by_name["summary"].id: Access.READ})
        work.rights = Rights(work.rights.user, {visit.id: less})
        result = save_records.create_many(work, visit, ready)
    assert ("summary", "read_only") in [(one.path, one.code) for one in result.failed[0]]


@pytest.mark.parametrize("name", ["company", "visit"])
def test_inputs_that_must_be_judged_beside_other_records_or_rights_are_not_made_ready(open_work, name):
    with open_work() as work:
        entity = work.entity(name)
        if name == "visit":
            own = parse_condition(work.model, entity, {"field": "summary", "op": "not_blank"})
            branches = {**work.rights.on(entity.id).branches, "create": (own,)}
            work.rights = Rights(work.rights.user, {entity.id: EntityRights(branches)})
        assert make_ready(work, entity, [{}]) is None
