"""``builder undo``: a change set is taken back."""

from __future__ import annotations

import click

from builder.cli.desk import Desk, at_desk
from builder.cli.output import PARTLY, Output
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
    from builder.runtime.undo import undo as take_back

    work_of = desk.reading() if mode == "check" else desk.writing()
    with work_of as work:
        found = take_back(work, change_set, mode)
    desk.run_jobs()
    conflicts = found.conflicts
    out.table(
        ["entity", "id", "code", "fields"],
        [[item["entity"], item["id"], item["code"], item["fields"]] for item in conflicts] if conflicts else [],
    ) if conflicts else None
    out.say("would_undo" if mode == "check" else "undone", restored=found.restored, conflicts=len(conflicts))
    out.answer({"change_set": found.change_set, "restored": found.restored, "conflicts": conflicts})
    if conflicts and mode == "rest":
        raise SystemExit(PARTLY)
