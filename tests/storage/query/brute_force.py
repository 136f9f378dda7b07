"""What a query must find, decided in Python on records in memory: the oracle that the compiler is held to."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from builder.metadata.collation import sort_key
from builder.metadata.conditions import (
    All,
    Any_,
    Compare,
    Condition,
    FieldValue,
    Not,
    Path,
    Quantified,
    Related,
    Shared,
)
from builder.metadata.entity import Entity
from builder.metadata.evaluation import TeamPlace, holds
from builder.metadata.field_types.base import PartKind
from builder.metadata.query import Query, Sort
from builder.metadata.relative import Moment, today
from builder.metadata.rights import Access, Rights
from builder.metadata.values import Value, Values
from builder.runtime.work import Work
from builder.storage import record_team_rows
from builder.storage.allocator import allocate
from builder.storage.record_team_rows import TeamRow
from builder.storage.records import NewRecord, insert_many

NAMES = (
    "上海",
    "上 海",
    "北京",
    "北京钢铁",
    "Alpha",
    "alpha",
    "ALPHA",
    "Ökonom",
    "重庆",
    "zz",
    "张三",
    "章三",
    "_%",
    "𠀀",
    "é",
)
WORDS = ("hot", "vip")
OUT_OF_SIGHT = -1
"""Stands for the record that a reference names to who may not view it: equal to none, and not blank."""


@dataclass
class World:
    """Records by id, each with its entity; ``gone`` are in the trash."""

    records: dict[int, tuple[Entity, Values]] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    teams: dict[tuple[int, int], TeamPlace] = field(default_factory=dict)
    """(record, account) → what the account may do in the record's team."""

    def of(self, entity: Entity) -> Iterator[tuple[int, Values]]:
        """Yield the living records of an entity."""
        for number, (kind, values) in self.records.items():
            if kind is entity and number not in self.gone:
                yield number, values


