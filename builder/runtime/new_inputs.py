"""Wire values of new records: parsed and completed, in the transaction that writes them or shortly before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from builder.metadata.entity import Entity
from builder.metadata.relative import Moment
from builder.metadata.rights import EntityRights
from builder.metadata.values import Values
from builder.runtime.prepare import Preparation
from builder.runtime.work import Work
from builder.runtime.write_plan import Parsed, WritePlan, write_plan

Inputs = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class ReadyInputs:
    """Inputs made ready under one plan, the rights of one principal and one moment."""

    inputs: Inputs
    plan: WritePlan
    rights: EntityRights
    moment: Moment
    rows: list[Parsed]
    """Whole records with what is wrong with each."""

    def hold(self, work: Work, plan: WritePlan) -> bool:
        """Whether the rows still say what would be made now: documents and rights are the same, and who writes."""
        now = work.moment.now
        return (
            plan is self.plan
            and work.rights.on(plan.entity.id) == self.rights
            and work.moment == replace(self.moment, now=now)
        )


def make_ready(work: Work, entity: Entity, inputs: Inputs) -> ReadyInputs | None:
    """Make inputs ready without a look at the database; None where their rules follow references to other records.

    The connection of ``work`` is not used: it may be committing meanwhile.
    """
    preparation = Preparation(work, write_plan(work.catalog, entity))
    if not preparation.self_contained:
        return None
    rights = work.rights.on(entity.id)
    return ReadyInputs(inputs, preparation.plan, rights, work.moment, _completed(preparation, inputs, rights))


def new_rows(
    work: Work, plan: WritePlan, inputs: Inputs | ReadyInputs, form: str | None, born: Sequence[Values] = ()
) -> list[Parsed]:
    """Return whole new records with every problem of each. Raises Invalid ``unknown_form``.

    ``born`` are system fields of each, of records that come with a past.
    """
    if isinstance(inputs, ReadyInputs):
        if form is None and inputs.hold(work, plan):
            return inputs.rows
        inputs = inputs.inputs
    return _completed(Preparation(work, plan, form), inputs, work.rights.on(plan.entity.id), born)


def _completed(
    preparation: Preparation, inputs: Inputs, rights: EntityRights, born: Sequence[Values] = ()
) -> list[Parsed]:
    plan = preparation.plan
    parsed = plan.parse_all(inputs, rights)
    if plan.countries.applies:
        for values, _ in parsed:
            plan.countries.settle(values, values)
    for (values, _), given in zip(parsed, born, strict=False):
        values.update(given)
    preparation.prefetch(values for values, _ in parsed)
    return preparation.new(parsed)
