"""A phone number from abroad is read by the country its record names, or kept as typed, and found either way."""

from __future__ import annotations

from typing import Any

import pytest

from builder.errors import Conflict
from builder.runtime import read_records, save_records
from builder.runtime.save_records import Update
from builder.storage.engine import Database
from builder.storage.space import Space
from tests.designer.conftest import Designer, field, new_member

TYPED = "(216) 278-1234"
APP = {"kind": "app", "name": "shop", "label": {"en": "Shop"}}
FIELDS = [
    field("name", searchable=True),
    field("phone", "phone", searchable=True),
    field("direct", "phone", unique=True),
    field("address", "address"),
]
FIRM = {"kind": "entity", "name": "firm", "label": {"en": "Firm"}, "title": ["name"], "fields": FIELDS}


@pytest.fixture
def firms(database: Database, space: Space) -> Designer:
    designer = Designer(database, new_member(database, space, "anna@example.com"))
    designer.publish([APP, FIRM])
    return designer


def create(designer: Designer, **values: Any) -> tuple[int, list[str]]:
    """Create a record; return its id and the codes of its warnings."""
    with designer.writing() as work:
        done = save_records.create_many(work, work.entity("firm"), [{"name": "A", **values}])
        if done.failed:
            save_records.raise_for(done.failed[0])
    return done.ids[0], [problem.code for problem in done.warnings.get(0, [])]


def phone(designer: Designer, record: int) -> Any:
    with designer.reading() as work:
        return read_records.read_one(work, work.entity("firm"), record)["values"]["phone"]


def found(designer: Designer, text: str) -> list[int]:
    with designer.reading() as work:
        return [item["id"] for item in read_records.page(work, work.entity("firm"), {"search": text})["items"]]


@pytest.mark.parametrize("country", ["US", "United States", "美国", "美國", "usa"])
def test_a_number_is_read_by_the_country_of_the_record(firms: Designer, country: str) -> None:
    record, warnings = create(firms, phone=TYPED, address={"country": country, "city": "Cleveland"})
    assert (phone(firms, record), warnings) == ("+12162781234", [])


@pytest.mark.parametrize("address", [None, {"city": "Cleveland"}, {"country": "Atlantis"}])
def test_without_a_country_it_is_kept_as_typed_and_warned_of(firms: Designer, address: Any) -> None:
    record, warnings = create(firms, phone=TYPED, address=address)
    assert (phone(firms, record), warnings) == (TYPED, ["phone_not_recognised"])
    for text in ("2162781234", "216 278 1234", TYPED, "278-1234", "1234", "216278"):
        assert found(firms, text) == [record], text


def test_a_change_of_the_number_alone_goes_by_the_country_that_is_there(firms: Designer) -> None:
    record, _ = create(firms, address={"country": "US"})
    with firms.writing() as work:
        save_records.update(work, work.entity("firm"), Update(record, None, {"phone": TYPED}))
    assert phone(firms, record) == "+12162781234"


def test_what_was_kept_as_typed_stays_unique_by_its_digits(firms: Designer) -> None:
    create(firms, direct=TYPED)
    with pytest.raises(Conflict, match="not_unique"):
        create(firms, direct="216.278.1234")


def test_a_workspace_says_whose_numbers_are_meant(firms: Designer) -> None:
    firms.publish([{"kind": "settings", "name": "settings", "label": {"en": "Settings"}, "region": "US"}], "shop")
    record, warnings = create(firms, phone=TYPED)
    assert (phone(firms, record), warnings) == ("+12162781234", [])
