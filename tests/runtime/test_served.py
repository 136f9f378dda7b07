"""Whether an index serves a list: by what it holds to single values, then by what it is sorted by."""

from __future__ import annotations

import pytest

from builder.metadata.conditions import ALWAYS, Compare, Path
from builder.metadata.field_types.base import Operator
from builder.metadata.query import Query, Sort
from builder.runtime.served import is_indexed
from builder.runtime.work import Work


@pytest.mark.parametrize(
    ("equal", "sort", "served"),
    [
        ("", "name", True),
        ("name", "", True),
        ("name", "name", True),
        ("name", "score", False),
        ("website_hidden", "name", False),
        ("website", "", False),
    ],
)
def test_a_text_is_found_and_sorted_by_one_index(work: Work, equal: str, sort: str, served: bool) -> None:
    company = work.entity("company")

    def path(name: str) -> Path:
        return Path((), company, company.by_name[name])

    where = Compare(path(equal), Operator.EQ, "a@b.example") if equal else ALWAYS
    order = (Sort(path(sort)),) if sort else ()
    assert is_indexed(work, Query(company, where=where, sort=order)) is served
