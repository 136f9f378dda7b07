"""Follow-ups that move what they are about to a further stage, where its flow says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from builder.metadata.entity import Activity, Entity
from builder.metadata.rights import full_rights
from builder.metadata.values import Values
from builder.runtime.activities import qualifies
from builder.runtime.naming import targets_of
from builder.runtime.work import Work

CAUSE = "activity"
Advance = Callable[[Work, Entity, Sequence[int]], None]


def move_subjects(work: Work, activity: Activity, rows: Iterable[Values], advance: Advance) -> None:
    """Let the flows of the subjects of new activities move them, whatever their writer may change.

    What an import brings happened elsewhere, and so did what followed from it.
    """
    moving = {entity.id for entity in work.model.entities.values() if _is_moved(entity)}
    if work.source == "import" or not moving:
        return
    found: dict[str, dict[int, None]] = defaultdict(dict)
    for values in rows:
        if qualifies(activity, values):
            for entity_id, record in targets_of(activity.subject, values.get(activity.subject.id)):
                if entity_id in moving:
                    found[entity_id][record] = None
    product = replace(work, rights=full_rights(work.rights.user))
    for entity_id, ids in sorted(found.items()):
        advance(product, work.model.entities[entity_id], sorted(ids))


def _is_moved(entity: Entity) -> bool:
    return any(one.on == CAUSE for flow in entity.flows for one in flow.advances)
