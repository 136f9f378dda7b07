"""An import that is killed anywhere and goes on takes every row once, and undo gives back what was before."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest

from builder.jobs import queue
from builder.runtime import read_records, save_records
from builder.runtime.imports import running, uploads
from builder.runtime.imports.running import FAILED_PREFIX
from builder.runtime.undo import undo
from builder.storage import job_rows
from builder.storage.engine import Database
from builder.storage.space import Space
from tests.designer.conftest import Designer
from tests.killed.conftest import SEED, Ended, Killer, points_of
from tests.killed.tasks import work_off
from tests.promises.dumps import dump
from tests.samples.sample_app import sample_documents

FIELDS = ("name", "code", "employees", "score", "labels", "tier", "source", "phone")
KNOWN, ROWS = 20, 75
COUNTS = {"created": 50, "updated": 20, "skipped": 0, "failed": 5}
FAULTS = {
    8: ("employees", "many", "not_a_number"),
    24: ("code", "", "key_blank"),
    40: ("name", "", "required"),
    56: ("tier", "Martian", "unknown_option"),
    72: ("code", "?", "pattern_mismatch"),
}
"""Row → what is wrong with it: column, text, code."""
REFUSED = [(row + 1, [code]) for row, (_, _, code) in FAULTS.items()]
"""Rows of the file, in which the header is the first, and why they are refused."""
REPEATED = {50: 30}
"""Row → an earlier row whose key it bears again: it changes the record that the earlier one made."""
GROWS_BY_ITSELF = ("_data", "_idx")
"""How the names of the search index's own tables end."""


def rows(label: str) -> bytes:
    """Return the file: known and new companies in turn, a faulty row here and there, and perhaps a new label."""
    text = io.StringIO()
    writer = csv.DictWriter(text, ["name", "code", "employees", "score", "labels", "tier"])
    writer.writeheader()
    for number in range(1, ROWS + 1):
        code = REPEATED.get(number, number)
        row = {
            "name": f"Firm {number}",
            "code": f"AA-{100 + code // 3 if code % 3 == 0 and code // 3 <= KNOWN else 500 + code}",
            "employees": str(number),
            "score": f"{number}.5",
            "labels": label if number % 10 == 0 else "vip",
            "tier": "high" if number % 2 else "low",
        }
        if number in FAULTS:
            row[FAULTS[number][0]] = FAULTS[number][1]
        writer.writerow(row)
    return text.getvalue().encode()


MAPPING = {
    "columns": [
        {"from": ["A"], "to": "name"},
        {"from": ["B"], "to": "code"},
        {"from": ["C"], "to": "employees"},
        {"from": ["D"], "to": "score"},
        {"from": ["E"], "to": "labels", "unknown": "create"},
        {"from": ["F"], "to": "tier"},
    ],
    "key": {"field": "code"},
}


@dataclass
class Left:
    """What an import left."""

    result: dict[str, Any]
    refused: list[tuple[int, list[str]]]
    records: list[dict[str, Any]]
    grown: dict[str, int]
    """Table → how many rows more it has."""


