"""Texts of every script, blanks among them, are compared and sorted alike by both databases and by the evaluator, and
pages by key over them give every record once.
"""

from __future__ import annotations

import random
import unicodedata
from dataclasses import replace
from typing import Any

import pytest

from builder.errors import Invalid
from builder.metadata import collation
from builder.metadata.condition_parsing import parse_condition, parse_path
from builder.metadata.conditions import ALWAYS
from builder.metadata.field_types.base import Operator
from builder.metadata.query import Query, Sort
from builder.metadata.rights import full_rights
from builder.metadata.values import BadValue, Value
from builder.runtime.work import Work
from builder.storage.allocator import allocate
from builder.storage.asker import Asker
from builder.storage.query import ordering
from builder.storage.query.pages import count, read_page
from builder.storage.records import NewRecord, insert_many
from tests.runtime.conftest import MEMBERS
from tests.storage.query.brute_force import Oracle, World
from tests.storage.query.test_against_brute_force import all_pages

ALPHABETS = (
    "张章李林重庆行长女吕㐂𠮷龥",
    "abAB zZ_-.,%\\'\"",
    "éÉèöÖßłøñ",
    "e\u0301o\u0308A\u030a\u200d",
    "😀👩‍💻🇨🇳",
    "０１２Ａｂ　，。",
    "カナ한국ةא",
    "0129",
    " \t\u00a0",
)
TEXTUAL = ("name", "website_hidden", "barcode", "email")
COMPARED = ("eq", "ne", "lt", "le", "gt", "ge")
MATCHED = ("contains", "not_contains", "starts_with", "ends_with")
RECORDS, EXAMPLES = 40, 25


def random_text(rng: random.Random) -> str:
    """Return a short text of one script or of several, so that many begin alike."""
    letters = "".join(rng.sample(ALPHABETS, rng.choice((1, 1, 2, 3))))
    text = "".join(rng.choice(letters) for _ in range(rng.choice((1, 1, 2, 2, 3, 6))))
    return unicodedata.normalize(rng.choice(("NFC", "NFD")), text) if rng.random() < 0.3 else text


def canonical(item: Any, text: str) -> Value:
    """Return a text as it is stored, blank where the field does not take it."""
    try:
        return item.type.parse(text, item)
    except BadValue:
        return None


def populate(work: Work, rng: random.Random) -> World:
    """Store companies with texts of every kind, each several times, and blanks."""
    company, world = work.entity("company"), World()
    pool = [random_text(rng) for _ in range(RECORDS // 2)]
    pool += [f"{rng.choice('aAzZ')}{at % 5}@{rng.choice(('b', 'B'))}.example" for at in range(10)]
    for number in allocate(work.conn, work.space, RECORDS):
        raw = {name: rng.choice(pool) for name in TEXTUAL if rng.random() < 0.8}
        parsed = {company.by_name[name].id: canonical(company.by_name[name], text) for name, text in raw.items()}
        world.records[number] = (company, {key: value for key, value in parsed.items() if value is not None})
    made = [NewRecord(number, values) for number, (_, values) in world.records.items()]
    insert_many(work.conn, work.catalog, company, made, work.stamp)
    return world


def random_tree(rng: random.Random, work: Work, world: World) -> dict[str, Any]:
    """Return a comparison of a text with one that is there, a piece of such a one, or another."""
    item = work.entity("company").by_name[rng.choice(TEXTUAL)]
    known = [values[item.id] for _, values in world.records.values() if item.id in values]
    near = rng.choice(known)
    text = rng.choice((near, near[: rng.randrange(1, 4)], near.swapcase(), random_text(rng)))
    op = rng.choice(
        [one for one in (*COMPARED, *MATCHED, "in", "not_in", "blank") if Operator(one) in item.type.operators]
    )
    if op == "blank":
        return {"field": item.name, "op": op}
    return {"field": item.name, "op": op, "value": [text, rng.choice(known)] if op in ("in", "not_in") else text}


def differences(work: Work, seed: int) -> list[str]:
    rng = random.Random(seed)
    world, company = populate(work, rng), work.entity("company")
    oracle = Oracle(world, full_rights(1), work.moment, {number: name for number, (name, _) in MEMBERS.items()})
    asker = Asker(work.catalog, oracle.rights, work.moment)
    found, hits = [], 0
    for _ in range(EXAMPLES):
        tree = random_tree(rng, work, world)
        try:
            where = parse_condition(work.model, company, tree)
        except Invalid:  # no field takes such a text
            continue
        steps = rng.sample(TEXTUAL, rng.choice((1, 2)))
        sort = tuple(Sort(parse_path(work.model, company, name), rng.random() < 0.5) for name in steps)
        query = Query(company, where=where, sort=sort, limit=rng.choice((9, 15, 50)))
        expected = oracle.answer(query)
        hits += bool(expected)
        for backward in (False, True):
            rows = all_pages(work, asker, query, backward)
            if rows != expected:
                found.append(f"{tree} by {steps}: {rows} instead of {expected}")
        if count(work.conn, asker, query) != len(expected):
            found.append(f"count of {tree}")
    assert hits > EXAMPLES // 3
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_texts_are_compared_and_sorted_alike_everywhere(work, seed):
    assert differences(work, seed) == []


@pytest.mark.parametrize("limit", [6])
def test_pages_by_key_give_every_record_once(work, limit):
    populate(work, random.Random(9))
    company = work.entity("company")
    asker = Asker(work.catalog, full_rights(1), work.moment)
    for name in TEXTUAL:
        for down in (False, True):
            query = Query(company, where=ALWAYS, sort=(Sort(parse_path(work.model, company, name), down),), limit=limit)
            whole = [row.id for row in read_page(work.conn, asker, replace(query, limit=RECORDS + 1)).rows]
            assert len(whole) == len(set(whole)) == RECORDS
            assert all_pages(work, asker, query, False) == whole == all_pages(work, asker, query, True)


def test_sorted_by_their_letters_alone_the_oracle_disagrees(work, monkeypatch):
    monkeypatch.setattr(ordering, "sort_column", lambda *_: None)
    assert differences(work, 1)


def test_with_keys_of_another_order_the_oracle_disagrees(work, monkeypatch):
    real = collation.sort_key
    monkeypatch.setattr("tests.storage.query.brute_force.sort_key", lambda text: real(text)[::-1])
    assert differences(work, 1)
