"""What a role stores as rows of a matrix, and back: the same is said, in the words it was stored with."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.metadata.rights import Access, Action
from builder.metadata.role_matrix import ACTIONS, SCOPES, YES_OR_NO, Row, cell_of, row_of, with_row

WHERE = {"where": {"field": "tier", "op": "eq", "value": "low"}}
FIELDS = ("f_name", "f_phone", "f_margin")
STORED_SCOPES = st.one_of(st.booleans(), st.lists(st.sampled_from([*SCOPES, WHERE]), max_size=4))
ACCESSES = st.sampled_from([access.value for access in Access])
GRANTS = st.builds(
    lambda actions, fields, default: {
        "id": "g_1",
        "entity": "e_1",
        "actions": actions,
        **({"fields": [{"field": key, "access": access} for key, access in fields.items()]} if fields else {}),
        **({"default_field_access": default} if default else {}),
    },
    st.dictionaries(st.sampled_from([*map(str, Action), "convert", "approve"]), STORED_SCOPES),
    st.dictionaries(st.sampled_from([*FIELDS, "f_other.f_inner"]), ACCESSES),
    st.one_of(st.none(), ACCESSES),
)
CELLS = st.fixed_dictionaries(
    {
        action.value: st.booleans()
        if action in YES_OR_NO
        else st.lists(st.sampled_from([*SCOPES, WHERE]), max_size=4, unique_by=repr)
        for action in ACTIONS
    }
)


@st.composite
def rows(draw: st.DrawFn) -> Row:
    default = Access(draw(ACCESSES))
    others = st.sampled_from([access for access in Access if access is not default])
    return Row("e_1", draw(CELLS), default, draw(st.dictionaries(st.sampled_from(FIELDS), others)))


def said(grant: dict[str, Any] | None) -> Row:
    return row_of(grant or {"entity": "e_1", "actions": {}})


@given(GRANTS)
def test_saying_what_a_role_says_already_leaves_every_letter(grant: dict[str, Any]) -> None:
    row = row_of(grant)
    made = with_row(grant, grant, row, set(FIELDS))
    if not row.actions["view"]:  # what is not offered goes where nothing is seen
        assert row_of(made or {"entity": "e_1", "actions": {}}) == row
    else:
        assert made == grant


@given(GRANTS, rows())
def test_what_is_stored_is_read_back(grant: dict[str, Any], row: Row) -> None:
    made = said(with_row(grant, grant, row, set(FIELDS)))
    assert made.actions == row.actions
    assert made.default is row.default
    assert {key: it for key, it in (made.fields or {}).items() if key in FIELDS} == row.fields


@given(GRANTS, rows())
def test_rows_leave_alone_what_they_do_not_speak_of(grant: dict[str, Any], row: Row) -> None:
    made = with_row(grant, grant, row, set(FIELDS)) or {"actions": {}}
    other = [item for item in grant.get("fields", ()) if item["field"] not in FIELDS]
    assert [item for item in made.get("fields", ()) if item["field"] not in FIELDS] == other
    kept = {"convert", "approve", "configure"} if row.actions["view"] else set()
    for action in ("convert", "approve", "configure"):
        assert made["actions"].get(action) == (grant["actions"].get(action) if action in kept else None)


@pytest.mark.parametrize(
    ("action", "stored", "cell"),
    [
        (Action.VIEW, True, ["all"]),
        (Action.VIEW, False, []),
        (Action.VIEW, None, []),
        (Action.VIEW, [], []),
        (Action.COMMENT, None, None),
        (Action.COMMENT, False, []),
        (Action.CREATE, ["all"], True),
        (Action.CREATE, [], False),
        (Action.CREATE, None, False),
        (Action.CREATE, ["own"], ["own"]),
    ],
)
def test_each_meaning_has_one_form(action: Action, stored: Any, cell: Any) -> None:
    actions = {} if stored is None else {action.value: stored}
    assert cell_of({"entity": "e", "actions": actions}, action) == cell


def test_what_says_nothing_is_not_stored() -> None:
    nothing = Row("e_1", {action.value: False if action in YES_OR_NO else [] for action in ACTIONS}, fields={})
    assert with_row(None, None, Row("e_1", {**nothing.actions, "comment": None}, fields={}), set()) is None
    assert with_row({"entity": "e_1", "actions": {"view": True, "convert": True}}, None, nothing, set()) == {
        "entity": "e_1", "actions": {"comment": []},
    }  # fmt: skip