def populate(work: Work, seed: int, companies: int = 40, people: int = 25) -> World:
    """Store random records, many ties and blanks among them, and return what was stored."""
    rng = random.Random(seed)
    company, person = work.entity("company"), work.entity("person")
    world = World()
    ids = list(allocate(work.conn, work.space, companies + people))
    firms, persons = ids[:companies], ids[companies:]
    made: dict[str, list[NewRecord]] = {"company": [], "person": []}
    for number in firms:
        values = _company(rng, number, company, firms)
        world.records[number] = (company, values)
        made["company"].append(NewRecord(number, values))
    for number in persons:
        values = _person(rng, person, firms)
        world.records[number] = (person, values)
        made["person"].append(NewRecord(number, values))
    for entity in (company, person):
        insert_many(work.conn, work.catalog, entity, made[entity.name], work.stamp)
    world.gone = set(rng.sample(ids, len(ids) // 8))
    from builder.storage.asker import Reach
    from builder.storage.records import lock_many, set_deleted

    for entity in (company, person):
        mine = [number for number in world.gone if world.records[number][0] is entity]
        found = lock_many(work.conn, work.asker, entity, mine, Reach(None))
        set_deleted(work.conn, work.catalog, entity, list(found.values()), work.now, work.stamp)
    _share(rng, work, world)
    return world


def _share(rng: random.Random, work: Work, world: World) -> None:
    """Let people into teams of some records, for good, to today, or to a day that is over."""
    day = today(work.moment)
    for number in rng.sample(list(world.records), len(world.records) // 2):
        entity = world.records[number][0]
        for account in rng.sample((1, 2, 3), rng.randrange(1, 3)):
            place = TeamPlace(rng.random() < 0.5, rng.choice((None, day - 1, day, day + 30)))
            world.teams[number, account] = place
            row = TeamRow(place.writing, place.until, number, account, entity.id, 1, work.now)
            record_team_rows.put(work.conn, work.space, row)


def _company(rng: random.Random, number: int, entity: Entity, firms: list[int]) -> Values:
    options = {item.name: [option.id for option in item.options] for item in entity.fields}
    raw: dict[str, Any] = {
        "name": rng.choice(NAMES),
        "code": rng.choice((None, f"AA-{100 + number}")),
        "score": rng.choice((None, None, -250, 0, 0, 1, 1250, 10**14)),
        "employees": rng.choice((None, 0, 1, 7, 7, 7, -5)),
        "founded_on": rng.choice((None, -365 - number, 20_400 + number)),
        "last_call_at": rng.choice((None, 0, -1, 1_767_225_600_000_000, 1_767_196_800_000_000)),
        "tier": rng.choice((None, *options["tier"])),
        "source": rng.choice((None, *options["source"])),
        "labels": rng.sample(options["labels"], rng.randrange(3)) or None,
        "revenue": rng.choice((None, {"amount": 100, "currency": "CNY"}, {"amount": 5, "currency": "USD"})),
        "budget": rng.choice((None, {"min": 1, "max": None}, {"min": None, "max": 7}, {"min": 1, "max": 9})),
        "manager": rng.choice((None, 1, 2, 3)),
        "parent_company": rng.choice((None, rng.choice(firms))),
    }
    values = {entity.by_name[name].id: value for name, value in raw.items() if value is not None}
    values["owner"] = rng.choice((1, 2, 3))
    values["department"] = rng.choice((1, 2))
    return values


def _person(rng: random.Random, entity: Entity, firms: list[int]) -> Values:
    options = [option.id for option in entity.by_name["role"].options]
    raw = {
        "name": rng.choice(NAMES),
        "company": rng.choice((None, rng.choice(firms))),
        "role": rng.choice((None, *options)),
        "birthday": rng.choice((None, 0, 9_000)),
    }
    values = {entity.by_name[name].id: value for name, value in raw.items() if value is not None}
    values["owner"] = rng.choice((1, 2, 3))
    return values


@dataclass
class Seen:
    """A record as a principal's query sees it; trusted, as the rights themselves see it."""

    oracle: Oracle
    entity: Entity
    number: int
    trusted: bool

    def value(self, path: Path) -> Value:
        """Follow references as far as the principal may view what they name."""
        number, values = self.number, self.oracle.world.records[self.number][1]
        for (_, step), target in zip(path.steps, path.targets, strict=True):
            named = values.get(step.id)
            if not isinstance(named, int) or not self.oracle.can_join(target, named, self.trusted):
                return None
            number, values = named, self.oracle.world.records[named][1]
        if path.field.id == "id":
            return number
        base, _, part = path.field.id.partition(".")
        value = values.get(base)
        if path.field.type.name == "reference" and not self.oracle.may_know(path, value, self.trusted):
            return OUT_OF_SIGHT
        return (value or {}).get(part) if part else value

    def related(self, related: Related) -> Iterator[Seen]:
        """Yield the related records that the principal may view."""
        for number, values in self.oracle.world.of(related.entity):
            if values.get(related.via.id) == self.number and self.oracle.can_join(related.entity, number, self.trusted):
                yield Seen(self.oracle, related.entity, number, self.trusted)

    def shared(self, shared: Shared, today: int) -> bool:
        """Look the account up in the record's team."""
        place = self.oracle.world.teams.get((self.number, shared.account))
        return place is not None and place.lets_in(shared, today)


@dataclass
class Oracle:
    """Answers queries by looking at every record."""

    world: World
    rights: Rights
    moment: Moment
    names: dict[int, str]

    def can_join(self, entity: Entity, number: int, trusted: bool) -> bool:
        """Whether a record may be looked at on the way."""
        if number in self.world.gone or number not in self.world.records:
            return False
        return trusted or self.reaches(entity, number, "view")

    def reaches(self, entity: Entity, number: int, action: str) -> bool:
        """Whether one of the branches holds."""
        view = Seen(self, entity, number, trusted=True)
        return any(holds(branch, view, self.moment) for branch in self.rights.on(entity.id).branches.get(action, ()))

    def may_know(self, path: Path, number: Value, trusted: bool) -> bool:
        """Whether a reference shows what it names; a record in the trash is named there all the same."""
        target = self.world.records[number][0] if number in self.world.records else None
        return trusted or target is None or self.reaches(target, number, "view")

    def matches(self, entity: Entity, where: Condition) -> list[int]:
        """Return the living records in reach that satisfy a condition."""
        return [
            number
            for number, _ in self.world.of(entity)
            if self.reaches(entity, number, "view") and holds(where, Seen(self, entity, number, False), self.moment)
        ]

    def answer(self, query: Query) -> list[int]:
        """Return the ids of all records of a query, in order."""
        found = self.matches(query.entity, query.where)
        last = query.sort[-1].descending if query.sort else True
        found.sort(reverse=last)
        for item in reversed(query.sort):
            found.sort(key=lambda number: self._place(query.entity, number, item), reverse=item.descending)
        return found

    def _place(self, entity: Entity, number: int, item: Sort) -> tuple[bool, Any]:
        found = self._order(Seen(self, entity, number, False), item.path)
        return (found is not None, found if found is not None else 0)

    def _order(self, view: Seen, path: Path) -> Any:
        value = path.field.type.compared(view.value(path))
        kind = path.field.type.parts[0].kind
        if value is None:
            return None
        if kind is PartKind.SORTED_TEXT:
            return sort_key(value)
        if kind is PartKind.OPTION:
            return list(path.field.options.by_id).index(value)
        if kind is PartKind.USER:
            return (sort_key(self.names[value]), value)
        if kind is PartKind.RECORD:
            return self._title(path, value)
        return value

    def _title(self, path: Path, number: int) -> Any:
        entity = self.world.records[number][0] if number in self.world.records else None
        if entity is None or not self.can_join(entity, number, trusted=False):
            return None
        title = Path((), entity, entity.title[0])
        return self._order(Seen(self, entity, number, False), title) if is_readable(self.rights, title) else number


def touched(condition: Condition) -> Iterator[Path]:
    """Yield every path a condition looks at."""
    match condition:
        case All(items) | Any_(items):
            for item in items:
                yield from touched(item)
        case Not(item):
            yield from touched(item)
        case Compare(path, _, value):
            yield path
            if isinstance(value, FieldValue):
                yield value.path
        case Quantified(related=related):
            yield Path((), related.entity, related.via)
            if related.of is not None:
                yield related.of
            yield from touched(related.where)


def is_readable(rights: Rights, path: Path) -> bool:
    """Whether a principal may read all that a path leads over."""
    places = [*path.steps, (path.entity, path.field)]
    return all(
        rights.on(entity.id).access(item.id.partition(".")[0]) in (Access.READ, Access.WRITE) for entity, item in places
    )


def may_ask(rights: Rights, query: Query) -> bool:
    """Whether a query looks only at what the principal may read."""
    paths = [*touched(query.where), *(item.path for item in query.sort)]
    return all(is_readable(rights, path) for path in paths)
