"""Trash, change sets and undo: what hangs on a record goes and comes with it, and nothing later is overwritten."""

from __future__ import annotations

import pytest

from builder.errors import Conflict, Invalid, NotFound
from builder.metadata.conditions import ALWAYS
from builder.metadata.rights import EntityRights, Rights, full_rights
from builder.runtime import change_sets, read_records, save_records, trash_records
from builder.runtime.bulk import bulk
from builder.runtime.save_records import Update
from builder.runtime.undo import undo


def firms(work, count=3):
    company = work.entity("company")
    inputs = [{"name": f"F{at}", "labels": ["hot"], "lines": [{"item": "a"}, {"item": "b"}]} for at in range(count)]
    result = save_records.create_many(work, company, inputs)
    return company, list(result.ids.values())


def dump(work, entity, ids):
    return [
        {key: value for key, value in read_records.read_one(work, entity, one)["values"].items() if key != "updated_at"}
        for one in ids
    ]


def test_cascade_takes_along_clear_empties_and_restore_brings_back(work):
    company, (firm, child, _) = firms(work)
    person = work.entity("person")
    save_records.update(work, company, Update(child, None, {"parent_company": firm}))
    ann = save_records.create(work, person, {"name": "Ann", "company": firm})
    bob = save_records.create(work, person, {"name": "Bob", "company": firm})
    trash_records.delete_many(work, person, [(bob, None)])
    trash_records.delete(work, company, firm)
    assert read_records.read_one(work, person, ann)["deleted"] is True
    assert read_records.read_one(work, company, child)["values"]["parent_company"] is None
    trash_records.restore(work, company, firm)
    assert "deleted" not in read_records.read_one(work, person, ann)
    assert read_records.read_one(work, person, bob)["deleted"] is True


def test_restrict_refuses_also_what_would_go_along(work):
    company, (firm, other, _) = firms(work)
    person = work.entity("person")
    save_records.create(work, person, {"name": "Ann", "former_company": firm})
    with pytest.raises(Invalid) as refused:
        trash_records.delete(work, company, firm)
    assert [(problem.code, problem.params) for problem in refused.value.problems] == [
        ("referred_to", {"entity": "person"})
    ]
    result = trash_records.delete_many(work, company, [(firm, None), (other, None)])
    assert (list(result.ids), list(result.failed)) == ([1], [0])
    assert read_records.count(work, company, {})["count"] == 2


def test_a_reference_that_is_kept_says_that_its_record_lies_in_the_trash(work):
    company, (firm, other, _) = firms(work)
    save_records.update(work, company, Update(other, None, {"partners": [firm]}))
    trash_records.delete(work, company, firm)
    found = read_records.read_one(work, company, other)["values"]["partners"]
    assert found == [{"id": firm, "label": "F0", "deleted": True}]
    save_records.update(work, company, Update(other, None, {"employees": 1}))


def test_a_record_whose_unique_value_was_taken_stays_in_the_trash(work):
    company = work.entity("company")
    first = save_records.create(work, company, {"name": "A", "code": "AA-100"})
    number = trash_records.delete(work, company, first)
    save_records.create(work, company, {"name": "B", "code": "AA-100"})
    with pytest.raises(Conflict) as refused:
        trash_records.restore(work, company, first)
    assert refused.value.code == "not_unique"
    with pytest.raises(Conflict) as refused:
        undo(work, number)
    assert refused.value.code == "undo_conflicts"


def test_an_undone_bulk_change_leaves_everything_as_it_was(work):
    company, ids = firms(work)
    before = dump(work, company, ids)
    values = {"employees": 5, "labels": ["vip"], "lines": [{"item": "z"}], "tier": None, "profile": "long text"}
    done = bulk(work, company, {"action": "update", "ids": ids, "values": values})
    assert (done["updated"], done["failed"]) == (3, [])
    assert dump(work, company, ids) != before
    checked = undo(work, done["change_set"], "check")
    assert (checked.change_set, checked.restored, checked.conflicts) == (None, 3, [])
    taken_back = undo(work, done["change_set"])
    assert (taken_back.restored, dump(work, company, ids)) == (3, before)
    again = undo(work, taken_back.change_set)
    assert again.restored == 3
    assert dump(work, company, ids)[0]["lines"][0]["item"] == "z"


@pytest.mark.parametrize("mode", ["all", "rest"])
def test_undo_of_a_deletion_brings_what_went_along_back_and_says_so(work, mode):
    company, (firm, child, _) = firms(work)
    person = work.entity("person")
    save_records.update(work, company, Update(child, None, {"parent_company": firm}))
    people = list(save_records.create_many(work, person, [{"name": n, "company": firm} for n in "ABC"]).ids.values())
    with change_sets.collecting(work, "bulk_delete", {}) as change_set:
        trash_records.delete(work, company, firm)
    foreseen = undo(work, change_set, "check")
    done = undo(work, change_set, mode)
    assert (done.conflicts, foreseen.conflicts) == ([], [])
    assert done.restored == foreseen.restored == 5
    assert all("deleted" not in read_records.read_one(work, person, one) for one in people)
    assert read_records.read_one(work, company, child)["values"]["parent_company"]["id"] == firm
    undo(work, done.change_set)
    assert all(read_records.read_one(work, person, one)["deleted"] for one in people)


