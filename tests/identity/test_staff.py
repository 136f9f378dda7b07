"""Looking after members: inviting, changing, letting go; and what an administrator cannot do by mistake."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from builder.errors import Conflict, Invalid, NotAllowed, NotFound
from builder.identity import accounts, departments, joining, members, sessions, staff
from builder.identity.accounts import NewAccount
from builder.identity.joining import Purpose
from builder.identity.rights import user_facts
from builder.identity.staff_changes import Office
from builder.metadata.model import Model
from builder.storage import account_rows, department_rows, people_rows
from builder.storage.engine import Connection, Database
from builder.storage.head import read_head
from builder.storage.installation import create_workspace
from builder.storage.people_rows import MembersAsked
from builder.storage.space import Space
from tests.conftest import NOW

ROLE = "r_seller00"
MODEL = Model({ROLE: {"kind": "role", "id": ROLE, "name": "seller"}, "a_sample00": {"kind": "app"}}, {}, {}, {}, {}, {})
PASSWORD = "correct horse battery"


def boss_of(conn: Connection, space: Space, email: str = "boss@example.com") -> Office:
    made = accounts.create(conn, NewAccount(email, "老板", "hash"), NOW)
    members.add(conn, space, accounts.find(conn, made), NOW, administrator=True)
    return Office(conn, space, MODEL, made, NOW)


@pytest.fixture
def office(database: Database, space: Space) -> Iterator[Office]:
    with database.write() as conn:
        yield boss_of(conn, space)


@pytest.fixture
def elsewhere(office: Office) -> Office:
    """Another workspace of the same installation, with another administrator."""
    other = create_workspace(office.conn, "other", "别的公司", NOW)
    return boss_of(office.conn, other, "other@example.com")


def invite(office: Office, **person: object) -> int:
    return staff.invite(office, {"display_name": "李雷", "email": "lilei@example.com", **person})


def codes(refusal: pytest.ExceptionInfo[Invalid]) -> set[tuple[str, str]]:
    return {(problem.path, problem.code) for problem in refusal.value.problems}


def test_who_is_invited_is_a_member_who_reaches_nothing_yet(office: Office) -> None:
    before = read_head(office.conn, office.space)
    sales = departments.add_department(office.conn, office.space, "销售部")
    invited = invite(office, mobile="138 1234 5678", username="Li.Lei", department=sales, position="经理", roles=[ROLE])
    found = staff.find(office, invited)

    assert (found.state, found.signs_in, found.label, found.position) == ("invited", False, "李雷", "经理")
    assert (found.email, found.mobile, found.username) == ("lilei@example.com", "+8613812345678", "li.lei")
    assert (found.department, found.roles, found.administrator) == (sales, [ROLE], False)
    assert read_head(office.conn, office.space).rights_rev > before.rights_rev
    assert [person.id for person in members.people(office.conn, office.space, "lilei")] == [invited]


def test_staff_without_a_mailbox_signs_in_with_a_number_or_a_name(office: Office) -> None:
    invited = invite(office, email="", mobile="13812345678", username="仓库-1")
    token, _expires = joining.make(office.conn, office.space, invited, office.by, NOW)
    joining.use(office.conn, token, joining.password_for(PASSWORD), None, NOW)

    for name in ("13812345678", "+86 138 1234 5678", "仓库-1", "１３８１２３４５６７８"):
        found = accounts.verify(office.conn, name, PASSWORD)
        assert found is not None, name
        assert found.id == invited
    assert accounts.verify(office.conn, "+1 381 234 5678", PASSWORD) is None


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ({"email": "", "display_name": " "}, {("display_name", "required"), ("email", "no_sign_in_name")}),
        ({"email": "no address"}, {("email", "not_an_email")}),
        ({"mobile": "12"}, {("mobile", "not_a_phone")}),
        ({"username": "12345"}, {("username", "bad_username")}),
        ({"username": "a@b"}, {("username", "bad_username")}),
        ({"display_name": "x" * 201}, {("display_name", "bad_display_name")}),
        ({"department": 99, "manager": 98, "teams": [97]}, {
            ("department", "unknown_department"), ("manager", "unknown_user"), ("teams", "unknown_team"),
        }),
        ({"roles": ["a_sample00"]}, {("roles", "unknown_reference")}),
        ({"position": "x" * 101}, {("position", "bad_position")}),
        ({"email": "bad", "roles": ["r_nothing0"]}, {("email", "not_an_email"), ("roles", "unknown_reference")}),
    ],
)  # fmt: skip
def test_every_problem_of_an_invitation_is_named(office: Office, person: dict, expected: set) -> None:
    with pytest.raises(Invalid) as refusal:
        invite(office, **person)
    assert codes(refusal) == expected


@pytest.mark.parametrize(
    ("again", "code"),
    [
        ({"email": "LiLei@Example.com"}, "already_member"),
        ({"email": "", "mobile": "+8613812345678"}, "mobile_taken"),
        ({"email": "other@example.com", "username": "LILEI"}, "username_taken"),
    ],
)
def test_a_name_signs_in_one_account(office: Office, again: dict, code: str) -> None:
    invite(office, mobile="13812345678", username="lilei")
    with pytest.raises(Conflict, match=code):
        invite(office, **again)


def test_a_link_gives_the_first_password_once(office: Office) -> None:
    invited = invite(office)
    first, _ = joining.make(office.conn, office.space, invited, office.by, NOW)
    token, expires = joining.make(office.conn, office.space, invited, office.by, NOW)
    with pytest.raises(NotFound, match="link_ended"):
        joining.look_at(office.conn, first, NOW)
    link = joining.look_at(office.conn, token, NOW)
    assert (link.purpose, link.display_name, link.workspace) == (Purpose.FIRST_PASSWORD, "李雷", "main")
    with pytest.raises(Invalid):
        joining.use(office.conn, token, None, None, NOW)
    with pytest.raises(NotFound, match="link_ended"):
        joining.use(office.conn, token, "hash", None, expires)

    assert joining.use(office.conn, token, joining.password_for(PASSWORD), None, NOW).account_id == invited
    assert staff.find(office, invited).state == "active"
    assert accounts.verify(office.conn, "lilei@example.com", PASSWORD) is not None
    with pytest.raises(NotFound, match="link_ended"):
        joining.use(office.conn, token, "other", None, NOW)


@pytest.mark.parametrize("token", ["", "x", "\ud800", "x" * 10_000])
def test_what_is_no_link_is_told_like_one_that_ended(office: Office, token: str) -> None:
    with pytest.raises(NotFound, match="link_ended"):
        joining.look_at(office.conn, token, NOW)


def test_who_has_an_account_joins_with_it_and_nobody_learns_that_before(office: Office, elsewhere: Office) -> None:
    token, _ = joining.make(office.conn, office.space, invite(office), office.by, NOW)
    account = joining.use(office.conn, token, joining.password_for(PASSWORD), None, NOW).account_id
    fresh = invite(elsewhere, email="fresh@example.com")
    known = invite(elsewhere, display_name="雷")

    told = staff.find(elsewhere, known)
    assert (known, told.label, told.state, told.signs_in, told.mobile) == (account, "雷", "invited", False, "")
    assert staff.find(elsewhere, fresh).state == "invited"
    token, _ = joining.make(elsewhere.conn, elsewhere.space, known, elsewhere.by, NOW)
    assert joining.look_at(office.conn, token, NOW).purpose is Purpose.JOIN
    for somebody in (None, elsewhere.by):
        with pytest.raises(NotAllowed, match="sign_in_as"):
            joining.use(office.conn, token, "stolen", somebody, NOW)
    assert accounts.verify(office.conn, "lilei@example.com", PASSWORD) is not None
    joining.use(office.conn, token, None, account, NOW)
    assert staff.find(elsewhere, known).state == "active"
    assert accounts.verify(office.conn, "lilei@example.com", PASSWORD) is not None


def test_an_administrator_cannot_get_into_other_workspaces(office: Office, elsewhere: Office) -> None:
    token, _ = joining.make(office.conn, office.space, invite(office), office.by, NOW)
    account = joining.use(office.conn, token, "hash", None, NOW).account_id
    token, _ = joining.make(elsewhere.conn, elsewhere.space, invite(elsewhere), elsewhere.by, NOW)
    joining.use(office.conn, token, None, account, NOW)
    for one in (office, elsewhere):
        with pytest.raises(NotAllowed, match="works_elsewhere"):
            joining.make(one.conn, one.space, account, one.by, NOW)
    staff.disable(elsewhere, account)
    token, _ = joining.make(office.conn, office.space, account, office.by, NOW)
    assert joining.look_at(office.conn, token, NOW).purpose is Purpose.NEW_PASSWORD


def test_a_new_password_through_a_link_ends_every_session(office: Office) -> None:
    token, _ = joining.make(office.conn, office.space, invite(office), office.by, NOW)
    account = joining.use(office.conn, token, "hash", None, NOW).account_id
    cookie, _session = sessions.start(office.conn, account, NOW)
    token, _ = joining.make(office.conn, office.space, account, office.by, NOW)
    joining.use(office.conn, token, joining.password_for(PASSWORD), None, NOW)
    assert sessions.find(office.conn, cookie, NOW) is None
    assert accounts.verify(office.conn, "lilei@example.com", PASSWORD) is not None


def test_changes_are_kept_and_others_stay(office: Office) -> None:
    who = invite(office, position="代表", roles=[ROLE])
    team = departments.add_team(office.conn, office.space, "华东突击队")
    deputy = invite(office, display_name="韩梅", email="hanmei@example.com")
    absence = {"from": "2026-12-01", "until": "2026-12-01", "deputy": deputy}
    staff.change(office, who, {"display_name": "李 雷", "teams": [team], "absence": absence, "manager": deputy})
    found = staff.find(office, who)
    assert (found.label, found.position, found.roles, found.teams) == ("李 雷", "代表", [ROLE], [team])
    assert found.absence == absence
    staff.change(office, who, {"absence": None, "manager": None, "roles": [], "teams": []})
    found = staff.find(office, who)
    assert (found.absence, found.manager, found.roles, found.teams) == (None, None, [], [])


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"display_name": "\n"}, ("display_name", "required")),
        ({"absence": {"from": "2026-12-02", "until": "2026-12-01"}}, ("absence.until", "ends_before_it_begins")),
        ({"absence": {"from": "2026-12-02", "until": "2026-12-03", "deputy": 99}}, ("absence.deputy", "unknown_user")),
    ],
)
def test_a_bad_change_is_refused_with_its_place(office: Office, changes: dict, expected: tuple) -> None:
    who = invite(office)
    with pytest.raises(Invalid) as refusal:
        staff.change(office, who, changes)
    assert codes(refusal) == {expected}


def test_nobody_is_under_themselves(office: Office) -> None:
    top = invite(office)
    below = invite(office, display_name="韩梅", email="hanmei@example.com", manager=top)
    for manager in (top, below):
        with pytest.raises(Invalid) as refusal:
            staff.change(office, top, {"manager": manager})
        assert codes(refusal) == {("manager", "manager_below")}


def test_the_last_administrator_cannot_be_lost(office: Office) -> None:
    second = invite(office, administrator=True)
    with pytest.raises(Conflict, match="last_administrator"):
        staff.change(office, office.by, {"administrator": False})  # the other one cannot sign in yet
    token, _ = joining.make(office.conn, office.space, second, office.by, NOW)
    joining.use(office.conn, token, "hash", None, NOW)
    staff.change(office, office.by, {"administrator": False})
    other = Office(office.conn, office.space, MODEL, second, NOW)
    with pytest.raises(Conflict, match="not_yourself"):
        staff.disable(other, second)
    with pytest.raises(Conflict, match="last_administrator"):
        staff.disable(office, second)


def test_who_left_comes_back_with_the_place_they_had(office: Office) -> None:
    who = invite(office, roles=[ROLE])
    token, _ = joining.make(office.conn, office.space, who, office.by, NOW)
    staff.disable(office, who)
    assert staff.find(office, who).state == "disabled"
    with pytest.raises(NotFound, match="link_ended"):
        joining.look_at(office.conn, token, NOW)
    with pytest.raises(Conflict, match="member_disabled"):
        joining.make(office.conn, office.space, who, office.by, NOW)
    staff.enable(office, who)
    assert (staff.find(office, who).state, staff.find(office, who).roles) == ("invited", [ROLE])


def test_members_come_in_pages_by_name_and_as_asked(office: Office) -> None:
    sales = departments.add_department(office.conn, office.space, "销售部")
    for number in range(5):
        invite(
            office, display_name=f"王{number}", email=f"p{number}@example.com", department=sales if number % 2 else None
        )
    names, after = [], None
    while True:
        found, after = staff.page(office, MembersAsked(after=after, limit=2))
        names += [one.label for one in found]
        if after is None:
            break
    assert names == ["老板", "王0", "王1", "王2", "王3", "王4"]

    def listed(**asked: object) -> list[str]:
        return [one.label for one in staff.page(office, MembersAsked(**asked))[0]]  # type: ignore[arg-type]

    assert listed(departments=(sales,)) == ["王1", "王3"]
    assert listed(state="active") == ["老板"]
    assert listed(search="p4@") == ["王4"]
    assert listed(role=ROLE) == []


def test_an_unknown_member_is_not_found(office: Office) -> None:
    for act in (staff.find, staff.enable, staff.disable):
        with pytest.raises(NotFound):
            act(office, 99)
    with pytest.raises(NotFound):
        joining.make(office.conn, office.space, 99, office.by, NOW)


def test_departments_form_a_tree_that_can_be_rearranged(office: Office) -> None:
    conn, space = office.conn, office.space
    company = departments.add_department(conn, space, "公司")
    sales = departments.add_department(conn, space, "销售部", company)
    south = departments.add_department(conn, space, "华南", sales)
    with pytest.raises(Invalid) as refusal:
        departments.change_department(conn, space, company, {"parent": south, "name": ""}, NOW)
    assert codes(refusal) == {("parent", "department_below_itself"), ("name", "required")}
    departments.change_department(conn, space, south, {"parent": company, "name": " 华南区 ", "head": office.by}, NOW)
    found = {one.id: one for one in departments.every_department(conn, space)}
    assert (found[south].label, found[south].parent, found[south].head) == ("华南区", company, office.by)
    with pytest.raises(NotFound):
        departments.change_department(conn, space, 99, {"name": "x"}, NOW)


def test_a_department_closes_once_nobody_is_in_it(office: Office) -> None:
    conn, space = office.conn, office.space
    sales = departments.add_department(conn, space, "销售部")
    south = departments.add_department(conn, space, "华南", sales)
    who = invite(office, department=south)
    for department in (sales, south):
        with pytest.raises(Conflict, match="department_in_use"):
            departments.close_department(conn, space, department, NOW)
    staff.change(office, who, {"department": None})
    departments.close_department(conn, space, south, NOW)
    departments.close_department(conn, space, sales, NOW)
    with pytest.raises(Invalid):
        staff.change(office, who, {"department": south})
    with pytest.raises(Conflict, match="department_closed"):
        departments.reopen_department(conn, space, south)
    departments.reopen_department(conn, space, sales)
    departments.reopen_department(conn, space, south)
    staff.change(office, who, {"department": south})


def test_departments_do_not_go_down_for_ever(office: Office) -> None:
    parent = None
    for level in range(departments.DEEPEST):
        parent = departments.add_department(office.conn, office.space, f"第{level}层", parent)
    with pytest.raises(Invalid) as refusal:
        departments.add_department(office.conn, office.space, "再深", parent)
    assert codes(refusal) == {("parent", "departments_too_deep")}


def test_who_is_under_a_head_that_left_is_under_the_next_one_up(office: Office) -> None:
    conn, space = office.conn, office.space
    company = departments.add_department(conn, space, "公司", head=office.by)
    head = invite(office)
    sales = departments.add_department(conn, space, "销售部", company, head)
    seller = invite(office, display_name="韩梅", email="hanmei@example.com", department=sales)

    def under(boss: int) -> tuple[int, ...]:
        row = people_rows.member(conn, space, boss)
        assert row is not None
        facts = user_facts(row, department_rows.departments(conn, space), people_rows.every_member(conn, space))
        return facts.subordinates

    assert under(head) == (seller,)
    staff.disable(office, head)
    assert seller in under(office.by)


def test_a_disabled_account_has_no_link(office: Office) -> None:
    who = invite(office)
    token, _ = joining.make(office.conn, office.space, who, office.by, NOW)
    account_rows.update_account(office.conn, who, {"disabled_at": NOW})
    with pytest.raises(NotFound, match="link_ended"):
        joining.look_at(office.conn, token, NOW)
