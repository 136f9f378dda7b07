"""Imports that ended before their file did: what they wrote is told, goes on without doubles, or is taken back."""

from __future__ import annotations

from typing import Any

import pytest

from builder.errors import Conflict, NotAllowed
from builder.jobs.context import Cancelled, JobContext
from builder.runtime import change_sets
from builder.runtime.background import undoing
from builder.runtime.imports import uploads
from builder.runtime.undo import undo
from tests.runtime.imports.conftest import Importer, columns, table

ROWS = 900
MAPPING = columns(A="company_name", B="mobile")


def begun(importer: Importer, ending: type[Exception]) -> tuple[str, int]:
    """Import a file whose job ends by an exception after one chunk; return the import and the job."""
    rows = [("n", "p"), *[(f"Company {number}", f"1380000{number:04d}") for number in range(ROWS)]]
    token = importer.open(table(*rows), "lead")["id"]
    job = importer.start(token, MAPPING)

    def ended_after_one_chunk(context: JobContext) -> dict[str, Any]:
        ask, calls = context.check_cancelled, iter((False, True))

        def check() -> None:
            if next(calls):
                raise ending
            ask()

        context.check_cancelled = check  # type: ignore[method-assign]
        return importer.handler(context)  # type: ignore[no-any-return]

    assert importer.work_off(job, ended_after_one_chunk).state in ("failed", "cancelled")
    return token, job


def told(importer: Importer, token: str) -> dict[str, Any]:
    """Return what the wizard is told of an import."""
    with importer.reading() as work:
        return uploads.state_of(work, importer.folder, token)


def names(importer: Importer) -> list[str]:
    """Return the first thousand names that are there."""
    return [row["company_name"] for row in importer.records("lead", "company_name")]


@pytest.mark.parametrize(("ending", "state"), [(NotAllowed, "failed"), (Cancelled, "cancelled")])
def test_an_import_that_ended_early_tells_what_it_wrote_and_goes_on_after_it(
    importer: Importer, ending: type[Exception], state: str
) -> None:
    token, job = begun(importer, ending)
    half = told(importer, token)
    assert (half["state"], half["undone"]) == (state, False)
    assert 0 < half["result"]["created"] == len(names(importer)) < ROWS
    assert importer.start(token, half["mapping"]) == job
    done = importer.work_off(job)
    assert (done.state, done.error) == ("done", None)
    assert names(importer) == [f"Company {number}" for number in range(ROWS)]
    whole = told(importer, token)
    assert whole["result"] == {**half["result"], "created": ROWS}
    with importer.writing() as work:
        assert undo(work, whole["result"]["change_set"]).restored == ROWS
    assert names(importer) == []


@pytest.mark.parametrize("ending", [NotAllowed, Cancelled])
def test_what_it_wrote_is_taken_back_and_then_it_begins_anew(importer: Importer, ending: type[Exception]) -> None:
    token, job = begun(importer, ending)
    with importer.writing() as work:
        undo(work, told(importer, token)["result"]["change_set"])
    assert told(importer, token)["undone"] is True
    assert names(importer) == []
    again = importer.start(token, {**MAPPING, "constants": {"job_title": "Buyer"}})
    assert again != job
    assert importer.work_off(again).state == "done"
    assert len(names(importer)) == ROWS


def test_another_mapping_waits_until_the_part_that_is_in_was_taken_back(importer: Importer) -> None:
    token, _ = begun(importer, NotAllowed)
    with pytest.raises(Conflict, match="import_partly_done"):
        importer.start(token, columns(A="company_name"))


def test_nothing_is_taken_back_while_an_import_that_failed_goes_on(importer: Importer) -> None:
    token, _ = begun(importer, NotAllowed)
    importer.start(token, MAPPING)
    with importer.writing() as work, pytest.raises(Conflict, match="not_undoable"):
        undo(work, change_sets.recent(work, 1)[0]["id"])


def test_an_import_that_failed_before_it_wrote_anything_begins_anew(importer: Importer) -> None:
    token = importer.open(table(("n", "p"), ("Acme", "13800000000")), "lead")["id"]
    job = importer.start(token, MAPPING)

    def refused(_: JobContext) -> dict[str, Any]:
        raise NotAllowed

    assert importer.work_off(job, refused).state == "failed"
    assert told(importer, token)["result"] is None
    again = importer.start(token, columns(A="company_name", B="phone"))
    assert importer.work_off(again).state == "done"


def test_one_that_is_being_taken_back_does_not_go_on_meanwhile(
    importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoing, "LARGEST_UNDO", 0)
    token, _ = begun(importer, Cancelled)
    half = told(importer, token)
    with importer.writing() as work:
        assert undoing.undo_job(work, half["result"]["change_set"], "all") is not None
    with pytest.raises(Conflict) as refused:
        importer.start(token, half["mapping"])
    assert refused.value.code == "import_being_undone"
