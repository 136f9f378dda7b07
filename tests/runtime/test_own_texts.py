"""What a document says of a value that does not fit, or that another record has, stands in place of our sentence."""

from __future__ import annotations

import pytest

from builder.errors import Conflict, Invalid
from builder.messages import own_message
from builder.runtime import save_records, trash_records
from builder.runtime.save_records import Update
from tests.designer.conftest import Designer, field, new_member

PLATE = {"zh-CN": "车牌号为两个字母加四位数字", "en": "A plate is two letters and four digits"}
SEATS = {"zh-CN": "最多 9 座", "en": "At most 9 seats"}
TWICE = {"zh-CN": "同一车主已登记这个名称", "en": "This owner has a car of that name"}
CELL = {"zh-CN": "数量从 1 起", "en": "Quantities begin at 1"}
ROWS = [field("count", "integer", settings={"min": 1}, message=CELL), field("other", "integer", settings={"min": 1})]
DOCUMENTS = [
    {"kind": "app", "name": "cars", "label": {"en": "Cars"}},
    {
        "kind": "entity", "name": "car", "label": {"en": "Car"}, "title": ["name"],
        "fields": [
            field("name", required=True),
            field("owned_by"),
            field("plate", unique=True, message=PLATE, settings={"pattern": "[A-Z]{2}[0-9]{4}"}),
            field("seats", "integer", settings={"max": 9}, message=SEATS),
            field("doors", "integer", settings={"max": 5}),
            field("lines", "sub_table", settings={"fields": ROWS}),
        ],
        "unique_keys": [{"fields": ["name", "owned_by"], "message": TWICE}],
    },
]  # fmt: skip


@pytest.fixture
def work(database, space):
    designer = Designer(database, new_member(database, space, "anna@example.com"))
    designer.publish(DOCUMENTS)
    with designer.writing() as opened:
        yield opened


def told(problems, locale="en"):
    return {(problem.path, problem.code): own_message(problem.message, problem.params, locale) for problem in problems}


@pytest.mark.parametrize("locale", ["en", "zh-CN"])
def test_a_value_that_does_not_fit_is_told_in_the_words_of_its_field(work, locale):
    given = {"name": "A", "plate": "x", "seats": 10, "doors": 6, "lines": [{"count": 1}, {"count": 0, "other": 0}]}
    with pytest.raises(Invalid) as refused:
        save_records.create(work, work.entity("car"), given)
    assert told(refused.value.problems, locale) == {
        ("values.plate", "pattern_mismatch"): PLATE[locale],
        ("values.seats", "too_large"): SEATS[locale],
        ("values.doors", "too_large"): "",
        ("values.lines.1.count", "too_small"): CELL[locale],
        ("values.lines.1.other", "too_small"): "",
    }


def test_many_at_once_are_told_alike(work):
    rows = [{"name": str(at), "plate": "x"} for at in range(30)]
    failed = save_records.create_many(work, work.entity("car"), rows).failed
    assert {text for problems in failed.values() for text in told(problems).values()} == {PLATE["en"]}


def test_a_taken_value_is_told_in_the_words_of_its_field_or_key(work):
    car = work.entity("car")
    first = save_records.create(work, car, {"name": "A", "plate": "AB1234", "owned_by": "Ann"})
    other = save_records.create(work, car, {"name": "B", "owned_by": "Ann"})
    for values, paths, text in (
        ({"plate": "AB1234"}, {"values.plate"}, PLATE["en"]),
        ({"name": "A"}, {"values.name", "values.owned_by"}, TWICE["en"]),
    ):
        with pytest.raises(Conflict) as refused:
            save_records.update(work, car, Update(other, None, values))
        assert told(refused.value.problems) == dict.fromkeys([(path, "not_unique") for path in paths], text)
    trash_records.delete(work, car, first)
    save_records.update(work, car, Update(other, None, {"plate": "AB1234"}))
    with pytest.raises(Conflict) as refused:
        trash_records.restore(work, car, first)
    assert told(refused.value.problems) == {("values.plate", "not_unique"): PLATE["en"]}


def test_what_is_said_of_a_row_begins_with_that_row():
    params = {"table_row": 2, "table_column": {"en": "Count"}, "message": CELL}
    assert own_message(CELL["zh-CN"], params, "en") == "Row 2, Count: Quantities begin at 1"
