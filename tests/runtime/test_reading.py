"""Reading records: pages, labels, masks, views, cursors, groups and stories, as one principal sees them."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from builder.errors import Invalid, NotAllowed, NotFound
from builder.metadata.condition_parsing import parse_condition
from builder.metadata.conditions import ALWAYS
from builder.metadata.rights import Access, EntityRights, Rights
from builder.runtime import read_records, save_records
from builder.runtime.find_for_picker import find_for_picker
from builder.runtime.read_records import count, group, history_of, page, read_one
from builder.runtime.save_records import Update
from builder.storage.query.prepared import Prepared


def company_rights(work, access, branches=(ALWAYS,)):
    company = work.entity("company")
    fields = {company.by_name[name].id: kind for name, kind in access.items()}
    return Rights(2, {company.id: EntityRights({"view": branches, "create": (ALWAYS,), "edit": (ALWAYS,)}, fields)})


def made(work, count_=12):
    company = work.entity("company")
    inputs = [{"name": f"F{at:02}", "employees": at % 4 or None, "manager": 1 + at % 3} for at in range(count_)]
    return company, list(save_records.create_many(work, company, inputs).ids.values())


def codes_of(refused):
    return {(problem.path, problem.code) for problem in refused.value.problems}


def test_a_list_is_paged_forward_and_back_with_sealed_cursors(work):
    company, _ = made(work)
    asked = {"fields": ["name"], "sort": [{"field": "employees", "direction": "desc"}, {"field": "name"}], "limit": 5}
    pages, cursor = [], None
    while True:
        found = page(work, company, {**asked, "cursor": cursor})
        pages.append([item["values"]["name"] for item in found["items"]])
        cursor = found["next"]
        if cursor is None:
            break
    assert [len(one) for one in pages] == [5, 5, 2]
    names = [name for one in pages for name in one]
    assert names == sorted(names, key=lambda name: (-(int(name[1:]) % 4), name))
    back = page(work, company, {**asked, "cursor": found["previous"], "direction": "previous"})
    assert [item["values"]["name"] for item in back["items"]] == pages[1]
    assert None not in (back["next"], back["previous"])
    first = page(work, company, {**asked, "cursor": back["previous"], "direction": "previous"})
    assert ([item["values"]["name"] for item in first["items"]], first["previous"]) == (pages[0], None)


@pytest.mark.parametrize("cursor", ["x", "", "AAAA", "🙂", 5, "A" * 5_000, ["x"]])
def test_a_made_up_cursor_is_refused(work, cursor):
    company, _ = made(work, 2)
    if cursor == "":
        assert len(page(work, company, {"cursor": cursor})["items"]) == 2
        return
    with pytest.raises(Invalid) as refused:
        page(work, company, {"cursor": cursor})
    assert codes_of(refused) == {("cursor", "bad_cursor")}


def test_a_cursor_of_another_order_is_refused(work):
    company, _ = made(work)
    cursor = page(work, company, {"sort": [{"field": "name"}], "limit": 2})["next"]
    with pytest.raises(Invalid):
        page(work, company, {"sort": [{"field": "employees"}], "limit": 2, "cursor": cursor})


def test_a_page_takes_the_same_number_of_statements_however_many_rows(work, monkeypatch):
    _, ids = made(work, 30)
    person = work.entity("person")
    people = save_records.create_many(
        work, person, [{"name": f"P{at}", "company": ids[at], "former_company": ids[-at]} for at in range(30)]
    )
    assert len(people.ids) == 30
    seen: list[str] = []
    listen = lambda *given: seen.append(given[2])  # noqa: E731
    event.listen(work.conn, "before_cursor_execute", listen)
    run = Prepared.rows
    monkeypatch.setattr(Prepared, "rows", lambda *given: (seen.append("SELECT"), run(*given))[1])
    counts = []
    for limit in (2, 2, 30):  # the first asks for the names of people, which are kept
        seen.clear()
        found = page(work, person, {"limit": limit, "sort": [{"field": "company"}]})
        assert len(found["items"]) == limit
        counts.append(len([one for one in seen if one.lstrip().upper().startswith("SELECT")]))
    event.remove(work.conn, "before_cursor_execute", listen)
    assert counts[0] >= counts[1] == counts[2]
    assert counts[0] <= 4
    assert found["items"][0]["values"]["company"] == {"id": ids[0], "label": "F00"}


def test_hidden_fields_are_absent_and_masked_ones_masked_everywhere(open_work):
    with open_work() as work:
        company = work.entity("company")
        given = {"name": "A", "phone": "13800138000", "email": "info@alpha.example", "score": "1.00", "employees": 7}
        record = save_records.create(work, company, given)
        save_records.update(work, company, Update(record, 1, {"phone": "13900139000", "score": "2.00"}))
        save_records.update(work, company, Update(record, 2, {"score": "3.00"}))
        closed = {"phone": Access.MASKED, "score": Access.HIDDEN, "employees": Access.MASKED, "email": Access.MASKED}
        rights = company_rights(work, closed)
    with open_work(rights, user=2, write=False) as work:
        company = work.entity("company")
        for found in (read_one(work, company, record), page(work, company, {})["items"][0]):
            assert "score" not in found["values"]
            assert found["values"]["phone"] == "139****9000"
            assert found["values"]["email"] == "i***@alpha.example"
            assert found["values"]["employees"] == "****"
        story = history_of(work, company, record)["items"]
        assert [item["version"] for item in story] == [2, 1]  # that something hidden changed is hidden too
        changes = story[0]["changes"]
        assert changes == [{"field": "phone", "before": "138****8000", "after": "139****9000"}]
        assert count(work, company, {"search": "13900139000"})["count"] == 0
        assert count(work, company, {"search": "info@alpha.example"})["count"] == 0
        assert find_for_picker(work, company, "A")["items"][0]["label"] == "A"


@pytest.mark.parametrize("name", ["score", "phone", "nonsense", "parent_company.score", "parent_company.nonsense"])
def test_what_may_not_be_read_is_as_unknown_as_what_is_not_there(open_work, name):
    with open_work() as work:
        rights = company_rights(work, {"score": Access.HIDDEN, "phone": Access.MASKED})
    last = name.rpartition(".")[2]
    with open_work(rights, user=2, write=False) as work:
        company = work.entity("company")
        requests = [
            {"filter": {"field": name, "op": "blank"}},
            {"filter": {"all": [{"field": "name", "op": "eq", "value": {"field_of_record": name}}]}},
            {"sort": [{"field": name}]},
        ]
        for request in requests:
            with pytest.raises(Invalid) as refused:
                page(work, company, request)
            problem = refused.value.problems[0]
            assert (problem.code, dict(problem.params)) == ("unknown_field", {"name": last})
        with pytest.raises(Invalid):
            group(work, company, {"by": [{"field": name}]})
        with pytest.raises(Invalid):
            group(work, company, {"by": [], "measures": [{"field": name, "function": "count"}]})
        if last != "phone":
            with pytest.raises(Invalid):
                page(work, company, {"fields": [name]})


def test_related_records_of_an_unknown_entity_are_as_unknown_as_no_entity(open_work):
    with open_work() as work:
        rights = company_rights(work, {})
    with open_work(rights, user=2, write=False) as work:
        company = work.entity("company")
        for name in ("person", "nonsense"):
            with pytest.raises(Invalid) as refused:
                page(work, company, {"filter": {"exists": {"entity": name, "via": "company"}}})
            problem = refused.value.problems[0]
            assert (problem.path, problem.code) == ("filter.exists.entity", "unknown_entity")
        with pytest.raises(NotFound):
            work.entity("person")


def test_rows_out_of_reach_are_not_there(open_work):
    with open_work() as work:
        company, ids = made(work, 6)
        mine = parse_condition(work.model, company, {"field": "employees", "op": "eq", "value": 1})
        theirs = parse_condition(work.model, company, {"field": "employees", "op": "eq", "value": 2})
        rights = company_rights(work, {}, (mine, theirs))
        nothing = company_rights(work, {}, ())
    with open_work(rights, user=2, write=False) as work:
        company = work.entity("company")
        assert count(work, company, {})["count"] == 3
        found = page(work, company, {"sort": [{"field": "name"}], "limit": 2})
        assert [item["title"] for item in found["items"]] == ["F01", "F02"]
        with pytest.raises(NotFound):
            read_one(work, company, ids[0])
        with pytest.raises(NotFound):
            history_of(work, company, ids[0])
    with open_work(nothing, user=2, write=False) as work, pytest.raises(NotAllowed):
        page(work, work.entity("company"), {})


def test_a_view_bounds_a_list_and_brings_columns_and_order(work):
    company = work.entity("company")
    made_ = [{"name": f"F{at}", "employees": 100 + at % 2, "code": f"AA-10{at}"} for at in range(4)]
    ids = save_records.create_many(work, company, made_).ids
    person = work.entity("person")
    save_records.create_many(work, person, [{"name": "P", "company": ids[at], "role": "decides"} for at in range(3)])
    view = next(key for key, one in work.model.views.items() if one.name == "big_companies")
    found = page(work, company, {"view": view})
    assert [item["title"] for item in found["items"]] == ["F1", "F0", "F2"]
    assert list(found["items"][0]["values"]) == ["name", "employees", "parent_company.name"]
    assert count(work, company, {"view": view, "filter": {"field": "name", "op": "eq", "value": "F1"}})["count"] == 1
    with pytest.raises(NotFound):
        page(work, company, {"view": "v_00000000"})


def test_counts_stop_at_the_cap_unless_asked_to_be_exact(work, monkeypatch):
    company, _ = made(work, 12)
    monkeypatch.setattr(read_records, "COUNT_CAP", 10)
    assert count(work, company, {}) == {"count": 10, "capped": True}
    assert count(work, company, {"exact": True}) == {"count": 12, "capped": False}


@pytest.mark.parametrize(
    "request_",
    [
        {"limit": 0},
        {"limit": 10_000},
        {"limit": "5"},
        {"sort": "name"},
        {"sort": [{"field": "labels"}]},
        {"sort": [{"field": 7}]},
        {"fields": "name"},
        {"fields": [None]},
        {"search": 5},
        {"search": "x" * 1_000},
        {"filter": []},
        {"filter": {"field": "name", "op": "explodes", "value": 1}},
    ],
)
def test_a_request_that_makes_no_sense_is_refused(work, request_):
    with pytest.raises(Invalid):
        page(work, work.entity("company"), request_)


def test_groups_carry_wire_values_labels_and_measures(work):
    company = work.entity("company")
    inputs = [
        {
            "name": "A",
            "tier": "high",
            "score": "1.00",
            "revenue": {"amount": "5", "currency": "CNY"},
            "labels": ["hot"],
        },
        {
            "name": "B",
            "tier": "high",
            "score": "2.00",
            "revenue": {"amount": "7", "currency": "USD"},
            "labels": ["hot", "vip"],
        },
        {"name": "C", "tier": "low", "score": "4.55", "founded_on": "2025-12-31"},
        {"name": "D", "tier": None, "founded_on": "2025-11-30", "manager": 2},
    ]
    assert not save_records.create_many(work, company, inputs).failed
    measures = [
        {"function": "count"},
        {"field": "score", "function": "sum"},
        {"field": "score", "function": "avg"},
        {"field": "revenue", "function": "sum"},
    ]
    found = group(work, company, {"by": [{"field": "tier"}], "measures": measures})
    assert [(one["key"], one["labels"], one["measures"]) for one in found["groups"]] == [
        ([None], [None], [1, None, None, []]),
        (
            ["high"],
            ["高价值"],
            [2, "3.00", "1.50", [{"amount": "5.00", "currency": "CNY"}, {"amount": "7.00", "currency": "USD"}]],
        ),
        (["low"], ["普通"], [1, "4.55", "4.55", []]),
    ]
    by_amount = {"measures": [{"field": "revenue.amount", "function": one} for one in ("sum", "max", "count")]}
    each = [{"amount": "5.00", "currency": "CNY"}, {"amount": "7.00", "currency": "USD"}]
    assert group(work, company, by_amount)["groups"][0]["measures"] == [each, each, 2]
    by_label = group(work, company, {"by": [{"field": "labels"}]})["groups"]
    assert [(one["key"], one["measures"]) for one in by_label] == [([None], [2]), (["hot"], [2]), (["vip"], [1])]
    by_person = group(work, company, {"by": ["manager"]})["groups"]
    assert [(one["key"][0]["id"], one["labels"]) for one in by_person] == [(2, ["李雷"]), (1, ["Wang Li"])]
    total = group(work, company, {"measures": [{"field": "score", "function": "max"}]})["groups"]
    assert total == [{"key": [], "labels": [], "measures": ["4.55"]}]


@pytest.mark.parametrize(
    ("grain", "expected"),
    [
        ("day", ["1969-12-31", "2024-02-29", "2025-12-29", "2026-01-04"]),
        ("week", ["1969-12-29", "2024-02-26", "2025-12-29"]),
        ("month", ["1969-12-01", "2024-02-01", "2025-12-01", "2026-01-01"]),
        ("quarter", ["1969-10-01", "2024-01-01", "2025-10-01", "2026-01-01"]),
        ("year", ["1969-01-01", "2024-01-01", "2025-01-01", "2026-01-01"]),
    ],
)
def test_dates_are_grouped_by_day_week_month_quarter_and_year(work, grain, expected):
    company = work.entity("company")
    days = ["1969-12-31", "2024-02-29", "2025-12-29", "2026-01-04"]
    moments = ["1969-12-30T16:00:00Z", "2024-02-29T15:59:59Z", "2025-12-28T16:00:00Z", "2026-01-04T01:00:00Z"]
    inputs = [
        {"name": f"F{at}", "founded_on": day, "last_call_at": moment}
        for at, (day, moment) in enumerate(zip(days, moments, strict=True))
    ]
    assert not save_records.create_many(work, company, inputs).failed
    for field in ("founded_on", "last_call_at"):
        found = group(work, company, {"by": [{"field": field, "grain": grain}]})["groups"]
        assert [one["key"][0] for one in found] == expected, field


def test_moments_are_grouped_by_the_days_of_a_zone_that_changes_its_clock(work):
    from dataclasses import replace

    company = work.entity("company")
    moments = ["2025-03-30T22:30:00Z", "2025-03-29T22:30:00Z", "2025-10-26T23:30:00Z", "2025-10-25T22:30:00Z"]
    save_records.create_many(work, company, [{"name": f"F{at}", "last_call_at": one} for at, one in enumerate(moments)])
    work.moment = replace(work.moment, time_zone="Europe/Berlin")
    found = group(work, company, {"by": [{"field": "last_call_at", "grain": "day"}]})["groups"]
    days = ["2025-03-29", "2025-03-31", "2025-10-26", "2025-10-27"]
    assert [one["key"][0] for one in found] == days


@pytest.mark.parametrize("access", [Access.HIDDEN, Access.MASKED])
def test_records_are_ordered_by_a_reference_whose_title_may_not_be_read(open_work, access):
    with open_work() as work:
        company, person = work.entity("company"), work.entity("person")
        ids = [save_records.create(work, company, {"name": name}) for name in ("Zebra", "Ant")]
        for number, one in enumerate(ids):
            save_records.create(work, person, {"name": f"P{number}", "company": one})
        closed = {company.id: EntityRights({"view": (ALWAYS,)}, {company.by_name["name"].id: access})}
        rights = Rights(2, {**closed, person.id: EntityRights({"view": (ALWAYS,)}, {})})
    with open_work(rights, user=2, write=False) as work:
        person = work.entity("person")
        found = page(work, person, {"fields": ["name"], "sort": [{"field": "company"}]})
        assert [item["values"]["name"] for item in found["items"]] == ["P0", "P1"]  # as if by number, not by name
        asked = {"by": [{"field": "company"}], "measures": [{"function": "count"}]}
        assert [row["measures"] for row in group(work, person, asked)["groups"]] == [[1], [1]]
