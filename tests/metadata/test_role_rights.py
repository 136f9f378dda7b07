"""What roles allow a person, alone and together."""

from __future__ import annotations

from typing import Any

import pytest

from builder.metadata.compile import compile_model
from builder.metadata.condition_writing import condition_document
from builder.metadata.conditions import ALWAYS, Condition, Shared
from builder.metadata.evaluation import PlainRecord, holds
from builder.metadata.rights import Access
from builder.metadata.role_rights import UserFacts, rights_of_roles
from tests.metadata.test_evaluation import MOMENT
from tests.samples.sample_model import sample_model

SAMPLE = sample_model()
COMPANY, PERSON, VISIT = (SAMPLE.entity(name) for name in ("company", "person", "visit"))
SELLER, DIRECTOR = (SAMPLE.document("role", name) for name in ("seller", "director"))
ANN = UserFacts(7, department=3, department_tree=(3, 4), subordinates=(8, 9))
LONELY = UserFacts(7)
LOW = {"field": "tier", "op": "eq", "value": "low"}


def _role(actions: dict[str, Any], entity: str = COMPANY.id, **more: Any) -> dict[str, Any]:
    return {"kind": "role", "id": "r1", "name": "r", "entities": [{"entity": entity, "actions": actions, **more}]}


def _written(branches: tuple[Condition, ...]) -> list[dict[str, Any]]:
    return [condition_document(branch, by_name=True) for branch in branches]


@pytest.mark.parametrize(
    ("scopes", "user", "expected"),
    [
        (True, ANN, [{"all": []}]),
        (False, ANN, None),
        ([], ANN, None),
        (["all"], ANN, [{"all": []}]),
        (["all", "own"], ANN, [{"all": []}]),
        (["own"], ANN, [{"field": "owner", "op": "eq", "value": 7}]),
        (["own", "own"], ANN, [{"field": "owner", "op": "eq", "value": 7}]),
        (["subordinates"], ANN, [{"field": "owner", "op": "in", "value": [8, 9]}]),
        (["subordinates"], LONELY, None),
        (["department"], ANN, [{"field": "department", "op": "eq", "value": 3}]),
        (["department"], LONELY, None),
        (["department_tree"], ANN, [{"field": "department", "op": "in", "value": [3, 4]}]),
        (["department_tree"], LONELY, None),
        ([{"where": LOW}], ANN, [LOW]),
        ([{"where": {"field": "gone", "op": "blank"}}], ANN, None),
    ],
)
def test_a_scope_becomes_a_condition(scopes: Any, user: UserFacts, expected: list[dict[str, Any]] | None) -> None:
    rights = rights_of_roles(SAMPLE.model, [_role({"view": scopes})], user).on(COMPANY.id)
    assert _written(rights.branches.get("view", ())) == (expected or [])
    assert rights.may("view") is (expected is not None)


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("view", Shared(7)),
        ("comment", Shared(7)),
        ("export", Shared(7)),
        ("edit", Shared(7, writing=True)),
        ("delete", Shared(7, writing=True)),
        ("assign", Shared(7, writing=True)),
        ("create", None),
        ("import", None),
    ],
)
def test_what_is_shared_is_in_reach_of_its_team(action: str, expected: Condition | None) -> None:
    rights = rights_of_roles(SAMPLE.model, [_role({action: ["own", "shared"]})], ANN).on(COMPANY.id)
    own, *more = rights.branches[action]
    assert _written((own,)) == [{"field": "owner", "op": "eq", "value": 7}]
    assert more == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    ("edit", "expected"), [(["own", "shared"], True), (["shared"], False), (True, True), (False, False)]
)
def test_who_is_only_in_the_team_decides_about_no_team(edit: Any, expected: bool) -> None:
    rights = rights_of_roles(SAMPLE.model, [_role({"view": True, "edit": edit})], ANN).on(COMPANY.id)
    assert rights.may("share") is expected
    assert not any(isinstance(branch, Shared) for branch in rights.branches.get("share", ()))


