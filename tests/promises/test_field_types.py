"""Every field type through the life of a record, over HTTP: a type without a sample is a broken promise."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from builder.metadata.collation import sort_key
from builder.metadata.condition_parsing import parse_condition
from builder.metadata.definitions import Field
from builder.metadata.evaluation import PlainRecord, holds
from builder.metadata.field_types import FIELD_TYPES
from builder.metadata.field_types.base import Operator, Shape
from builder.runtime.write_plan import parser_of
from tests.promises.conftest import Promised, plain
from tests.promises.type_samples import SAMPLES, TYPES

every_type = pytest.mark.parametrize("type_name", TYPES)
PAGE = 2
NAMES = ("Ann", "Ben, the 2nd", "蔡")


def test_every_type_has_a_sample() -> None:
    assert set(SAMPLES) == set(TYPES)
    assert [name for name, sample in SAMPLES.items() if len(sample.values) < (2 if name == "boolean" else 3)] == []


def is_given(type_name: str) -> bool:
    """Whether people write values of the type, rather than the product."""
    return FIELD_TYPES[type_name].written_by_people


def fill(promised: Promised, type_name: str) -> dict[int, Any]:
    """Create a record for each value, one that repeats the first, and a blank one; return id → value."""
    values = promised.values(type_name)
    if not is_given(type_name):
        made = [promised.browser.post(promised.path(type_name), {"values": {"name": "n"}}) for _ in values]
        return {record["id"]: record["values"]["value"] for record in made}
    found: dict[int, Any] = {}
    for value in (*values, values[0], None):
        record = promised.browser.post(promised.path(type_name), {"values": {"name": "n", "value": value}})
        assert record["version"] == 1
        found[record["id"]] = value
    return found


@pytest.fixture
def filled(promised: Promised) -> Callable[[str], dict[int, Any]]:
    """Return the records of a type, made at the first call for each kind of database."""
    kept = promised.filled

    def get(type_name: str) -> dict[int, Any]:
        if type_name not in kept:
            kept[type_name] = fill(promised, type_name)
        return kept[type_name]

    return get


Filled = Callable[[str], dict[int, Any]]


def rows(promised: Promised, type_name: str, records: dict[int, Any], **query: Any) -> list[dict[str, Any]]:
    """Return what a query finds among the records."""
    found = promised.browser.post(f"{promised.path(type_name)}/query", {"fields": ["value"], "limit": 200, **query})
    return [item for item in found["items"] if item["id"] in records]


@every_type
def test_what_is_created_is_read_and_listed_alike(promised: Promised, filled: Filled, type_name: str) -> None:
    records = filled(type_name)
    path = promised.path(type_name)
    listed = {item["id"]: item["values"]["value"] for item in rows(promised, type_name, records)}
    for record, value in records.items():
        read = promised.browser.get(f"{path}/{record}")
        assert plain(read["values"]["value"]) == value
        assert listed[record] == read["values"]["value"]
    assert listed.keys() == records.keys()
    if type_name.startswith("reference"):
        assert "'label': 'Ann'" in str(listed)


@every_type
def test_every_operator_finds_what_the_evaluator_says(promised: Promised, filled: Filled, type_name: str) -> None:
    records = filled(type_name)
    trees = conditions(promised, type_name, records)
    assert {tree["op"] for tree in trees if tree["field"] == "value"} == FIELD_TYPES[type_name].operators
    with promised.reading(type_name) as (work, entity):
        item = entity.by_name["value"]
        read = parser_of(work.model, item) if is_given(type_name) else lambda raw: raw
        views = {record: PlainRecord({item.id: read(value)}) for record, value in records.items()}
        bound = [(tree, parse_condition(work.model, entity, tree)) for tree in trees]
        wanted = [
            (tree, {record for record, view in views.items() if holds(condition, view, work.moment)})
            for tree, condition in bound
        ]
    wrong, negated = [], set[tuple[str, str]]()
    for tree, expected in wanted:
        found = {item["id"] for item in rows(promised, type_name, records, filter=tree)}
        if found != expected:
            wrong.append((tree, found, expected))
        if (tree["field"], tree["op"]) not in negated:
            negated.add((tree["field"], tree["op"]))
            others = {item["id"] for item in rows(promised, type_name, records, filter={"not": tree})}
            if others != records.keys() - expected:
                wrong.append(({"not": tree}, others, records.keys() - expected))
    assert wrong == []


def conditions(promised: Promised, type_name: str, records: dict[int, Any]) -> list[dict[str, Any]]:
    """Return conditions with every operator that a type and its parts offer."""
    distinct = list({repr(value): value for value in records.values() if value is not None}.values())[:3]
    with promised.reading(type_name) as (work, entity):
        item = entity.by_name["value"]
        found = [tree for op in item.type.operators for tree in trees_of("value", op, item, distinct)]
        if len(item.parts) > 1 and item.type.shape is Shape.COLUMNS:
            read = parser_of(work.model, item)
            for part in item.parts:
                inner = item.part(part.name)
                stored = [item.type.columns(read(raw))[part.name] for raw in distinct]
                dumped = [inner.type.dump(value, inner) for value in stored if value is not None]
                for op in inner.type.operators:
                    found += trees_of(f"value.{part.name}", op, inner, dumped)
    return found


def trees_of(path: str, op: Operator, item: Field, raws: list[Any]) -> list[dict[str, Any]]:
    """Return conditions with one operator over the values."""
    several = item.type.shape is Shape.LINKS
    if op is Operator.BETWEEN and item.type.qualifier:
        raws = [{**raw, item.type.qualifier: raws[0][item.type.qualifier]} for raw in raws]
    return [{"field": path, "op": op, **operand} for operand in operands(op, raws, several)]


def operands(op: Operator, raws: list[Any], several: bool) -> list[dict[str, Any]]:
    """Return what to compare with: every value, and values that stand together."""
    if op in (Operator.BLANK, Operator.NOT_BLANK):
        return [{}]
    if op in (Operator.CONTAINS, Operator.NOT_CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH):
        texts = [text for raw in raws if (text := raw if isinstance(raw, str) else "words")]
        return [{"value": piece} for text in texts[:2] for piece in (text[:2].upper(), text[-1:])]
    if several:
        return [{"value": raw} for raw in (*raws, [])]
    if op in (Operator.IN, Operator.NOT_IN):
        return [{"value": [*pair]} for pair in pairwise(raws)] + [{"value": []}]
    if op is Operator.BETWEEN:
        return [{"value": [*pair]} for pair in pairwise(raws)]
    return [{"value": raw} for raw in raws]


@every_type
@pytest.mark.parametrize("direction", ["asc", "desc"])
def test_pages_follow_the_order_with_blanks_smallest(
    promised: Promised, filled: Filled, type_name: str, direction: str
) -> None:
    records = filled(type_name)
    query = {"fields": [], "sort": [{"field": "value", "direction": direction}], "limit": PAGE}
    path = f"{promised.path(type_name)}/query"
    if not FIELD_TYPES[type_name].sortable:
        response = promised.browser.send("POST", path, query)
        assert (response.status_code, response.get_json()["problems"][0]["code"]) == (422, "not_sortable")
        return
    expected = ordered(promised, type_name, records, direction == "desc")
    pages = [promised.browser.post(path, query)]
    while pages[-1]["next"]:
        pages.append(promised.browser.post(path, {**query, "cursor": pages[-1]["next"]}))
    forward = [item["id"] for page in pages for item in page["items"]]
    assert forward == expected
    assert [len(page["items"]) for page in pages[:-1]] == [PAGE] * (len(pages) - 1)
    back, page = [item["id"] for item in pages[-1]["items"]], pages[-1]
    while page["previous"]:
        page = promised.browser.post(path, {**query, "cursor": page["previous"], "direction": "previous"})
        back = [item["id"] for item in page["items"]] + back
    assert back == expected


def ordered(promised: Promised, type_name: str, records: dict[int, Any], descending: bool) -> list[int]:
    """Return ids in order: samples ascend by their first part, blanks are smallest, equals stand by id alike."""
    values = promised.values(type_name)
    if type_name in ("reference", "user"):
        values = sorted(values, key=lambda value: name_of(promised, type_name, value))
    if type_name == "text":
        assert values == sorted(values, key=sort_key)
    begun = [not isinstance(value, dict) or next(iter(value.values())) is not None for value in values]
    rank = {repr(value): at for at, value in enumerate(values) if begun[at]}
    return sorted(records, key=lambda record: (rank.get(repr(records[record]), -1), record), reverse=descending)


def name_of(promised: Promised, type_name: str, value: int) -> str:
    """Return what a reference or person is ordered by."""
    if type_name == "user":
        return ("ada", "bo", "cy")[promised.numbers["person"].index(value)]
    return sort_key(NAMES[promised.numbers["friend"].index(value)])


@every_type
def test_a_change_is_kept_in_history_and_taken_back(promised: Promised, type_name: str) -> None:
    browser, path = promised.browser, promised.path(type_name)
    if not is_given(type_name):
        made = browser.post(path, {"values": {"name": "n"}})
        given = browser.send("PATCH", f"{path}/{made['id']}", {"values": {"value": "X-1"}}, If_Match='"1"')
        assert (given.status_code, given.get_json()["code"]) == (400, "unknown_field")
        browser.send("DELETE", f"{path}/{made['id']}", If_Match='"1"')
        return
    first, second = promised.values(type_name)[:2]
    record = browser.post(path, {"values": {"name": "h", "value": first}})["id"]
    one = f"{path}/{record}"
    assert plain(browser.patch(one, {"values": {"value": second}}, 1)["values"]["value"]) == second
    emptied = browser.post(f"{path}/bulk", {"action": "update", "ids": [record], "values": {"value": None}})
    assert browser.get(one)["values"]["value"] is None
    story = [
        [(plain(change["before"]), plain(change["after"])) for change in item["changes"] if change["field"] == "value"]
        for item in browser.get(f"{one}/history")["items"]
    ]
    assert story[:2] == [[(second, None)], [(first, second)]]
    undone = browser.post(f"/w/main/change-sets/{emptied['change_set']}/undo", {"mode": "all"})
    assert (undone["restored"], undone["conflicts"]) == (1, [])
    assert plain(browser.get(one)["values"]["value"]) == second
    same = browser.patch(one, {"values": {"value": browser.get(one)["values"]["value"]}}, 4)
    assert plain(same["values"]["value"]) == second


@every_type
def test_a_deleted_value_is_restored_whole(promised: Promised, type_name: str) -> None:
    browser, path = promised.browser, promised.path(type_name)
    given = {"value": promised.values(type_name)[1]} if is_given(type_name) else {}
    made = browser.post(path, {"values": {"name": "d", **given}})
    one = f"{path}/{made['id']}"
    mine = {"filter": {"field": "id", "op": "eq", "value": made["id"]}}
    deleted = browser.send("DELETE", one, If_Match='"1"')
    assert browser.get(one)["deleted"] is True
    assert browser.post(f"{path}/count", mine)["count"] == 0
    (trashed,) = browser.post(f"{path}/query", {**mine, "trash": True, "fields": ["value"]})["items"]
    assert trashed["values"]["value"] == made["values"]["value"]
    restored = browser.post(f"{one}/restore")
    assert restored["values"]["value"] == made["values"]["value"]
    again = browser.send("DELETE", one, If_Match=f'"{restored["version"]}"')
    browser.post(f"/w/main/change-sets/{again.get_json()['change_set']}/undo", {"mode": "all"})
    assert browser.get(one)["values"]["value"] == made["values"]["value"]
    assert deleted.get_json()["change_set"] != again.get_json()["change_set"]
    browser.send("DELETE", one, If_Match=f'"{browser.get(one)["version"]}"')


@every_type
def test_groups_count_what_has_the_same_value(promised: Promised, filled: Filled, type_name: str) -> None:
    records = filled(type_name)
    item = FIELD_TYPES[type_name]
    body = {
        "by": [{"field": "value"}],
        "measures": [{"function": "count"}],
        "filter": {"field": "name", "op": "eq", "value": "n"},
    }
    response = promised.browser.send("POST", f"{promised.path(type_name)}/group", body)
    if item.shape not in (Shape.COLUMNS, Shape.LINKS) or len(item.parts) != 1:
        assert (response.status_code, response.get_json()["problems"][0]["code"]) == (422, "not_groupable")
        return
    found = {str(plain(one["key"][0])): one["measures"][0] for one in response.get_json()["groups"]}
    expected: dict[str, int] = {}
    for value in records.values():
        for single in (value or [None]) if item.shape is Shape.LINKS else [value]:
            key = str(single)
            expected[key] = expected.get(key, 0) + 1
    assert found == expected
