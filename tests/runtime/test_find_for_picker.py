"""What a picker offers: exact names first, recent choices, facts, only what the field's filter lets through."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builder.errors import NotFound
from builder.metadata.condition_parsing import parse_condition
from builder.metadata.conditions import ALWAYS
from builder.metadata.rights import Access, EntityRights, Rights
from builder.runtime import save_records
from builder.runtime.find_for_picker import find_for_picker
from tests.designer.conftest import Designer, field, new_member


def made(work, names):
    company = work.entity("company")
    return list(save_records.create_many(work, company, [{"name": name} for name in names]).ids.values())


def labels(found):
    return [item["label"] for item in found["items"]]


def test_the_record_called_just_so_comes_first_however_many_newer_ones_have_the_words(work):
    made(work, ["远景", *[f"{at} 号 远景 制造" for at in range(30)], "远景科技"])
    company = work.entity("company")
    assert labels(find_for_picker(work, company, "远景", 10))[0] == "远景"
    assert labels(find_for_picker(work, company, "远景", 50))[:2] == ["远景", "远景科技"]


def test_names_are_found_by_the_initials_of_their_pinyin(work):
    made(work, ["远景精密", "恒达"])
    assert labels(find_for_picker(work, work.entity("company"), "yjjm")) == ["远景精密"]


def test_without_a_text_recent_choices_stand_in_front_as_long_as_they_may_be_chosen(work):
    ids = made(work, ["A", "B", "C", "D"])
    found = find_for_picker(work, work.entity("company"), "", 3, [ids[1], 987654321, ids[0]])
    assert labels(found) == ["B", "A", "C"]


def test_somebody_else_is_offered_only_what_they_see(open_work):
    with open_work() as work:
        ids = made(work, ["A", "B"])
        company = work.entity("company")
        seen = parse_condition(work.model, company, {"field": "name", "op": "eq", "value": "B"})
    fields = {item.id: Access.HIDDEN for item in company.fields if item.name != "name"}
    rights = Rights(2, {company.id: EntityRights({"view": (seen,)}, fields)})
    with open_work(rights=rights) as work:
        found = find_for_picker(work, work.entity("company"), "", 5, ids)
    assert labels(found) == ["B"]
    assert set(found["items"][0]["fields"]) == {"name"}


LIVING = {"field": "state", "op": "eq", "value": "living"}
STATES = [{"name": "living", "label": {"en": "Living"}}, {"name": "gone", "label": {"en": "Gone"}}]
LINE = [field("firm", "reference", settings={"entity": "firm", "filter": LIVING})]
DOCUMENTS = [
    {"kind": "app", "name": "deals", "label": {"en": "Deals"}},
    {
        "kind": "entity", "name": "firm", "label": {"en": "Firm"}, "title": ["name"],
        "fields": [field("name"), field("state", "select", settings={"options": STATES})],
    },
    {
        "kind": "entity", "name": "deal", "label": {"en": "Deal"}, "title": ["name"],
        "fields": [
            field("name"),
            field("firm", "reference", settings={"entity": "firm", "filter": LIVING}),
            field("lines", "sub_table", settings={"fields": LINE}),
        ],
    },
]  # fmt: skip


def test_the_filter_of_the_field_holds_also_in_a_sub_table(database, space):
    designer = Designer(database, new_member(database, space, "anna@example.com"))
    designer.publish(DOCUMENTS)
    with designer.writing() as work:
        firm = work.entity("firm")
        gone = save_records.create(work, firm, {"name": "Acme", "state": "gone"})
        save_records.create(work, firm, {"name": "Acme", "state": "living"})
        for via, count in (("", 2), ("deal.firm", 1), ("deal.lines.firm", 1)):
            assert len(find_for_picker(work, firm, "Acme", 5, (), via)["items"]) == count
        assert gone not in [item["id"] for item in find_for_picker(work, firm, "", 5, [gone], "deal.firm")["items"]]
        for unknown in ("deal.name.x", "deal.nothing", "deal.lines.nothing"):
            with pytest.raises(NotFound):
                find_for_picker(work, firm, "", 5, (), unknown)
        closed = Rights(9, {firm.id: EntityRights({"view": (ALWAYS,)}, {firm.by_name["state"].id: Access.HIDDEN}),
                            work.entity("deal").id: EntityRights({"view": (ALWAYS,)})})  # fmt: skip
        assert len(find_for_picker(replace(work, rights=closed), firm, "Acme", 5, (), "deal.firm")["items"]) == 2
