"""Conditions decided on records in memory, held to the table that their SQL is held to as well."""

from __future__ import annotations

import json
from typing import Any

import pytest

from builder.metadata.condition_parsing import parse_condition
from builder.metadata.conditions import Not
from builder.metadata.entity import Entity
from builder.metadata.evaluation import PlainRecord, holds
from builder.metadata.relative import Moment
from tests.metadata.condition_cases import CASES, COMPANIES, NOW, OWNERS, PEOPLE, SUBORDINATES, USER
from tests.samples.sample_model import SampleModel, sample_model

MOMENT = Moment(now=NOW, user=USER, subordinates=SUBORDINATES)
SAMPLE = sample_model()


def _records(sample: SampleModel) -> dict[str, PlainRecord]:
    """Return the companies of the table, linked with each other and with their people."""
    numbers = {key: number for number, key in enumerate((*COMPANIES, *PEOPLE), start=1)}
    found = {}
    for key, wire in {**COMPANIES, **PEOPLE}.items():
        entity = sample.company if key in COMPANIES else sample.entity("person")
        record = PlainRecord(_values(entity, wire, numbers))
        if key in OWNERS:
            record.values["owner"] = OWNERS[key]
        found[key] = record
    by_number = {numbers[key]: record for key, record in found.items()}
    for key, record in found.items():
        entity = sample.company if key in COMPANIES else sample.entity("person")
        record.referred = {
            (item.id, sample.company.id): by_number[record.values[item.id]]
            for item in entity.fields
            if item.type.name == "reference" and record.values.get(item.id)
        }
        record.relations = {
            (other.id, item.id): [
                found[name]
                for name in (COMPANIES if other is sample.company else PEOPLE)
                if found[name].values.get(item.id) == numbers[key]
            ]
            for other in (sample.company, sample.entity("person"))
            for item in other.fields
            if item.type.name == "reference"
        }
    return found


def _values(entity: Entity, wire: dict[str, Any], numbers: dict[str, int]) -> dict[str, Any]:
    values = {}
    for name, raw in wire.items():
        item = entity.by_name[name]
        values[item.id] = item.type.parse(numbers[raw] if item.type.name == "reference" else raw, item)
    return values


RECORDS = _records(SAMPLE)


@pytest.mark.parametrize(("tree", "expected"), CASES, ids=lambda case: json.dumps(case, ensure_ascii=False)[:80])
def test_a_condition_finds_what_the_table_says(tree: dict[str, Any], expected: tuple[str, ...]) -> None:
    condition = parse_condition(SAMPLE.model, SAMPLE.company, tree)
    found = {key for key in COMPANIES if holds(condition, RECORDS[key], MOMENT)}
    assert found == set(expected)


@pytest.mark.parametrize(("tree", "expected"), CASES, ids=lambda case: json.dumps(case, ensure_ascii=False)[:80])
def test_a_negation_finds_exactly_the_others(tree: dict[str, Any], expected: tuple[str, ...]) -> None:
    condition = Not(parse_condition(SAMPLE.model, SAMPLE.company, tree))
    found = {key for key in COMPANIES if holds(condition, RECORDS[key], MOMENT)}
    assert found == set(COMPANIES) - set(expected)
