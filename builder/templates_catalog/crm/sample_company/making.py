"""The company in the making: its words, its dice, its calendar, and the records made so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import orjson

from builder.templates_catalog.samples import ME, SampleRecord, SampleSetting, Stage

SEED = 20_240_607
SELLERS = (ME, "manager", "rep_1", "rep_2", "rep_3")
SHARES = (24, 10, 24, 22, 20)
"""How the work is shared among the sellers."""
MICROSECOND = 1_000_000
DAY = 86_400 * MICROSECOND

_WORDS: dict[str, list[Mapping[str, str]]] = orjson.loads((Path(__file__).parent / "words.json").read_bytes())


@dataclass
class Subject:
    """Somebody to talk with about something: where follow-ups belong."""

    entity: str
    key: str
    owner: str
    person: str
    start: int
    end: int
    """Microseconds: nothing is written before or after."""
    is_open: bool
    wanted: int
    """How often they were spoken to, as a wish."""


class Company:
    """Dice with a fixed seed, so that the same day and language always give the same company."""

    def __init__(self, setting: SampleSetting) -> None:
        self.setting = setting
        self.now = setting.microseconds
        self.dice = Random(SEED)
        self.records: list[SampleRecord] = []
        self.subjects: list[Subject] = []

    # words
    def words(self, key: str) -> list[str]:
        """Return the texts of a list in the language of the workspace."""
        locale = self.setting.locale
        return [item.get(locale) or item["en"] for item in _WORDS[key]]

    def word(self, key: str) -> str:
        """Return one of the texts of a list."""
        return self.dice.choice(self.words(key))

    def latin(self, key: str, index: int) -> str:
        """Return how a name is written in addresses: lower case, letters and digits only."""
        return "".join(letter for letter in _WORDS[key][index]["en"].lower() if letter.isalnum())

    # time
    def ago(self, oldest: float, newest: float) -> int:
        """Return a moment between so many days ago, on a working day between nine and six."""
        day = self.dice.uniform(newest, oldest)
        return self.at_work(self.now - int(day * DAY))

    def at_work(self, moment: int, latest: int | None = None) -> int:
        """Return a moment of the same day or, on a Saturday or Sunday, of the days before, at work; not after now."""
        there = self.local(moment)
        there -= timedelta(days=max(there.weekday() - 4, 0))
        there = there.replace(hour=self.dice.randint(9, 17), minute=self.dice.randint(0, 59), second=0, microsecond=0)
        found = int(there.timestamp()) * MICROSECOND
        limit = self.now - 60 * MICROSECOND if latest is None else latest
        return min(found, limit)

    def after(self, moment: int, least: float, most: float) -> int:
        """Return a moment at work so many days after another, but not after now."""
        return max(moment, self.at_work(moment + int(self.dice.uniform(least, most) * DAY)))

    @property
    def month(self) -> int:
        """The first moment of this month in the zone of the workspace."""
        first = self.local(self.now).replace(day=1, hour=0, minute=0, second=0)
        return int(first.timestamp()) * MICROSECOND

    def this_month(self, not_before: int) -> int:
        """Return a moment of this month that is over, at work where there was such a day; never before another."""
        begun = max(self.month, not_before)
        found = self.at_work(begun + int((self.now - begun) * self.dice.uniform(0.3, 0.95)))
        return max(begun, found)

    def local(self, moment: int) -> datetime:
        """Return a moment in the zone of the workspace."""
        return datetime.fromtimestamp(moment // MICROSECOND, self.setting.now.tzinfo)

    def age(self, moment: int) -> float:
        """Return how many days ago a moment was."""
        return (self.now - moment) / DAY

    def spread(self, names: Sequence[str], start: int, end: int, by: str) -> tuple[Stage, ...]:
        """Return stages entered one after another, the first at the start and the last at the end."""
        between = (start + int((end - start) * self.dice.uniform(0.15, 0.9)) for _ in names[1:-1])
        held = sorted(min(max(self.at_work(at), start), end) for at in between)
        times = [start, *held, end][: len(names)]
        return tuple((name, at, by) for name, at in zip(names, times, strict=True))

    # choices
    def seller(self) -> str:
        """Return one of those who sell."""
        return self.dice.choices(SELLERS, SHARES)[0]

    def weighted(self, choices: Mapping[str, int]) -> str:
        """Return one of the keys; the values say how often."""
        return self.dice.choices(list(choices), list(choices.values()))[0]

    def chance(self, percent: int) -> bool:
        """Whether something that happens in so many of a hundred cases happens now."""
        return self.dice.random() * 100 < percent

    # records
    def add(self, entity: str, key: str, values: Mapping[str, Any], at: int, owner: str, **more: Any) -> str:
        """Note a record and return its key. ``more``: ``stages``, ``later``, ``by`` (else the owner)."""
        kept = {name: value for name, value in values.items() if value is not None}
        self.records.append(SampleRecord(entity, key, kept, at, more.pop("by", owner), owner, **more))
        return key


def sample(key: str) -> dict[str, str]:
    """Return a reference to another record of the company."""
    return {"sample": key}


def person(key: str) -> dict[str, str]:
    """Return a reference to one of its people."""
    return {"person": key}


def about(entity: str, key: str) -> dict[str, Any]:
    """Return a reference to a record of one of several entities."""
    return {"entity": entity, "id": sample(key)}


def money(amount: Decimal | float) -> str:
    """Return an amount in the currency of the workspace."""
    return f"{Decimal(amount):.2f}"


def day(company: Company, moment: int) -> str:
    """Return the day of a moment as it is written on the wire."""
    return company.local(moment).date().isoformat()


def instant(moment: int) -> str:
    """Return a moment as it is written on the wire."""
    return (datetime(1970, 1, 1) + timedelta(microseconds=moment)).isoformat(timespec="seconds") + "Z"  # noqa: DTZ001


def birthday(company: Company) -> str:
    """Return a day on which somebody who works now was born."""
    return date(company.dice.randint(1966, 1996), company.dice.randint(1, 12), company.dice.randint(1, 28)).isoformat()
