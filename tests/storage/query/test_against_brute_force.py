"""The query compiler against an oracle in Python: random rights, filters and orders, paged both ways."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import true

from builder.errors import Invalid
from builder.metadata.condition_parsing import parse_condition, parse_path
from builder.metadata.conditions import ALWAYS, Condition, Shared
from builder.metadata.query import GroupKey, GroupQuery, Measure, Query, Sort
from builder.metadata.rights import Access, EntityRights, Rights
from builder.runtime.work import Work
from builder.storage.asker import Asker
from builder.storage.query import comparisons, pages, predicates, scope
from builder.storage.query.groups import read_groups
from builder.storage.query.pages import count, read_page
from tests.runtime.conftest import MEMBERS
from tests.storage.query.brute_force import Oracle, may_ask, populate

EXAMPLES = 45
A_FIRM, SOME_FIRMS = "a firm", "some firms"
"""Stand for ids of records."""
LEAVES: tuple[dict[str, Any], ...] = (
    {"field": "score", "op": "ge", "value": "0"},
    {"field": "score", "op": "blank"},
    {"field": "name", "op": "eq", "value": "alpha"},
    {"field": "name", "op": "gt", "value": "北京"},
    {"field": "name", "op": "contains", "value": "A"},
    {"field": "tier", "op": "in", "value": ["high", "low"]},
    {"field": "tier", "op": "ne", "value": "high"},
    {"field": "labels", "op": "any_of", "value": ["hot", "vip"]},
    {"field": "labels", "op": "all_of", "value": ["hot", "vip"]},
    {"field": "labels", "op": "none_of", "value": ["hot"]},
    {"field": "founded_on", "op": "lt", "value": {"relative": "this_year"}},
    {"field": "last_call_at", "op": "eq", "value": {"relative": "today"}},
    {"field": "budget.max", "op": "between", "value": ["0.01", "0.08"]},
    {"field": "revenue.currency", "op": "eq", "value": "USD"},
    {"field": "owner", "op": "eq", "value": {"relative": "me"}},
    {"field": "department", "op": "in", "value": {"relative": "my_departments"}},
    {"field": "parent_company", "op": "eq", "value": A_FIRM},
    {"field": "parent_company", "op": "ne", "value": A_FIRM},
    {"field": "parent_company", "op": "in", "value": SOME_FIRMS},
    {"field": "parent_company", "op": "not_in", "value": SOME_FIRMS},
    {"field": "parent_company", "op": "eq", "value": {"field_of_record": "parent_company.parent_company"}},
    {"field": "parent_company", "op": "blank"},
    {"field": "parent_company.tier", "op": "eq", "value": "high"},
    {"field": "parent_company.name", "op": "ne", "value": "zz"},
    {"field": "parent_company.parent_company.score", "op": "gt", "value": "0"},
    {"field": "parent_company.labels", "op": "none_of", "value": ["vip"]},
    {"field": "employees", "op": "ge", "value": {"field_of_record": "parent_company.employees"}},
    {"exists": {"entity": "person", "via": "company", "where": {"field": "role", "op": "eq", "value": "uses"}}},
    {"count": {"entity": "person", "via": "company"}, "op": "ge", "value": 1},
    {"sum": {"entity": "company", "via": "parent_company", "of": "score"}, "op": "gt", "value": "0"},
)
SORTS = (
    "name",
    "score",
    "tier",
    "founded_on",
    "last_call_at",
    "parent_company",
    "parent_company.name",
    "parent_company.score",
    "manager",
    "revenue",
    "budget.max",
    "id",
)
PERSON_BRANCHES: tuple[dict[str, Any], ...] = (
    {"field": "owner", "op": "eq", "value": {"relative": "me"}},
    {"field": "company.tier", "op": "eq", "value": "high"},
    {"all": []},
)
DENIED = ("score", "name", "tier", "labels", "parent_company", "budget", "founded_on")


def random_condition(rng: random.Random, firms: list[int], depth: int = 2) -> dict[str, Any]:
    kind = rng.choice(("leaf", "leaf", "all", "any", "not")) if depth else "leaf"
    if kind == "leaf":
        leaf = rng.choice(LEAVES)
        if leaf.get("value") == SOME_FIRMS:
            return {**leaf, "value": rng.sample(firms, len(firms) // 2)}
        return {**leaf, "value": rng.choice(firms)} if leaf.get("value") == A_FIRM else leaf
    if kind == "not":
        return {"not": random_condition(rng, firms, depth - 1)}
    return {kind: [random_condition(rng, firms, depth - 1) for _ in range(rng.randrange(1, 4))]}


def random_rights(rng: random.Random, work: Work, firms: list[int]) -> Rights:
    company, person = work.entity("company"), work.entity("person")
    branches: tuple[Condition, ...] = tuple(
        parse_condition(work.model, company, random_condition(rng, firms, 1)) for _ in range(rng.randrange(1, 4))
    )
    if rng.random() < 0.5:
        branches = (*branches[1:], Shared(2, rng.random() < 0.5))
    if rng.random() < 0.25:
        branches = (ALWAYS,)
    of_people: tuple[Condition, ...] = tuple(
        parse_condition(work.model, person, tree) for tree in rng.sample(PERSON_BRANCHES, rng.randrange(3))
    )
    if rng.random() < 0.4:
        of_people = (*of_people, Shared(2))
    closed = {
        company.by_name[name].id: rng.choice((Access.HIDDEN, Access.MASKED))
        for name in rng.sample(DENIED, rng.choice((0, 0, 1, 2)))
    }
    return Rights(
        2,
        {
            company.id: EntityRights({"view": branches}, closed, Access.READ),
            person.id: EntityRights({"view": of_people}, {}, Access.READ),
        },
    )


def random_query(rng: random.Random, work: Work, firms: list[int]) -> Query:
    company = work.entity("company")
    where = parse_condition(work.model, company, random_condition(rng, firms)) if rng.random() < 0.8 else ALWAYS
    sort = tuple(
        Sort(parse_path(work.model, company, text), rng.random() < 0.5)
        for text in rng.sample(SORTS, rng.choice((0, 1, 1, 2, 3)))
    )
    names = [item.path.field.id for item in sort]
    if "id" in names:
        sort = sort[: names.index("id") + 1]
    return Query(company, where=where, sort=sort, limit=rng.choice((2, 5, 9, 50)))


def all_pages(work: Work, asker: Asker, query: Query, backward: bool) -> list[int]:
    """Return the ids of all pages together, walked forward, or backward from behind the end."""
    found: list[int] = []
    cursor = None
    while True:
        page = read_page(work.conn, asker, replace(query, cursor=cursor, backward=backward))
        ids = [row.id for row in page.rows]
        found = ids + found if backward else found + ids
        if not page.more:
            return found
        assert len(ids) == query.limit
        cursor = page.rows[0].position if backward else page.rows[-1].position


def difference(work: Work, oracle: Oracle, query: Query) -> str:
    """Return how the compiler and the oracle disagree about a query, or nothing."""
    asker = Asker(work.catalog, oracle.rights, oracle.moment)
    if not may_ask(oracle.rights, query):
        try:
            read_page(work.conn, asker, query)
        except Invalid as refused:
            codes = {problem.code for problem in refused.problems}
            return "" if codes == {"unknown_field"} else f"refused with {codes}"
        return "not refused"
    expected = oracle.answer(query)
    for backward in (False, True):
        found = all_pages(work, asker, query, backward)
        if found != expected:
            return f"{'backward' if backward else 'forward'}: {found} instead of {expected}"
    if count(work.conn, asker, query) != len(expected):
        return "count"
    return _groups(work, oracle, asker, query)


def _groups(work: Work, oracle: Oracle, asker: Asker, query: Query) -> str:
    tier = parse_path(work.model, query.entity, "tier")
    score = parse_path(work.model, query.entity, "score")
    if not may_ask(oracle.rights, Query(query.entity, sort=(Sort(tier), Sort(score)))):
        return ""
    measures = (Measure("count"), Measure("sum", score), Measure("min", score))
    asked = GroupQuery(query.entity, (GroupKey(tier),), measures, query.where)
    found = {group.key[0]: group.measures for group in read_groups(work.conn, asker, asked).rows}
    expected: dict[Any, Any] = {}
    for number in oracle.matches(query.entity, query.where):
        values = oracle.world.records[number][1]
        expected.setdefault(values.get(tier.field.id), []).append(values.get(score.field.id))
    summed = {
        key: (len(scores), *_sum_and_min([score for score in scores if score is not None]))
        for key, scores in expected.items()
    }
    return "" if found == summed else f"groups: {found} instead of {summed}"


def _sum_and_min(scores: list[int]) -> tuple[int | None, int | None]:
    return (sum(scores), min(scores)) if scores else (None, None)


def differences(work: Work, seed: int, examples: int) -> list[str]:
    """Return what disagrees in a number of random queries."""
    rng = random.Random(seed)
    world = populate(work, seed)
    moment = replace(work.moment, user=2, department=2, departments=(2,))
    names = {number: name for number, (name, _) in MEMBERS.items()}
    firms = [number for number, (entity, _) in world.records.items() if entity.name == "company"]
    found = []
    for at in range(examples):
        rights = random_rights(rng, work, firms)
        query = random_query(rng, work, firms)
        wrong = difference(work, Oracle(world, rights, moment, names), query)
        if wrong:
            found.append(f"example {at}: {wrong}")
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_every_query_finds_what_looking_at_every_record_finds(work, seed):
    assert differences(work, seed, EXAMPLES) == []


def _without_row_rules(_scope, _entity, _table, _branch):
    return true()


def test_without_the_row_rules_the_oracle_disagrees(work, monkeypatch):
    monkeypatch.setattr(pages, "on_table", _without_row_rules)
    assert differences(work, 1, 15)


def test_without_the_rules_of_joined_records_the_oracle_disagrees(work, monkeypatch):
    monkeypatch.setattr(predicates, "reach", lambda *_: true())
    assert differences(work, 1, 25)


def test_without_the_rules_of_named_records_the_oracle_disagrees(work, monkeypatch):
    """Who may not view a company must not find those that name it."""
    monkeypatch.setattr(comparisons, "is_bounded", lambda *_: False)
    assert differences(work, 1, 45)


def test_without_the_day_to_which_records_are_shared_the_oracle_disagrees(work, monkeypatch):
    monkeypatch.setattr(predicates, "today", lambda _moment: 0)
    assert differences(work, 1, 25)


def test_without_the_check_of_fields_the_oracle_disagrees(work, monkeypatch):
    monkeypatch.setattr(scope.Scope, "check", lambda *_, **__: None)
    assert "not refused" in " ".join(differences(work, 1, 25))
