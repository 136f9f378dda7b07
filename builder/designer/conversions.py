"""What publishing would do to the values of fields whose type changes: told with every check and every publish."""

from __future__ import annotations

from typing import Any

from builder.designer.drafting import Draft, model_after
from builder.runtime.work import Work
from builder.storage.conversion_trial import Trial, conversion_trials


def conversions_of(work: Work, draft: Draft) -> tuple[Trial, ...]:
    """Return a trial for each field of a draft without problems that gets another type or scale."""
    if not any(body["kind"] == "entity" and key in draft.before for key, body in draft.changed.items()):
        return ()
    return tuple(conversion_trials(work.conn, work.catalog, model_after(work.model, draft)))


def conversion_document(trial: Trial) -> dict[str, Any]:
    """Return ``{"entity", "field", "from", "to", "judged", "unfit", "complete", "examples"}`` of a trial."""
    changed = trial.changed
    name = f"{changed.table.name}.{changed.new.name}" if changed.table is not None else changed.new.name
    return {
        "entity": changed.entity.name,
        "field": name,
        "from": changed.old.type.name,
        "to": changed.new.type.name,
        "judged": trial.judged,
        "unfit": trial.unfit,
        "complete": trial.complete,
        "examples": [{"record": record, "value": text} for record, text in trial.examples],
    }
