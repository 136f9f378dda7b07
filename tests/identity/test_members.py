"""Members, departments and what follows for 'my department' and 'my subordinates'."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from builder.errors import Conflict, Invalid, NotFound
from builder.identity import accounts, departments, members
from builder.identity.accounts import NewAccount
from builder.identity.rights import user_facts
from builder.metadata.collation import search_words
from builder.metadata.model import Model
from builder.storage import people_rows
from builder.storage.department_rows import DepartmentRow
from builder.storage.engine import Connection, Database
from builder.storage.head import read_head
from builder.storage.people_rows import MemberRow
from builder.storage.space import Space
from tests.conftest import NOW

ROLE = "r_seller00"
MODEL = Model({ROLE: {"kind": "role", "id": ROLE, "name": "seller"}, "a_sample00": {"kind": "app"}}, {}, {}, {}, {}, {})


def join(conn: Connection, space: Space, name: str, administrator: bool = False) -> int:
    made = accounts.create(conn, NewAccount(f"{name.lower()}@example.com", name, "no hash"), NOW)
    members.add(conn, space, accounts.find(conn, made), NOW, administrator)
    return made


@pytest.mark.parametrize(
    "change",
    [
        lambda conn, space, _who: join(conn, space, "Bob"),
        lambda conn, space, who: members.set_roles(conn, space, MODEL, who, [ROLE]),
        lambda conn, space, who: members.place(conn, space, who, None),
        lambda conn, space, _who: departments.add_department(conn, space, "Sales"),
    ],
    ids=["add", "roles", "place", "department"],
)
def test_whatever_changes_rights_moves_their_revision(
    database: Database, space: Space, change: Callable[[Connection, Space, int], object]
) -> None:
    with database.write() as conn:
        anna = join(conn, space, "Anna")
        before = read_head(conn, space)
        change(conn, space, anna)
        after = read_head(conn, space)

    assert after.rights_rev == before.rights_rev + 1
    assert after.metadata_rev == before.metadata_rev


def test_an_account_joins_once(database: Database, space: Space) -> None:
    with database.write() as conn:
        anna = accounts.find(conn, join(conn, space, "Anna"))
        with pytest.raises(Conflict, match="already_member"):
            members.add(conn, space, anna, NOW)


def test_a_member_has_exactly_the_roles_given_last(database: Database, space: Space) -> None:
    with database.write() as conn:
        anna = join(conn, space, "Anna")
        members.set_roles(conn, space, MODEL, anna, [ROLE, ROLE])
        assert people_rows.roles_of(conn, space, anna) == [ROLE]
        members.set_roles(conn, space, MODEL, anna, [])
        assert people_rows.roles_of(conn, space, anna) == []


def test_only_published_roles_can_be_given(database: Database, space: Space) -> None:
    with database.write() as conn:
        anna = join(conn, space, "Anna")
        with pytest.raises(Invalid) as refusal:
            members.set_roles(conn, space, MODEL, anna, ["r_unknown0", "a_sample00", ROLE])

    assert [problem.params["name"] for problem in refusal.value.problems] == ["a_sample00", "r_unknown0"]


def test_nobody_is_placed_where_nothing_is(database: Database, space: Space) -> None:
    with database.write() as conn:
        anna = join(conn, space, "Anna")
        with pytest.raises(Invalid) as refusal:
            members.place(conn, space, anna, department=99, manager=anna)
        with pytest.raises(NotFound):
            members.place(conn, space, 99, None)
        with pytest.raises(Invalid) as department:
            departments.add_department(conn, space, " ", parent=99, head=99)

    assert {problem.path for problem in refusal.value.problems} == {"department", "manager"}
    assert {problem.path for problem in department.value.problems} == {"name", "parent", "head"}


def test_people_are_found_by_part_of_name_or_address(database: Database, space: Space) -> None:
    with database.write() as conn:
        ids = {name: join(conn, space, name) for name in ("Anna", "Bob", "100%er")}
        found = {
            text: [person.label for person in members.people(conn, space, text)]
            for text in ("", "NN", "bob@", "%", "nobody", "_")
        }
        chosen = members.people(conn, space, ids=[ids["Bob"]])

    assert found == {
        "": ["100%er", "Anna", "Bob"],
        "NN": ["Anna"],
        "bob@": ["Bob"],
        "%": ["100%er"],
        "nobody": [],
        "_": [],
    }
    assert chosen == [members.Person(ids["Bob"], "Bob", "bob@example.com")]


def test_people_are_found_by_the_pinyin_of_their_names(database: Database, space: Space) -> None:
    with database.write() as conn:
        made = accounts.create(conn, NewAccount("wxw@example.com", "王晓雯", "no hash"), NOW)
        members.add(conn, space, accounts.find(conn, made), NOW)
        join(conn, space, "Bob")
        for text in ("wxw", "wangxiao", "晓雯"):
            assert [person.id for person in members.people(conn, space, text)] == [made], text
        assert members.people(conn, space, "lxw") == []


def test_who_was_disabled_is_named_but_not_offered(database: Database, space: Space) -> None:
    with database.write() as conn:
        gone, here = join(conn, space, "Ada"), join(conn, space, "Adam")
        people_rows.update_member(conn, space, gone, {"disabled_at": NOW})
        assert [person.id for person in members.people(conn, space, "ada")] == [here]
        assert [(person.id, person.disabled) for person in members.people(conn, space, ids=[gone, here])] == [
            (gone, True),
            (here, False),
        ]


@pytest.mark.parametrize("search", ["Émile", "émile", "ÉMILE ZOLA", "Emile", "zola", "mile"])
def test_people_are_found_whatever_the_case_of_their_letters(database: Database, space: Space, search: str) -> None:
    with database.write() as conn:
        made = accounts.create(conn, NewAccount("zola@example.com", "Émile Zola", "no hash"), NOW)
        members.add(conn, space, accounts.find(conn, made), NOW, False)
        join(conn, space, "Ada")
        assert [person.id for person in members.people(conn, space, search)] == [made]


def test_departments_are_listed_with_their_parents(database: Database, space: Space) -> None:
    with database.write() as conn:
        company = departments.add_department(conn, space, "公司")
        sales = departments.add_department(conn, space, "销售部", company)
        assert departments.every_department(conn, space) == [
            departments.Department(company, "公司", None, "公司 司 gongsi gs si"),
            departments.Department(sales, "销售部", company, search_words("销售部")),
        ]


def person(number: int, department: int | None = None, manager: int | None = None) -> MemberRow:
    return MemberRow(number, f"P{number}", f"p{number}@example.com", department, manager, False, None, NOW)


DEPARTMENTS = [
    DepartmentRow(1, None, "Company", 10),
    DepartmentRow(2, 1, "Sales", 20),
    DepartmentRow(3, 2, "South", None),
    DepartmentRow(4, 1, "Service", None),
]
MEMBERS = [
    person(10, 1),
    person(20, 2),
    person(21, 2),
    person(30, 3),
    person(31, 3, manager=30),
    person(40, 4),
    person(41, None, manager=40),
    person(50),
]


@pytest.mark.parametrize(
    ("who", "tree", "subordinates"),
    [
        (10, (1, 2, 3, 4), (20, 21, 30, 31, 40, 41)),
        (20, (2, 3), (21, 30, 31)),
        (21, (2, 3), ()),
        (30, (3,), (31,)),
        (40, (4,), (41,)),
        (50, (), ()),
    ],
)
def test_under_me_is_who_has_me_as_manager_or_else_as_head(
    who: int, tree: tuple[int, ...], subordinates: tuple[int, ...]
) -> None:
    by_id: Mapping[int, MemberRow] = {row.account_id: row for row in MEMBERS}

    facts = user_facts(by_id[who], DEPARTMENTS, MEMBERS)

    assert (facts.department_tree, facts.subordinates) == (tree, subordinates)


def test_circles_of_managers_and_departments_come_to_an_end() -> None:
    circle = [DepartmentRow(1, 2, "A", 1), DepartmentRow(2, 1, "B", None)]
    people = [person(1, 1, manager=3), person(2, 2, manager=1), person(3, 1, manager=2)]

    facts = user_facts(people[0], circle, people)

    assert facts.department_tree == (1, 2)
    assert facts.subordinates == (2, 3)
