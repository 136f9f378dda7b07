"""What the cells of a file name: people in any case of their letters, records by a key, those of earlier files too."""

from __future__ import annotations

from typing import Any

import pytest

from builder.identity import accounts, members
from builder.identity.accounts import NewAccount
from builder.runtime import read_records, trash_records
from builder.storage.engine import Database
from builder.storage.space import Space
from tests.conftest import NOW
from tests.runtime.imports.conftest import Importer, columns, table


def joined(database: Database, space: Space, name: str, email: str) -> int:
    with database.write() as conn:
        made = accounts.create(conn, NewAccount(email, name, "no hash"), NOW)
        members.add(conn, space, accounts.find(conn, made), NOW, False)
    return made


def codes(row: Any) -> set[str]:
    return {problem.code for problem in row["problems"]}


@pytest.mark.parametrize("written", ["Émile Zola", "émile zola", "ÉMILE ZOLA", " E\u0301mile Zola "])
def test_people_are_found_by_names_with_capitals_beyond_ascii(
    database: Database, space: Space, importer: Importer, written: str
) -> None:
    zola = joined(database, space, "Émile Zola", "zola@example.com")
    content = table(("name", "owner"), ("Acme", written))
    assert importer.run(content, "customer", columns(A="name", B="owner"))["created"] == 1
    assert importer.records("customer", "owner")[0]["owner"]["id"] == zola


def test_people_whose_names_differ_in_accents_are_not_taken_for_each_other(
    database: Database, space: Space, importer: Importer
) -> None:
    joined(database, space, "Émile Zola", "zola@example.com")
    twins = [joined(database, space, name, f"{name[-1]}{at}@example.com") for at, name in enumerate(["ÖZ", "öz"])]
    content = table(("name", "owner"), ("Acme", "Emile Zola"), ("Bolt", "Öz"), ("Cord", "OZ"))
    opened = importer.open(content, "customer")
    rows = importer.preview(opened["id"], columns(A="name", B="owner"))["rows"]
    assert len(twins) == 2
    assert [codes(row) for row in rows] == [{"no_match"}, {"ambiguous_match"}, {"no_match"}]


def import_companies(importer: Importer, source: str, *rows: tuple[str, str]) -> None:
    """Import customers whose first column is their key in another system."""
    mapping = {**columns(B="name"), "key": {"column": "A", "source": source}}
    assert importer.run(table(("id", "name"), *rows), "customer", mapping)["created"] == len(rows)


def by_key(**more: Any) -> dict[str, Any]:
    mapping = columns(A="name", B="customer")
    mapping["columns"][1] |= {"match": "key", **more}
    return mapping


def test_references_are_found_by_keys_that_an_earlier_import_kept(importer: Importer) -> None:
    import_companies(importer, "salesforce", ("001A", "Acme"), ("001B", "Bolt"), ("7", "Seven"))
    content = table(("name", "company"), ("Ada", "001A"), ("Bob", " 001B "), ("Cid", "001C"), ("Dan", "Acme"))
    opened = importer.open(content, "contact")
    rows = importer.preview(opened["id"], by_key())["rows"]
    assert [codes(row) for row in rows] == [set(), set(), {"no_match"}, {"no_match"}]
    assert importer.run(content, "contact", by_key(unmatched="blank"))["created"] == 4
    found = [row["customer"] and row["customer"]["label"] for row in importer.records("contact", "customer")]
    assert found == ["Acme", "Bolt", None, None]


def test_a_key_that_two_systems_use_is_ambiguous(importer: Importer) -> None:
    import_companies(importer, "salesforce", ("1", "Acme"), ("2", "Bolt"))
    import_companies(importer, "shop", ("1", "Cord"), ("3", "Dyna"))
    opened = importer.open(table(("name", "company"), ("Ada", "1"), ("Bob", "2"), ("Cid", "3")), "contact")
    rows = importer.preview(opened["id"], by_key())["rows"]
    assert [codes(row) for row in rows] == [{"ambiguous_match"}, set(), set()]


def test_a_deleted_record_is_not_found_by_its_key(importer: Importer) -> None:
    import_companies(importer, "salesforce", ("1", "Acme"))
    with importer.writing() as work:
        customer = work.entity("customer")
        (record,) = read_records.page(work, customer, {"fields": ["name"], "limit": 5})["items"]
        trash_records.delete(work, customer, record["id"])
    opened = importer.open(table(("name", "company"), ("Ada", "1")), "contact")
    assert [codes(row) for row in importer.preview(opened["id"], by_key())["rows"]] == [{"no_match"}]
