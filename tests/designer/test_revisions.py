"""Revisions: what was changed when, and the way back, with the values that were there."""

from __future__ import annotations

import pytest

from builder.designer.exporting import export_app
from builder.designer.revisions import revisions, roll_back
from builder.errors import Conflict, Invalid, NotFound
from tests.conftest import NOW
from tests.designer.conftest import Designer, add_record, field, named, records_of, shop


def test_each_publish_is_a_revision_that_says_what_it_changed(designer: Designer) -> None:
    first = designer.publish(shop(), message="Start").revision
    changed = shop()
    named(changed, "order")["fields"].append(field("note"))
    named(changed, "customer")["label"] = {"en": "Client"}
    second = designer.publish(changed, message="备注 🙂").revision
    with designer.reading() as work:
        found = revisions(work, "shop")

    assert [(item.number, item.message, item.by) for item in found] == [
        (second, "备注 🙂", designer.account),
        (first, "Start", designer.account),
    ]
    assert found[0].at > found[1].at >= NOW
    assert {(change["what"], change["name"]) for change in found[0].changes} == {
        ("renamed", "customer"),
        ("added", "note"),
    }
    assert {change["what"] for change in found[1].changes} == {"added"}


def test_revisions_of_another_app_are_not_among_them(designer: Designer) -> None:
    designer.publish(shop())
    other = designer.publish([{"kind": "app", "name": "notes", "label": {"en": "Notes"}}]).revision
    with designer.reading() as work:
        assert [item.number for item in revisions(work, "notes")] == [other]


def test_rolling_back_brings_documents_and_values_back_as_a_new_revision(designer: Designer) -> None:
    first = designer.publish(shop()).revision
    with designer.writing() as work:
        add_record(work, "order", 1, number="A-1", amount=1250)
    with designer.reading() as work:
        before = export_app(work, "shop"), records_of(work, "order")
    changed = [named(shop(), "order"), {"kind": "option_set", "name": "sizes", "label": {"en": "Sizes"}, "options": []}]
    changed[0]["fields"].pop(1)
    changed[0]["label"] = {"en": "Purchase"}
    designer.publish(changed, "shop")

    with designer.publishing() as work:
        done = roll_back(work, "shop", first, "as it was")

    with designer.reading() as work:
        assert (export_app(work, "shop"), records_of(work, "order")) == before
        assert next((item.number, item.message) for item in revisions(work, "shop")) == (done.revision, "as it was")
    assert done.revision == first + 2


def test_what_was_rolled_back_can_be_rolled_forward(designer: Designer) -> None:
    first = designer.publish(shop()).revision
    changed = shop()
    named(changed, "order")["fields"].append(field("note"))
    second = designer.publish(changed).revision
    with designer.writing() as work:
        add_record(work, "order", 1, note="kept")
    for number in (first, second):
        with designer.publishing() as work:
            roll_back(work, "shop", number)

    with designer.reading() as work:
        assert records_of(work, "order")[0]["note"] == "kept"


def test_rolling_back_to_the_present_changes_nothing(designer: Designer) -> None:
    first = designer.publish(shop()).revision
    with designer.publishing() as work:
        assert roll_back(work, "shop", first).changes == ()


@pytest.mark.parametrize("number", [0, -1, 2, 3, 2**70])
def test_there_is_no_way_back_to_what_never_was(designer: Designer, number: int) -> None:
    designer.publish(shop())
    designer.publish([{"kind": "app", "name": "notes", "label": {"en": "Notes"}}])
    with designer.publishing() as work, pytest.raises(NotFound, match="unknown_revision"):
        roll_back(work, "shop", number)


def test_a_way_back_that_breaks_another_app_is_refused(designer: Designer) -> None:
    first = designer.publish(shop()).revision
    designer.publish([{"kind": "option_set", "name": "sizes", "label": {"en": "Sizes"}, "options": []}], "shop")
    notes = [
        {"kind": "app", "name": "notes", "label": {"en": "Notes"}, "uses": ["shop"]},
        {
            "kind": "entity",
            "name": "note",
            "label": {"en": "Note"},
            "title": ["size"],
            "fields": [field("size", "select", settings={"option_set": "sizes"})],
        },
    ]
    designer.publish(notes)
    with designer.publishing() as work, pytest.raises(Invalid) as refusal:
        roll_back(work, "shop", first)

    assert {problem.path.split(".")[1] for problem in refusal.value.problems} == {"note"}


def test_a_way_back_from_an_old_revision_is_refused(designer: Designer) -> None:
    first = designer.publish(shop()).revision
    changed = shop()
    named(changed, "order")["fields"].append(field("note"))
    designer.publish(changed)
    with designer.publishing() as work, pytest.raises(Conflict, match="revision_changed"):
        roll_back(work, "shop", first, revision=first)


def test_the_way_back_is_found_through_a_long_history(designer: Designer) -> None:
    first = designer.publish(shop()).revision
    with designer.reading() as work:
        before = export_app(work, "shop")
    role = named(shop(), "seller")
    for number in range(60):
        designer.publish([{**role, "label": {"en": f"Seller {number}"}}], "shop")
    with designer.publishing() as work:
        roll_back(work, "shop", first)

    with designer.reading() as work:
        assert export_app(work, "shop") == before
        assert len(revisions(work, "shop", limit=100)) == 62
