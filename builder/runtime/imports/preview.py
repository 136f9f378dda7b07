"""Tries the first rows of an import against everything that a write is checked for, and writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from builder.errors import Invalid
from builder.identity import accounts
from builder.metadata.conditions import Path as FieldPath
from builder.metadata.field_types.base import TextFormat
from builder.metadata.query import Row
from builder.metadata.values import Values
from builder.runtime.imports.columns import draft_of, fillers
from builder.runtime.imports.intake import Verdict, take
from builder.runtime.imports.mapping import Mapping as Bound
from builder.runtime.imports.mapping import bind
from builder.runtime.imports.matching import match_problems
from builder.runtime.imports.uploads import OpenImport, find
from builder.runtime.wire import dress, text_format
from builder.runtime.work import Work

ROWS_CHECKED = 1_000
ROWS_SHOWN = 200
CHUNK = 250
TAIWANESE = "zh-TW"


def preview(work: Work, folder: Path, token: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``{"rows": [...], "summary": {...}}`` over the first 1 000 rows; of more than 200 rows, those with
    problems are shown, then those with warnings.

    Raises Invalid with every problem of the mapping, NotFound for an unknown import.
    """
    found = find(work, folder, token)
    work.require(found.entity, "import")
    mapping = bind_for(work, found, document)
    compiled = fillers(mapping)
    rows = islice(found.rows(), ROWS_CHECKED)
    verdicts: list[Verdict] = []
    planned: dict[str, Values] = {}
    while drafts := [draft_of(row, mapping, compiled) for row in islice(rows, CHUNK)]:
        verdicts += take(work, mapping, drafts, write=False, planned=planned)
    counts = Counter(verdict.action for verdict in verdicts)
    summary = {action: counts[action] for action in ("create", "update", "fail", "skip")}
    return {"rows": _shown(work, mapping, verdicts), "summary": {**summary, "checked": len(verdicts)}}


def bind_for(work: Work, found: OpenImport, document: Mapping[str, Any]) -> Bound:
    """Return the mapping bound with the rights of the one who asks. Raises Invalid."""
    bound = bind(work.model, document, found.entity, work.rights, found.columns, _how(work))
    problems = match_problems(work, bound.rules)
    if problems:
        raise Invalid(problems)
    return bound


def _how(work: Work) -> TextFormat:
    """Return how a file is read: as the workspace writes, with years of Taiwan where it or the reader is there."""
    how = text_format(work)
    at_home = TAIWANESE in (how.locale, accounts.find(work.conn, work.rights.user).locale)
    return replace(how, taiwanese_years=at_home)


def _unremarkable(verdict: Verdict) -> tuple[bool, bool, bool]:
    """Order rows by what a person has to see: problems, then warnings, then options to be made, then the rest."""
    others = any(warning.code != "option_will_be_created" for warning in verdict.warnings)
    return not verdict.problems, not others, not verdict.warnings


def _shown(work: Work, mapping: Bound, verdicts: list[Verdict]) -> list[dict[str, Any]]:
    picked = sorted(verdicts, key=_unremarkable)[:ROWS_SHOWN]
    picked.sort(key=lambda verdict: verdict.number)
    entity = mapping.entity
    used = {rule.target.id for rule in mapping.rules} | mapping.constants.keys()
    paths = [FieldPath((), entity, entity.by_id[key]) for key in sorted(used) if key in entity.by_id]
    rows = [Row(0, 0, {path.field.id: verdict.values.get(path.field.id) for path in paths}) for verdict in picked]
    return [
        {
            "number": verdict.number,
            "action": verdict.action,
            "values": item["values"],
            "problems": verdict.problems,
            "warnings": verdict.warnings,
        }
        for verdict, item in zip(picked, dress(work, entity, rows, paths), strict=True)
    ]
