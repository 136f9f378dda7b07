"""Pages as people with fewer rights see them: what they may not look at is left out, the rest stays."""

from __future__ import annotations

from typing import Any

from builder.metadata.conditions import ALWAYS
from builder.metadata.rights import Access, EntityRights, Rights
from builder.runtime.visible_pages import visible_page
from builder.runtime.work import Work
from tests.runtime.conftest import Opener

LABEL = {"en": "Label"}


def blocks_of(work: Work, *blocks: dict[str, Any], entity: str | None = None) -> list[dict[str, Any]] | None:
    """Return the blocks that are left of a page written by names."""
    found = {item.name: item for item in work.model.entities.values()}

    def by_id(value: Any, scope: str | None, key: str = "") -> Any:
        if isinstance(value, dict):
            inner = value.get("entity", scope)
            return {name: by_id(one, inner, name) for name, one in value.items()}
        if isinstance(value, list):
            return [by_id(one, scope, key) for one in value]
        if key == "entity":
            return found[value].id
        if key in ("by", "of", "via", "field", "fields") and scope:
            head, _, part = value.partition(".")
            return found[scope].by_name[head].id + (f".{part}" if part else "")
        return value

    document = {"kind": "page", "id": "p_12345678", "name": "x", "label": LABEL, "type": "home"}
    document |= {"blocks": [by_id(block, entity) for block in blocks]}
    if entity:
        document |= {"type": "record", "entity": found[entity].id}
    shown = visible_page(work, document)
    return None if shown is None else shown["blocks"]


FIGURES = {
    "type": "figures",
    "figures": [
        {"label": LABEL, "entity": "company"},
        {"label": LABEL, "entity": "company", "function": "sum", "of": "margin"},
        {"label": LABEL, "entity": "person"},
    ],
}
SHORTCUTS = {
    "type": "shortcuts",
    "shortcuts": [{"type": "create", "entity": "company"}, {"type": "entity", "entity": "company"}],
}
TABS = {
    "type": "tabs",
    "tabs": [
        {"label": LABEL, "blocks": [{"type": "list", "entity": "person"}]},
        {"label": LABEL, "blocks": [{"type": "list", "entity": "company", "fields": ["name", "margin"]}]},
    ],
}


def reader(work: Work) -> Rights:
    """Somebody who reads companies, but not their margin, and knows of nothing else."""
    company = work.entity("company")
    hidden = {company.by_name["margin"].id: Access.HIDDEN}
    return Rights(2, {company.id: EntityRights({"view": (ALWAYS,)}, hidden)})


def test_an_administrator_sees_all_of_it(open_work: Opener) -> None:
    with open_work(write=False) as work:
        found = blocks_of(work, FIGURES, SHORTCUTS, TABS)
    assert found is not None
    assert [len(block.get("figures") or block.get("shortcuts") or block["tabs"]) for block in found] == [3, 2, 2]


def test_what_is_out_of_sight_is_neither_counted_nor_summed_nor_offered(open_work: Opener) -> None:
    with open_work(write=False) as work:
        rights = reader(work)
    with open_work(rights, user=2, write=False) as work:
        figures, shortcuts, tabs = blocks_of(work, FIGURES, SHORTCUTS, TABS) or []
    assert [figure.get("of") for figure in figures["figures"]] == [None]
    assert [item["type"] for item in shortcuts["shortcuts"]] == ["entity"]
    assert [tab["blocks"][0]["fields"] for tab in tabs["tabs"]] == [["name"]]


def test_blocks_about_what_is_hidden_go_and_empty_ones_too(open_work: Opener) -> None:
    with open_work(write=False) as work:
        rights = reader(work)
    people = {"type": "list", "entity": "person"}
    margins = {"type": "groups", "entity": "company", "by": "margin"}
    only_people = {"type": "tabs", "tabs": [{"label": LABEL, "blocks": [people]}]}
    with open_work(rights, user=2, write=False) as work:
        assert blocks_of(work, people, margins, only_people) == []
        facts = {"type": "facts", "fields": ["margin"]}
        assert blocks_of(work, facts, {"type": "stage_path"}, entity="company") == [{"type": "stage_path"}]
        assert blocks_of(work, {"type": "facts", "fields": ["name"]}, entity="person") is None
