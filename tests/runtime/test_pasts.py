"""Records with a past: they come with the times, authors and stages they had, through the one pipeline."""

from __future__ import annotations

import pytest

from builder.runtime.pasts import Past
from builder.runtime.read_records import history_of, read_one
from builder.runtime.record_story import stages_of
from builder.runtime.save_records import create_many
from builder.runtime.work import Work
from builder.storage.asker import Stamp
from tests.conftest import NOW

HOUR = 3_600_000_000
BIRTH = NOW - 400 * HOUR


def past(work: Work) -> Past:
    stages = {stage.name: stage.id for flow in work.entity("company").flows for stage in flow.stages}
    names = ("fresh", "working")
    moves = tuple((stages[name], Stamp(3, BIRTH + at * 10 * HOUR)) for at, name in enumerate(names))
    return Past(Stamp(2, BIRTH), owner=3, department=2, stages=moves)


def test_a_record_keeps_when_by_whom_and_how_it_came(work: Work) -> None:
    company = work.entity("company")
    result = create_many(work, company, [{"name": "Old"}, {"name": "New"}], pasts=[past(work), Past(Stamp(1, NOW))])
    assert not result.failed
    found = read_one(work, company, result.ids[0])
    values = found["values"]
    assert (values["owner"]["id"], values["stage"], found["version"]) == (3, "working", 1)
    assert (values["created_by"]["id"], values["updated_by"]["id"]) == (2, 3)
    assert values["created_at"] < values["stage_entered_at"] == values["updated_at"]
    moves = stages_of(work, company, result.ids[0])["items"]
    assert [(move["from"], move["to"], move["seconds"]) for move in moves] == [
        (None, "fresh", None),
        ("fresh", "working", 36_000),
    ]
    (born,) = history_of(work, company, result.ids[0])["items"]
    assert (born["kind"], born["by"]["id"], born["at"]) == ("create", 2, values["created_at"])


def test_a_past_goes_through_all_checks_of_the_pipeline(work: Work) -> None:
    company = work.entity("company")
    pasts = [past(work), past(work)]
    result = create_many(work, company, [{"name": ""}, {"name": "Fine"}], pasts=pasts)
    assert (set(result.failed), set(result.ids)) == ({0}, {1})
    assert read_one(work, company, result.ids[1])["values"]["created_by"]["id"] == 2


@pytest.mark.parametrize("owner", [2, None])
def test_without_stages_the_record_begins_where_new_ones_do(work: Work, owner: int | None) -> None:
    company = work.entity("company")
    result = create_many(work, company, [{"name": "A"}], pasts=[Past(Stamp(2, BIRTH), owner)])
    values = read_one(work, company, result.ids[0])["values"]
    assert values["stage"] == "fresh"
    assert values["owner"]["id"] == (owner or work.rights.user)
    (move,) = stages_of(work, company, result.ids[0])["items"]
    assert (move["from"], move["to"], move["at"]) == (None, "fresh", values["stage_entered_at"])
