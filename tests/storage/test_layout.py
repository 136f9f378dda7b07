"""Layouts: what is planned is stable, only grows, survives JSON, and gives options codes in their order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.metadata.field_types import FIELD_TYPES
from builder.storage.layout import from_text, to_text, unique_key_text
from builder.storage.layout_planning import plan_layout
from tests.storage.hand_made import entity, field, model, options

NAMES = [f"n{number}" for number in range(12)]


def plan(made, old=None):
    return plan_layout(model(made), made, old)


@given(first=st.sets(st.sampled_from(NAMES)), second=st.sets(st.sampled_from(NAMES)))
def test_nothing_of_an_old_layout_is_lost(first, second):
    old = plan(entity("lead", *[field(name) for name in sorted(first)]))
    new = plan(entity("lead", *[field(name) for name in sorted(second)]), old)
    assert set(new.fields) == {f"f_{name}" for name in first | second}
    for key, kept in old.fields.items():
        assert new.fields[key].columns == kept.columns
        assert new.fields[key].state == ("ready" if key.removeprefix("f_") in second else "retired")
    assert from_text(to_text(new)) == new
    assert plan(entity("lead", *[field(name) for name in sorted(second)]), new) == new


@given(st.lists(st.lists(st.sampled_from(NAMES), unique=True), min_size=1, max_size=5))
def test_codes_are_never_reused_or_changed(versions):
    layout, every = None, {}
    for names in versions:
        chosen = field("kind", "select", options=options("f_kind", *names))
        layout = plan(entity("lead", chosen), layout)
        codes = layout.codes.get("f_kind", {})
        assert all(codes[key] == code for key, code in every.items())
        assert len(set(codes.values())) == len(codes)
        assert {f"o_{name}" for name in names} <= set(codes)
        every = dict(codes)


def test_an_option_put_between_others_gets_a_code_between_theirs():
    first = plan(entity("lead", field("kind", "select", options=options("f_kind", "a", "c"))))
    second = plan(entity("lead", field("kind", "select", options=options("f_kind", "a", "b", "c", "d"))), first)
    assert list(map(second.codes["f_kind"].get, ["o_a", "o_b", "o_c", "o_d"])) == [10, 15, 20, 30]


def test_another_scale_is_another_column_and_the_old_one_is_kept():
    first = plan(entity("lead", field("size", "number")))
    second = plan(entity("lead", field("size", "number", settings={"decimals": 4})), first)
    assert second.fields["f_size"].columns == {"value": "f_size__g2"}
    assert second.fields["f_size"].former == first.fields["f_size"]
    assert from_text(to_text(second)) == second


def test_scalars_past_the_two_hundredth_live_aside():
    layout = plan(entity("lead", *[field(f"x{number}", "number") for number in range(201)]))
    assert [layout.fields[f"f_x{number}"].place for number in (0, 199, 200)] == ["main", "main", "aside"]


def test_the_order_of_fields_does_not_move_columns():
    fields = [field(name) for name in NAMES]
    first = plan(entity("lead", *fields))
    assert plan(entity("lead", *reversed(fields)), first).fields == first.fields


def test_text_has_a_stored_sort_key_and_numbers_need_none():
    layout = plan(entity("lead", field("name"), field("size", "number")))
    name = field("name")
    assert layout.fields["f_name"].sort_key_of(name) == "f_name__sort"
    assert layout.fields["f_name"].sort_key_of(replace(name, id="f_name.part")) is None
    assert layout.fields["f_size"].sort_key is None


@pytest.mark.parametrize(
    ("left", "right"),
    [(["a", "b"], ["ab"]), (["a", "b"], ["a b"]), ([1, 23], [12, 3]), (["x" * 300], ["x" * 301]), (["a"], ["b"])],
)
def test_different_keys_have_different_texts(left, right):
    assert unique_key_text(left) != unique_key_text(right)


@given(st.lists(st.text(max_size=400) | st.integers(), min_size=1, max_size=4))
def test_key_texts_are_bounded_and_steady(parts):
    assert len(unique_key_text(parts).encode()) <= 200
    assert unique_key_text(parts) == unique_key_text(list(parts))


def test_every_field_type_has_a_place():
    for name, kind in FIELD_TYPES.items():
        if not kind.parts and kind.shape.value == "columns":
            continue
        made = entity("lead", field("x", name))
        place = plan(made).fields["f_x"]
        assert place.place == {"columns": "main"}.get(kind.shape.value, kind.shape.value), name
