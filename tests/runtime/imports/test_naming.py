"""What the cells of a file name: people in any case of their letters, records by a key, those of earlier files too."""

from __future__ import annotations

from typing import Any

import pytest

from builder.identity import accounts, members
from builder.identity.accounts import NewAccount
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