class Crowd:
    """A workspace with some companies, and a file with more of them."""

    def __init__(self, designer: Designer, database: Database, space: Space, killer: Killer) -> None:
        self.designer, self.database, self.space, self.killer = designer, database, space, killer
        self.folder = uploads.folder_of(database.data_dir)
        self.kills = Counter[str]()
        designer.publish(sample_documents())
        with designer.writing() as work:
            known = [{"name": f"Known {number}", "code": f"AA-{100 + number}"} for number in range(KNOWN + 1)]
            result = save_records.create_many(work, work.entity("company"), known)
            assert not result.failed
        work_off(database)

    def records(self) -> list[dict[str, Any]]:
        """Return what people see of all companies, but for ids and what tells the time."""
        request = {"fields": list(FIELDS), "sort": [{"field": "code"}], "limit": 1_000}
        with self.designer.reading() as work:
            found = read_records.page(work, work.entity("company"), request)["items"]
        return [item["values"] for item in found]

    def sizes(self) -> dict[str, int]:
        """Return table → number of rows."""
        return {name: len(rows) for name, rows in dump(self.database).items() if not _is_own(name)}

    def start(self, label: str) -> tuple[int, str]:
        """Send the file and put the import into the queue; return job and token."""
        kept = uploads.keep(self.folder, io.BytesIO(rows(label)), "companies.csv")
        with self.designer.writing() as work:
            token = uploads.open_upload(work, work.entity("company"), kept, "companies.csv")["id"]
            return running.start(work, self.folder, token, MAPPING), token

    def take(self, label: str, *points: dict[str, Any]) -> tuple[Left, Ended]:
        """Import, killed at each of the points in turn, then to the end; take it back. Return what it had left."""
        before, sizes = self.records(), self.sizes()
        job, _ = self.start(label)
        for point in points:
            self.kills["killed" if self.killer.run("work", point).killed else "done before"] += 1
        last = self.killer.run("work")
        assert not last.killed
        left = self.left(job, sizes)
        with self.designer.writing() as work:
            assert undo(work, left.result.pop("change_set")).conflicts == []
        work_off(self.database)
        assert self.records() == before
        return left, last

    def left(self, number: int, sizes: dict[str, int]) -> Left:
        """Return what a finished import left."""
        with self.database.read() as conn:
            job = queue.find(conn, self.space, number)
            steps = job_rows.steps(conn, self.space, number, FAILED_PREFIX)
        assert (job.state, job.done, job.total) == ("done", ROWS, ROWS), job.error
        refused = [(row, sorted(one["code"] for one in found)) for step in steps for row, found in step["rows"]]
        now = self.sizes()
        grown = {name: now[name] - sizes.get(name, 0) for name in now if now[name] != sizes.get(name, 0)}
        return Left(dict(job.result or {}), refused, self.records(), grown)


def _is_own(name: str) -> bool:
    return name.strip('"').endswith(GROWS_BY_ITSELF)


def check_killed_imports(crowd: Crowd, kills: int) -> None:
    """Import the same file again and again, each time killed once to three times at other points.

    One import in four also publishes a new option first.
    """
    chance = random.Random(SEED)
    expected, points = {}, {}
    for grows in (False, True):
        expected[grows], whole = crowd.take("first new" if grows else "vip")
        assert {name: expected[grows].result[name] for name in COUNTS} == COUNTS
        assert expected[grows].refused == REFUSED
        points[grows] = points_of(whole, chance)
    while crowd.kills["killed"] < kills:
        grows = chance.random() < 0.25
        chosen = [next(points[grows])]
        while kills > FEW and len(chosen) < MOST_KILLS and chance.random() < 0.3:
            chosen.append({"at": chance.randrange(EARLY), "after": chance.random() < 0.5})
        left, _ = crowd.take(f"new {crowd.kills.total()}" if grows else "vip", *chosen)
        assert renamed(left) == renamed(expected[grows]), chosen
    print(f"{crowd.kills['killed']} kills of an import on {crowd.database.dialect}: {dict(crowd.kills)}")  # noqa: T201


FEW, EARLY, MOST_KILLS = 10, 80, 3
"""From how many kills on some imports are killed again when they go on, within how many points, and how often at most:
a job that is killed five times before it gets anywhere is given up.
"""


def renamed(left: Left) -> Left:
    """Return what was left, with the new label under one name for all imports."""
    records = [
        {**record, "labels": ["vip" if one == "vip" else "new" for one in record["labels"] or ()]}
        for record in left.records
    ]
    return Left(left.result, left.refused, records, left.grown)


@pytest.fixture
def crowd(designer: Designer, database: Database, space: Space, killer: Killer) -> Crowd:
    """A workspace with some companies."""
    return Crowd(designer, database, space, killer)


def test_a_killed_import_goes_on_and_takes_every_row_once(crowd: Crowd) -> None:
    check_killed_imports(crowd, 3)


@pytest.mark.torture
def test_imports_killed_at_hundreds_of_points_take_every_row_once(crowd: Crowd) -> None:
    check_killed_imports(crowd, 200)
