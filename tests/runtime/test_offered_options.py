"""Options that are disabled or belong to another parent are refused anew, and kept where they are."""

from __future__ import annotations

from copy import deepcopy
from functools import partial
from typing import Any

import pytest

from builder.designer.exporting import export_app
from builder.errors import Invalid
from builder.runtime import read_records, save_records
from builder.runtime.change_sets import collecting
from builder.runtime.describe_entity import describe_entity
from builder.runtime.save_records import Update
from builder.runtime.undo import undo
from builder.storage.engine import Database
from builder.storage.space import Space
from tests.designer.conftest import Designer, field, named, new_member


def options(*names: str, **more: Any) -> list[dict[str, Any]]:
    return [{"name": name, "label": {"en": name.title()}, **more} for name in names]


CITIES = [*options("paris", "lyon", parent="france"), *options("rome", parent="italy"), *options("sea")]
COUNTRY = field("country", "select", settings={"options": options("france", "italy", "spain")})
CITY = field("city", "select", settings={"options": CITIES, "depends_on": "country"})
DOCUMENTS = [
    {"kind": "app", "name": "trips", "label": {"en": "Trips"}},
    {
        "kind": "tag_set", "name": "kinds", "label": {"en": "Kinds"}, "entities": ["trip"],
        "tags": options("short", "long"),
    },
    {
        "kind": "entity", "name": "trip", "label": {"en": "Trip"}, "title": ["name"],
        "fields": [
            field("name"),
            COUNTRY,
            CITY,
            field("stops", "multi_select", settings={"options": deepcopy(CITIES), "depends_on": "country"}),
            field("tags", "tags", settings={"tag_set": "kinds"}),
            field("legs", "sub_table", settings={"fields": [deepcopy(COUNTRY), deepcopy(CITY)]}),
        ],
    },
]  # fmt: skip


class Agency(Designer):
    """A designer of trips who makes some, too."""

    def create(self, **values: Any) -> int:
        """Create a trip."""
        with self.writing() as work:
            return save_records.create(work, work.entity("trip"), values)

    def change(self, trip: int, **values: Any) -> None:
        """Change a trip."""
        with self.writing() as work:
            save_records.update(work, work.entity("trip"), Update(trip, None, values))

    def read(self, trip: int) -> dict[str, Any]:
        """Return the values of a trip."""
        with self.reading() as work:
            values: dict[str, Any] = read_records.read_one(work, work.entity("trip"), trip)["values"]
        return values

    def disable(self, *names: str) -> None:
        """Offer options and tags no longer."""
        with self.reading() as work:
            documents = export_app(work, "trips")["documents"]
        trip, kinds = named(documents, "trip"), named(documents, "kinds")
        lists = [item.get("settings", {}) for item in trip["fields"]]
        lists += [inner.get("settings", {}) for settings in lists for inner in settings.get("fields", ())]
        for option in [one for settings in lists for one in settings.get("options", ())] + kinds["tags"]:
            if option["name"] in names:
                option["disabled"] = True
        self.publish([trip, kinds], "trips")

    def refused(self, trip: int | None = None, **values: Any) -> set[tuple[str, str]]:
        """Return (path, code) of why a trip is refused."""
        write = partial(self.create, **values) if trip is None else partial(self.change, trip, **values)
        with pytest.raises(Invalid) as refusal:
            write()
        return {(problem.path, problem.code) for problem in refusal.value.problems}


@pytest.fixture
def agency(database: Database, space: Space) -> Agency:
    found = Agency(database, new_member(database, space, "anna@example.com"))
    found.publish(deepcopy(DOCUMENTS))
    return found


def test_a_disabled_option_is_refused_anew_and_kept_where_it_is(agency: Agency) -> None:
    trip = agency.create(
        country="france", city="paris", stops=["paris", "lyon"], tags=["short"],
        legs=[{"country": "france", "city": "paris"}],
    )  # fmt: skip
    agency.disable("paris", "short")
    refused = agency.refused(
        country="france", city="paris", stops=["lyon", "paris"], tags=["short", "long"],
        legs=[{"country": "france", "city": "lyon"}, {"country": "france", "city": "paris"}],
    )  # fmt: skip
    assert refused == {(f"values.{path}", "option_disabled") for path in ("city", "stops", "tags", "legs.1.city")}

    kept = agency.read(trip)
    agency.change(trip, name="new", city="paris", stops=["paris"], tags=["short", "long"], legs=kept["legs"])
    assert agency.read(trip)["city"] == "paris"
    agency.change(trip, city="lyon")
    assert agency.refused(trip, city="paris") == {("values.city", "option_disabled")}


