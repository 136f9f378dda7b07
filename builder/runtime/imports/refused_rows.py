"""The rows that an import refused, as a file to mend and send again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from builder.errors import NotFound, Problem
from builder.messages import message
from builder.metadata.entity import Entity
from builder.metadata.values import text_of
from builder.runtime.imports.running import FAILED_PREFIX
from builder.runtime.imports.uploads import OpenImport, find
from builder.runtime.spreadsheets.failed_rows import FailedRow, write_failed_rows
from builder.runtime.work import Work
from builder.storage import job_rows

Worded = Callable[[Problem], str]
"""Returns a problem as a sentence in the reader's language."""


@dataclass(frozen=True)
class Wording:
    """How the file speaks: its sentences, and the language of all else."""

    worded: Worded
    locale: str


def failed_rows_file(work: Work, folder: Path, token: str, target: Path, wording: Wording) -> int:
    """Write the refused rows with their reasons to ``target`` (.csv or .xlsx) and return how many there are.

    Raises NotFound while the import has no job.
    """
    found = find(work, folder, token)
    job = found.upload.job
    if job is None:
        raise NotFound("import_not_started")
    reasons = dict(_reasons(work, job))
    header = [column.name for column in found.columns]
    titles = message("failed_row_number", {}, wording.locale), message("failed_row_reason", {}, wording.locale)
    write_failed_rows(target, header, _rows(found, reasons, wording), titles)
    return len(reasons)


def first_reasons(work: Work, folder: Path, token: str, most: int, wording: Wording) -> list[tuple[int, str]]:
    """Return the number of each of the first refused rows, and why it was refused."""
    found = find(work, folder, token)
    refused = islice(_reasons(work, found.upload.job), most) if found.upload.job is not None else ()
    return [(number, _sentence(found.entity, problems, wording)) for number, problems in refused]


def _sentence(entity: Entity, problems: Iterable[Problem], wording: Wording) -> str:
    return "; ".join(_told(entity, problem, wording) for problem in problems)


def _reasons(work: Work, job: int) -> Iterator[tuple[int, list[Problem]]]:
    for body in job_rows.steps(work.conn, work.space, job, FAILED_PREFIX):
        for number, problems in body["rows"]:
            yield number, [Problem(**problem) for problem in problems]


def _told(entity: Entity, problem: Problem, wording: Wording) -> str:
    """Return a reason after the name of its field; that of a row in a sub-table names its place itself."""
    field = entity.find(problem.path.removeprefix("values.").partition(".")[0])
    if field is None or "table_row" in problem.params:
        return wording.worded(problem)
    name = {"field": text_of(field.label, wording.locale)}
    return message("field_before_reason", name, wording.locale) + wording.worded(problem)


def _rows(found: OpenImport, reasons: dict[int, list[Problem]], wording: Wording) -> Iterator[FailedRow]:
    if not reasons:
        return
    last = max(reasons)
    for row in found.rows(min(reasons)):
        if row.number in reasons:
            yield FailedRow(row.number, row.cells, _sentence(found.entity, reasons[row.number], wording))
        if row.number >= last:
            return
