"""Choices, trees of choices, people, records and rows."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.metadata.definitions import Field, Option
from builder.metadata.field_types import FIELD_TYPES
from builder.metadata.field_types.base import TextFormat
from builder.metadata.values import BadRows, BadValue
from tests.metadata.field_types.fields import FORMATS, OPTIONS, ROW_FIELDS, TREE, field

HOW = TextFormat()
SELECT, MANY, CASCADE = field("select", OPTIONS), field("multi_select", OPTIONS), field("cascade", TREE)


def refusal(one: Field, raw: Any) -> tuple[str, str]:
    with pytest.raises(BadValue) as refused:
        one.type.parser(one)(raw)
    return refused.value.code, refused.value.part


def text_refusal(one: Field, text: str) -> str:
    with pytest.raises(BadValue) as refused:
        one.type.parse_text(text, one, HOW)
    return refused.value.code


@pytest.mark.parametrize("text", ["高价值", "high", "HIGH VALUE", " 高價值 "])
def test_an_option_is_found_by_its_name_and_by_its_label_in_any_language(text: str) -> None:
    assert SELECT.type.parse_text(text, SELECT, HOW) == "o_high"


def test_an_option_goes_over_the_wire_by_name_and_is_kept_by_id() -> None:
    assert SELECT.type.parse("high", SELECT) == "o_high"
    assert SELECT.type.dump("o_high", SELECT) == "high"
    assert refusal(SELECT, "o_high") == refusal(SELECT, "高价值") == refusal(SELECT, 7) == ("unknown_option", "")
    assert text_refusal(SELECT, "普通") == "ambiguous_option"
    assert text_refusal(SELECT, "新") == "unknown_option"


def test_an_option_that_is_gone_is_shown_as_nothing() -> None:
    assert SELECT.type.dump("o_gone", SELECT) is None
    assert SELECT.type.to_text("o_gone", SELECT, HOW) == ""
    assert MANY.type.dump(["o_gone", "o_low"], MANY) == ["low"]


@pytest.mark.parametrize("separator", ["; ", "；", "、", "|", "\n", ", ", "，"])
def test_several_options_are_read_from_one_cell(separator: str) -> None:
    assert MANY.type.parse_text(f"low{separator}高价值", MANY, HOW) == ["o_low", "o_high"]


def test_an_option_whose_label_holds_separators_is_read_whole() -> None:
    assert MANY.type.parse_text("奇怪；、|,", MANY, HOW) == ["o_odd"]


@given(
    st.lists(st.sampled_from([option.name for option in OPTIONS]), unique=True, min_size=1), st.sampled_from(FORMATS)
)
def test_every_choice_is_written_and_read_back(names: list[str], how: TextFormat) -> None:
    value = MANY.type.parse(names, MANY)
    assert MANY.type.parse_text(MANY.type.to_text(value, MANY, how), MANY, how) == value


def test_repeats_are_dropped_and_order_is_kept() -> None:
    assert MANY.type.parse(["low", "high", "low"], MANY) == ["o_low", "o_high"]


def test_a_list_names_the_item_that_does_not_fit() -> None:
    assert refusal(MANY, ["high", "?"]) == ("unknown_option", "1")
    assert refusal(MANY, ["high", ["low"]]) == ("unknown_option", "1")
    assert refusal(MANY, "high") == ("not_a_list", "")
    assert refusal(field("multi_select", OPTIONS, max_count=1), ["high", "low"]) == ("too_many", "")
    assert refusal(field("users"), [1, 0]) == ("not_an_id", "1")
    assert refusal(field("users"), list(range(1, 1_002))) == ("too_many", "")


def test_one_item_is_enough_to_ask_for() -> None:
    assert MANY.type.parse_operand("high", MANY) == ["o_high"]
    assert MANY.type.parse_operand(["high"], MANY) == ["o_high"]


def test_a_node_of_a_tree_comes_with_the_way_to_it() -> None:
    value = CASCADE.type.parse("steel", CASCADE)
    assert CASCADE.type.dump(value, CASCADE) == ["industry", "steel"]
    assert CASCADE.type.to_text(value, CASCADE, HOW) == "工业 / 钢铁"
    assert "工业" in CASCADE.type.search_text(value, CASCADE)


def test_a_node_is_refused_off_its_way_and_before_its_end() -> None:
    assert refusal(CASCADE, ["services", "steel"]) == ("not_under_parent", "")
    assert refusal(CASCADE, ["steel"]) == ("not_under_parent", "")
    assert refusal(CASCADE, "industry") == ("choose_further", "")
    assert refusal(CASCADE, ["industry", "?"]) == ("unknown_option", "")
    assert CASCADE.type.parse_operand("industry", CASCADE) == "o_industry"


def test_equal_labels_under_different_parents_are_told_apart() -> None:
    assert CASCADE.type.parse_text("服务业/其他", CASCADE, HOW) == "o_other_b"
    assert CASCADE.type.parse_text("Industry > Other", CASCADE, HOW) == "o_other_a"
    assert text_refusal(CASCADE, "其他") == "ambiguous_option"
    assert text_refusal(CASCADE, "工业/没有") == "unknown_option"


def test_a_tree_that_runs_in_a_circle_is_named() -> None:
    circle = field("cascade", [Option("o_a", "a", {}, parent="o_b"), Option("o_b", "b", {}, parent="o_a")], options=[])
    assert list(circle.type.problems_in(circle)) == [("options", "option_tree_broken")]
    assert circle.type.dump("o_a", circle) is None


REFERENCE, ANY = field("reference", entity="e_1"), field("reference_any", entities=["e_1", "e_2"])


def test_a_reference_is_taken_back_as_it_came_out() -> None:
    assert REFERENCE.type.parse({"id": 7, "label": "Acme"}, REFERENCE) == 7
    assert ANY.type.parse({"entity": "e_1", "id": 7, "label": "Acme"}, ANY) == {"value": 7, "entity": "e_1"}


@pytest.mark.parametrize("raw", [0, -1, 2**53, "7", True, 7.0, [7], {"id": "7"}, {"hidden": True}])
def test_what_is_no_id_is_refused(raw: Any) -> None:
    assert refusal(REFERENCE, raw) == ("not_an_id", "")


def test_a_reference_to_one_of_several_names_which() -> None:
    assert refusal(ANY, {"entity": "e_9", "id": 7}) == ("unknown_entity", "entity")
    assert refusal(ANY, {"entity": ["e_1"], "id": 7}) == ("unknown_entity", "entity")
    assert refusal(ANY, 7) == ("not_a_reference", "")
    assert ANY.type.parse_operand(7, ANY) == ANY.type.compared({"value": 7, "entity": "e_1"}) == 7


def test_records_and_people_are_written_by_name_where_it_is_known() -> None:
    how = TextFormat(names={7: "Acme", 8: "Beta"})
    assert REFERENCE.type.to_text(7, REFERENCE, how) == "Acme"
    assert (
        field("references", entity="e_1").type.to_text([7, 8, 9], field("references", entity="e_1"), how)
        == "Acme; Beta; 9"
    )


ROWS = field("sub_table", rows=ROW_FIELDS, max_rows=3)


def problems(raw: Any) -> dict[str, str]:
    with pytest.raises(BadRows) as refused:
        ROWS.type.parse(raw, ROWS)
    return {problem.path: problem.code for problem in refused.value.problems}


def test_rows_are_kept_by_field_id_with_their_own_ids() -> None:
    value = ROWS.type.parse([{"id": 7, "item": "x", "price": "0.125"}, {"item": "y", "grade": "low"}], ROWS)
    assert value == [
        {"id": 7, "values": {"f_item": "x", "f_price": 125}},
        {"id": None, "values": {"f_item": "y", "f_grade": "o_low", "f_count": 1}},
    ]
    assert ROWS.type.dump(value, ROWS) == [
        {"id": 7, "item": "x", "price": "0.125"},
        {"item": "y", "grade": "low", "count": 1},
    ]


def test_every_problem_of_every_row_is_named() -> None:
    assert problems([{"item": "x", "price": "?"}, {"price": "1", "colour": 1}, 7]) == {
        "0.price": "not_a_number",
        "1.colour": "unknown_field",
        "1.item": "required",
        "2": "not_a_row",
    }
    assert problems([{"id": 0, "item": "x"}]) == {"0.id": "not_an_id"}
    assert problems([{"id": 7, "item": "x"}, {"id": 7, "item": "y"}]) == {"": "row_given_twice"}
    assert problems([{"item": 7}]) == {"0.item": "not_text"}


def test_rows_without_content_are_dropped() -> None:
    assert ROWS.type.parse([{}, {"item": "  "}, {"item": "x"}], ROWS) == [
        {"id": None, "values": {"f_item": "x", "f_count": 1}}
    ]
    assert ROWS.type.parse([{}, {}], ROWS) is None


def test_rows_are_counted() -> None:
    assert refusal(ROWS, [{"item": "x"}] * 4) == ("too_many_rows", "")
    assert refusal(field("sub_table", rows=ROW_FIELDS, min_rows=2), [{"item": "x"}]) == ("too_few_rows", "")
    assert refusal(ROWS, {"item": "x"}) == ("not_a_list", "")


def test_a_thousand_rows_are_taken() -> None:
    one = field("sub_table", rows=ROW_FIELDS)
    assert len(one.type.parse([{"item": str(number)} for number in range(1_000)], one)) == 1_000
    assert refusal(one, [{"item": "x"}] * 1_001) == ("too_many_rows", "")


@pytest.mark.parametrize(
    ("one", "problem"),
    [
        (field("text", min_length=5, max_length=3), ("min_length", "min_above_max")),
        (field("text", pattern="(a"), ("pattern", "bad_pattern")),
        (field("text", pattern="(?=a)"), ("pattern", "bad_pattern")),
        (field("long_text", min_length=5, max_length=3), ("min_length", "min_above_max")),
        (field("number", min="5", max="3"), ("min", "min_above_max")),
        (field("integer", min=5, max=3), ("min", "min_above_max")),
        (field("money", min="5", max="3"), ("min", "min_above_max")),
        (field("money", currency="USD", currencies=["CNY"]), ("currency", "default_not_allowed")),
        (field("money", currency="ZZZ"), ("currency", "not_a_currency")),
        (field("money", currencies=["CNY", "XXX"]), ("currencies.1", "not_a_currency")),
        (field("phone", region="XX"), ("region", "unknown_region")),
        (field("number_range", min="5", max="3"), ("min", "min_above_max")),
        (field("date", min="2024-02-01", max="2024-01-01"), ("min", "min_above_max")),
        (field("date", max="2024-02-30"), ("max", "not_a_date")),
        (field("duration", min=5, max=3), ("min", "min_above_max")),
        (field("select", OPTIONS), ("options", "options_missing")),
        (field("select", OPTIONS, options=[], option_set="s_1"), ("option_set", "options_given_twice")),
        (field("select", [OPTIONS[0], OPTIONS[0]], options=[]), ("options", "duplicate_name")),
        (field("sub_table", rows=ROW_FIELDS, min_rows=5, max_rows=3), ("min_rows", "min_above_max")),
        (field("sub_table", rows=[field("sub_table")]), ("fields", "sub_table_in_sub_table")),
        (field("sub_table", rows=[field("auto_number")]), ("fields", "not_in_sub_table")),
        (field("sub_table", rows=[ROW_FIELDS[0], ROW_FIELDS[0]]), ("fields", "duplicate_name")),
        (field("auto_number", parts=[{"fixed": "C"}]), ("parts", "one_counter_needed")),
        (
            field("auto_number", parts=[{"counter": {"reset": "month"}}, {"date": "yyyy"}]),
            ("parts", "reset_repeats_numbers"),
        ),
        (field("plain_text"), ("type", "unknown_field_type")),
        (field("coordinate"), ("type", "unknown_field_type")),
    ],
)
def test_settings_that_contradict_each_other_are_named(one: Field, problem: tuple[str, str]) -> None:
    assert problem in list(one.type.problems_in(one))


def test_parts_are_fields_of_their_own() -> None:
    budget = field("number_range", decimals=0)
    upper = budget.part("max")
    assert upper.id == "f_number_range.max"
    assert upper.type is FIELD_TYPES["number"]
    assert upper.type.parse("5", upper) == 5
    with pytest.raises(KeyError):
        budget.part("middle")
