"""What every field type promises, those that are added later included."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import builder.metadata
from builder.metadata.definitions import Field
from builder.metadata.field_types import FIELD_TYPES
from builder.metadata.field_types.base import FieldType, FieldTypeRegistry, Operator, PartKind, Shape, TextFormat
from builder.metadata.field_types.text import TextField
from builder.metadata.values import LARGEST_INTEGER, BadValue, is_blank
from tests.metadata.field_types.fields import CASES, FORMATS, SAMPLES, case_name

OFTEN = 10 if os.environ.get("TORTURE") else 1
FIELDS = [one for one, _ in SAMPLES]
COMMON = orjson.loads((Path(builder.metadata.__file__).parent / "schemas" / "common.json").read_bytes())
every_case = pytest.mark.parametrize(("field", "raw"), CASES, ids=case_name)
every_field = pytest.mark.parametrize("field", FIELDS, ids=case_name)


def test_every_type_is_tried() -> None:
    assert {one.type.name for one in FIELDS} == set(FIELD_TYPES)


@every_case
def test_a_value_goes_over_the_wire_and_back(field: Field, raw: Any) -> None:
    value = field.type.parse(raw, field)
    assert not is_blank(value)
    assert field.type.parse(field.type.dump(value, field), field) == value
    assert field.type.parser(field)(field.type.dumper(field)(value)) == value
    assert field.type.parser(field)(raw) == value


@every_case
@pytest.mark.parametrize("how", FORMATS, ids=lambda how: f"{how.locale}-{how.date_order}")
def test_a_value_is_written_as_text_and_read_back(field: Field, raw: Any, how: TextFormat) -> None:
    value = field.type.parse(raw, field)
    text = field.type.to_text(value, field, how)
    assert text.strip()
    if field.type.read_from_text:
        without_row_ids = _without_row_ids(value)
        assert _without_row_ids(field.type.parse_text(text, field, how)) == without_row_ids
    else:
        with pytest.raises(BadValue):
            field.type.parse_text(text, field, how)


def _without_row_ids(value: Any) -> Any:
    if isinstance(value, list):
        return [row["values"] if isinstance(row, dict) and "values" in row else row for row in value]
    return value


@every_case
def test_a_value_is_stored_in_its_columns_and_read_back(field: Field, raw: Any) -> None:
    value = field.type.parse(raw, field)
    if field.type.shape in (Shape.LINKS, Shape.ROWS):
        assert orjson.loads(orjson.dumps(value)) == value
        return
    columns = field.type.columns(value)
    assert set(columns) == {part.name for part in field.type.parts}
    for part in field.type.parts:
        numeric = part.kind in (PartKind.INTEGER, PartKind.RECORD, PartKind.USER, PartKind.DEPARTMENT)
        assert columns[part.name] is None or isinstance(columns[part.name], int if numeric else str)
    assert field.type.value_of(columns) == value


@every_case
def test_a_canonical_value_is_json_without_fractions_and_fits_64_bits(field: Field, raw: Any) -> None:
    value = field.type.parse(raw, field)
    assert orjson.loads(orjson.dumps(value)) == value
    assert _sound(value)


@every_case
def test_a_value_on_the_wire_fits_the_schema_that_describes_it(field: Field, raw: Any) -> None:
    schema = field.type.wire_schema(field)
    jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})
    validator = jsonschema_rs.validator_for(schema)
    assert validator.is_valid(raw)
    assert validator.is_valid(field.type.dump(field.type.parse(raw, field), field))


@every_case
def test_what_conditions_look_at_is_what_an_operand_becomes(field: Field, raw: Any) -> None:
    value = field.type.parse(raw, field)
    if Operator.EQ in field.type.operators:
        assert field.type.parse_operand(raw, field) == field.type.compared(value)
        first = field.type.parts[0].name
        assert field.type.columns(value)[first] == field.type.compared(value)


@every_case
def test_uniqueness_search_and_warnings_answer_for_every_value(field: Field, raw: Any) -> None:
    value = field.type.parse(raw, field)
    key = field.type.unique_key(value, field)
    assert key is None or isinstance(key, int | str)
    assert (key is not None) or not field.type.can_be_unique
    assert isinstance(field.type.search_text(value, field), str)
    assert all(isinstance(code, str) for code in field.type.warnings(value, field))


@every_field
@pytest.mark.parametrize("blank", [None, ""])
def test_blank_goes_in_and_out_as_nothing(field: Field, blank: Any) -> None:
    field_type = field.type
    assert field_type.parse(blank, field) is None
    assert field_type.parser(field)(blank) is None
    assert field_type.parse_text("  ", field, TextFormat()) is None
    assert field_type.dump(None, field) is None
    assert field_type.to_text(None, field, TextFormat()) == ""
    assert field_type.unique_key(None, field) is None
    assert field_type.search_text(None, field) == ""
    assert field_type.warnings(None, field) == []
    assert field_type.compared(None) is None
    assert field_type.value_of({part.name: None for part in field_type.parts}) is None
    assert all(stored is None for stored in field_type.columns(None).values())


@every_field
def test_settings_fit_their_schema_and_do_not_contradict_themselves(field: Field) -> None:
    schema = field.type.settings_schema
    jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})
    registry = jsonschema_rs.Registry([("json-schema:///common.json", COMMON), ("common.json", COMMON)])
    jsonschema_rs.validator_for({"$id": "json-schema:///settings.json", **schema}, registry=registry)
    assert schema["additionalProperties"] is False
    needless = {"options", "option_set", "fields", "entity", "tag_set"}
    assert set(field.settings) - set(schema["properties"]) <= needless
    found = {name for name, _ in field.type.problems_in(field)} - needless
    assert found == ({"type"} if field.type.part_only else set())


@pytest.mark.parametrize("field_type", FIELD_TYPES.values(), ids=lambda one: one.name)
def test_a_type_says_what_it_is(field_type: FieldType) -> None:
    assert field_type.widget
    assert field_type.shape is Shape.ROWS or field_type.parts
    assert all(part.type in {*FIELD_TYPES, "json"} for part in field_type.parts)
    assert {Operator.BLANK, Operator.NOT_BLANK} <= field_type.operators
    assert field_type.__doc__


KEYS = [
    "amount",
    "currency",
    "min",
    "max",
    "start",
    "end",
    "entity",
    "id",
    "value",
    "latitude",
    "longitude",
    "label",
    "city",
    "detail",
    "item",
    "price",
    "type",
    "content",
    "attrs",
    "marks",
    "text",
    "name",
    "size",
    "kind",
]

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(max_size=30)
    | st.text(st.characters(), max_size=5)
    | st.from_regex(
        r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?(T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|\+[0-9]{2}:[0-9]{2}))?", fullmatch=True
    )
    | st.from_regex(r"-?[0-9]{0,25}\.?[0-9]{0,12}([eE][+-]?[0-9]{1,6})?", fullmatch=True)
    | st.sampled_from([raw for _, raw in CASES if not isinstance(raw, dict | list)]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=5), inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@every_field
@settings(max_examples=30 * OFTEN, deadline=None)
@given(data=st.data())
def test_whatever_json_comes_is_taken_soundly_or_refused_with_a_code(field: Field, data: st.DataObject) -> None:
    raw = data.draw(json_values)
    try:
        value = field.type.parser(field)(raw)
    except BadValue:
        return
    assert _sound(value)
    again = field.type.parse(field.type.dump(value, field), field)
    assert _without_row_ids(again) == _without_row_ids(value)
    field.type.to_text(value, field, TextFormat())
    field.type.search_text(value, field)
    field.type.unique_key(value, field)
    field.type.warnings(value, field)


@every_field
@settings(max_examples=30 * OFTEN, deadline=None)
@given(
    text=st.text(max_size=40)
    | st.from_regex(
        r"[-+¥$(]?[0-9]{1,4}[-/.:年月日, ~至]{0,2}[0-9]{0,4}[万%hQ月日季度;/ ]{0,3}[0-9]{0,4}", fullmatch=True
    ),
    order=st.sampled_from(["ymd", "mdy", "dmy"]),
)
def test_whatever_text_comes_is_taken_soundly_or_refused_with_a_code(field: Field, text: str, order: str) -> None:
    how = TextFormat(date_order=order)
    try:
        value = field.type.parse_text(text, field, how)
    except BadValue:
        return
    assert _sound(value)
    if not is_blank(value):
        assert field.type.parse_text(field.type.to_text(value, field, how), field, how) == value


cell_texts = (
    st.text(max_size=20)
    | st.from_regex(r"-?[0-9]{0,18}\.?[0-9]{0,4}(%| [A-Z]{3}|元)?", fullmatch=True)
    | st.from_regex(
        r"[12][0-9]{3}-[0-3][0-9]-[0-3][0-9]([T ][0-2][0-9]:[0-6][0-9](:[0-6][0-9])?(Z|[+-][0-2][0-9]:?[0-5][0-9])?)?",
        fullmatch=True,
    )
)


@every_field
@settings(max_examples=40 * OFTEN, deadline=None)
@given(text=cell_texts, order=st.sampled_from(["ymd", "mdy", "dmy"]))
def test_many_texts_are_read_as_one_is(field: Field, text: str, order: str) -> None:
    how = TextFormat(date_order=order)
    answers = []
    for read in (lambda: field.type.parse_text(text, field, how), lambda: field.type.text_parser(field, how)(text)):
        try:
            answers.append(_without_row_ids(read()))
        except BadValue as bad:
            answers.append((bad.code, bad.params))
    assert answers[0] == answers[1]


@every_field
@settings(max_examples=20 * OFTEN, deadline=None)
@given(raw=json_values)
def test_whatever_operand_comes_is_taken_or_refused_with_a_code(field: Field, raw: Any) -> None:
    with suppress(BadValue):
        assert _sound(field.type.parse_operand(raw, field))


def _sound(value: Any) -> bool:
    """Only what both databases can hold: no fractions, no truth values, no broken text, 64 bits."""
    if isinstance(value, str):
        return bool(value) and "\x00" not in value and value.encode().decode() == value
    if isinstance(value, int):
        return not isinstance(value, bool) and abs(value) <= LARGEST_INTEGER
    if isinstance(value, list):
        return all(_sound(item) for item in value)
    if isinstance(value, dict):
        return all(_sound(item) for item in value.values())
    return value is None


def test_the_registry_refuses_duplicates_and_names_what_it_knows() -> None:
    with pytest.raises(ValueError, match="listed twice: text"):
        FieldTypeRegistry([TextField(), TextField()])
    with pytest.raises(KeyError, match="unknown field type 'formula'; known: text"):
        FieldTypeRegistry([TextField()])["formula"]
