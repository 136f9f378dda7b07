"""``builder undo``: a change set is taken back."""

from __future__ import annotations

from typing import Any

import click

from builder.cli.desk import Desk, at_desk
from builder.cli.output import PARTLY, Output
from builder.cli.waiting_jobs import result_of
from builder.metadata.values import LARGEST_ID


@click.command()
@click.argument("change_set", type=click.IntRange(min=1, max=LARGEST_ID))
@click.option(
    "--mode",
    type=click.Choice(["check", "all", "rest"]),
    default="all",
    show_default=True,
    help="check: only tell; all: everything or nothing; rest: what is possible.",
)
@at_desk
def undo(out: Output, desk: Desk, change_set: int, mode: str) -> None:
    """Take the changes of CHANGE_SET back. Exit code 3 when some could not be."""
    found = _taken_back(desk, change_set, mode)
    conflicts = found["conflicts"]
    out.table(
        ["entity", "id", "code", "fields"],
        [[item["entity"], item["id"], item["code"], item["fields"]] for item in conflicts] if conflicts else [],
    ) if conflicts else None
    out.say("would_undo" if mode == "check" else "undone", restored=found["restored"], conflicts=found["count"])
    options = _options_added(desk, change_set)
    if options:
        out.say("options_stay", options=options)
    out.answer(
        {
            "change_set": found["change_set"],
            "restored": found["restored"],
            "conflicts": conflicts,
            "options_kept": options,
        }
    )
    if conflicts and mode != "check":
        raise SystemExit(PARTLY)


def _options_added(desk: Desk, change_set: int) -> int:
    """Return how many options an import added to fields: others may use them by now, so they stay."""
    from builder.runtime.change_sets import find

    with desk.reading() as work:
        return int(find(work, change_set).label.get("options", 0))


def _taken_back(desk: Desk, change_set: int, mode: str) -> dict[str, Any]:
    """Return ``{"change_set", "restored", "conflicts", "count"}``; a large change set is taken back by a job."""
    from builder.runtime.background.undoing import undo_job
    from builder.runtime.undo import undo as take_back

    with desk.reading() if mode == "check" else desk.writing() as work:
        job = undo_job(work, change_set, mode)
        done = take_back(work, change_set, mode) if job is None else None
    desk.run_jobs()
    if done is not None:
        number, conflicts = done.change_set, done.conflicts
        return {"change_set": number, "restored": done.restored, "conflicts": conflicts, "count": len(conflicts)}
    return result_of(desk, job or 0)
