"""Fields of joined records and the words of a search, against an oracle in Python: what is hidden or masked in one
entity is asked for by paths from another, and quick search finds nothing by what the principal may not read.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from builder.errors import Invalid
from builder.metadata.collation import search_query, search_words
from builder.metadata.condition_parsing import parse_condition, parse_path
from builder.metadata.conditions import ALWAYS, Path, Shared
from builder.metadata.entity import Entity
from builder.metadata.query import GroupKey, GroupQuery, Measure, Query, Sort
from builder.metadata.rights import Access, EntityRights, Rights
from builder.runtime.work import Work
from builder.storage import search
from builder.storage.asker import Asker
from builder.storage.query import row_reader, scope
from builder.storage.query.groups import read_groups
from builder.storage.query.pages import count, read_page
from tests.runtime.conftest import MEMBERS
from tests.storage.query.brute_force import Oracle, Seen, is_readable, may_ask, populate
from tests.storage.query.test_against_brute_force import all_pages

EXAMPLES = 40
PATHS = (
    *("name", "role", "birthday", "company"),
    *("company.name", "company.tier", "company.score", "company.founded_on", "company.manager"),
    *("company.parent_company", "company.parent_company.tier", "company.parent_company.name"),
)
CONDITIONS: tuple[dict[str, Any], ...] = (
    {"field": "role", "op": "eq", "value": "uses"},
    {"field": "company", "op": "not_blank"},
    {"field": "company.tier", "op": "eq", "value": "high"},
    {"field": "company.tier", "op": "blank"},
    {"field": "company.name", "op": "contains", "value": "a"},
    {"field": "company.score", "op": "ge", "value": "0"},
    {"field": "company.labels", "op": "any_of", "value": ["hot"]},
    {"field": "company.parent_company.tier", "op": "ne", "value": "high"},
    {"field": "company.manager", "op": "eq", "value": {"relative": "me"}},
)
SCOPES: tuple[dict[str, Any], ...] = (
    {"field": "tier", "op": "in", "value": ["high", "middle"]},
    {"field": "owner", "op": "eq", "value": {"relative": "me"}},
    {"field": "parent_company.score", "op": "ge", "value": "0"},
    {"field": "score", "op": "blank"},
)
OF_PEOPLE: tuple[dict[str, Any], ...] = (
    {"field": "owner", "op": "eq", "value": {"relative": "me"}},
    {"field": "company.tier", "op": "eq", "value": "low"},
    {"field": "role", "op": "not_blank"},
)
CLOSED = ("name", "tier", "score", "labels", "parent_company", "founded_on", "manager")
SEARCHED = ("email", "phone", "name", "profile")
WORDS = ("alpha", "bei", "北京", "钢铁", "zz", "hidden", "1390013", "secret.example", "alpha hidden", "上海 zz")


def random_branches(rng: random.Random, work: Work, entity: Entity, trees: Any) -> tuple[Any, ...]:
    if rng.random() < 0.3:
        return (ALWAYS,)
    found = tuple(parse_condition(work.model, entity, tree) for tree in rng.sample(trees, rng.randrange(1, 3)))
    return (*found[1:], Shared(2)) if rng.random() < 0.3 else found


def random_closed(rng: random.Random, entity: Entity, names: tuple[str, ...]) -> dict[str, Access]:
    chosen = rng.sample(names, rng.choice((0, 1, 1, 2)))
    return {entity.by_name[name].id: rng.choice((Access.HIDDEN, Access.MASKED)) for name in chosen}


def random_rights(rng: random.Random, work: Work, closed: tuple[str, ...] = CLOSED) -> Rights:
    company, person = work.entity("company"), work.entity("person")
    firms = {"view": random_branches(rng, work, company, SCOPES)} if rng.random() < 0.9 else {}
    people = {"view": random_branches(rng, work, person, OF_PEOPLE)}
    return Rights(
        2,
        {
            company.id: EntityRights(firms, random_closed(rng, company, closed), Access.READ),
            person.id: EntityRights(people, random_closed(rng, person, ("role", "company")), Access.READ),
        },
    )


def random_query(rng: random.Random, work: Work) -> Query:
    person = work.entity("person")
    tree = {rng.choice(("all", "any")): rng.sample(CONDITIONS, rng.randrange(1, 3))}
    where = parse_condition(work.model, person, tree) if rng.random() < 0.7 else ALWAYS
    sort = [
        Sort(parse_path(work.model, person, text), rng.random() < 0.5)
        for text in rng.sample(PATHS, rng.choice((0, 1, 2)))
    ]
    return Query(person, where=where, sort=tuple(sort), limit=rng.choice((3, 7, 50)))


def refused(ask: Callable[[], Any]) -> str:
    """Return what is wrong with how something is refused that the principal may not ask for."""
    try:
        ask()
    except Invalid as error:
        codes = {problem.code for problem in error.problems}
        return "" if codes == {"unknown_field"} else f"refused with {codes}"
    return "not refused"


def is_shown(rights: Rights, path: Path) -> bool:
    """Whether a principal sees something of the field at the end of a path; masked values are covered later."""
    last = Access.HIDDEN if rights.on(path.entity.id).access(path.field.id) is Access.HIDDEN else Access.READ
    return last is not Access.HIDDEN and all(is_readable(rights, Path((), entity, item)) for entity, item in path.steps)


def wrong_rows(work: Work, oracle: Oracle, asker: Asker, query: Query) -> str:
    if not may_ask(oracle.rights, query):
        return refused(lambda: read_page(work.conn, asker, query))
    expected = oracle.answer(query)
    for backward in (False, True):
        found = all_pages(work, asker, query, backward)
        if found != expected:
            return f"{'backward' if backward else 'forward'}: {found} instead of {expected}"
    return "" if count(work.conn, asker, query) == len(expected) else "count"


def wrong_labels(work: Work, oracle: Oracle, asker: Asker, query: Query, path: Path) -> str:
    """Read a field of a joined record with the rows."""
    asked = replace(query, where=ALWAYS, sort=(), fields=(path,), limit=100)
    if not is_shown(oracle.rights, path):
        return refused(lambda: read_page(work.conn, asker, asked))
    for row in read_page(work.conn, asker, asked).rows:
        expected = Seen(oracle, query.entity, row.id, trusted=True).value(replace(path, steps=(), targets=()))
        if path.steps:
            expected = Seen(oracle, query.entity, row.id, trusted=False).value(path)
        value = row.values.get(row_reader.key_of(path))
        if value != expected and not (path.field.type.name == "reference" and expected == -1):
            return f"label of {row.id}: {value} instead of {expected}"
    return ""


def wrong_groups(work: Work, oracle: Oracle, asker: Asker, query: Query, path: Path) -> str:
    asked = GroupQuery(query.entity, (GroupKey(path),), (Measure("count"),), query.where)
    if not may_ask(oracle.rights, replace(query, sort=(Sort(path),))):
        return refused(lambda: read_groups(work.conn, asker, asked))
    found = {group.key[0]: group.measures[0] for group in read_groups(work.conn, asker, asked).rows}
    expected: dict[Any, int] = {}
    for number in oracle.matches(query.entity, query.where):
        key = Seen(oracle, query.entity, number, False).value(path)
        expected[key] = expected.get(key, 0) + 1
    return "" if found == expected else f"groups: {found} instead of {expected}"


def differences(work: Work, seed: int, examples: int) -> list[str]:
    rng = random.Random(seed)
    world = populate(work, seed)
    moment = replace(work.moment, user=2, department=2, departments=(2,))
    names = {number: name for number, (name, _) in MEMBERS.items()}
    person = work.entity("person")
    found = []
    for at in range(examples):
        oracle = Oracle(world, random_rights(rng, work), moment, names)
        asker, query = Asker(work.catalog, oracle.rights, moment), random_query(rng, work)
        shown = parse_path(work.model, person, rng.choice([text for text in PATHS if "." in text]))
        grouped = parse_path(work.model, person, rng.choice(("company.tier", "company.founded_on", "role")))
        wrong = (
            wrong_rows(work, oracle, asker, query),
            wrong_labels(work, oracle, asker, query, shown),
            wrong_groups(work, oracle, asker, query, grouped),
        )
        found += [f"example {at}: {one}" for one in wrong if one]
    return found


@pytest.mark.parametrize("seed", [3, 4])
def test_fields_of_joined_records_are_asked_for_as_the_rights_say(work, seed):
    assert differences(work, seed, EXAMPLES) == []


def test_without_the_rules_of_joined_records_the_oracle_disagrees(work, monkeypatch):
    monkeypatch.setattr(scope.Scope, "visible", lambda _self, _entity, table: table.c.deleted_at.is_(None))
    found = " ".join(differences(work, 3, EXAMPLES))
    assert "forward" in found
    assert "label" in found
    assert "groups" in found


def test_without_the_check_of_joined_fields_the_oracle_disagrees(work, monkeypatch):
    real = scope.Scope.may_read

    def careless(self, entity, item, least=Access.READ):
        return entity is not self.entity or real(self, entity, item, least)

    monkeypatch.setattr(scope.Scope, "may_read", careless)
    assert "not refused" in " ".join(differences(work, 3, EXAMPLES))


def test_with_masked_fields_taken_for_readable_the_oracle_disagrees(work, monkeypatch):
    real = scope.Scope.may_read

    def careless(self, entity, item, _least=Access.READ):
        return real(self, entity, item, Access.MASKED)

    monkeypatch.setattr(scope.Scope, "may_read", careless)
    assert "not refused" in " ".join(differences(work, 3, EXAMPLES))


def with_words(work: Work, rng: random.Random, world: Any) -> None:
    """Give companies texts to be searched, and store the words of all."""
    company = work.entity("company")
    texts: dict[str, tuple[str | None, ...]] = {
        "email": (None, "hidden@secret.example", "alpha@mail.example"),
        "phone": (None, "+8613900138000", "+8613700137000"),
        "profile": (None, "北京 hidden alpha", "钢铁"),
    }
    words = {}
    for number, (entity, values) in world.records.items():
        if entity is company:
            values |= {company.by_name[name].id: rng.choice(choices) for name, choices in texts.items()}
            words[number] = search.words_of(company, values)
    search.index(work.conn, work.catalog, company, words, fresh=True)


def has_words(rights: Rights, entity: Entity, values: Any, wanted: str) -> bool:
    """Whether each word is in some text of a record that the principal reads in full."""
    open_fields = [item for item in entity.fields if item.searchable and is_readable(rights, Path((), entity, item))]
    texts = [item.type.search_text(values[item.id], item) for item in open_fields if values.get(item.id) is not None]
    kept = [f" {search_words(text)} " for text in texts]
    phrases = [" ".join(group) for group in search_query(wanted) if group]
    sought = [f" {phrase[:-1]}" if phrase.endswith("*") else f" {phrase} " for phrase in phrases]
    return bool(sought) and all(any(phrase in text for text in kept) for phrase in sought)


def search_differences(work: Work, seed: int, examples: int) -> list[str]:
    rng = random.Random(seed)
    world = populate(work, seed)
    with_words(work, rng, world)
    moment = replace(work.moment, user=2, department=2, departments=(2,))
    names = {number: name for number, (name, _) in MEMBERS.items()}
    company = work.entity("company")
    found, hits = [], 0
    for at in range(examples):
        oracle = Oracle(world, random_rights(rng, work, SEARCHED), moment, names)
        asker, wanted = Asker(work.catalog, oracle.rights, moment), rng.choice(WORDS)
        query = Query(company, search=wanted, limit=rng.choice((2, 50)))
        expected = [
            number
            for number in oracle.answer(query)
            if has_words(oracle.rights, company, world.records[number][1], wanted)
        ]
        hits += len(expected)
        asked = (all_pages(work, asker, query, False), all_pages(work, asker, query, True))
        if asked != (expected, expected) or count(work.conn, asker, query) != len(expected):
            found.append(f"example {at}, {wanted!r}: {asked[0]} instead of {expected}")
    assert hits > examples
    return found


@pytest.mark.parametrize("seed", [5, 6])
def test_a_search_finds_by_what_the_principal_reads_alone(work, seed):
    assert search_differences(work, seed, EXAMPLES) == []


def test_without_the_fields_of_the_principal_a_search_finds_too_much(work, monkeypatch):
    tags = sorted({search.tag_of(item) for item in work.entity("company").fields if item.searchable})
    monkeypatch.setattr(search, "readable_tags", lambda _scope: tags)
    assert search_differences(work, 5, EXAMPLES)


def test_without_the_row_rules_a_search_finds_too_much(work, monkeypatch):
    monkeypatch.setattr("builder.storage.query.pages.branches_of", lambda *_: (ALWAYS,))
    assert search_differences(work, 5, EXAMPLES)
