"""The JSON Schemas of records: what a field type takes and gives fits them, and nothing else does."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from builder.metadata.entity_schema import record_schema
from builder.metadata.field_types.base import Shape
from tests.metadata.condition_cases import COMPANIES
from tests.samples.sample_model import sample_model

SAMPLE = sample_model()
WRITE = Draft202012Validator(record_schema(SAMPLE.company, for_write=True))
READ = Draft202012Validator(record_schema(SAMPLE.company, for_write=False))


@pytest.mark.parametrize("key", COMPANIES)
def test_records_of_the_table_fit(key: str) -> None:
    values = {name: value for name, value in COMPANIES[key].items() if name != "parent_company"}
    assert [str(error) for error in WRITE.iter_errors({**values, "parent_company": 7})] == []


@pytest.mark.parametrize("key", COMPANIES)
def test_what_field_types_give_fits(key: str) -> None:
    given = {}
    for name, raw in COMPANIES[key].items():
        item = SAMPLE.company.by_name[name]
        if item.type.name not in ("reference", "user"):
            given[name] = item.type.dump(item.type.parse(raw, item), item)
    labelled = {"id": 7, "label": "Alpha"}
    values = {**given, "parent_company": labelled, "owner": labelled, "partners": [labelled], "helpers": None}
    assert [str(error) for error in READ.iter_errors(values)] == []
    assert READ.is_valid({"parent_company": {"hidden": True}})


@pytest.mark.parametrize(
    "values",
    [
        {"nothing": 1},
        {"score": []},
        {"tier": "gigantic"},
        {"active": "yes"},
        {"revenue": True},
        {"labels": "hot"},
        {"owner": 7},
        {"created_at": "2026-01-01T00:00:00Z"},
        {"number": "C-1"},
        {"website_hidden": "x"},
        {"lines": [{"nothing": 1}]},
    ],
    ids=str,
)
def test_what_cannot_be_written_does_not_fit(values: dict[str, Any]) -> None:
    assert not WRITE.is_valid(values)


def test_system_fields_are_read_and_never_written() -> None:
    written, read = (record_schema(SAMPLE.company, flag)["properties"] for flag in (True, False))
    assert set(read) - set(written) == {item.name for item in SAMPLE.company.system_fields} - {"id"} | {"number"}
    assert "website_hidden" not in read


def test_every_field_type_of_the_sample_has_a_schema_with_its_label() -> None:
    properties = record_schema(SAMPLE.company, for_write=True, locale="zh-CN")["properties"]
    for item in SAMPLE.company.fields:
        if not item.api_hidden and item.type.written_by_people:
            assert properties[item.name]["title"] == item.label["zh-CN"]
    assert any(item.type.shape is Shape.ROWS for item in SAMPLE.company.fields)
