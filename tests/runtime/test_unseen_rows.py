"""Who saves the rows of a sub-table takes away no reference that was out of sight."""

from __future__ import annotations

from dataclasses import replace

from builder.metadata.condition_parsing import parse_condition
from builder.metadata.conditions import ALWAYS
from builder.metadata.rights import EntityRights, Rights
from builder.runtime import read_records, save_records
from builder.runtime.save_records import Update
from builder.storage.engine import Database
from builder.storage.space import Space
from tests.designer.conftest import Designer, field, new_member

ROW = [field("word"), field("firm", "reference", settings={"entity": "firm"})]
DOCUMENTS = [
    {"kind": "app", "name": "deals", "label": {"en": "Deals"}},
    {"kind": "entity", "name": "firm", "label": {"en": "Firm"}, "title": ["name"], "fields": [field("name")]},
    {
        "kind": "entity", "name": "deal", "label": {"en": "Deal"}, "title": ["name"],
        "fields": [
            field("name"),
            field("rows", "sub_table", settings={"fields": ROW}),
        ],
    },
]  # fmt: skip


def test_references_out_of_sight_stay_in_rows_that_are_saved(database: Database, space: Space) -> None:
    designer = Designer(database, new_member(database, space, "anna@example.com"))
    designer.publish(DOCUMENTS)
    with designer.writing() as work:
        firm, deal = work.entity("firm"), work.entity("deal")
        secret, other = (save_records.create(work, firm, {"name": name}) for name in ("Secret", "Other"))
        rows = [{"word": "a", "firm": secret}, {"word": "b", "firm": secret}, {"word": "c", "firm": other}]
        made = save_records.create(work, deal, {"name": "D", "rows": rows})
        known = [row["id"] for row in read_records.read_one(work, deal, made)["values"]["rows"]]
        seen = parse_condition(work.model, firm, {"field": "name", "op": "ne", "value": "Secret"})
        limits = Rights(
            9, {firm.id: EntityRights({"view": (seen,)}), deal.id: EntityRights({"view": (ALWAYS,), "edit": (ALWAYS,)})}
        )
    given = [{"id": known[0], "word": "A"}, {"id": known[1], "word": "b", "firm": other}, {"id": known[2], "word": "c"}]
    with designer.writing() as work:
        mine = replace(work, rights=limits)
        shown = read_records.read_one(mine, deal, made)["values"]["rows"]
        assert [row["firm"].get("hidden") for row in shown] == [True, True, None]
        save_records.update(mine, deal, Update(made, None, {"rows": given}))
    with designer.reading() as work:
        left = read_records.read_one(work, deal, made)["values"]["rows"]
    assert [(row["word"], (row.get("firm") or {}).get("id")) for row in left] == [
        ("A", secret),
        ("b", other),
        ("c", None),
    ]
