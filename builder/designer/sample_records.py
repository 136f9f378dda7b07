"""Creates the sample records of a template as one change set, so that they can be taken back as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from builder.errors import Invalid, Problem
from builder.runtime.save_records import create_many
from builder.runtime.work import Work
from builder.storage import history
from builder.templates_catalog.loader import SampleRecords


def create_sample_records(work: Work, app_id: str, samples: Sequence[SampleRecords]) -> int:
    """Create the records and return how many; references among them are given by key.

    Raises Invalid with every problem of the first entity whose records have any.
    """
    stamp = (work.now, work.rights.user)
    number = history.open_change_set(work.conn, work.space, "sample_data", {"app": app_id}, stamp)
    filling = replace(work, app=app_id, change_set=number, source="template")
    ids: dict[str, int] = {}
    for sample in samples:
        ids |= _create(filling, sample, ids)
    history.set_state(work.conn, work.space, number, "done")
    return len(ids)


def _create(work: Work, sample: SampleRecords, ids: Mapping[str, int]) -> dict[str, int]:
    given, problems = [], []
    for key, values in sample.records:
        unknown = [item for item in _keys_in(values) if item not in ids]
        problems += [Problem(f"{sample.entity}.{key}", "unknown_record", params={"id": item}) for item in unknown]
        given.append({} if unknown else {name: _with_ids(value, ids) for name, value in values.items()})
    if problems:
        raise Invalid(problems)
    result = create_many(work, work.entity(sample.entity), given)
    if result.failed:
        names = [key for key, _ in sample.records]
        raise Invalid(
            problem.under(f"{sample.entity}.{names[index]}")
            for index, found in result.failed.items()
            for problem in found
        )
    return {key: result.ids[index] for index, (key, _) in enumerate(sample.records)}


def _keys_in(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        if value.keys() == {"sample"}:
            return [value["sample"]]
        return [key for inner in value.values() for key in _keys_in(inner)]
    return [key for inner in value for key in _keys_in(inner)] if isinstance(value, list) else []


def _with_ids(value: Any, ids: Mapping[str, int]) -> Any:
    if isinstance(value, Mapping):
        if value.keys() == {"sample"}:
            return ids[value["sample"]]
        return {name: _with_ids(inner, ids) for name, inner in value.items()}
    return [_with_ids(inner, ids) for inner in value] if isinstance(value, list) else value
