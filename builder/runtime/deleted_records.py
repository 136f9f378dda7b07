"""What lies in the trash of records: how many of each kind, and how long they stay."""

from __future__ import annotations

from typing import Any

from builder.errors import LimitExceeded
from builder.metadata.entity import Entity
from builder.metadata.query import COUNT_CAP, Query
from builder.runtime.describe_app import describe_app
from builder.runtime.work import Work
from builder.storage.query.pages import count
from builder.storage.query.time_limits import AD_HOC_SECONDS, quickly

DAYS_IN_TRASH = 30


def days_in_trash(entity: Entity) -> int:
    """Return after how many days records of an entity leave the trash for good."""
    return int(entity.document.get("trash_days", DAYS_IN_TRASH))


def count_deleted(work: Work) -> dict[str, Any]:
    """Return ``{"items": [{"entity", "count", "capped", "days"}]}`` for the kinds that the asker may bring back.

    ``count`` stops at 1 000 (``capped``); it is None where counting takes longer than two seconds.
    """
    kinds = [work.model.entities[described["id"]] for described in describe_app(work)["entities"]]
    kinds = [entity for entity in kinds if work.rights.on(entity.id).may("delete")]
    return {"items": [_counted(work, entity) for entity in kinds]}


def _counted(work: Work, entity: Entity) -> dict[str, Any]:
    query = Query(entity, trash=True, action="delete")
    number: int | None
    try:
        with quickly(work.conn, AD_HOC_SECONDS):
            number = count(work.conn, work.asker, query, COUNT_CAP)
    except LimitExceeded:
        number = None
    capped = number is not None and number > COUNT_CAP
    return {
        "entity": entity.name,
        "count": COUNT_CAP if capped else number,
        "capped": capped,
        "days": days_in_trash(entity),
    }