def test_undo_brings_a_disabled_option_back(agency: Agency) -> None:
    trip = agency.create(country="france", city="paris")
    with agency.writing() as work, collecting(work, "bulk", {}) as number:
        save_records.update(work, work.entity("trip"), Update(trip, None, {"city": "lyon"}))
    agency.disable("paris")
    with agency.writing() as work:
        assert not undo(work, number, "all").conflicts
    assert agency.read(trip)["city"] == "paris"


@pytest.mark.parametrize(
    "values",
    [{"country": "france", "city": "lyon"}, {"country": "italy", "city": "sea"}, {"city": "sea"}, {"country": "spain"}],
    ids=["its own", "no parent", "no parent, none chosen", "none chosen"],
)
def test_an_option_goes_with_its_parent(agency: Agency, values: dict[str, Any]) -> None:
    found = agency.read(agency.create(**values))
    assert {name: found[name] for name in values} == values


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"country": "italy", "city": "lyon"}, "city"),
        ({"city": "lyon"}, "city"),
        ({"country": "italy", "stops": ["rome", "lyon"]}, "stops"),
        ({"legs": [{"country": "italy", "city": "rome"}, {"country": "italy", "city": "lyon"}]}, "legs.1.city"),
    ],
    ids=["another parent", "no parent chosen", "one of several", "in rows"],
)
def test_an_option_of_another_parent_is_refused(agency: Agency, values: dict[str, Any], path: str) -> None:
    assert agency.refused(**values) == {(f"values.{path}", "not_under_parent")}


def test_a_parent_cannot_be_changed_away_from_what_depends_on_it(agency: Agency) -> None:
    trip = agency.create(country="france", city="lyon")
    assert agency.refused(trip, country="italy") == {("values.city", "not_under_parent")}
    agency.change(trip, country="italy", city="rome")
    assert agency.read(trip)["city"] == "rome"


def test_what_did_not_fit_before_the_rule_came_does_not_stand_in_the_way(agency: Agency) -> None:
    with agency.reading() as work:
        trips = named(export_app(work, "trips")["documents"], "trip")
    dependent = deepcopy(trips)
    del trips["fields"][2]["settings"]["depends_on"]
    for option in trips["fields"][2]["settings"]["options"]:
        option.pop("parent", None)
    agency.publish([trips], "trips")
    trip = agency.create(country="italy", city="lyon")
    agency.publish([dependent], "trips")
    agency.change(trip, name="other things may change")
    assert agency.refused(trip, country="spain") == {("values.city", "not_under_parent")}


def test_defaults_that_are_not_offered_are_left_out(agency: Agency) -> None:

    with agency.reading() as work:
        trips = named(export_app(work, "trips")["documents"], "trip")
    trips["fields"][1]["default"] = {"fixed": "france"}
    trips["fields"][2]["default"] = {"fixed": "paris"}
    agency.publish([trips], "trips")
    assert agency.read(agency.create(name="A"))["city"] == "paris"
    assert agency.read(agency.create(country="italy"))["city"] is None
    agency.disable("paris")
    found = agency.read(agency.create(name="B"))
    assert (found["country"], found["city"]) == ("france", None)


def test_the_model_names_the_parents_that_options_go_with(agency: Agency) -> None:
    with agency.reading() as work:
        fields = describe_entity(work, work.entity("trip"))["fields"]
    parents = {item["name"]: [option["parent"] for option in item["options"]] for item in fields if item["options"]}
    expected = ["france", "france", "italy", None]
    assert (parents["city"], parents["stops"], parents["country"]) == (expected, expected, [None] * 3)
    legs = next(item for item in fields if item["name"] == "legs")["fields"]
    assert [option["parent"] for option in legs[1]["options"]] == expected
