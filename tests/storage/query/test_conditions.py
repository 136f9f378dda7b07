"""Conditions in SQL, held to the table of cases that decides them in memory, and to the evaluator itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

from builder.errors import Invalid
from builder.metadata.condition_parsing import parse_condition
from builder.metadata.conditions import Not
from builder.metadata.evaluation import holds
from builder.metadata.query import Query
from builder.runtime.record_views import StoredView
from builder.runtime.work import Work
from builder.storage.allocator import allocate
from builder.storage.asker import Reach
from builder.storage.query.pages import count, read_page
from builder.storage.records import NewRecord, insert_many, lock_many
from tests.metadata.condition_cases import CASES, COMPANIES, NOW, OWNERS, PEOPLE, SUBORDINATES, USER


def insert_cases(work: Work) -> dict[str, int]:
    """Store the records of the table as they are, past the rules; return key → id."""
    keys = (*COMPANIES, *PEOPLE)
    numbers = dict(zip(keys, allocate(work.conn, work.space, len(keys)), strict=True))
    for name, table in (("company", COMPANIES), ("person", PEOPLE)):
        entity = work.entity(name)
        made = []
        for key, wire in table.items():
            values = {}
            for field, raw in wire.items():
                item = entity.by_name[field]
                value = item.type.parse(numbers[raw] if item.type.name == "reference" else raw, item)
                if value is not None:
                    values[item.id] = value
            made.append(NewRecord(numbers[key], values))
        insert_many(work.conn, work.catalog, entity, made, work.stamp)
    main = work.catalog.tables[work.entity("company").id].main
    for key, owner in OWNERS.items():
        work.conn.execute(update(main).where(main.c.id == numbers[key]).values(owner=owner))
    return numbers


@pytest.fixture
def cases(work: Work) -> tuple[Work, dict[str, int]]:
    asked = replace(work.moment, now=NOW, user=USER, subordinates=SUBORDINATES, department=None, departments=())
    numbers = insert_cases(work)
    work.moment = asked
    return work, numbers


def found_by(work: Work, numbers: dict[str, int], condition: Any) -> set[str]:
    query = Query(work.entity("company"), where=condition, limit=100)
    rows = read_page(work.conn, work.asker, query).rows
    assert count(work.conn, work.asker, query) == len(rows)
    keys = {number: key for key, number in numbers.items()}
    return {keys[row.id] for row in rows}


def test_sql_finds_what_the_table_says_and_its_negation_the_others(cases):
    work, numbers = cases
    wrong = []
    for tree, expected in CASES:
        condition = parse_condition(work.model, work.entity("company"), tree)
        found = found_by(work, numbers, condition)
        others = found_by(work, numbers, Not(condition))
        if found != set(expected) or others != set(COMPANIES) - set(expected):
            wrong.append((tree, sorted(found), sorted(others), expected))
    assert wrong == []


def test_a_stored_record_is_judged_as_its_sql_judges_it(cases):
    work, numbers = cases
    company = work.entity("company")
    stored = lock_many(work.conn, work.asker, company, [numbers[key] for key in COMPANIES], Reach(None))
    wrong = []
    for tree, expected in CASES:
        condition = parse_condition(work.model, company, tree)
        views = {key: StoredView(work, company, stored[numbers[key]].values, numbers[key]) for key in COMPANIES}
        found = {key for key, view in views.items() if holds(condition, view, work.moment)}
        if found != set(expected):
            wrong.append((tree, sorted(found), expected))
    assert wrong == []


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
def test_texts_no_database_can_hold_are_refused(work, text):
    from builder.runtime.read_records import page

    with pytest.raises(Invalid):
        page(work, work.entity("company"), {"filter": {"field": "name", "op": "contains", "value": text}})
    with pytest.raises(Invalid):
        page(work, work.entity("company"), {"search": text})
