"""What is told of a change of rights."""

from __future__ import annotations

from typing import Any

import pytest

from builder.metadata.compile import compile_model
from builder.metadata.naming import resolve
from builder.metadata.rights import Rights
from builder.metadata.rights_difference import effects
from builder.metadata.role_rights import UserFacts, rights_of_roles
from tests.samples.sample_app import sample_documents

DOCUMENTS = resolve(sample_documents(), None, [])
APP = next(body["id"] for body in DOCUMENTS if body["kind"] == "app")
MODEL = compile_model([(APP, body) for body in DOCUMENTS])
COMPANY = next(entity for entity in MODEL.entities.values() if entity.name == "company")
ME = UserFacts(1, department=2, department_tree=(2, 3), subordinates=(4,))


def rights(*grants: dict[str, Any], **more: Any) -> Rights:
    entities = [{"entity": COMPANY.id, **grant} for grant in grants]
    roles = [{"id": f"r{index}", "entities": [entity], **more} for index, entity in enumerate(entities)]
    return rights_of_roles(MODEL, roles, ME)


def seeing(scopes: Any, **more: Any) -> dict[str, Any]:
    return {"actions": {"view": scopes, "comment": False}, **more}


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        (["own"], ["own"], []),
        (True, ["all"], []),
        (["own", "department"], ["department", "own"], []),
        (["own"], [], ["lost"]),
        ([], ["own"], ["gained"]),
        (["own"], ["own", "subordinates"], ["more"]),
        (["own"], ["all"], ["more"]),
        (True, ["own"], ["less"]),
        (["own", "department"], ["own"], ["less"]),
        (["own"], ["department"], ["other"]),
    ],
)
def test_reach_is_compared(before: Any, after: Any, what: list[str]) -> None:
    found = list(effects(rights(seeing(before)), rights(seeing(after)), [COMPANY]))
    assert [(one.action, one.what) for one in found] == [("view", word) for word in what]


def test_another_role_covers_what_one_loses() -> None:
    before, after = rights(seeing(["own"]), seeing(True)), rights(seeing([]), seeing(True))
    assert list(effects(before, after, [COMPANY])) == []


def test_fields_are_told_where_records_are_seen() -> None:
    phone = COMPANY.by_name["phone"].id
    masked = [{"field": phone, "access": "masked"}]
    before, after = rights(seeing(True)), rights(seeing(True, fields=masked))
    assert [(one.field, one.what) for one in effects(before, after, [COMPANY])] == [("phone", "less")]
    assert [(one.field, one.what) for one in effects(after, before, [COMPANY])] == [("phone", "more")]
    assert [one.action for one in effects(rights(seeing([])), after, [COMPANY])] == ["view"]


def test_a_role_that_allows_nothing_opens_no_field() -> None:
    margin = COMPANY.by_name["margin"].id
    hidden = seeing(True, fields=[{"field": margin, "access": "hidden"}])
    for nothing in ({}, {"view": []}, {"view": False, "edit": []}):
        assert rights(hidden, {"actions": nothing}).on(COMPANY.id).access(margin) == "hidden"
    assert rights(hidden, seeing(["own"])).on(COMPANY.id).access(margin) == "write"
