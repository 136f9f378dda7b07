"""The rows that an import refused, as a file to mend and send again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from builder.errors import NotFound, Problem
from builder.runtime.imports.running import FAILED_PREFIX
from builder.runtime.imports.uploads import OpenImport, find
from builder.runtime.spreadsheets.failed_rows import FailedRow, write_failed_rows
from builder.runtime.work import Work
from builder.storage import job_rows

Worded = Callable[[Problem], str]
"""Returns a problem as a sentence in the reader's language."""


def failed_rows_file(
    work: Work, folder: Path, token: str, target: Path, worded: Worded, titles: tuple[str, str]
) -> int:
    """Write the refused rows with their reasons to ``target`` (.csv or .xlsx) and return how many there are.

    ``titles`` name the two added columns. Raises NotFound while the import has no job.
    """
    found = find(work, folder, token)
    job = found.upload.job
    if job is None:
        raise NotFound("import_not_started")
    reasons = dict(_reasons(work, job))
    header = [column.name for column in found.columns]
    write_failed_rows(target, header, _rows(found, reasons, worded), titles)
    return len(reasons)


def _reasons(work: Work, job: int) -> Iterator[tuple[int, list[Problem]]]:
    for body in job_rows.steps(work.conn, work.space, job, FAILED_PREFIX):
        for number, problems in body["rows"]:
            yield number, [Problem(**problem) for problem in problems]


def _rows(found: OpenImport, reasons: dict[int, list[Problem]], worded: Worded) -> Iterator[FailedRow]:
    if not reasons:
        return
    last = max(reasons)
    for row in found.rows(min(reasons)):
        if row.number in reasons:
            yield FailedRow(row.number, row.cells, "; ".join(worded(problem) for problem in reasons[row.number]))
        if row.number >= last:
            return
