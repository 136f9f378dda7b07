"""Creates the samples of a template as one change set: people, and records with their past."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from builder.errors import Conflict, Invalid, Problem
from builder.identity import stand_ins
from builder.identity.stand_ins import Hiring, StandIns
from builder.metadata.entity import Entity
from builder.runtime.pasts import Past
from builder.runtime.sample_sets import SAMPLE_DATA, samples_of
from builder.runtime.save_records import BatchResult, Update, create_many, update_many
from builder.runtime.work import Work
from builder.storage import account_rows, history
from builder.storage.asker import Stamp
from builder.templates_catalog import loader
from builder.templates_catalog.loader import FOLDER
from builder.templates_catalog.samples import SampleRecord, SampleSetting

DEFAULT_LANGUAGE = "zh-CN"


def create_samples(work: Work, app_id: str, template: str, folder: Path = FOLDER) -> int:
    """Create the samples of a template in an app made from it and return how many records they are.

    They are made for now, in the language of the workspace, or of who asks where it was given none. Needs a unit of
    work from ``Workspaces.publishing``. Raises Conflict ``sample_data_there`` when they are there already, Invalid with
    every problem of the first entity whose records have any.
    """
    if samples_of(work, app_id) is not None:
        raise Conflict("sample_data_there")
    company = loader.sample_company(template, _setting(work), folder)
    hiring = Hiring(work.model, app_id, work.rights.user, work.moment.department, work.now)
    people = stand_ins.bring(work.conn, work.space, hiring, company)
    brought = {"app": app_id, "template": template, "records": len(company.records)}
    label = {**brought, "people": people.hired, "departments": people.made}
    number = history.open_change_set(work.conn, work.space, SAMPLE_DATA, label, (work.now, work.rights.user))
    filling = _Filling(replace(work, app=app_id, change_set=number, source="template"), people)
    for records in _batches(company.records):
        filling.create(records[0].entity, records)
    for record in company.records:
        if record.later:
            filling.complete(record)
    history.set_state(work.conn, work.space, number, "done")
    return len(filling.ids)


def _batches(samples: Sequence[SampleRecord]) -> Iterator[list[SampleRecord]]:
    """Yield records of one entity that follow each other, none of which refers to another of its batch."""
    batch: list[SampleRecord] = []
    keys: set[str] = set()
    for record in samples:
        if batch and (record.entity != batch[0].entity or not keys.isdisjoint(_keys_in(record.values))):
            yield batch
            batch, keys = [], set()
        batch.append(record)
        keys.add(record.key)
    if batch:
        yield batch


def _setting(work: Work) -> SampleSetting:
    zone = ZoneInfo(work.moment.time_zone)
    now = datetime.fromtimestamp(work.now // 1_000_000, UTC).astimezone(zone)
    return SampleSetting(now, _language(work))


def _language(work: Work) -> str:
    """Return the language that the workspace was given, else that of whoever asks."""
    given = (one for one in work.model.documents.values() if one["kind"] == "settings" and "default_language" in one)
    if next(given, None) is not None:
        return str(work.model.settings["default_language"])
    asker = account_rows.account(work.conn, work.rights.user)
    return (asker.locale if asker is not None else None) or DEFAULT_LANGUAGE


@dataclass
class _Filling:
    """An app while it is filled: keys become ids as records are made."""

    work: Work
    people: StandIns
    ids: dict[str, int] = field(default_factory=dict)

    def create(self, name: str, records: Sequence[SampleRecord]) -> None:
        """Create records of one entity."""
        self._refuse_unknown(records)
        entity = self.work.entity(name)
        given = [self._known(record.values) for record in records]
        pasts = [self._past(entity, record) for record in records] if records[0].at else ()
        result = create_many(self.work, entity, given, pasts=pasts)
        _raise_for(result, [f"{name}.{record.key}" for record in records])
        self.ids |= {record.key: result.ids[index] for index, record in enumerate(records)}

    def complete(self, record: SampleRecord) -> None:
        """Write what a record says of others that were made after it, at its own last moment."""
        entity = self.work.entity(record.entity)
        at, by = (record.stages[-1][1], record.stages[-1][2]) if record.stages else (record.at, record.by)
        then = replace(self.work.moment, now=at or self.work.now)
        author = replace(self.work.rights, user=self.people.accounts[by])
        update = Update(self.ids[record.key], None, self._known(record.later))
        result = update_many(replace(self.work, moment=then, rights=author), entity, [update])
        _raise_for(result, [f"{record.entity}.{record.key}"])

    def _past(self, entity: Entity, record: SampleRecord) -> Past:
        accounts = self.people.accounts
        stages = {stage.name: stage.id for flow in entity.flows for stage in flow.stages}
        return Past(
            Stamp(accounts[record.by], record.at),
            accounts[record.owner],
            self.people.homes[record.owner],
            tuple((stages[name], Stamp(accounts[by], at)) for name, at, by in record.stages),
        )

    def _refuse_unknown(self, records: Sequence[SampleRecord]) -> None:
        problems = [
            Problem(f"{record.entity}.{record.key}", "unknown_record", params={"id": key})
            for record in records
            for key in _keys_in(record.values)
            if key not in self.ids
        ]
        if problems:
            raise Invalid(problems)

    def _known(self, value: Any) -> Any:
        """Return a value with ids in place of the keys of records and people."""
        if isinstance(value, Mapping):
            if value.keys() == {"sample"}:
                return self.ids[value["sample"]]
            if value.keys() == {"person"}:
                return self.people.accounts[value["person"]]
            return {name: self._known(inner) for name, inner in value.items()}
        return [self._known(inner) for inner in value] if isinstance(value, list) else value


def _raise_for(result: BatchResult, places: Sequence[str]) -> None:
    if result.failed:
        raise Invalid(problem.under(places[index]) for index, found in result.failed.items() for problem in found)


def _keys_in(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if value.keys() == {"sample"}:
            yield value["sample"]
            return
        for inner in value.values():
            yield from _keys_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _keys_in(inner)
