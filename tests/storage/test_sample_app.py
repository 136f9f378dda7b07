"""The sample app in the database: every storable field type is laid out, indexed, viewed and published again."""

from __future__ import annotations

import pytest
from sqlalchemy import event, insert, inspect, text

from builder.metadata.compile import compile_model
from builder.metadata.naming import mint, resolve
from builder.storage.catalogs import CatalogCache, load_catalog
from builder.storage.document_rows import load_documents, save_documents
from builder.storage.head import bump, hold_alone
from builder.storage.indexes import MOST_INDEXES, wanted_indexes
from builder.storage.publish import lay_out
from tests.samples.sample_app import sample_documents


@pytest.fixture(scope="module")
def documents():
    return resolve(mint(sample_documents(), None), None, [])


def publish(database, space, documents):
    app = next(one["id"] for one in documents if one["kind"] == "app")
    with database.write() as conn:
        hold_alone(conn, space)
        before = load_catalog(conn, space).model
        after = compile_model([(app, one) for one in documents])
        head = bump(conn, space, "metadata_rev", "layout_rev")
        save_documents(conn, space, app, documents, head.metadata_rev)
        return lay_out(conn, space, before, after)


def test_every_field_of_the_sample_has_a_place(database, space, documents):
    publish(database, space, documents)
    with database.read() as conn:
        catalog = CatalogCache(database).at(conn, space)
        assert {app.name for app in catalog.model.apps.values()} == {"sample"}
        for entity in catalog.model.entities.values():
            layout, tables = catalog.layouts[entity.id], catalog.tables[entity.id]
            assert set(layout.fields) == {item.id for item in entity.fields}
            there = {one["name"] for one in inspect(conn).get_columns(tables.main.name, schema=space.schema)}
            assert there == set(tables.main.c.keys())
            for item in entity.fields:
                for option in item.options:
                    assert option.id in catalog.codes(entity, item)


def test_the_sample_published_again_changes_no_table(database, space, documents):
    publish(database, space, documents)
    with database.read() as conn:
        assert [one for _, one in load_documents(conn, space)] == sorted(documents, key=lambda one: one["id"])
    seen: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    done = publish(database, space, documents)
    assert not [one for one in seen if one.split()[0] in ("ALTER", "CREATE", "DROP")]
    assert not done.deferred


def test_no_entity_has_more_indexes_than_it_can_afford(database, space, documents):
    publish(database, space, documents)
    with database.read() as conn:
        catalog = load_catalog(conn, space)
        for entity in catalog.model.entities.values():
            layout = catalog.layouts[entity.id]
            asked = len(entity.indexes) + entity.followed  # for follow-ups that fall due
            assert sum(one.living for one in layout.indexes.values()) <= MOST_INDEXES + asked
            assert {one.name for one in wanted_indexes(space, catalog.model, entity, layout)} == set(layout.indexes)
            main = catalog.tables[entity.id].main
            there = {one["name"] for one in inspect(conn).get_indexes(main.name, schema=space.schema)}
            assert set(layout.indexes) <= there


def test_the_views_of_the_sample_can_be_read(database, space, documents):
    publish(database, space, documents)
    with database.write() as conn:
        catalog = load_catalog(conn, space)
        company = catalog.model.entity("company")
        main = catalog.tables[company.id].main
        columns = catalog.layouts[company.id].fields
        at = {item.name: columns[item.id].columns for item in company.fields}
        values = {
            at["name"]["value"]: "织表",
            at["founded_on"]["value"]: 20_000,
            at["last_call_at"]["value"]: 1_700_000_000_500_000,
            at["revenue"]["amount"]: 123456,
            at["revenue"]["currency"]: "CNY",
            at["opens_at"]["value"]: 9 * 3_600,
        }
        conn.execute(insert(main).values(id=1, version=1, created_at=1_700_000_000_000_000, **values))
    view = '"v_main__sample__company"' if space.schema is None else '"v_main"."sample__company"'
    with database.read() as conn:
        (row,) = conn.execute(text(f"SELECT * FROM {view}")).mappings()
    assert row["name"] == "织表"
    assert str(row["founded_on"]) == "2024-10-04"
    assert str(row["last_call_at"]).replace(" ", "T").startswith("2023-11-14T22:13:20.5")
    assert (float(row["revenue_amount"]), row["revenue_currency"]) == (1234.56, "CNY")
    assert str(row["opens_at"]) == "09:00:00"
