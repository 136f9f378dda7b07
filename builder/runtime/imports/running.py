"""The job that imports: reads chunk by chunk, each written in one transaction with the mark of how far it got."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

from builder.errors import Conflict, Problem
from builder.jobs import queue
from builder.jobs.context import Cancelled, JobContext
from builder.metadata.entity import Entity
from builder.runtime import change_sets
from builder.runtime.background.batches import Meanwhile
from builder.runtime.chunk_sizes import ChunkSize
from builder.runtime.imports.columns import Draft, draft_of, fillers, option_scouts
from builder.runtime.imports.intake import Verdict, take
from builder.runtime.imports.mapping import ColumnRule
from builder.runtime.imports.mapping import Mapping as Bound
from builder.runtime.imports.outcomes import STEP, Tally, is_undone, tally_of
from builder.runtime.imports.preview import bind_for
from builder.runtime.imports.uploads import OpenImport, find
from builder.runtime.undo import UNDER_WAY
from builder.runtime.work import Work
from builder.runtime.workspaces import Workspaces
from builder.storage import history, upload_rows
from builder.storage.statistics import GrowthWatch

KIND = "import"
ENDED_EARLY = ("failed", "cancelled")
FIRST_CHUNK, LARGEST_CHUNK = 200, 400
"""Rows in the first transaction, and at most: people who save must not wait for an import."""
FAILED_PREFIX = "failed."
LARGEST_REASON = 20


def start(work: Work, folder: Path, token: str, document: Mapping[str, Any]) -> int:
    """Put an import into the queue and return the job's id.

    One that failed or was cancelled goes on after the rows that it wrote, unless they were taken back: then, as when
    it wrote nothing, it begins anew and may have another mapping. Raises Invalid with every problem of the mapping,
    Conflict when this file is being or was imported, or was in part and the mapping differs.
    """
    upload_rows.hold(work.conn, work.space, token)
    found = find(work, folder, token)
    work.require(found.entity, "import")
    bind_for(work, found, document)
    if found.upload.job is not None and _goes_on(work, found.upload.job, document):
        return found.upload.job
    params = {"token": token, "mapping": dict(document)}
    number = queue.enqueue(work.conn, work.space, KIND, found.upload.name, params, work.rights.user, work.now)
    upload_rows.set_body(work.conn, work.space, token, {**found.upload.body, "mapping": dict(document)})
    upload_rows.give_to_job(work.conn, work.space, token, number)
    return number


def _goes_on(work: Work, number: int, document: Mapping[str, Any]) -> bool:
    """Let an import that ended early go on where it stopped; False when there is nothing to go on from."""
    job = queue.find(work.conn, work.space, number)
    if job.state not in ENDED_EARLY:
        raise Conflict("import_started", job=number)
    tally = tally_of(work, number)
    if tally is None or tally.change_set is None:
        return False
    history.hold_change_set(work.conn, work.space, tally.change_set)
    if is_undone(work, tally.change_set):
        return False
    if change_sets.find(work, tally.change_set).state == UNDER_WAY or history.undos_of(
        work.conn, work.space, tally.change_set
    ):
        raise Conflict("import_being_undone")
    if dict(document) != job.params["mapping"]:
        raise Conflict("import_partly_done", created=tally.created, updated=tally.updated)
    history.set_state(work.conn, work.space, tally.change_set, "open")
    queue.requeue(work.conn, work.space, number, work.now)
    return True


AddOptions = Callable[[Work, Entity, Mapping[str, list[str]]], int]
"""Publishes options, given as field id → texts, in a unit of work that may publish; returns how many."""


def import_handler(
    workspaces: Workspaces, folder: Path, add_options: AddOptions
) -> Callable[[JobContext], dict[str, Any]]:
    """Return the job handler. Its result is what ``outcomes.TOLD`` names.

    ``add_options`` serves mappings that let unknown options be created.
    """

    def run(context: JobContext) -> dict[str, Any]:
        return _Run(workspaces, folder, context, add_options).run()

    return run


class _Run:
    """One import in the hands of a worker."""

    def __init__(self, workspaces: Workspaces, folder: Path, context: JobContext, add_options: AddOptions) -> None:
        self._workspaces, self._folder, self._context = workspaces, folder, context
        self._add_options = add_options
        self._size = ChunkSize.first(context.space.dialect, FIRST_CHUNK, LARGEST_CHUNK)

    def run(self) -> dict[str, Any]:
        """Go on after the last finished chunk until the file ends."""
        with self._reading() as work:
            found = self._found(work)
            done = self._context.step_done(work.conn, STEP)
            mapping = bind_for(work, found, self._context.params["mapping"])
        tally = Tally(**done) if done else Tally()
        if done is None and any(rule.unknown == "create" for rule in mapping.rules):
            mapping = self._create_options(found, mapping, tally)
        total = found.upload.body["file"]["rows"]
        self._context.progress(tally.taken, total)
        chunks = _chunks(found, mapping, tally.next_row, self._size)
        growth = GrowthWatch(self._workspaces.database, self._context.space)
        try:
            with Meanwhile[list[Draft]](self._workspaces.database.gives_way) as coming:
                coming.begin(lambda: next(chunks, []))
                while after := self._step(coming, lambda: next(chunks, []), tally):
                    growth.written(after.taken - tally.taken)
                    tally = after
                    self._context.progress(tally.taken, max(total, tally.taken))
        except Cancelled:
            self._finish(tally)  # what is there already can be undone
            raise
        self._finish(tally)
        growth.ended()
        self._context.progress(tally.taken, tally.taken)
        return tally.result()

    def _step(self, coming: Meanwhile[list[Draft]], read: Callable[[], list[Draft]], tally: Tally) -> Tally | None:
        """Write the next rows, if there are any, and begin to read those after them."""
        self._context.check_cancelled()
        with self._workspaces.database.step():
            drafts = coming.take()
            return self._write(drafts, tally, lambda: coming.begin(read)) if drafts else None

    def _create_options(self, found: OpenImport, mapping: Bound, tally: Tally) -> Bound:
        """Read the file once for words that are no options yet, and publish them together; the tally counts them."""
        wanted: dict[str, dict[str, None]] = {}
        for rule, text in self._new_options(found, mapping, wanted):
            wanted.setdefault(rule.target.id, {})[text] = None
        with self._workspaces.publishing(self._context.space.key, self._context.created_by) as work:
            if wanted:
                texts = {field: list(found_there) for field, found_there in wanted.items()}
                tally.options = self._add_options(work, self._found(work).entity, texts)
                self._context.mark_step(work.conn, STEP, asdict(tally))
            return bind_for(work, self._found(work), self._context.params["mapping"])

    def _new_options(
        self, found: OpenImport, mapping: Bound, known: Mapping[str, Collection[str]]
    ) -> Iterator[tuple[ColumnRule, str]]:
        """Yield what is no option yet and not ``known``, of rows that do not fail by themselves; ``known`` may grow.

        All of a row is looked at only where it has something new: most rows have not.
        """
        scouts, compiled, rows = option_scouts(mapping), fillers(mapping), found.rows()
        while some := list(islice(rows, self._size.now)):
            self._context.check_cancelled()
            for row in some:
                scouted = Draft(row)
                for look in scouts:
                    look(row.cells, scouted)
                if all(text in known.get(rule.target.id, ()) for rule, text in scouted.new_options):
                    continue
                draft = draft_of(row, mapping, compiled)
                if not draft.problems:
                    yield from draft.new_options

    def _reading(self) -> Any:
        return self._workspaces.reading(self._context.space.key, self._context.created_by)

    def _found(self, work: Work) -> OpenImport:
        return find(work, self._folder, self._context.params["token"])

    def _write(self, drafts: list[Draft], tally: Tally, before_commit: Callable[[], None]) -> Tally:
        """Write one chunk: records, history, counts and the mark commit together, or not at all."""
        opened = self._workspaces.writing(self._context.space.key, self._context.created_by, priority="bulk")
        with opened as work:
            found = self._found(work)
            work.require(found.entity, "import")
            work.source = "import"
            opened_set = work.change_set = tally.change_set or self._open_change_set(work, found, tally.options)
            verdicts = take(work, bind_for(work, found, self._context.params["mapping"]), drafts, write=True)
            after = _counted(tally, verdicts, opened_set)
            if not after.created and not after.updated:
                # A set of which nothing could be taken back would only stand in lists.
                history.forget_change_set(work.conn, work.space, opened_set)
                after.change_set = None
            failed = [verdict for verdict in verdicts if verdict.action == "fail"]
            if failed:
                step = f"{FAILED_PREFIX}{drafts[0].row.number:010d}"
                self._context.mark_step(work.conn, step, {"rows": [_kept(verdict) for verdict in failed]})
            self._context.mark_step(work.conn, STEP, asdict(after))
            self._size.learn(self._context.clock() - work.now)
            before_commit()
        return after

    def _open_change_set(self, work: Work, found: OpenImport, options: int) -> int:
        label = {"file": found.upload.name, "entity": found.entity.id, "job": self._context.job_id}
        label |= {"options": options} if options else {}
        return history.open_change_set(work.conn, work.space, KIND, label, (work.now, work.rights.user))

    def _finish(self, tally: Tally) -> None:
        if tally.change_set is None:
            return
        with self._workspaces.writing(self._context.space.key, self._context.created_by, priority="bulk") as work:
            history.set_state(work.conn, work.space, tally.change_set, "done")
            self._context.mark_step(work.conn, "end")


def _chunks(found: OpenImport, mapping: Bound, start_row: int, size: ChunkSize) -> Iterator[list[Draft]]:
    """Yield drafts made outside of any transaction."""
    compiled = fillers(mapping)
    rows = found.rows(start_row)
    while drafts := [draft_of(row, mapping, compiled) for row in islice(rows, size.now)]:
        yield drafts


def _counted(tally: Tally, verdicts: list[Verdict], change_set: int) -> Tally:
    count = {
        action: sum(verdict.action == action for verdict in verdicts) for action in ("create", "update", "skip", "fail")
    }
    return Tally(
        next_row=verdicts[-1].number + 1,
        taken=tally.taken + len(verdicts),
        created=tally.created + count["create"],
        updated=tally.updated + count["update"],
        skipped=tally.skipped + count["skip"],
        unchanged=tally.unchanged + sum(verdict.unchanged for verdict in verdicts),
        failed=tally.failed + count["fail"],
        warnings=tally.warnings + sum(bool(verdict.warnings) for verdict in verdicts),
        change_set=change_set,
        options=tally.options,
    )


def _kept(verdict: Verdict) -> list[Any]:
    """Return row number and reasons in a small form."""
    return [verdict.number, [_problem(problem) for problem in verdict.problems[:LARGEST_REASON]]]


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "path": problem.path,
        "code": problem.code,
        "message": problem.message,
        "params": {key: value for key, value in problem.params.items() if _is_small(value)},
    }


def _is_small(value: object) -> bool:
    """Whether a param is worth keeping with a reason: a word, labels by language, the values that are allowed."""
    if isinstance(value, list | tuple):
        return len(value) <= LARGEST_REASON and all(isinstance(item, str | int | float) for item in value)
    return isinstance(value, str | int | float) or (isinstance(value, Mapping) and all(map(_is_small, value.values())))
