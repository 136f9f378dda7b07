"""What a new record takes over is what its writer could have read: no copy shows what is masked or hidden."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builder.metadata.condition_parsing import parse_condition
from builder.metadata.conditions import ALWAYS
from builder.metadata.rights import Access, EntityRights, Rights
from builder.runtime import read_records, save_records
from tests.designer.conftest import Designer, field, new_member

EVERYTHING = {"view": (ALWAYS,), "create": (ALWAYS,), "edit": (ALWAYS,)}
DOCUMENTS = [
    {"kind": "app", "name": "deals", "label": {"en": "Deals"}},
    {
        "kind": "entity", "name": "group", "label": {"en": "Group"}, "title": ["name"],
        "fields": [field("name"), field("note")],
    },
    {
        "kind": "entity", "name": "firm", "label": {"en": "Firm"}, "title": ["name"],
        "fields": [
            field("name"),
            field("hotline", "phone", mask="phone"),
            field("group", "reference", settings={"entity": "group"}),
        ],
    },
    {
        "kind": "entity", "name": "deal", "label": {"en": "Deal"}, "title": ["name"],
        "fields": [
            field("name"),
            field("firm", "reference", settings={"entity": "firm"}),
            field("hotline", "phone", default={"linked": "firm.hotline"}),
            field("note", default={"linked": "firm.group.note"}),
        ],
    },
]  # fmt: skip
HOTLINE, NOTE = "+86 138 1234 5678", "VIP"


@pytest.fixture
def designer(database, space):
    designer = Designer(database, new_member(database, space, "anna@example.com"))
    designer.publish(DOCUMENTS)
    return designer


def written(designer, limit):
    """Return what a deal takes over when somebody with limited rights makes it."""
    with designer.writing() as work:
        group, firm, deal = (work.entity(name) for name in ("group", "firm", "deal"))
        note = save_records.create(work, group, {"name": "G", "note": NOTE})
        acme = save_records.create(work, firm, {"name": "A", "hotline": HOTLINE, "group": note})
        rights = Rights(9, {one.id: EntityRights(EVERYTHING) for one in (group, firm, deal)} | limit(work))
        made = save_records.create(replace(work, rights=rights), deal, {"name": "D", "firm": acme})
        values = read_records.read_one(work, deal, made)["values"]
    return values["hotline"], values["note"]


def on(entity, name, access):
    def limit(work):
        found = work.entity(entity)
        return {found.id: EntityRights(EVERYTHING, {found.by_name[name].id: access})}

    return limit


def without(entity):
    return lambda work: {work.entity(entity).id: EntityRights({})}


def out_of_sight(work):
    group = work.entity("group")
    seen = parse_condition(work.model, group, {"field": "name", "op": "ne", "value": "G"})
    return {group.id: EntityRights({"view": (seen,)})}


@pytest.mark.parametrize(
    ("limit", "hotline", "note"),
    [
        (lambda _: {}, HOTLINE, NOTE),
        (on("firm", "hotline", Access.READ), HOTLINE, NOTE),
        (on("firm", "hotline", Access.MASKED), None, NOTE),
        (on("firm", "hotline", Access.HIDDEN), None, NOTE),
        (on("firm", "group", Access.HIDDEN), HOTLINE, None),
        (on("group", "note", Access.MASKED), HOTLINE, None),
        (without("group"), HOTLINE, None),
        (out_of_sight, HOTLINE, None),
    ],
)
def test_only_what_the_writer_reads_in_full_is_taken_over(designer, limit, hotline, note):
    found = written(designer, limit)
    assert [bool(one) for one in found] == [bool(hotline), bool(note)]
