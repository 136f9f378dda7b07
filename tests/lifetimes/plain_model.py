"""What a workspace with one entity must hold after whatever was done: plain dictionaries, no database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Values = dict[str, Any]
"""Field name → value, blanks left out. A name is borne by one field for good."""


@dataclass
class PlainField:
    """A field, published or in the trash."""

    name: str
    type: str
    searchable: bool = False
    unique: bool = False
    live: bool = True


@dataclass
class Entry:
    """What one version of a record changed: name → value before, None for a blank."""

    kind: str
    before: Values
    values: Values
    """All values afterwards, of fields in the trash too."""


@dataclass
class PlainRecord:
    """A record with all that it has been."""

    number: int
    values: Values
    deleted: bool = False
    story: list[Entry] = field(default_factory=list)
    since: dict[str, int] = field(default_factory=dict)
    """Field → the version that stood when its type changed last: what was before is told in another type."""
    lives: dict[str, list[tuple[str, Any, int]]] = field(default_factory=dict)
    """Field → the types that it had, each with what it held at last and the version that stood then."""

    @property
    def version(self) -> int:
        return len(self.story)

    def write(self, kind: str, changes: Mapping[str, Any]) -> bool:
        """Change values (None empties); False when nothing differs."""
        before = {name: self.values.get(name) for name, value in changes.items() if self.values.get(name) != value}
        if not before and kind == "update":
            return False
        after = {**self.values, **{name: changes[name] for name in before}}
        self.values = {name: value for name, value in after.items() if value is not None}
        self.deleted = {"delete": True, "restore": False}.get(kind, self.deleted)
        self.story.append(Entry(kind, before, dict(self.values)))
        return True


@dataclass
class PlainSet:
    """A change set: the versions that it made, as record → index into the story."""

    made: dict[int, int] = field(default_factory=dict)
    undone: bool = False


class PlainModel:
    """All fields, records and change sets."""

    def __init__(self, fields: Iterable[PlainField]) -> None:
        self.fields = {item.name: item for item in fields}
        self.records: dict[int, PlainRecord] = {}
        self.sets: dict[int, PlainSet] = {}

    def live(self) -> list[PlainField]:
        """Return the published fields."""
        return [item for item in self.fields.values() if item.live]

    def living(self) -> list[PlainRecord]:
        """Return the records outside the trash."""
        return [record for record in self.records.values() if not record.deleted]

    def trash(self) -> list[PlainRecord]:
        """Return the records in the trash."""
        return [record for record in self.records.values() if record.deleted]

    def seen(self, values: Values) -> Values:
        """Return the values of published fields."""
        return {name: value for name, value in values.items() if self.fields[name].live}

    def clashes(self, record: int | None, values: Values) -> bool:
        """Whether another living record has a unique value of these already."""
        keys = [item.name for item in self.live() if item.unique and values.get(item.name) is not None]
        others = [one.values for one in self.living() if one.number != record]
        return any(one.get(key) == values[key] for key in keys for one in others)

    def create(self, number: int, values: Values, change_set: int | None = None) -> None:
        """Take in a new record."""
        assert number not in self.records
        assert not self.clashes(None, values)
        record = self.records[number] = PlainRecord(number, {})
        record.write("create", values)
        record.story[0].before.clear()
        self._collect(record, change_set)

    def change(self, kind: str, number: int, changes: Values, change_set: int | None = None) -> None:
        """Change, or restore, a record, in a change set or alone."""
        record = self.records[number]
        if record.write(kind, changes):
            self._collect(record, change_set)
        assert record.deleted or not self.clashes(number, record.values)

    def delete(self, numbers: Iterable[int], change_set: int) -> None:
        """Put records into the trash, then empty what still refers to them."""
        gone = list(numbers)
        for number in gone:
            self.records[number].write("delete", {})
            self._collect(self.records[number], change_set)
        for name in [item.name for item in self.live() if item.type == "reference"]:
            for record in self.living():
                if record.values.get(name) in gone:
                    self.change("update", record.number, {name: None}, change_set)

    def _collect(self, record: PlainRecord, change_set: int | None) -> None:
        if change_set is not None:
            self.sets.setdefault(change_set, PlainSet()).made[record.number] = record.version - 1

    def undoable(self) -> list[int]:
        """Return the change sets that were not undone."""
        return [number for number, one in self.sets.items() if not one.undone]

    def must_undo(self, number: int) -> bool:
        """Whether nothing stands against an undo: all is as the change set left it, and no value was taken."""
        records = [(self.records[one], index) for one, index in self.sets[number].made.items()]
        untouched = all(record.version == index + 1 for record, index in records)
        complete = all(self.fields[name].live for record, index in records for name in record.story[index].before)
        same = not any(True for _ in self.strangers(number))
        return untouched and complete and same and not any(self._taken(record, index) for record, index in records)

    def _taken(self, record: PlainRecord, index: int) -> bool:
        entry = record.story[index]
        return entry.kind not in ("create", "restore") and self.clashes(
            record.number, {**record.values, **entry.before}
        )

    def undo(self, number: int, by: int) -> None:
        """Take a change set back by another. What was changed since must stay as it is."""
        self.sets[number].undone = True
        made = [(self.records[one], self.records[one].story[index]) for one, index in self.sets[number].made.items()]
        assert not any(True for _ in self.strangers(number)), "values of another type are written"
        gone = [one.number for one, entry in made if entry.kind in ("create", "restore") and not one.deleted]
        for record, entry in made:
            if entry.kind == "delete":
                assert record.deleted
                self.change("restore", record.number, {}, by)
        for record, entry in made:
            if entry.kind == "update":
                assert not record.deleted
                kept = [name for name in entry.before if self.fields[name].live]
                assert all(record.values.get(name) == entry.values.get(name) for name in kept), "a later change is lost"
                self.change("update", record.number, {name: entry.before[name] for name in kept}, by)
        self.delete(gone, by)

    def strangers(self, number: int) -> Iterator[tuple[PlainRecord, str]]:
        """Yield the records and fields of a change set whose type was changed since."""
        for one, index in self.sets[number].made.items():
            record = self.records[one]
            for name in record.story[index].before:
                if self.fields[name].live and record.since.get(name, 0) > index:
                    yield record, name

    def overwrite(self, record: PlainRecord, name: str, value: Any) -> None:
        """Take over a value without a version of its own."""
        for values in (record.values, record.story[-1].values):
            values.pop(name, None)
            if value is not None:
                values[name] = value
        record.since[name] = record.version

    def convert(self, name: str, to: str) -> None:
        """Give a field another type: what it held when it had that before and nobody wrote since, else what fits."""
        item = self.fields[name]
        for record in self.records.values():
            lives, value = record.lives.setdefault(name, []), record.values.get(name)
            _, original, version = next((one for one in reversed(lives) if one[0] == to), (to, None, 0))
            written = any(name in entry.before for entry in record.story[version:])
            lives.append((item.type, value, record.version))
            self.overwrite(record, name, converted(value, to) if original is None or written else original)
        item.type = to

    def found_by(self, word: str) -> set[int]:
        """Return the living records with a word in a searchable field."""
        names = [item.name for item in self.live() if item.searchable]
        return {
            record.number
            for record in self.living()
            if any(word in str(record.values.get(name, "")).split() for name in names)
        }


def converted(value: Any, to: str) -> Any:
    """Return a value as one of another type, None where it does not fit."""
    if value is None or to != "integer":
        return None if value is None else str(value)
    return int(value) if str(value).lstrip("-").isdigit() else None