def test_what_nobody_owns_is_owned_by_who_made_it() -> None:
    documents = [{**one, "ownable": False} if one["name"] == "visit" else one for one in SAMPLE.documents]
    model = compile_model([(SAMPLE.app, one) for one in documents])
    role = _role({"view": ["own"], "edit": ["department"]}, VISIT.id)
    rights = rights_of_roles(model, [role], ANN).on(VISIT.id)
    assert _written(rights.branches["view"]) == [{"field": "created_by", "op": "eq", "value": 7}]
    assert not rights.may("edit")


def test_what_no_role_names_is_denied_and_hidden() -> None:
    rights = rights_of_roles(SAMPLE.model, [_role({"view": True})], ANN)
    assert not rights.on(PERSON.id).may("view")
    assert rights.on(PERSON.id).access(PERSON.fields[0].id) is Access.HIDDEN
    assert not rights.on(COMPANY.id).may("edit")
    assert not rights_of_roles(SAMPLE.model, [], ANN).on(COMPANY.id).may("view")


def test_field_rights_of_one_role() -> None:
    rights = rights_of_roles(SAMPLE.model, [SELLER], ANN).on(COMPANY.id)
    access = {name: rights.access(COMPANY.by_name[name].id) for name in ("margin", "phone", "score", "name")}
    assert access == {"margin": Access.HIDDEN, "phone": Access.MASKED, "score": Access.READ, "name": Access.WRITE}


def test_several_roles_unite() -> None:
    rights = rights_of_roles(SAMPLE.model, [SELLER, DIRECTOR], ANN)
    company, person = rights.on(COMPANY.id), rights.on(PERSON.id)
    assert len(company.branches["view"]) == 5
    assert company.branches["assign"] == (ALWAYS,)
    assert company.may("export")
    assert company.access(COMPANY.by_name["margin"].id) is Access.WRITE
    assert person.access(PERSON.by_name["name"].id) is Access.WRITE
    only = rights_of_roles(SAMPLE.model, [DIRECTOR], ANN).on(PERSON.id)
    assert only.access(PERSON.by_name["name"].id) is Access.READ
    assert (rights.departments, rights.subordinates) == ((3, 4), (8, 9))


def test_an_administrator_may_do_everything() -> None:
    rights = rights_of_roles(SAMPLE.model, [SELLER, {**DIRECTOR, "administrator": True}], ANN)
    assert rights.administrator
    assert rights.on(VISIT.id).branches["delete"] == (ALWAYS,)
    assert not rights_of_roles(SAMPLE.model, [SELLER], ANN).administrator


def test_the_branches_decide_records() -> None:
    branches = rights_of_roles(SAMPLE.model, [SELLER], ANN).on(COMPANY.id).branches["view"]
    tier = COMPANY.by_name["tier"]
    low = tier.options.by_name["low"].id
    records = [{"owner": 7}, {"owner": 8}, {"owner": 1}, {"owner": 1, tier.id: low}, {}]
    seen = [any(holds(branch, PlainRecord(values), MOMENT) for branch in branches) for values in records]
    assert seen == [True, True, False, True, False]


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        ({"view": True}, [{"all": []}]),
        ({"view": ["own"]}, [{"field": "owner", "op": "eq", "value": 7}]),
        ({"view": True, "comment": False}, None),
        ({"view": True, "comment": ["own"]}, [{"field": "owner", "op": "eq", "value": 7}]),
        ({"edit": True}, None),
    ],
)
def test_who_sees_a_record_may_comment_unless_the_role_says_otherwise(
    actions: dict[str, Any], expected: list[dict[str, Any]] | None
) -> None:
    branches = rights_of_roles(SAMPLE.model, [_role(actions)], ANN).on(COMPANY.id).branches
    assert (_written(branches["comment"]) if "comment" in branches else None) == expected
