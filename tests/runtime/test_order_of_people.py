"""Records in the order of people: by name as Chinese readers expect it, blanks first, whoever is renamed meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from builder.runtime import read_records, save_records
from builder.runtime.work import Work
from builder.storage import people_rows
from tests.runtime.conftest import MEMBERS

HAN, LI, WANG = 3, 2, 1
"""Han Meimei, 李雷 (lǐ léi), Wang Li: in this order."""


def companies(work: Work, managers: Sequence[int | None]) -> list[int]:
    """Make companies with these managers and return their ids."""
    inputs = [{"name": f"N{at}", "manager": manager} for at, manager in enumerate(managers)]
    result = save_records.create_many(work, work.entity("company"), inputs)
    assert not result.failed
    return list(result.ids.values())


def pages(
    work: Work, between: Callable[[int], None] = lambda _: None, limit: int = 2, **request: Any
) -> list[list[int]]:
    """Return the ids of all pages in the order of managers; ``between`` is called with the number of pages read."""
    found: list[list[int]] = []
    cursor = None
    while True:
        asked = {"fields": ["manager"], "sort": [{"field": "manager"}], "limit": limit, "cursor": cursor, **request}
        page = read_records.page(work, work.entity("company"), asked)
        found.append([item["id"] for item in page["items"]])
        cursor = page["next"]
        if cursor is None:
            return found
        between(len(found))


def in_order(found: list[list[int]]) -> list[int]:
    return [number for page in found for number in page]


def rename(work: Work, person: int, name: str) -> None:
    people_rows.update_member(work.conn, work.space, person, {"display_name": name})


def test_people_stand_by_the_sound_of_their_names_and_blanks_first(work: Work) -> None:
    ids = companies(work, [WANG, LI, None, HAN, LI, WANG])
    expected = [ids[2], ids[3], ids[1], ids[4], ids[0], ids[5]]
    assert in_order(pages(work)) == expected
    assert in_order(pages(work, sort=[{"field": "manager", "direction": "desc"}])) == expected[::-1]


@pytest.mark.parametrize("name", ["Aa", "zz", "Wang Li", "李雷"], ids=["to the front", "to the end", "behind", "back"])
@pytest.mark.parametrize("direction", ["asc", "desc"])
def test_a_page_goes_on_with_the_person_it_ended_at_even_renamed(work: Work, name: str, direction: str) -> None:
    ids = companies(work, [None, HAN, LI, LI, LI, LI, WANG])

    def renamed(read: int) -> None:
        if read == 2:
            rename(work, LI, name)

    found = pages(work, renamed, sort=[{"field": "manager", "direction": direction}])
    expected = ids if direction == "asc" else ids[::-1]
    assert in_order(found)[:6] == expected[:6], "the rest of the person, then the next one"


def test_walking_back_over_a_renamed_person_misses_nothing(work: Work) -> None:
    ids = companies(work, [None, HAN, LI, LI, LI, WANG])
    asked = {"sort": [{"field": "manager"}], "limit": 2}
    entity = work.entity("company")
    first = read_records.page(work, entity, asked)
    second = read_records.page(work, entity, {**asked, "cursor": first["next"]})
    rename(work, LI, "Aa")
    back = read_records.page(work, entity, {**asked, "cursor": second["previous"], "direction": "previous"})
    assert [item["id"] for item in back["items"]] == [item["id"] for item in first["items"]] == ids[:2]


def test_people_of_one_name_are_not_mixed(work: Work) -> None:
    rename(work, LI, MEMBERS[HAN][0])
    ids = companies(work, [LI, HAN, LI, HAN])
    assert in_order(pages(work, limit=1)) == [ids[0], ids[2], ids[1], ids[3]]


def test_groups_of_people_stand_in_the_same_order(work: Work) -> None:
    companies(work, [WANG, LI, None, HAN, LI])
    request = {"by": [{"field": "manager"}], "measures": [{"function": "count"}]}
    groups = read_records.group(work, work.entity("company"), request)["groups"]
    found = [(group["key"][0] and group["key"][0]["id"], group["measures"][0]) for group in groups]
    assert found == [(None, 1), (HAN, 1), (LI, 2), (WANG, 1)]


def test_groups_of_several_people_stand_in_the_same_order(work: Work) -> None:
    company = work.entity("company")
    made = save_records.create_many(
        work, company, [{"name": "A", "helpers": [WANG, LI]}, {"name": "B", "helpers": [HAN]}]
    )
    assert not made.failed
    request = {"by": [{"field": "helpers"}], "measures": [{"function": "count"}]}
    groups = read_records.group(work, company, request)["groups"]
    assert [group["key"][0]["id"] for group in groups] == [HAN, LI, WANG]


def test_people_to_choose_from_stand_in_the_same_order(work: Work) -> None:
    found = people_rows.members(work.conn, work.space, "", [], 10)
    assert [person.account_id for person in found] == [HAN, LI, WANG]
