"""Views for reporting tools: what people call options, people and records stands beside their values, sub-tables have
views of their own.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from sqlalchemy import inspect, text, update

from builder.metadata.compile import compile_model
from builder.runtime import save_records, trash_records
from builder.storage.catalogs import load_catalog
from builder.storage.document_rows import save_documents
from builder.storage.fixed_tables import workspace_tables
from builder.storage.head import bump, hold_alone
from builder.storage.publish import lay_out
from tests.runtime.conftest import stored_documents

LINES = [{"item": "a", "quantity": 2, "price": "1.50", "grade": "premium"}, {"item": "b"}]


def view(space: Any, name: str) -> str:
    return f'"v_main"."sample__{name}"' if space.schema else f'"v_main__sample__{name}"'


def rows(database: Any, space: Any, name: str) -> list[dict[str, Any]]:
    with database.read() as conn:
        return [dict(row) for row in conn.execute(text(f"SELECT * FROM {view(space, name)} ORDER BY id")).mappings()]


def publish(database: Any, space: Any, documents: Any) -> None:
    app = next(one["id"] for one in documents if one["kind"] == "app")
    with database.write() as conn:
        hold_alone(conn, space)
        before = load_catalog(conn, space).model
        head = bump(conn, space, "metadata_rev", "layout_rev")
        save_documents(conn, space, app, documents, head.metadata_rev)
        lay_out(conn, space, before, compile_model([(app, one) for one in documents]))


@pytest.fixture
def companies(open_work: Any) -> tuple[int, int]:
    """A company, and one below it that has something of everything."""
    with open_work() as work:
        company = work.entity("company")
        above = save_records.create(work, company, {"name": "远景"})
        values = {
            "name": "织表",
            "tier": "high",
            "source": None,
            "interests": ["quality", "price"],
            "manager": 2,
            "helpers": [3, 1],
            "unit": 2,
            "parent_company": above,
            "partners": [above],
            "related_to": {"entity": "company", "id": above},
            "lines": LINES,
        }
        return above, save_records.create(work, company, values)


def test_what_people_call_values_stands_beside_them(database, space, companies):
    above, below = companies
    first, row = rows(database, space, "company")
    assert (first["tier"], first["tier_label"]) == ("middle", "潜力")
    assert (first["interests_label"], first["parent_company_label"], first["partners_label"]) == (None, None, None)
    assert row["id"] == below
    assert (row["tier"], row["tier_label"], row["source_label"]) == ("high", "高价值", None)
    assert row["interests"] == "quality, price"
    assert row["interests_label"] == "质量, 价格"
    assert (row["manager"], row["manager_label"], row["owner_label"]) == (2, "李雷", "Wang Li")
    assert row["helpers_label"] == "Han Meimei, Wang Li"
    assert (row["unit_label"], row["department_label"]) == ("East", "销售部")
    assert (row["parent_company"], row["parent_company_label"]) == (above, "远景")
    assert (row["partners_label"], row["related_to_label"]) == ("远景", "远景")
    assert row["stage_label"]


def test_rows_of_a_sub_table_have_a_view_with_their_record_and_place(database, space, companies, open_work):
    _, below = companies
    first, second = rows(database, space, "company__lines")
    assert (first["parent_id"], first["item"], first["quantity"], float(first["price"])) == (below, "a", 2, 1.5)
    assert (first["grade"], first["grade_label"]) == ("premium", "高级")
    assert [first["position"], second["position"]] == [0, 1]
    with open_work() as work:
        trash_records.delete_many(work, work.entity("company"), [(below, 1)])
    assert rows(database, space, "company__lines") == []


def test_a_view_follows_what_options_and_titles_become(database, space, companies):
    documents = deepcopy(list(stored_documents()))
    company = next(one for one in documents if one["kind"] == "entity" and one["name"] == "company")
    at = {one["name"]: one for one in company["fields"]}
    at["tier"]["settings"]["options"][0]["label"] = {"zh-CN": "重点"}
    company["title"] = [at["number"]["id"]]
    publish(database, space, documents)
    above, row = rows(database, space, "company")
    assert row["tier_label"] == "重点"
    assert row["parent_company_label"] == above["number"]


def test_views_go_with_their_sub_table_and_their_entity(database, space, companies):
    documents = deepcopy(list(stored_documents()))
    company = next(one for one in documents if one["kind"] == "entity" and one["name"] == "company")
    company["fields"] = [one for one in company["fields"] if one["name"] != "lines"]
    publish(database, space, documents)
    with database.read() as conn:
        names = inspect(conn).get_view_names(schema="v_main" if space.schema else None)
    assert len(names) == sum(one["kind"] == "entity" for one in documents)
    assert not [name for name in names if name.endswith("__lines")]


def test_views_from_before_labels_are_made_anew_by_the_next_publish(database, space, companies):
    options = workspace_tables(space).option_name
    with database.write() as conn:
        conn.execute(update(options).values(option_id="", label=""))
        for name in ("company", "company__lines"):
            conn.execute(text(f"DROP VIEW {view(space, name)}"))
        conn.execute(text(f"CREATE VIEW {view(space, 'company')} AS SELECT 1 AS id"))
    publish(database, space, list(stored_documents()))
    assert rows(database, space, "company")[1]["tier_label"] == "高价值"
    assert len(rows(database, space, "company__lines")) == 2


def test_names_that_could_be_those_of_others_are_told_apart(database, space, companies):
    documents = deepcopy(list(stored_documents()))
    company = next(one for one in documents if one["kind"] == "entity" and one["name"] == "company")
    twin = deepcopy(company)
    twin["id"], twin["name"] = "e_0000000000twin", "company__lines"
    twin["fields"] = [{"id": "f_0000000000twin", "name": "name", "type": "text", "label": {"zh-CN": "名称"}}]
    for key in ("title", "unique_keys", "rules", "indexes", "default_sort", "duplicate_rules"):
        twin.pop(key, None)
    twin["title"] = ["f_0000000000twin"]
    publish(database, space, [*documents, twin])
    with database.read() as conn:
        names = inspect(conn).get_view_names(schema="v_main" if space.schema else None)
    assert len([name for name in names if "company__lines" in name]) == 2
    assert len(rows(database, space, "company__lines")) == 2
