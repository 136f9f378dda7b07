"""Boards, calendars and trees: what each shows of the records in reach, and what it refuses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builder.errors import Invalid, LimitExceeded, NotFound
from builder.metadata.condition_parsing import parse_condition
from builder.metadata.conditions import ALWAYS
from builder.metadata.rights import Access, EntityRights, Rights
from builder.runtime import boards, calendars, read_records, save_records, trees
from builder.runtime.save_records import Update
from builder.storage.query import time_limits


def codes_of(refused):
    return {(problem.path, problem.code) for problem in refused.value.problems}


def made(work, rows, entity="company"):
    found = work.entity(entity)
    result = save_records.create_many(work, found, rows)
    assert not result.failed, result.failed
    return found, list(result.ids.values())


def seller(work, access=None, branches=None):
    """Somebody who sees their own companies only."""
    company = work.entity("company")
    own = parse_condition(work.model, company, {"field": "owner", "op": "eq", "value": {"relative": "me"}})
    fields = {company.by_name[name].id: kind for name, kind in (access or {}).items()}
    return Rights(2, {company.id: EntityRights({"view": branches or (own,), "edit": (own,)}, fields)})


def as_seller(work, **how):
    return replace(work, rights=seller(work, **how), moment=replace(work.moment, user=2))


def cards(answer):
    return {column["key"]: [card["title"] for card in column.get("items", ())] for column in answer["columns"]}


def test_a_board_has_a_column_for_each_option_with_its_first_cards_and_goes_on_as_a_list(work):
    company, _ = made(work, [{"name": f"N{at:02}", "tier": "high" if at % 3 else "low"} for at in range(12)])
    asked = {"field": "tier", "fields": ["name"], "limit": 3, "sort": [{"field": "name"}]}
    answer = boards.board(work, company, asked)
    assert cards(answer) == {
        None: [],
        "high": ["N01", "N02", "N04"],
        "middle": [],
        "low": ["N00", "N03", "N06"],
    }
    high = answer["columns"][1]
    assert (high["label"]["en"], high["color"], high["disabled"]) == ("High", "red", False)
    rest = {"fields": ["name"], "filter": high["where"], "sort": high["sort"], "cursor": high["next"]}
    more = read_records.page(work, company, rest)
    assert [item["title"] for item in more["items"]] == ["N05", "N07", "N08", "N10", "N11"]


def test_a_column_whose_order_no_index_serves_gives_the_newest_first_unless_an_order_is_asked_for(work):
    company, _ = made(work, [{"name": "A"}, {"name": "B"}])
    column = boards.board(work, company, {"field": "manager", "columns": [1]})["columns"][0]
    assert (column["sort"], [card["title"] for card in column["items"]]) == (boards.NEWEST_FIRST, ["B", "A"])
    asked = {"field": "manager", "columns": [1], "sort": [{"field": "name"}]}
    assert [card["title"] for card in boards.board(work, company, asked)["columns"][0]["items"]] == ["A", "B"]


def test_a_column_in_the_order_of_the_entity_is_so_where_an_index_serves_it(work, monkeypatch):
    company, _ = made(work, [{"name": "B"}, {"name": "A"}])
    ready = boards.list_for
    monkeypatch.setattr(boards, "list_for", lambda *given: replace(ready(*given), indexed=True))
    column = boards.board(work, company, {"field": "manager", "columns": [1]})["columns"][0]
    assert (column["sort"], [card["title"] for card in column["items"]]) == (None, ["A", "B"])


def test_named_columns_alone_are_filled(work):
    company, _ = made(work, [{"name": "A", "tier": "high"}, {"name": "B", "tier": "low"}, {"name": "C", "tier": None}])
    answer = boards.board(work, company, {"field": "tier", "columns": ["low", None]})
    assert cards(answer) == {None: ["C"], "low": ["B"]}


def test_stages_stand_on_the_board_of_their_flow(work):
    company, _ = made(work, [{"name": "A"}, {"name": "B", "source": "partner"}])
    assert cards(boards.board(work, company, {"field": "stage", "flow": "partner_flow"})) == {
        "invited": ["B"],
        "joined": [],
    }
    stages = cards(boards.board(work, company, {"field": "stage", "flow": "company_flow"}))
    assert list(stages) == ["fresh", "working", "won", "lost", "assigned"]
    assert stages["fresh"] == ["A"]
    with pytest.raises(NotFound):
        boards.board(work, company, {"field": "stage", "flow": "no_such_flow"})


def test_people_have_columns_by_name(work):
    company, _ = made(work, [{"name": "A", "manager": 2}, {"name": "B", "manager": None}])
    answer = boards.board(work, company, {"field": "manager"})
    assert {column["title"]: column["key"] for column in answer["columns"]} == {
        None: None,
        "Han Meimei": 3,
        "李雷": 2,
        "Wang Li": 1,
    }
    assert cards(answer)[2] == ["A"]
    assert cards(answer)[None] == ["B"]


def test_of_many_people_those_have_columns_whose_records_there_are(work, monkeypatch):
    monkeypatch.setattr(boards, "FEW_PEOPLE", 1)
    company, _ = made(work, [{"name": "A", "manager": 2}, {"name": "B", "manager": 3}])
    assert cards(boards.board(work, company, {"field": "manager"})) == {None: [], 3: ["B"], 2: ["A"]}


def test_columns_that_a_filter_shuts_out_are_left_out(work):
    company, _ = made(work, [{"name": "A", "tier": "high", "manager": 1}])
    asked = {"field": "tier", "filter": {"field": "tier", "op": "in", "value": ["high", "low"]}}
    assert list(cards(boards.board(work, company, asked))) == ["high", "low"]
    mine = {"field": "manager", "filter": {"field": "manager", "op": "eq", "value": {"relative": "me"}}}
    assert cards(boards.board(work, company, mine)) == {1: ["A"]}


def test_totals_count_all_of_a_column_and_sum_each_currency_apart(work):
    company, _ = made(
        work,
        [
            {"name": "A", "tier": "high", "revenue": {"amount": "10", "currency": "CNY"}},
            {"name": "B", "tier": "high", "revenue": {"amount": "5.5", "currency": "CNY"}},
            {"name": "C", "tier": "high", "revenue": {"amount": "7", "currency": "USD"}},
            {"name": "D", "tier": "low", "score": "3.25"},
        ],
    )
    found = boards.board_totals(work, company, {"field": "tier", "sum": "revenue.amount"})
    assert found["exact"]
    high, low = found["totals"]
    assert (high["key"], high["count"]) == ("high", 3)
    assert high["sum"] == [{"amount": "15.50", "currency": "CNY"}, {"amount": "7.00", "currency": "USD"}]
    assert (low["key"], low["count"], low["sum"]) == ("low", 1, [])
    scores = boards.board_totals(work, company, {"field": "tier", "sum": "score"})["totals"]
    assert [total["sum"] for total in scores] == [None, "3.25"]
    assert "sum" in boards.board_totals(work, company, {"field": "tier"})["totals"][0]


def test_where_summing_takes_too_long_columns_are_counted(work, monkeypatch):
    company, _ = made(work, [{"name": "A", "tier": "high"}, {"name": "B", "tier": "high"}])

    def slow(*_given):
        raise LimitExceeded("query_too_slow", seconds=1)

    monkeypatch.setattr(read_records, "read_groups", slow)
    found = boards.board_totals(work, company, {"field": "tier", "sum": "score"})
    assert not found["exact"]
    high = next(total for total in found["totals"] if total["key"] == "high")
    assert high == {"key": "high", "count": 2, "capped": False, "sum": None}


def test_columns_without_time_left_stay_empty_handed_and_a_board_without_any_is_refused(work, monkeypatch):
    company, _ = made(work, [{"name": "A", "tier": "high"}])
    page, calls = read_records.page, []

    def slow_after(enough):
        def asked(*given):
            calls.append(given)
            if len(calls) > enough:
                raise LimitExceeded("query_too_slow", seconds=1)
            return page(*given)

        return asked

    monkeypatch.setattr(read_records, "page", slow_after(2))
    columns = boards.board(work, company, {"field": "tier"})["columns"]
    assert ["items" in column for column in columns] == [True, True, False, False]
    calls.clear()
    monkeypatch.setattr(read_records, "page", slow_after(0))
    with pytest.raises(LimitExceeded):
        boards.board(work, company, {"field": "tier"})


def test_a_limit_inside_a_limit_ends_with_it_and_the_transaction_goes_on(work):
    with (
        pytest.raises(LimitExceeded),
        time_limits.quickly(work.conn, 0.0),
        time_limits.time_limit(work.conn, 60),
    ):
        work.conn.exec_driver_sql(ENDLESS[work.conn.dialect.name])
    assert work.conn.exec_driver_sql("SELECT 1").scalar_one() == 1
    assert made(work, [{"name": "After"}])[1]


ENDLESS = {
    "sqlite": "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n",
    "postgresql": "SELECT pg_sleep(60)",
}


@pytest.mark.parametrize("field", ["name", "labels", "parent_company", "revenue", "manager.name", "tier.label"])
def test_what_makes_no_columns_is_refused(work, field):
    with pytest.raises(Invalid) as refused:
        boards.board(work, work.entity("company"), {"field": field})
    assert {code for _, code in codes_of(refused)} <= {"not_for_board", "unknown_field"}


def test_a_board_shows_what_is_in_reach_and_no_hidden_field(work):
    company, ids = made(work, [{"name": "Mine", "tier": "high"}, {"name": "Yours", "tier": "high"}])
    from builder.runtime.set_owner import set_one_owner

    set_one_owner(work, company, ids[0], 2, None)
    mine = as_seller(work, access={"score": Access.HIDDEN, "source": Access.MASKED})
    assert cards(boards.board(mine, company, {"field": "tier"}))["high"] == ["Mine"]
    assert boards.board_totals(mine, company, {"field": "tier"})["totals"][0]["count"] == 1
    for asked in ({"field": "source"}, {"field": "tier", "fields": ["score"]}):
        with pytest.raises(Invalid) as refused:
            boards.board(mine, company, asked)
        assert {code for _, code in codes_of(refused)} == {"unknown_field"}
    with pytest.raises(Invalid):
        boards.board_totals(mine, company, {"field": "tier", "sum": "score"})


# Calendars


def days(work, entity, **asked):
    answer = calendars.calendar(work, entity, {"fields": ["name"], **asked})
    return [(item["title"], item["date"]) for item in answer["items"]], answer["days"]


def span(start, end):
    return {"start": start, "end": end}


def test_a_calendar_places_dates_moments_and_ranges_in_the_zone_of_the_workspace(work):
    company, _ = made(
        work,
        [
            {"name": "Before", "founded_on": "2026-10-31", "last_call_at": "2026-10-31T15:59:59Z"},
            {"name": "First", "founded_on": "2026-11-01", "last_call_at": "2026-10-31T16:00:00Z"},
            {
                "name": "Last",
                "founded_on": "2026-11-30",
                "contract_period": {"start": "2026-11-30", "end": "2027-01-01"},
            },
            {
                "name": "After",
                "founded_on": "2026-12-01",
                "contract_period": {"start": "2026-10-01", "end": "2026-11-01"},
            },
            {"name": "Open", "contract_period": span("2026-01-01", "2026-10-31")},
        ],
    )
    november = {"from": "2026-11-01", "until": "2026-12-01"}
    assert days(work, company, dates=[{"start": "founded_on"}], **november)[0] == [("First", 0), ("Last", 0)]
    assert days(work, company, dates=[{"start": "last_call_at"}], **november)[0] == [("First", 0)]
    ranges = days(work, company, dates=[{"start": "contract_period"}, {"start": "founded_on"}], **november)[0]
    assert ranges == [("Last", 0), ("After", 0), ("First", 1), ("Last", 1)]


def test_a_crowded_month_gives_so_many_of_each_day_and_counts_the_rest(work, monkeypatch):
    monkeypatch.setattr(calendars, "LARGEST_PAGE", 5)
    rows = [{"name": f"C{at}", "founded_on": f"2026-11-{1 + at % 2:02}"} for at in range(9)]
    company, _ = made(work, [*rows, {"name": "Elsewhere", "founded_on": "2026-12-05"}])
    found, more = days(
        work, company, dates=[{"start": "founded_on"}], **{"from": "2026-11-01", "until": "2026-12-01"}, per_day=4
    )
    assert len(found) == 8
    assert more == [{"date": 0, "day": "2026-11-01", "count": 5}]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"until": "2026-10-31"}, ("until", "range_reversed")),
        ({"until": "2027-10-31"}, ("until", "span_too_long")),
        ({"from": "yesterday"}, ("from", "not_a_date")),
        ({"dates": [{"start": "name"}]}, ("dates.0.start", "not_a_date")),
        ({"dates": [{"start": "founded_on", "end": "opens_at"}]}, ("dates.0.end", "not_a_date")),
        ({"dates": [{"start": "nonsense"}]}, ("dates.0.start", "unknown_field")),
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(work, change, expected):
    asked = {"dates": [{"start": "founded_on"}], "from": "2026-11-01", "until": "2026-12-01", **change}
    with pytest.raises(Invalid) as refused:
        calendars.calendar(work, work.entity("company"), asked)
    assert codes_of(refused) == {expected}


def test_a_calendar_reads_no_hidden_date(work):
    company, _ = made(work, [{"name": "A", "founded_on": "2026-11-05"}])
    blind = as_seller(work, access={"founded_on": Access.HIDDEN}, branches=(ALWAYS,))
    asked = {"dates": [{"start": "founded_on"}], "from": "2026-11-01", "until": "2026-12-01"}
    with pytest.raises(Invalid) as refused:
        calendars.calendar(blind, company, asked)
    assert codes_of(refused) == {("dates.0.start", "unknown_field")}


# Trees


def under(work, entity, parent=None, **asked):
    request = {"field": "parent_company", "fields": ["name"], "parent": parent, **asked}
    return [(item["title"], item.get("children")) for item in trees.tree(work, entity, request)["items"]]


@pytest.fixture
def family(work):
    """Root over Left and Right, Left over Leaf."""
    company, (root,) = made(work, [{"name": "Root"}])
    _, (left, right) = made(work, [{"name": name, "parent_company": root} for name in ("Left", "Right")])
    _, (leaf,) = made(work, [{"name": "Leaf", "parent_company": left}])
    return company, {"root": root, "left": left, "right": right, "leaf": leaf}


def test_a_tree_gives_one_level_with_the_count_of_the_next(work, family):
    company, ids = family
    assert under(work, company) == [("Root", 2)]
    assert under(work, company, ids["root"]) == [("Left", 1), ("Right", 0)]
    assert under(work, company, ids["leaf"]) == []


def test_what_is_searched_for_comes_with_the_way_to_it(work, family):
    company, ids = family
    request = {"field": "parent_company", "filter": {"field": "name", "op": "contains", "value": "L"}}
    found = {item["title"]: item["path"] for item in trees.tree(work, company, request)["items"]}
    assert found == {
        "Leaf": [{"id": ids["root"], "label": "Root"}, {"id": ids["left"], "label": "Left"}],
        "Left": [{"id": ids["root"], "label": "Root"}],
    }


def test_what_lies_under_what_is_out_of_sight_is_found_astray(work, family):
    from builder.runtime.set_owner import set_one_owner

    company, ids = family
    for name in ("left", "leaf"):
        set_one_owner(work, company, ids[name], 2, None)
    mine = as_seller(work)
    assert under(mine, company) == []
    assert under(mine, company, astray=True) == [("Left", 1)]
    assert under(mine, company, ids["left"]) == [("Leaf", 0)]
    assert under(mine, company, ids["root"]) == []
    request = {"field": "parent_company", "filter": {"field": "name", "op": "eq", "value": "Leaf"}}
    assert trees.tree(mine, company, request)["items"][0]["path"] == [{"id": ids["left"], "label": "Left"}]


def test_ways_that_run_in_a_circle_end(work, family):
    company, ids = family
    save_records.update_many(work, company, [Update(ids["root"], None, {"parent_company": ids["leaf"]})])
    request = {"field": "parent_company", "filter": {"field": "name", "op": "eq", "value": "Leaf"}}
    path = trees.tree(work, company, request)["items"][0]["path"]
    assert [step["label"] for step in path] == ["Root", "Left"]


@pytest.mark.parametrize("field", ["name", "partners", "related_to", "manager"])
def test_what_is_no_parent_makes_no_tree(work, field):
    with pytest.raises(Invalid) as refused:
        trees.tree(work, work.entity("company"), {"field": field})
    assert codes_of(refused) == {("field", "not_a_parent")}
