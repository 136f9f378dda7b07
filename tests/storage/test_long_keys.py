"""Long texts in indexed fields: stored, found, sorted and paged alike, since no index holds more than a beginning."""

from __future__ import annotations

import random
from typing import Any

import pytest
from sqlalchemy import insert, select, text

from builder.metadata.collation import sort_key
from builder.metadata.conditions import All, Compare, Path
from builder.metadata.entity import Entity, WantedIndex
from builder.metadata.field_types.base import Operator
from builder.metadata.model import View
from builder.metadata.query import GroupKey, GroupQuery, Query, Sort
from builder.metadata.relative import Moment
from builder.metadata.rights import full_rights
from builder.storage import publish
from builder.storage.asker import Asker
from builder.storage.catalog import Catalog
from builder.storage.catalogs import tables_of
from builder.storage.ddl import create_index, drop_index
from builder.storage.head import bump, hold_alone, read_head
from builder.storage.layout import IndexLayout, from_text, load_layouts, save_layout
from builder.storage.publish import lay_out
from builder.storage.query.comparisons import compare
from builder.storage.query.groups import read_groups
from builder.storage.query.pages import PageReader, read_page
from builder.storage.query.scope import Scope
from tests.storage.hand_made import entity, field, model

NAME, SITE, PLACE, WORD = field("name"), field("site", "url"), field("place", "address"), field("word")
DETAIL = PLACE.part("detail")
FIELDS = (NAME, SITE, DETAIL)
COLUMNS = {"f_name": "f_name", "f_site": "f_site", "f_place.detail": "f_place__detail"}


def long_text(seed: int, length: int) -> str:
    """Return Chinese characters that no compression makes shorter."""
    chance = random.Random(seed)
    return "".join(chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(length))


COMMON = long_text(0, 1_500)
"""What the texts of all rows begin with, far beyond what an index holds."""


def path(made: Entity, item: Any) -> Path:
    return Path((), made, item)


def made_entity() -> Entity:
    bare = entity("lead", NAME, SITE, PLACE, WORD)
    given = {key: value for key, value in vars(bare).items() if key not in ("by_id", "by_name")}
    asked = WantedIndex("i_1", tuple(path(bare, item) for item in (NAME, SITE, DETAIL, WORD)))
    return Entity(**{**given, "indexes": (asked,)})


def made_model(made: Entity) -> Any:
    views = [
        View(
            f"v_{at}",
            f"v{at}",
            {},
            made,
            filter=All((Compare(path(made, item), Operator.EQ, "a"),)),
            sort=(Sort(path(made, SITE)), Sort(path(made, NAME), True)),
        )
        for at, item in enumerate(FIELDS)
    ]
    views.append(View("v_group", "grouped", {"totals": [{"field": "f_site"}]}, made, group=(_key(made, NAME),)))
    found = model(made)
    return type(found)(**{**vars(found), "views": {one.id: one for one in views}})


def _key(made: Entity, item: Any) -> GroupKey:
    return GroupKey(path(made, item))


def row(number: int, ending: str, common: str = COMMON) -> dict[str, Any]:
    words = common + ending
    return {
        "id": number,
        "version": 1,
        "f_name": words,
        "f_name__sort": sort_key(words),
        "f_site": "https://a.example/" + words,
        "f_place__detail": words[-500:],
        "f_word": words,
        "f_word__sort": sort_key(words),
    }


def catalog_of(conn: Any, space: Any, found: Any) -> Catalog:
    tables = tables_of(space, load_layouts(conn, space)["e_lead"])
    return Catalog(space, read_head(conn, space), found, {"e_lead": tables.layout}, {"e_lead": tables})


def asker_of(catalog: Catalog) -> Asker:
    return Asker(catalog, full_rights(1), Moment(0))


@pytest.fixture
def published(database, space):
    made = made_entity()
    found = made_model(made)
    with database.write() as conn:
        hold_alone(conn, space)
        lay_out(conn, space, None, found)
        bump(conn, space, "layout_rev")
    return made, found


def fill(conn: Any, catalog: Catalog, rows: list[dict[str, Any]]) -> None:
    every = dict.fromkeys([name for one in rows for name in one])
    conn.execute(insert(catalog.tables["e_lead"].main), [{**every, **one} for one in rows])


@pytest.mark.parametrize("item", FIELDS, ids=lambda item: item.id)
@pytest.mark.parametrize("op", [Operator.EQ, Operator.IN])
def test_long_texts_are_stored_and_found_exactly(database, space, published, item, op):
    made, found = published
    rows = [row(1, "甲"), row(2, "乙"), row(3, "乙"), row(4, "", "甲乙"), {"id": 5, "version": 1}]
    with database.write() as conn:
        catalog = catalog_of(conn, space, found)
        fill(conn, catalog, rows)
        for wanted, numbers in ((rows[0], [1]), (rows[1], [2, 3]), (rows[3], [4])):
            value = wanted[COLUMNS[item.id]]
            where = Compare(path(made, item), op, value if op is Operator.EQ else [value])
            page = read_page(conn, asker_of(catalog), Query(made, where=where, limit=10))
            assert sorted(one.id for one in page.rows) == numbers