def test_undo_of_a_deletion_tells_only_of_what_stayed_in_the_trash(work):
    company, (firm, *_) = firms(work)
    person = work.entity("person")
    inputs = [{"name": n, "company": firm, "email": f"{n}@x.example"} for n in "abc"]
    a, b, c = save_records.create_many(work, person, inputs).ids.values()
    with change_sets.collecting(work, "bulk_delete", {}) as change_set:
        trash_records.delete(work, company, firm)
    save_records.create(work, person, {"name": "taker", "email": "b@x.example"})
    done = undo(work, change_set, "rest")
    assert [(one["id"], one["code"]) for one in done.conflicts] == [(b, "not_unique")]
    assert done.restored == 3
    assert [read_records.read_one(work, person, one).get("deleted", False) for one in (a, b, c)] == [False, True, False]


def test_undo_of_creation_puts_untouched_records_into_the_trash(work):
    company = work.entity("company")
    done = bulk(work, company, {"action": "create", "records": [{"values": {"name": "A"}}, {"values": {"name": "B"}}]})
    first, second = (item["id"] for item in read_records.page(work, company, {"sort": [{"field": "name"}]})["items"])
    save_records.update(work, company, Update(first, None, {"employees": 1}))
    with pytest.raises(Conflict) as refused:
        undo(work, done["change_set"])
    assert [(one["id"], one["code"]) for one in refused.value.params["conflicts"]] == [(first, "changed_since")]
    rest = undo(work, done["change_set"], "rest")
    assert (rest.restored, [one["id"] for one in rest.conflicts]) == (1, [first])
    assert [item["id"] for item in read_records.page(work, company, {})["items"]] == [first]
    assert second not in [first]


def test_undo_keeps_what_was_changed_later(work):
    company, ids = firms(work, 2)
    done = bulk(work, company, {"action": "update", "ids": ids, "values": {"employees": 5, "score": "1"}})
    save_records.update(work, company, Update(ids[0], None, {"employees": 6}))
    rest = undo(work, done["change_set"], "rest")
    assert [(one["id"], one["code"], one["fields"]) for one in rest.conflicts] == [
        (ids[0], "changed_since", ["employees"])
    ]
    found = [(one["employees"], one["score"]) for one in dump(work, company, ids)]
    assert found == [(6, None), (None, None)]


def test_bulk_reports_what_failed_by_index_and_does_the_rest(work):
    company, ids = firms(work)
    records = [
        {"id": ids[0], "version": 9, "values": {"employees": 1}},
        {"id": ids[1], "version": 1, "values": {"employees": 2000}},
        {"id": ids[2], "values": {"employees": 3}},
        {"id": 999_999, "values": {"employees": 4}},
        {"id": ids[2], "values": {"employees": 7}},
    ]
    done = bulk(work, company, {"action": "update", "records": records})
    assert done["updated"] == 1
    assert [(one["index"], one["problems"][0].code) for one in done["failed"]] == [
        (0, "stale_version"),
        (1, "required"),
        (3, "not_found"),
        (4, "repeated_record"),
    ]


def test_bulk_by_filter_reaches_only_what_the_principal_may_change(open_work):
    with open_work() as work:
        company, ids = firms(work)
        bulk(work, company, {"action": "owner", "ids": ids[:2], "values": {"owner": 2}})
        from builder.metadata.condition_parsing import parse_condition

        own = parse_condition(work.model, company, {"field": "owner", "op": "eq", "value": {"relative": "me"}})
        rights = Rights(2, {company.id: EntityRights({"view": (ALWAYS,), "edit": (own,), "delete": (own,)})})
    with open_work(rights, user=2) as work:
        company = work.entity("company")
        everything = {"all": []}
        assert (
            bulk(work, company, {"action": "update", "filter": everything, "values": {"employees": 1}})["updated"] == 2
        )
        assert bulk(work, company, {"action": "delete", "filter": everything})["updated"] == 2
        assert bulk(work, company, {"action": "restore", "filter": everything})["updated"] == 2


@pytest.mark.parametrize(
    "request_", [{}, {"action": "explode"}, {"action": "update"}, {"action": "update", "records": [{"id": "x"}]}]
)
def test_bulk_refuses_what_makes_no_sense(work, request_):
    with pytest.raises(Invalid):
        bulk(work, work.entity("company"), request_)


def test_change_sets_are_listed_for_who_made_them_and_for_administrators(open_work):
    with open_work() as work:
        company, ids = firms(work)
        number = bulk(work, company, {"action": "update", "ids": ids, "values": {"employees": 1}})["change_set"]
        found = change_sets.one(work, number)
        assert (found["state"], found["records"], found["by"]) == ("done", 3, {"id": 1, "label": "Wang Li"})
    other = Rights(2, full_rights(2).entities, full_rights(2).default)
    with open_work(other, user=2) as work:
        assert change_sets.recent(work) == []
        with pytest.raises(NotFound):
            change_sets.one(work, number)
        with pytest.raises(NotFound):
            undo(work, number)
