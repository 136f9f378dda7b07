"""Rights of members: what their published roles allow, as of the present revision."""

from __future__ import annotations

import pytest

from builder.errors import NotFound
from builder.identity import departments, members
from builder.identity.rights import rights_of
from builder.metadata.entity import Entity
from builder.metadata.rights import Access
from builder.runtime.work import Work
from builder.storage.engine import Database
from builder.storage.space import Space
from tests.designer.conftest import Designer, new_member
from tests.samples.sample_app import sample_documents


@pytest.fixture
def designer(database: Database, space: Space) -> Designer:
    """An administrator of a workspace with the sample app."""
    found = Designer(database, new_member(database, space, "anna@example.com"))
    found.publish(sample_documents())
    return found


@pytest.fixture
def seller(designer: Designer, database: Database, space: Space) -> Designer:
    """A member with the role seller."""
    account = new_member(database, space, "eve@example.com", administrator=False)
    give(designer, account, "seller")
    return Designer(database, account)


def give(designer: Designer, account: int, *names: str) -> None:
    with designer.publishing() as work:
        roles = [str(body["id"]) for body in work.model.of_kind("role") if body["name"] in names]
        members.set_roles(work.conn, work.space, work.model, account, roles)


def company(work: Work) -> Entity:
    found = work.model.entity("company")
    assert found is not None
    return found


def test_an_administrator_may_do_everything(designer: Designer) -> None:
    with designer.reading() as work:
        assert work.rights.administrator
        assert all(work.rights.on(company(work).id).may(action) for action in ("view", "edit", "delete", "export"))


def test_a_member_without_roles_may_do_nothing(designer: Designer, database: Database, space: Space) -> None:
    nobody = Designer(database, new_member(database, space, "nobody@example.com", administrator=False))
    with nobody.reading() as work:
        assert not work.rights.administrator
        with pytest.raises(NotFound):
            work.entity("company")


def test_a_role_gives_what_it_says_and_no_more(designer: Designer, seller: Designer) -> None:
    with seller.reading() as work:
        entity = company(work)
        rights = work.rights.on(entity.id)
        assert [action for action in ("view", "create", "edit", "delete", "export") if rights.may(action)] == [
            "view", "create", "edit"
        ]  # fmt: skip
        assert rights.access(entity.by_name["margin"].id) is Access.HIDDEN
        assert rights.access(entity.by_name["phone"].id) is Access.MASKED
        assert rights.access(entity.by_name["name"].id) is Access.WRITE


def test_roles_unite(designer: Designer, seller: Designer) -> None:
    give(designer, seller.account, "seller", "director")
    with seller.reading() as work:
        entity = company(work)
        rights = work.rights.on(entity.id)
        assert rights.may("export")
        assert rights.access(entity.by_name["margin"].id) is Access.WRITE


def test_a_role_taken_away_counts_no_more(designer: Designer, seller: Designer) -> None:
    give(designer, seller.account)
    with seller.reading() as work, pytest.raises(NotFound):
        work.entity("company")


def test_a_role_that_is_changed_by_a_publish_counts_at_once(designer: Designer, seller: Designer) -> None:
    role = next(body for body in sample_documents() if body["name"] == "seller")
    role["entities"][0]["actions"]["delete"] = True
    designer.publish([role], "sample")
    with seller.reading() as work:
        assert work.rights.on(company(work).id).may("delete")


def test_a_role_that_is_deleted_gives_nothing(designer: Designer, seller: Designer) -> None:
    role = next(body for body in sample_documents() if body["name"] == "seller")
    with designer.reading() as work:
        gone = [str(body["id"]) for body in work.model.of_kind("role") if body["name"] == role["name"]]
        flow = next(body for body in sample_documents() if body["name"] == "company_flow")
    flow["transitions"]["listed"][3].pop("roles")
    designer.publish([flow], "sample", delete=gone)
    with seller.reading() as work:
        assert not work.rights.on(company(work).id).branches


def test_an_administrator_role_gives_full_rights(designer: Designer, seller: Designer) -> None:
    boss = {"kind": "role", "name": "boss", "label": {"en": "Boss"}, "administrator": True, "entities": []}
    designer.publish([boss], "sample")
    give(designer, seller.account, "boss")
    with seller.reading() as work:
        assert work.rights.administrator
        assert work.rights.on(company(work).id).may("delete")


def test_who_is_under_me_comes_with_my_rights(
    designer: Designer, seller: Designer, database: Database, space: Space
) -> None:
    below = new_member(database, space, "below@example.com", administrator=False)
    with designer.publishing() as work:
        sales = departments.add_department(work.conn, space, "Sales", head=seller.account)
        south = departments.add_department(work.conn, space, "South", parent=sales)
        members.place(work.conn, space, seller.account, sales)
        members.place(work.conn, space, below, south)

    with seller.reading() as work:
        assert (work.rights.departments, work.rights.subordinates) == ((sales, south), (below,))
        assert (work.moment.department, work.moment.departments) == (sales, (sales, south))
        assert work.moment.subordinates == (below,)


def test_rights_are_asked_for_members_only(designer: Designer) -> None:
    with designer.reading() as work, pytest.raises(NotFound):
        rights_of(work.conn, work.catalog, 999)


def test_today_is_the_workspaces_day(designer: Designer) -> None:
    with designer.reading() as work:
        assert (work.moment.time_zone, work.moment.week_start) == ("Asia/Shanghai", 1)
    settings = {
        "kind": "settings", "name": "workspace", "label": {"en": "Settings"},
        "time_zone": "Europe/Berlin", "week_start": 7
    }  # fmt: skip
    designer.publish([settings], "sample")
    with designer.reading() as work:
        assert (work.moment.time_zone, work.moment.week_start) == ("Europe/Berlin", 7)