@pytest.mark.parametrize("backward", [False, True])
@pytest.mark.parametrize("item", [NAME, SITE, DETAIL], ids=lambda item: item.id)
@pytest.mark.parametrize("descending", [False, True])
def test_pages_sorted_by_long_texts_give_each_record_once(database, space, published, item, descending, backward):
    made, found = published
    rows = [row(number, "甲乙丙丁"[number % 4]) for number in range(1, 10)]
    rows += [row(10, "", "A"), row(11, "", "B"), {"id": 12, "version": 1}]
    sort = (Sort(path(made, item), descending),)
    with database.write() as conn:
        catalog = catalog_of(conn, space, found)
        fill(conn, catalog, rows)
        whole = [one.id for one in read_page(conn, asker_of(catalog), Query(made, sort=sort, limit=50)).rows]
        seen, cursor = list[int](), None
        while True:
            asked = Query(made, sort=sort, limit=2, cursor=cursor, backward=backward)
            page = read_page(conn, asker_of(catalog), asked)
            ids = [one.id for one in page.rows]
            seen = [*ids, *seen] if backward else [*seen, *ids]
            if not page.more:
                break
            cursor = page.rows[0 if backward else -1].position
    assert seen == whole
    assert sorted(whole) == list(range(1, 13))
    assert whole[-1 if descending else 0] == 12
    short = [number for number in whole if number in (10, 11)]
    assert short == ([11, 10] if descending else [10, 11])


def test_long_texts_are_grouped_whole(database, space, published):
    made, found = published
    with database.write() as conn:
        catalog = catalog_of(conn, space, found)
        fill(conn, catalog, [row(1, "甲"), row(2, "乙"), row(3, "乙")])
        for item in FIELDS:
            groups = read_groups(conn, asker_of(catalog), GroupQuery(made, by=(_key(made, item),)))
            assert len(groups.rows) == 2


@pytest.mark.parametrize("item", FIELDS, ids=lambda item: item.id)
@pytest.mark.parametrize("op", [Operator.EQ, Operator.IN])
def test_the_databases_find_by_index_what_they_hold_the_beginning_of(database, space, published, item, op):
    made, found = published
    with database.write() as conn:
        catalog = catalog_of(conn, space, found)
        fill(conn, catalog, [row(number, "", f"{number:05}") for number in range(1, 4_001)])
        main = catalog.tables["e_lead"].main
        conn.execute(text(f"ANALYZE {main.fullname}"))
        value = "https://a.example/00700" if item is SITE else "00700"
        scope = Scope(asker_of(catalog), made, trusted=True)
        where = compare(scope, Compare(path(made, item), op, value if op is Operator.EQ else [value, "x"]), False)
        query = select(scope.root.c.id).where(where, scope.root.c.deleted_at.is_(None))
        plan = plan_of(conn, space, query)
    used = [one for one in catalog.layouts["e_lead"].indexes.values() if one.name in plan]
    assert used, plan
    assert " = " in plan or "=?" in plan


def test_a_list_sorted_by_addresses_is_read_from_its_index(database, space, published):
    made, found = published
    with database.write() as conn:
        catalog = catalog_of(conn, space, found)
        fill(conn, catalog, [row(number, "", f"{number:05}") for number in range(1, 4_001)])
        conn.execute(text(f"ANALYZE {catalog.tables['e_lead'].main.fullname}"))
        where = Compare(path(made, NAME), Operator.EQ, "00700")
        sort = (Sort(path(made, SITE)), Sort(path(made, NAME), True))
        reader = PageReader(asker_of(catalog), Query(made, where=where, sort=sort, limit=50))
        plan = plan_of(conn, space, reader._base.limit(50))
    (index,) = [
        one.name
        for one in catalog.layouts["e_lead"].indexes.values()
        if one.columns == ("f_name__sort", "^f_site", "-id")
    ]
    assert index in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


def plan_of(conn: Any, space: Any, query: Any) -> str:
    written = str(query.compile(conn, compile_kwargs={"literal_binds": True})).replace("%%", "%")
    explain = "EXPLAIN QUERY PLAN " if space.schema is None else "EXPLAIN "
    return "\n".join(str(one) for one in conn.execute(text((explain + written).replace(":", "\\:"))))


@pytest.mark.parametrize("large", [False, True])
def test_indexes_over_whole_texts_are_built_anew(database, space, published, monkeypatch, large):
    _, found = published
    old = IndexLayout(space.name("e_lead_xold"), ("f_name", "id"))
    with database.write() as conn:
        hold_alone(conn, space)
        catalog = catalog_of(conn, space, found)
        fill(conn, catalog, [row(number, "", f"{number:05}") for number in range(1, 9)])
        layout = catalog.layouts["e_lead"]
        for index in layout.indexes.values():
            if index.living:
                drop_index(conn, catalog.tables["e_lead"].main, index)
        create_index(conn, catalog.tables["e_lead"].main, old)
        save_layout(conn, space, type(layout)(**{**vars(layout), "indexes": {old.name: old}}))
    if large:
        monkeypatch.setattr(publish, "FEW_RECORDS", 3)
    with database.write() as conn:
        hold_alone(conn, space)
        done = lay_out(conn, space, found, found)
        layout = from_text(load_layouts(conn, space)["e_lead"])
        assert old.name not in layout.indexes
        assert bool(done.deferred) == large
        fill(conn, catalog_of(conn, space, found), [row(10, "甲")])
