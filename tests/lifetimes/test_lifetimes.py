"""Whatever people do to records and builders to fields, in any order: values, versions, history, search, uniqueness."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from builder.errors import BuilderError, Conflict, Invalid, StaleVersion
from builder.runtime import save_records, trash_records
from builder.runtime.bulk import bulk
from builder.runtime.save_records import Update
from builder.runtime.undo import undo
from builder.storage.engine import Database
from tests.designer.conftest import field
from tests.lifetimes.laboratory import BASE, Laboratory, plain, wire
from tests.lifetimes.plain_model import PlainField, PlainModel, PlainRecord, Values

WORDS = ("alpha", "beta", "北京", "上海", "7", "12")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2, unique=True).map(" ".join)
VALUES = {
    "text": TEXTS,
    "long_text": TEXTS,
    "integer": st.integers(-20, 20),
    "multi_select": st.lists(st.sampled_from("abc"), min_size=1, unique=True).map(sorted),
    "sub_table": st.lists(st.sampled_from(WORDS), min_size=1, max_size=3),
}
CODES = st.sampled_from(["c1", "c2", "c3", "c4"])
CONVERTIBLE = ("text", "long_text", "integer")
MOST_FIELDS = 12


class Lifetimes(RuleBasedStateMachine):
    """One workspace: the product on the one side, the model on the other."""

    database: ClassVar[Database]

    @initialize()
    def begin(self) -> None:
        self.lab = Laboratory(self.database)
        self.fresh_names = count(2)
        self.model = PlainModel(
            PlainField(one["name"], one["type"], one.get("searchable", False), one.get("unique", False)) for one in BASE
        )

    @rule(data=st.data())
    def create(self, data: st.DataObject) -> None:
        values = self.some_values(data, new=True)
        refusal = Conflict if self.model.clashes(None, values) else None
        made = self.attempt(refusal, lambda work, entity: save_records.create(work, entity, wire(values)))
        if made is not None:
            self.model.create(made, values)
        self.agree()

    @precondition(lambda self: self.model.living())
    @rule(data=st.data(), behind=st.sampled_from([0, 0, 0, 1]))
    def update(self, data: st.DataObject, behind: int) -> None:
        (record,) = self.some_records(data, most=1)
        changes, version = self.some_values(data), record.version - behind
        clash = self.model.clashes(record.number, {**record.values, **changes})
        refusal = StaleVersion if behind else Conflict if clash else None
        change = Update(record.number, version, wire(changes))
        done = self.attempt(refusal, lambda work, entity: save_records.update(work, entity, change))
        if done is not None:
            self.model.change("update", record.number, changes)
            assert done == record.version
        self.agree()

    @precondition(lambda self: self.model.living())
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        (record,) = self.some_records(data, most=1)
        number, version = record.number, record.version
        change_set = self.attempt(None, lambda work, entity: trash_records.delete(work, entity, number, version))
        self.model.delete([number], change_set)
        self.agree()

    @precondition(lambda self: self.model.trash())
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        (record,) = self.some_records(data, most=1, deleted=True)
        refusal = Conflict if self.model.clashes(record.number, record.values) else None
        done = self.attempt(refusal, lambda work, entity: trash_records.restore(work, entity, record.number))
        if done is not None:
            self.model.change("restore", record.number, {})
        self.agree()

    @rule(data=st.data(), size=st.integers(1, 5))
    def create_many(self, data: st.DataObject, size: int) -> None:
        rows = [self.some_values(data, new=True) for _ in range(size)]
        done = self.bulk("create", [{"values": wire(row)} for row in rows])
        fresh = iter(sorted(self.lab.records().keys() - self.model.records.keys()))
        for index, row in enumerate(rows):
            assert self.model.clashes(None, row) is (index in done["failed"])
            if index not in done["failed"]:
                self.model.create(next(fresh), row, done["change_set"])
        self.agree()

    @precondition(lambda self: self.model.living())
    @rule(data=st.data())
    def update_many(self, data: st.DataObject) -> None:
        items = [(record, self.some_values(data)) for record in self.some_records(data, most=5)]
        refused, taken = set(), set[str]()
        for index, (record, changes) in enumerate(items):
            code = changes.get("code")
            if code is not None and code != record.values.get("code"):
                if code in taken or self.model.clashes(record.number, {"code": code}):
                    refused.add(index)
                taken.add(code)
        done = self.bulk("update", [{"id": record.number, "values": wire(changes)} for record, changes in items])
        assert done["failed"] == refused
        for index, (record, changes) in enumerate(items):
            if index not in refused:
                self.model.change("update", record.number, changes, done["change_set"])
        self.agree()

    @precondition(lambda self: self.model.living())
    @rule(data=st.data())
    def delete_many(self, data: st.DataObject) -> None:
        numbers = [record.number for record in self.some_records(data, most=5)]
        done = self.bulk("delete", [{"id": number} for number in numbers])
        assert done["failed"] == set()
        self.model.delete(numbers, done["change_set"])
        self.agree()

    @precondition(lambda self: self.model.trash())
    @rule(data=st.data())
    def restore_many(self, data: st.DataObject) -> None:
        records = self.some_records(data, most=5, deleted=True)
        done = self.bulk("restore", [{"id": record.number} for record in records])
        for index, record in enumerate(records):
            assert self.model.clashes(record.number, record.values) is (index in done["failed"])
            if index not in done["failed"]:
                self.model.change("restore", record.number, {}, done["change_set"])
        self.agree()

    @precondition(lambda self: self.model.undoable())
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(self.model.undoable()))
        try:
            with self.lab.writing() as work:
                done = undo(work, number)
        except Conflict:
            assert not self.model.must_undo(number)
        else:
            assert done.change_set is not None
            self.model.undo(number, done.change_set)
        self.agree()

    @precondition(lambda self: len(self.model.fields) < MOST_FIELDS)
    @rule(kind=st.sampled_from(CONVERTIBLE), searchable=st.booleans())
    def add_field(self, kind: str, searchable: bool) -> None:
        name, found = f"{kind}_{next(self.fresh_names)}", searchable and kind != "integer"
        self.lab.publish_fields(lambda fields: fields.append(field(name, kind, searchable=found)))
        self.model.fields[name] = PlainField(name, kind, found)
        self.agree()

    @rule(data=st.data(), label=st.sampled_from(["One", "Two", "三"]))
    def rename_label(self, data: st.DataObject, label: str) -> None:
        name = data.draw(st.sampled_from([item.name for item in self.model.live()]))
        self.lab.publish_fields(lambda fields: named(fields, name).update(label={"en": label}))
        self.agree()

    @rule(data=st.data())
    def delete_field(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from([item.name for item in self.model.live() if item.name != "name"] or ["name"]))
        if name != "name":
            self.lab.publish_fields(lambda fields: fields.remove(named(fields, name)))
            self.model.fields[name].live = False
        self.agree()

    @precondition(lambda self: any(not item.live for item in self.model.fields.values()))
    @rule(data=st.data())
    def restore_field(self, data: st.DataObject) -> None:
        item = data.draw(st.sampled_from([item for item in self.model.fields.values() if not item.live]))
        item.live = True
        if item.unique and any(self.model.clashes(one.number, one.values) for one in self.model.living()):
            item.live = False
            with pytest.raises((Conflict, Invalid)):
                self.lab.restore_field(item.name)
        else:
            self.lab.restore_field(item.name)
        self.agree()

    @rule(data=st.data(), to=st.sampled_from(CONVERTIBLE))
    def change_type(self, data: st.DataObject, to: str) -> None:
        names = [item.name for item in self.model.live() if item.type in CONVERTIBLE and not item.unique]
        names.remove("name")
        if not names:
            return
        name = data.draw(st.sampled_from(names))
        if self.model.fields[name].type == to:
            return
        searchable = self.model.fields[name].searchable and to != "integer"
        self.lab.publish_fields(lambda fields: named(fields, name).update(type=to, searchable=searchable))
        self.model.fields[name].searchable = searchable
        self.model.convert(name, to)
        self.agree()

    def teardown(self) -> None:
        if hasattr(self, "lab"):
            assert list(self.lab.orphans()) == []
            for record in self.model.records.values():
                self.has_its_story(record)

    def agree(self) -> None:
        """Compare what people see with what the model says."""
        self.lab.work_off()
        expected = {
            record.number: (record.version, record.deleted, self.model.seen(record.values))
            for record in self.model.records.values()
        }
        found = self.lab.records()
        differing = [
            (found.get(one), expected.get(one)) for one in found | expected if found.get(one) != expected.get(one)
        ]
        assert differing == [], differing
        for word in WORDS[:4]:
            assert self.lab.found({"search": word}) == self.model.found_by(word), word
        where = {"filter": {"field": "name", "op": "contains", "value": "alpha"}}
        assert self.lab.found(where) == {
            record.number for record in self.model.living() if "alpha" in record.values["name"]
        }

    def has_its_story(self, record: PlainRecord) -> None:
        """Walk back from what stands to the creation, and compare with what stood after each version."""
        told = self.lab.story(record.number)
        assert [item["version"] for item in told] == list(range(record.version, 0, -1))
        state = self.model.seen(record.values)
        for item, entry in zip(told, reversed(record.story), strict=True):
            known = [name for name in state | entry.values if record.since.get(name, 0) <= item["version"]]
            stood = {name: state.get(name) for name in known}
            wanted = self.model.seen(entry.values)
            assert stood == {name: wanted.get(name) for name in known}, item
            state = {**state, **{change["field"]: before_of(change) for change in item["changes"]}}

    def some_values(self, data: st.DataObject, new: bool = False) -> Values:
        """Draw values for some fields; a record that is there may be given blanks, too."""
        found: Values = {}
        for item in self.model.live():
            if (item.name == "name" and new) or data.draw(st.integers(0, 2)) == 0:
                found[item.name] = data.draw(self.values_of(item, new))
        return {name: value for name, value in found.items() if value is not None or not new}

    def values_of(self, item: PlainField, new: bool) -> st.SearchStrategy[Any]:
        """Return what a field can be given."""
        if item.name == "name":
            return TEXTS
        if item.unique:
            return CODES | st.none()
        if item.type == "reference":
            return st.sampled_from([None, *(record.number for record in self.model.living())])
        return VALUES[item.type] if new else VALUES[item.type] | st.none()

    def some_records(self, data: st.DataObject, most: int, deleted: bool = False) -> list[PlainRecord]:
        """Draw records, living ones or those in the trash."""
        known = self.model.trash() if deleted else self.model.living()
        chosen = st.lists(st.sampled_from(known), min_size=1, max_size=most, unique_by=lambda record: record.number)
        return data.draw(chosen)

    def attempt(self, refusal: type[BuilderError] | None, action: Callable[..., Any]) -> Any:
        """Do something in a unit of work; None when it is refused as it must be."""
        if refusal is None:
            with self.lab.writing() as work:
                return action(work, work.entity("thing"))
        with pytest.raises(refusal), self.lab.writing() as work:
            action(work, work.entity("thing"))
        return None

    def bulk(self, action: str, records: list[dict[str, Any]]) -> dict[str, Any]:
        """Change many records; return the change set and the indexes of those refused."""
        with self.lab.writing() as work:
            done = bulk(work, work.entity("thing"), {"action": action, "records": records})
        return {"change_set": done["change_set"], "failed": {item["index"] for item in done["failed"]}}


def named(fields: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """Return the document of a field, to be changed in place."""
    return next(item for item in fields if item["name"] == name)


def before_of(change: dict[str, Any]) -> Any:
    """Return the value before a change, as the model keeps it."""
    return plain({change["field"]: change["before"]}).get(change["field"])


def live_through(database: Database, examples: int, steps: int) -> None:
    """Run the machine on a database."""
    machine = type("LifetimesOnADatabase", (Lifetimes,), {"database": database})
    chosen = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(machine, settings=chosen)


def test_records_and_fields_hold_to_a_plain_model_whatever_is_done(database: Database) -> None:
    live_through(database, 5, 15)


@pytest.mark.torture
def test_records_and_fields_hold_to_a_plain_model_over_long_lives(database: Database) -> None:
    live_through(database, 60, 40)
