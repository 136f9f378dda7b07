"""Work that a publish leaves to jobs ends however steadily people save, since what they save needs none of it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from sqlalchemy import func, select

from builder.metadata.compile import compile_model
from builder.metadata.naming import mint, resolve
from builder.runtime import save_records
from builder.storage import deferred_work, publish
from builder.storage.catalogs import load_catalog
from builder.storage.deferred_work import Pace, build_index, convert_column, rebuild_search
from builder.storage.document_rows import save_documents
from builder.storage.head import bump, hold_alone
from builder.storage.publish import lay_out
from tests.runtime.conftest import opener, publish_app
from tests.samples.sample_app import sample_documents

MOST_ROUNDS = 30


class Saver:
    """Somebody who saves a record after each step of the work."""

    def __init__(self, open_work: Any) -> None:
        self._open_work, self.rounds = open_work, 0

    def save(self, _done: int = 0, _total: int | None = None) -> None:
        self.rounds += 1
        assert self.rounds < MOST_ROUNDS, "the work runs after the savers"
        with self._open_work() as work:
            save_records.create(work, work.entity("company"), {"name": "new", "barcode": f"N{self.rounds}"})

    @property
    def pace(self) -> Pace:
        return Pace(progress=self.save)


def changed(documents: Any, name: str, **more: Any) -> Any:
    """Return documents in which a field of the company is described otherwise."""
    found = deepcopy(list(documents))
    company = next(one for one in found if one.get("name") == "company" and one["kind"] == "entity")
    next(one for one in company["fields"] if one["name"] == name).update(more)
    return found


def publish_again(database: Any, space: Any, documents: Any) -> list[Any]:
    """Publish documents in place of those that are there; return what is left to jobs."""
    app = next(one["id"] for one in documents if one["kind"] == "app")
    with database.write() as conn:
        hold_alone(conn, space)
        before = load_catalog(conn, space).model
        head = bump(conn, space, "metadata_rev", "layout_rev")
        save_documents(conn, space, app, documents, head.metadata_rev)
        return lay_out(conn, space, before, compile_model([(app, one) for one in documents])).deferred


@pytest.fixture
def documents() -> Any:
    return tuple(resolve(mint(sample_documents(), None), None, []))


@pytest.fixture
def saver(database, space, moment, documents, monkeypatch) -> Saver:
    """Eight records, in steps of two, and somebody who saves on."""
    publish_app(database, space, documents)
    made = Saver(opener(database, space, moment))
    for _ in range(8):
        made.save()
    made.rounds = 8
    monkeypatch.setattr(publish, "FEW_RECORDS", 3)
    monkeypatch.setattr(deferred_work, "CHUNK", 2)
    return made


@pytest.fixture
def compiled(monkeypatch) -> list[int]:
    """The times that a catalogue was compiled for the work."""
    times: list[int] = []

    def counted(conn: Any, space: Any) -> Any:
        times.append(1)
        return load_catalog(conn, space)

    monkeypatch.setattr(deferred_work, "load_catalog", counted)
    return times


def columns_of(conn: Any, space: Any, key: str) -> Any:
    """Return the main table of the company, with the column of a unique key."""
    catalog = load_catalog(conn, space)
    entity = next(one for one in catalog.model.entities.values() if one.name == "company")
    item = entity.by_name[key]
    layout = catalog.layouts[entity.id]
    return catalog.tables[entity.id].main, layout.unique_columns.get(item.id), layout.fields[item.id].columns["value"]


def test_a_unique_key_is_filled_while_somebody_saves_steadily(database, space, documents, saver, compiled):
    deferred = publish_again(database, space, changed(documents, "barcode", unique=True))
    (work,) = [one for one in deferred if "key" in one.params]
    saver.save()
    with database.read() as conn:
        main, key, value = columns_of(conn, space, "barcode")
        newest = conn.execute(select(main.c[key], main.c[value]).order_by(main.c.id.desc())).first()
        assert newest == ("N9", "N9"), "what is saved after the publish fills its own key"
    assert build_index(database, space, work.params, saver.pace) == {"indexed": True}
    assert saver.rounds <= 9 + 5 + 1
    assert len(compiled) <= 3
    with database.read() as conn:
        assert conn.execute(select(func.count()).select_from(main).where(main.c[key].is_(None))).scalar() == 0


def test_a_column_is_converted_while_somebody_saves_steadily(database, space, documents, saver, compiled):
    deferred = publish_again(database, space, changed(documents, "barcode", type="text", unique=True))
    (work,) = [one for one in deferred if one.kind == "column_conversion"]
    done = convert_column(database, space, work.params, saver.pace)
    assert (done["unfit"], done["converted"]) == (0, 8)
    assert len(compiled) <= 4
    with database.read() as conn:
        main, key, value = columns_of(conn, space, "barcode")
        blank = main.c[key].is_(None) | main.c[value].is_(None)
        assert conn.execute(select(func.count()).select_from(main).where(blank)).scalar() == 0


def test_records_are_queued_for_search_while_somebody_saves_steadily(database, space, saver, monkeypatch):
    monkeypatch.setattr(deferred_work, "SEARCHED", 2)
    with database.read() as conn:
        catalog = load_catalog(conn, space)
    entity = next(one for one in catalog.model.entities.values() if one.name == "company")
    assert rebuild_search(database, space, {"entity": entity.id}, saver.pace)["chunks"] in (4, 5)
