"""Whatever is published, deleted, restored and rolled back in whatever order: every earlier state can be had again."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builder.designer.element_trash import restore_element, trashed_elements
from builder.designer.exporting import export_app
from builder.designer.revisions import roll_back
from builder.errors import Invalid
from builder.runtime.work import Work
from builder.storage.engine import Database
from builder.storage.installation import create_workspace
from tests.conftest import NOW
from tests.designer.conftest import Designer, Documents, add_record, field, named, new_member, records_of, shop

WORKSPACES = count(1)
STEPS = st.tuples(
    st.sampled_from(["add", "delete", "rename", "restore", "add entity", "delete entity", "roll back"]),
    st.integers(min_value=0, max_value=50),
)


def dump(work: Work) -> dict[str, Any]:
    """Return the whole app with its records."""
    entities = [entity.name for entity in work.model.entities.values()]
    return {"app": export_app(work, "shop"), "records": {name: records_of(work, name) for name in sorted(entities)}}


def documents(work: Work) -> Documents:
    found: Documents = export_app(work, "shop")["documents"]
    return found


def take(designer: Designer, step: str, number: int, kept: dict[int, Any]) -> None:
    """Take one step; one that makes no sense at the moment is refused or does nothing."""
    with designer.reading() as work:
        published = documents(work)
        trash = trashed_elements(work, "shop")
    entities = [body for body in published if body["kind"] == "entity"]
    entity = entities[number % len(entities)]
    match step:
        case "add":
            entity["fields"].append(field(f"extra_{number}", "number" if number % 2 else "text"))
            designer.publish([entity], "shop")
        case "delete":
            entity["fields"].pop(number % len(entity["fields"]))
            designer.publish([entity], "shop")
        case "rename":
            entity["label"] = {"en": f"Label {number}"}
            designer.publish([entity], "shop")
        case "restore" if trash:
            with designer.publishing() as work:
                restore_element(work, "shop", trash[number % len(trash)].id)
        case "add entity":
            made = {**named(shop(), "customer"), "name": f"entity_{number}"}
            designer.publish([made], "shop")
        case "delete entity":
            about = [body["id"] for body in published if entity["name"] in (body.get("entity"), body["name"])]
            designer.publish([], "shop", delete=about)
        case "roll back":
            with designer.publishing() as work:
                roll_back(work, "shop", sorted(kept)[number % len(kept)])


def replay(database: Database, steps: list[tuple[str, int]]) -> None:
    """Take the steps, then go back to every state that there was, latest first."""
    designer = new_workspace(database)
    kept: dict[int, Any] = {}
    keep(designer, kept)
    for step, number in steps:
        try:
            take(designer, step, number, kept)
        except Invalid:
            continue
        keep(designer, kept)
    for number, before in reversed(kept.items()):
        with designer.publishing() as work:
            roll_back(work, "shop", number)
            assert dump(work) == before, number


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(steps=st.lists(STEPS, min_size=3, max_size=12))
def test_every_earlier_state_can_be_had_again(database: Database, steps: list[tuple[str, int]]) -> None:
    replay(database, steps)


@pytest.mark.torture
@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEPS, min_size=3, max_size=30))
def test_every_earlier_state_can_be_had_again_after_long_histories(
    database: Database, steps: list[tuple[str, int]]
) -> None:
    replay(database, steps)


def new_workspace(database: Database) -> Designer:
    """Make a workspace with the shop and some records."""
    key = f"history{next(WORKSPACES)}"
    with database.write() as conn:
        space = create_workspace(conn, key, key, NOW)
    designer = Designer(database, new_member(database, space, f"{key}@example.com"), key)
    designer.publish(shop())
    with designer.writing() as work:
        for number in range(1, 4):
            add_record(work, "customer", number, name=f"Customer {number}", code=f"C{number}")
            add_record(work, "order", 10 + number, number=f"A-{number}", amount=100 * number, customer=number)
    return designer


def keep(designer: Designer, kept: dict[int, Any]) -> None:
    """Remember the app as it stands, and that the last publish to the shop made it so."""
    with designer.reading() as work:
        state = dump(work)
        if state["app"]["documents"]:
            kept.setdefault(work.catalog.head.metadata_rev, state)


def test_restoring_all_that_was_deleted_leads_back_to_the_start(database: Database) -> None:
    designer = new_workspace(database)
    with designer.reading() as work:
        before = dump(work)
    order = named(before["app"]["documents"], "order")
    customer = named(before["app"]["documents"], "customer")
    designer.publish([{**order, "fields": [item for item in order["fields"] if item["name"] != "amount"]}], "shop")
    designer.publish([{**customer, "fields": [item for item in customer["fields"] if item["name"] != "code"]}], "shop")
    while True:
        with designer.publishing() as work:
            trash = trashed_elements(work, "shop")
            if not trash:
                break
            restore_element(work, "shop", trash[-1].id)

    with designer.reading() as work:
        assert dump(work) == before
