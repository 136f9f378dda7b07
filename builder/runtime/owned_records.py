"""What a member owns and is named in: records by owner, and fields of people that hold the member."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from builder.errors import LimitExceeded
from builder.metadata.conditions import Compare, Path
from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import Operator
from builder.metadata.query import Query, Sort
from builder.runtime.work import Work
from builder.storage.query.pages import count, read_page
from builder.storage.query.time_limits import AD_HOC_SECONDS, time_limit

OWNER = "owner"
MOST_COUNTED = 10_000


@dataclass(frozen=True)
class Place:
    """A field of an entity in which a member can stand: its owner, or a field with one person."""

    entity: Entity
    field: Field

    @property
    def is_owner(self) -> bool:
        """Whether the field is the owner of the record."""
        return self.field.id == OWNER

    @property
    def action(self) -> str:
        """The right that putting somebody else there takes."""
        return "assign" if self.is_owner else "edit"


@dataclass(frozen=True)
class Held:
    """How many living records hold a member in a place; None where counting takes too long."""

    place: Place
    count: int | None
    capped: bool


def places(work: Work) -> Iterator[Place]:
    """Yield every place in which a member can stand, entity by entity, the owner first."""
    for entity in work.model.entities.values():
        if entity.ownable:
            yield Place(entity, entity.by_id[OWNER])
        yield from (Place(entity, item) for item in entity.fields if item.type.name == "user")


def app_of(work: Work, place: Place) -> str:
    """Return the name of the app that a place is in: entities of several apps may be called alike."""
    return work.model.apps[work.model.app_of[place.entity.id]].name


def held_by(work: Work, account: int) -> list[Held]:
    """Return where a member stands in living records that the principal may change, and in how many."""
    found = []
    for place in places(work):
        if work.rights.on(place.entity.id).may(place.action):
            held = _counted(work, place, account)
            if held.count != 0:
                found.append(held)
    return found


def _counted(work: Work, place: Place, account: int) -> Held:
    try:
        with time_limit(work.conn, AD_HOC_SECONDS):
            number = count(work.conn, work.asker, _query(place, account), MOST_COUNTED)
    except LimitExceeded:
        return Held(place, None, capped=True)
    return Held(place, min(number, MOST_COUNTED), number > MOST_COUNTED)


def next_of(work: Work, place: Place, account: int, limit: int, after: int) -> list[int]:
    """Return ids above ``after``, ascending, of living records that hold a member in a place."""
    query = _query(place, account, limit, after)
    return [row.id for row in read_page(work.conn, work.asker, query).rows]


def _query(place: Place, account: int, limit: int = 1, after: int = 0) -> Query:
    entity = place.entity
    return Query(
        entity,
        where=Compare(Path((), entity, place.field), Operator.EQ, account),
        sort=(Sort(Path((), entity, entity.by_id["id"])),),
        limit=limit,
        action=place.action,
        cursor=(after,) if after else None,
    )
