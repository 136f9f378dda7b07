"""Judges a chunk of rows and, unless it is only a preview, writes them through the one write pipeline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from builder.errors import Problem
from builder.metadata.conditions import Path
from builder.metadata.entity import Entity
from builder.metadata.values import Values, is_blank
from builder.runtime import save_records
from builder.runtime.imports.columns import Draft, problem_of
from builder.runtime.imports.mapping import Mapping as Bound
from builder.runtime.imports.matching import existing, key_text, match_named
from builder.runtime.save_records import BatchResult, Update
from builder.runtime.set_owner import owner_values
from builder.runtime.work import Work
from builder.storage import external_refs
from builder.storage.query.by_ids import read_by_ids

ONLY_AT_BIRTH = ("owner", "stage")
"""System fields that an import may give a new record; existing ones change hands and stages by their own ways."""


@dataclass
class Verdict:
    """What becomes, or would become, of one row."""

    number: int
    action: str
    """create, update, skip or fail."""
    record: int | None = None
    values: Values = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    unchanged: bool = False
    """Whether a row is skipped since its record holds its values already."""


def take(
    work: Work, mapping: Bound, drafts: Sequence[Draft], write: bool, planned: dict[str, Values] | None = None
) -> list[Verdict]:
    """Return a verdict for each draft, in order.

    Rows of a chunk that carry the same key are taken one after another, so that the second one finds what the first
    one made; a preview finds it in ``planned``: key → what the rows up to there would write.
    """
    planned = {} if planned is None else planned
    match_named(work, [draft for draft in drafts if draft.named])
    for draft in drafts:
        _say_new_options(draft, write)
    verdicts: dict[int, Verdict] = {}
    for wave in _waves(mapping, drafts):
        verdicts |= _take_wave(work, mapping, wave, write, planned)
    return [verdicts[draft.row.number] for draft in drafts]


def _say_new_options(draft: Draft, write: bool) -> None:
    """A preview says which options would be made; when rows are written all of them are there."""
    for rule, text in draft.new_options:
        if write:
            draft.problems.append(problem_of(rule, "unknown_option", text))
        else:
            draft.warnings.append(problem_of(rule, "option_will_be_created", text))


def _waves(mapping: Bound, drafts: Sequence[Draft]) -> Iterator[list[Draft]]:
    if mapping.key is None:
        yield list(drafts)
        return
    seen: dict[str, int] = {}
    waves: list[list[Draft]] = []
    for draft in drafts:
        text = key_text(mapping.key, draft)
        turn = seen.get(text, 0) if text else 0
        seen[text] = turn + 1
        if turn == len(waves):
            waves.append([])
        waves[turn].append(draft)
    yield from waves


def _take_wave(
    work: Work, mapping: Bound, drafts: list[Draft], write: bool, planned: dict[str, Values]
) -> dict[int, Verdict]:
    verdicts = {
        draft.row.number: Verdict(draft.row.number, "create", None, draft.values, draft.problems, draft.warnings)
        for draft in drafts
    }
    found = existing(work, mapping.entity, mapping.key, drafts) if mapping.key else {}
    keys = {draft.row.number: key_text(mapping.key, draft) for draft in drafts} if mapping.key else {}
    for index, draft in enumerate(drafts):
        verdict = verdicts[draft.row.number]
        _decide(mapping, verdict, found.get(index), keys.get(verdict.number, "") in planned)
    entity = mapping.entity
    fresh = [verdict for verdict in verdicts.values() if verdict.action == "create"]
    refused = [verdict for verdict in verdicts.values() if _is_legible(verdict)]
    made = save_records.create_parsed(work, entity, [_born(work, verdict) for verdict in fresh], write)
    _settle(fresh, made)
    _tell_all(work, entity, refused)
    known = [verdict for verdict in verdicts.values() if verdict.action == "update" and verdict.record]
    if known:
        _settle(known, _update(work, mapping, known, write))
    if not write:
        _plan(mapping, [(keys.get(number, ""), verdict) for number, verdict in verdicts.items()], planned)
    if write and mapping.key is not None and mapping.key.source:
        new = {keys[verdict.number]: verdict.record for verdict in fresh if verdict.record and keys[verdict.number]}
        external_refs.remember(
            work.conn, work.space, mapping.key.source, entity.id, {key: ident for key, ident in new.items() if ident}
        )
    return verdicts


def _decide(mapping: Bound, verdict: Verdict, matches: list[int] | None, planned: bool) -> None:
    """Say what a row is before anything of it is checked; ``planned`` when a row before it would make its record."""
    if mapping.key is not None and matches is None and not verdict.problems:
        verdict.problems.append(Problem("", "key_blank"))
    if matches and len(matches) > 1:
        verdict.problems.append(Problem("", "key_ambiguous", params={"count": len(matches)}))
    elif matches or planned:
        verdict.record = matches[0] if matches else None
        verdict.action = "skip" if mapping.on_match == "skip" else "update"
        if mapping.on_match == "fail":
            verdict.problems.append(
                Problem("", "record_exists", params={"id": verdict.record})
                if verdict.record
                else Problem("", "key_twice_in_file")
            )
    if verdict.problems:
        verdict.action = "fail"


def _plan(mapping: Bound, verdicts: Iterable[tuple[str, Verdict]], planned: dict[str, Values]) -> None:
    """Note what rows would write; one to which those before it leave nothing to change is skipped."""
    for key, verdict in verdicts:
        if not key or verdict.action == "fail":
            continue
        before = planned.get(key)
        values = verdict.values if before is None else _of_known(verdict.values)
        if before is not None and verdict.action != "create" and mapping.on_match in ("update", "fill"):
            if mapping.on_match == "fill":
                values = {name: value for name, value in values.items() if name not in before}
            verdict.unchanged = all(before.get(name) == value for name, value in values.items())
            verdict.action = "skip" if verdict.unchanged else "update"
        planned[key] = {**(before or {}), **values}


def _of_known(values: Values) -> Values:
    """Return what an import may write into a record that is there already."""
    return {key: value for key, value in values.items() if key not in ONLY_AT_BIRTH}


def _is_legible(verdict: Verdict) -> bool:
    """Whether a new record was refused for what single cells say: the others can be judged all the same."""
    if verdict.action != "fail" or verdict.record is not None:
        return False
    return all(item.path and not item.path.startswith("rows.") for item in verdict.problems)


def _tell_all(work: Work, entity: Entity, verdicts: Sequence[Verdict]) -> None:
    """Add what else stands against rows that are refused already, so that they need to be mended only once.

    Verdicts of rules are left out: they may only follow from the cell that could not be read.
    """
    if not verdicts:
        return
    judged = save_records.create_parsed(work, entity, [_born(work, verdict) for verdict in verdicts], write=False)
    for index, problems in judged.failed.items():
        told = {_place(item) for item in verdicts[index].problems}
        verdicts[index].problems += [
            item for item in problems if item.path and not item.message and _place(item) not in told
        ]


def _place(problem: Problem) -> str:
    return problem.path.removeprefix("values.").partition(".")[0]


def _born(work: Work, verdict: Verdict) -> Values:
    """Return the values of a new record; its department follows the owner that the file names."""
    if verdict.values.get("owner") is None:
        return verdict.values
    return {**verdict.values, **owner_values(work, verdict.values["owner"])}


def _update(work: Work, mapping: Bound, verdicts: list[Verdict], write: bool) -> BatchResult:
    entity = mapping.entity
    stored = _stored(work, entity, verdicts) if mapping.on_match == "fill" else {}
    updates = []
    for verdict in verdicts:
        record = verdict.record or 0
        values = _of_known(verdict.values)
        if mapping.on_match == "fill":
            values = {key: value for key, value in values.items() if is_blank(stored[record].get(key))}
        updates.append(Update(record, None, {}, values))
    return save_records.update_many(work, entity, updates, write=write)


def _stored(work: Work, entity: Entity, verdicts: list[Verdict]) -> Mapping[int, Values]:
    fields = {key for verdict in verdicts for key in verdict.values if key in entity.by_id}
    paths = [Path((), entity, entity.by_id[key]) for key in sorted(fields)]
    ids = [verdict.record for verdict in verdicts if verdict.record]
    return {row.id: row.values for row in read_by_ids(work.conn, work.asker, entity, ids, paths)}


def _settle(verdicts: list[Verdict], result: BatchResult) -> None:
    """Take over what the pipeline said of each row."""
    for index, verdict in enumerate(verdicts):
        if index in result.failed:
            verdict.action = "fail"
            verdict.problems += result.failed[index]
        else:
            verdict.record = result.ids.get(index, verdict.record)
        if index in result.unchanged:
            verdict.action, verdict.unchanged = "skip", True
        said = {_what(warning) for warning in verdict.warnings}
        verdict.warnings += [item for item in result.warnings.get(index, []) if _what(item) not in said]


def _what(warning: Problem) -> tuple[str, str]:
    """Return field and code: reading the cell and saving the record may remark on the same thing."""
    return warning.path.removeprefix("values."), warning.code
