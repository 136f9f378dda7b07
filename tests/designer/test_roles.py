"""Roles are listed, read as matrices, made, changed, deleted and taken back; what they allow holds at once."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from builder.designer import roles
from builder.designer.exporting import export_app
from builder.designer.publishing import Published
from builder.designer.revisions import revisions
from builder.designer.role_preview import preview
from builder.designer.roles import Change
from builder.errors import Conflict, Invalid, NotAllowed, NotFound, StaleVersion
from builder.identity import members
from builder.metadata.rights import Access
from builder.runtime.work import Work
from builder.storage.document_rows import load_documents
from builder.storage.engine import Database
from builder.storage.head import read_head
from builder.storage.space import Space
from tests.designer.conftest import Designer, new_member
from tests.samples.sample_app import sample_documents


def where(field: str, op: str, value: Any) -> dict[str, Any]:
    return {"where": {"field": field, "op": op, "value": value}}


LOW = where("tier", "eq", "low")
NOTHING = {
    "view": [], "create": False, "edit": [], "delete": [], "import": False, "export": [], "assign": [], "comment": None,
}  # fmt: skip


class Office(Designer):
    """An administrator who looks after roles, each step a unit of work of its own."""

    def __init__(self, database: Database, account: int) -> None:
        super().__init__(database, account)
        self.publish(sample_documents())

    def work(self, opened: Any) -> Work:
        work: Work = opened
        work.app = next(key for key, app in work.model.apps.items() if app.name == "sample")
        return work

    def id(self, name: str) -> str:
        with self.reading() as work:
            return next(str(one["id"]) for one in roles.listed(self.work(work)) if one["name"] == name)

    def read(self, name: str = "seller") -> dict[str, Any]:
        role = self.id(name)
        with self.reading() as work:
            return roles.read(self.work(work), role)

    def change(self, *grants: dict[str, Any], role: str = "seller", **more: Any) -> Published:
        read = self.read(role)
        with self.publishing() as work:
            return roles.change(self.work(work), read["id"], read["version"], Change(grants=grants, **more))

    def create(self, label: str, copied: str | None = None, **more: Any) -> str:
        with self.publishing() as work:
            return roles.create(self.work(work), Change(label={"en": label}, **more), copied)[0]

    def delete(self, name: str) -> Published:
        read = self.read(name)
        with self.publishing() as work:
            return roles.delete(self.work(work), read["id"], read["version"])

    def take_back(self, revision: int) -> Published:
        with self.publishing() as work:
            return roles.take_back(self.work(work), revision)

    def preview(self, name: str, given: Change | None) -> dict[str, list[tuple[str, str, str]]]:
        role = self.id(name)
        with self.reading() as work:
            people, more = preview(self.work(work), role, given)
        assert not more
        return {one.label: [(it.entity.name, it.action or it.field, it.what) for it in one.effects] for one in people}


@pytest.fixture
def office(database: Database, space: Space) -> Office:
    """The administrator of a workspace with the sample app."""
    return Office(database, new_member(database, space, "anna@example.com"))


def member(office: Office, database: Database, space: Space, email: str, *names: str) -> Designer:
    account = new_member(database, space, email, administrator=False)
    with office.publishing() as work:
        ids = [str(body["id"]) for body in work.model.of_kind("role") if body["name"] in names]
        members.set_roles(work.conn, work.space, work.model, account, ids)
    return Designer(database, account)


def grant(office: Office, entity: str = "company", role: str = "seller", **actions: Any) -> dict[str, Any]:
    """Return what the role says of an entity, with other actions."""
    found = next((one for one in office.read(role)["grants"] if one["entity"] == entity), None)
    made = deepcopy(found or {"entity": entity, "actions": NOTHING, "default": "write", "fields": []})
    made["actions"] = {**made["actions"], **actions}
    return made


def codes(refusal: pytest.ExceptionInfo[Invalid]) -> dict[str, str]:
    return {problem.path: problem.code for problem in refusal.value.problems}


def test_roles_are_listed_with_how_many_have_them(office: Office, database: Database, space: Space) -> None:
    for number in range(2):
        member(office, database, space, f"eve{number}@example.com", "seller")
    with office.reading() as work:
        found = {one["name"]: one["members"] for one in roles.listed(office.work(work))}
    assert found == {"seller": 2, "director": 0}


def test_a_role_is_read_by_names(office: Office) -> None:
    found = {one["entity"]: one for one in office.read()["grants"]}
    assert found["company"]["actions"] == {
        **NOTHING, "view": ["own", "subordinates", "shared", LOW], "create": True, "edit": ["own", "shared"],
        "assign": ["own"],
    }  # fmt: skip
    assert {item["field"]: item["access"] for item in found["company"]["fields"]} == {
        "margin": "hidden", "phone": "masked", "score": "read",
    }  # fmt: skip
    assert found["visit"]["actions"]["view"] == ["all"]


def test_saving_what_was_read_changes_nothing(office: Office, database: Database, space: Space) -> None:
    with database.read() as conn:
        before = load_documents(conn, space), read_head(conn, space)
    for name in ("seller", "director"):
        office.change(*office.read(name)["grants"], role=name)
    with database.read() as conn:
        assert (load_documents(conn, space), read_head(conn, space)) == before


def test_what_is_saved_is_read_back(office: Office) -> None:
    wanted = grant(office, view=["department_tree", LOW], create=False, edit=["all"], export=["own"], comment=["own"])
    wanted |= {"default": "read", "fields": [{"field": "margin", "access": "hidden"}]}
    others = [one for one in office.read()["grants"] if one["entity"] != "company"]
    done = office.change(wanted, label={"en": "Rep"}, description={"en": "Sells"}, message="Reps see less")
    found = office.read()
    assert [one for one in found["grants"] if one["entity"] == "company"] == [wanted]
    assert [one for one in found["grants"] if one["entity"] != "company"] == others
    assert (found["label"], found["description"], found["version"]) == ({"en": "Rep"}, {"en": "Sells"}, done.revision)
    with office.reading() as work:
        assert revisions(work, "sample")[0].message == "Reps see less"
    office.change(description={"en": " "})
    assert office.read()["description"] is None


def test_documents_keep_ids_only(office: Office) -> None:
    office.change(grant(office, view=["own", LOW]))
    with office.reading() as work:
        role = next(body for body in work.model.of_kind("role") if body["name"] == "seller")
        entity = work.model.entity("company")
        assert entity is not None
        stored = next(one for one in role["entities"] if one["entity"] == entity.id)
        assert stored["actions"]["view"][1]["where"]["field"] == entity.by_name["tier"].id
        assert all(item["field"] in entity.by_id for item in stored["fields"])
        assert "tier" not in str(stored["actions"])


def test_a_narrowed_role_holds_at_the_next_request(office: Office, database: Database, space: Space) -> None:
    seller = member(office, database, space, "eve@example.com", "seller")
    with seller.reading() as work:
        entity = work.entity("company")
        assert len(work.rights.on(entity.id).branches["view"]) == 3  # nobody is below
    office.change({**grant(office, view=["own"]), "fields": [{"field": "phone", "access": "hidden"}]})
    with seller.reading() as work:
        rights = work.rights.on(work.entity("company").id)
        assert len(rights.branches["view"]) == 1
        assert rights.access(work.entity("company").by_name["phone"].id) is Access.HIDDEN
    office.change(grant(office, **NOTHING))
    with seller.reading() as work, pytest.raises(NotFound):
        work.entity("company")


def test_emptied_scopes_are_no_right(office: Office, database: Database, space: Space) -> None:
    seller = member(office, database, space, "eve@example.com", "seller")
    office.change(grant(office, edit=[], assign=[], comment=[]))
    with seller.reading() as work:
        rights = work.rights.on(work.entity("company").id)
        assert [action for action in NOTHING if rights.may(action)] == ["view", "create"]


def test_a_change_is_taken_back(office: Office) -> None:
    before = office.read()
    done = office.change(grant(office, view=["own"]), label={"en": "Other"})
    office.take_back(done.revision)
    after = office.read()
    assert {**after, "version": 0} == {**before, "version": 0}
    with pytest.raises(Conflict, match="role_changed"):
        office.take_back(done.revision)
    last = office.change(grant(office, view=["all"]))
    office.change(grant(office, view=["own"]))
    with pytest.raises(Conflict, match="role_changed"):
        office.take_back(last.revision)


def test_only_revisions_of_roles_alone_are_taken_back(office: Office) -> None:
    with office.reading() as work:
        first = revisions(work, "sample")[-1].number
        view = next(body for body in export_app(work, "sample")["documents"] if body["kind"] == "view")
    view["label"] = {"en": "Renamed"}
    renamed = office.publish([view], "sample").revision
    for revision in (first, renamed, renamed + 1, 0, 2**53):
        with pytest.raises(NotFound, match="unknown_revision"):
            office.take_back(revision)


def test_a_copy_says_the_same_under_its_own_ids(office: Office) -> None:
    office.create("Junior seller", office.id("seller"))
    made, model = office.read("junior_seller"), office.read()
    assert made["grants"] == model["grants"]
    with office.reading() as work:
        ids = [item["id"] for body in work.model.of_kind("role") for item in body["entities"]]
    assert len(ids) == len(set(ids))


def test_a_new_role_is_blank_and_gone_when_taken_back(office: Office) -> None:
    with office.publishing() as work:
        role, done = roles.create(office.work(work), Change(label={"zh-CN": "内勤"}))
    found = office.read("nei_qin")
    assert (found["id"], found["grants"], found["members"]) == (role, [], 0)
    with office.publishing() as work:  # a name twice is no obstacle: people tell them apart by what they say
        roles.create(office.work(work), Change(label={"zh-CN": "内勤"}))
    assert office.read("nei_qin_2")["grants"] == []
    office.take_back(done.revision)
    with pytest.raises(StopIteration):
        office.id("nei_qin")


def test_a_deleted_role_leaves_the_others_and_comes_back_with_its_members(
    office: Office, database: Database, space: Space
) -> None:
    seller, director = office.create("Helper", office.id("seller")), office.id("director")
    both = member(office, database, space, "eve@example.com", "helper", "director")
    done = office.delete("helper")
    with both.reading() as work:
        assert work.rights.roles == {director}
        visit = work.model.entity("visit")
        assert visit is not None
        assert not work.rights.on(visit.id).may("view")
    office.take_back(done.revision)
    with both.reading() as work:
        assert work.rights.roles == {director, seller}
        assert work.rights.on(work.entity("visit").id).may("view")


def test_a_role_that_something_speaks_of_stays(office: Office) -> None:
    with pytest.raises(Conflict, match="role_in_use") as refusal:
        office.delete("seller")
    assert refusal.value.params["document"]["en"]


def test_the_last_role_stays(office: Office) -> None:
    office.delete("director")
    with pytest.raises(Conflict, match="last_role"):
        office.delete("seller")


def test_an_administrator_is_left_whatever_becomes_of_roles(office: Office, database: Database, space: Space) -> None:
    boss = {"kind": "role", "name": "boss", "label": {"en": "Boss"}, "administrator": True, "entities": []}
    office.publish([boss], "sample")
    by_role = member(office, database, space, "boss@example.com", "boss")
    with by_role.reading() as work:
        assert work.rights.administrator
    office.delete("boss")
    with by_role.reading() as work:
        assert not work.rights.administrator
    with office.reading() as work:
        assert work.rights.administrator


def test_who_is_affected_is_told_before(office: Office, database: Database, space: Space) -> None:
    member(office, database, space, "eve@example.com", "seller")
    member(office, database, space, "ida@example.com", "seller", "director")
    narrowed = Change(grants=[grant(office, "visit", view=["own"])])
    assert office.preview("seller", narrowed) == {
        "eve@example.com": [("visit", "view", "less"), ("visit", "comment", "less")],
        "ida@example.com": [("visit", "view", "less"), ("visit", "comment", "less")],
    }
    gone = office.preview("seller", None)
    assert ("person", "view", "lost") in gone["eve@example.com"]
    assert ("person", "delete", "lost") in gone["ida@example.com"]
    assert not any(part[:2] == ("person", "view") for part in gone["ida@example.com"])
    assert office.preview("director", Change()) == {"ida@example.com": []}
    assert office.read()["grants"][0]["entity"] == "company"


def test_only_administrators_look_after_roles(office: Office, database: Database, space: Space) -> None:
    """Nobody else grants anything, so that nobody could grant what they lack."""
    seller = member(office, database, space, "eve@example.com", "seller")
    role = office.id("seller")
    for attempt in (
        roles.listed,
        lambda work: roles.read(work, role),
        lambda work: preview(work, role, None),
        lambda work: roles.create(work, Change(label={"en": "Mine"})),
        lambda work: roles.change(work, role, 1, Change()),
        lambda work: roles.delete(work, role, 1),
        lambda work: roles.take_back(work, 1),
    ):
        with seller.publishing() as work, pytest.raises(NotAllowed):
            attempt(office.work(work))


def test_a_role_changed_meanwhile_is_not_overwritten(office: Office) -> None:
    read = office.read()
    office.change(grant(office, view=["own"]))
    for attempt in (
        lambda work: roles.change(work, read["id"], read["version"], Change(label={"en": "Mine"})),
        lambda work: roles.delete(work, read["id"], read["version"]),
    ):
        with office.publishing() as work, pytest.raises(StaleVersion, match="role_changed"):
            attempt(office.work(work))
    office.create("Other")
    office.change(label={"en": "Mine"})  # other publishes do not stand in the way


@pytest.mark.parametrize(
    ("actions", "problems"),
    [
        ({"view": []}, {"actions.edit": "needs_view", "actions.assign": "needs_view"}),
        ({"fly": ["own"]}, {"actions.fly": "unknown_action"}),
        ({"configure": True}, {"actions.configure": "unknown_action"}),
        ({"view": ["everything"]}, {"actions.view.0": "not_offered"}),
        ({"view": [["own"]]}, {"actions.view.0": "not_offered"}),
        ({"view": [None, 1]}, {"actions.view.0": "not_offered", "actions.view.1": "not_offered"}),
        ({"view": ["own", "own"]}, {"actions.view.1": "repeated_item"}),
        ({"view": ["own"] * 21}, {"actions.view": "too_many"}),
        ({"view": True}, {"actions.view": "not_a_list"}),
        ({"view": {"where": {}}}, {"actions.view": "not_a_list"}),
        ({"create": ["own"]}, {"actions.create": "not_a_boolean"}),
        ({"import": "yes"}, {"actions.import": "not_a_boolean"}),
        ({"edit": [{"where": []}]}, {"actions.edit.0": "not_a_condition"}),
        ({"edit": [{**LOW, "or": 1}]}, {"actions.edit.0": "not_a_condition"}),
        ({"edit": [where("no_such", "eq", 1)]}, {"actions.edit.0.where.field": "unknown_reference"}),
        ({"edit": [where("tier", "eq", "no_such")]}, {"actions.edit.0.where.value": "unknown_reference"}),
        ({"edit": [where("employees", "contains", "x")]}, {"actions.edit.0.where.op": "operator_not_offered"}),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_at_its_place(office: Office, actions: Any, problems: dict[str, str]) -> None:
    with pytest.raises(Invalid) as refusal:
        office.change(grant(office, "visit"), grant(office, **actions))
    assert codes(refusal) == {f"grants.1.{path}": code for path, code in problems.items()}


@pytest.mark.parametrize(
    ("fields", "problems"),
    [
        ([{"field": "nothing", "access": "read"}], {"fields.0.field": "unknown_field"}),
        ([{"field": "contract", "access": "masked"}], {"fields.0.access": "cannot_be_masked"}),
        ([{"field": "name", "access": "read"}] * 2, {"fields.1.field": "repeated_item"}),
    ],
)
def test_fields_that_do_not_fit_are_told(office: Office, fields: Any, problems: dict[str, str]) -> None:
    with office.reading() as work:
        entity = work.entity("company")
        unmaskable = next(item.name for item in entity.fields if not item.type.maskable)
    for item in fields:
        item["field"] = unmaskable if item["field"] == "contract" else item["field"]
    with pytest.raises(Invalid) as refusal:
        office.change({**grant(office), "fields": fields})
    assert codes(refusal) == {f"grants.0.{path}": code for path, code in problems.items()}


def test_entities_that_do_not_fit_are_told(office: Office) -> None:
    with pytest.raises(Invalid) as refusal:
        office.change(grant(office), {**grant(office), "entity": "nothing"}, grant(office))
    assert codes(refusal) == {"grants.1.entity": "unknown_entity", "grants.2.entity": "repeated_item"}
