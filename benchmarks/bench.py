"""One run of the benchmarks on one kind of database: its filled place, a copy to work on, and both servers."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks import product, sample_app, sample_rows
from benchmarks.floor import Floor
from benchmarks.floor_rows import Names
from benchmarks.floor_server import FloorServer, floor_running
from benchmarks.places import Place, Places
from benchmarks.product import Product, Server, opened, running
from benchmarks.statements import guarantees, indexes

CHUNK = 10_000
COPY = "copy"


@dataclass
class Bench:
    """What measurements are given."""

    kind: str
    rows: int
    fresh: bool = False
    """Fill again what an earlier run filled."""

    @cached_property
    def places(self) -> Places:
        """The databases of this kind."""
        return Places(self.kind)

    @cached_property
    def filled(self) -> Place:
        """The filled place, kept from one run to the next; measurements that write use the copy."""
        name = f"rows-{self.rows}-{_digest()}"
        if self.fresh:
            self.places.drop(name)
        return self.places.kept(name, self._fill)

    @cached_property
    def copy(self) -> Place:
        """A copy of the filled place that lives as long as this run."""
        return self.places.copy(self.filled, COPY)

    @cached_property
    def facts(self) -> dict[str, Any]:
        """What is known of the filled place: ids of accounts, leads, views."""
        found: dict[str, Any] = json.loads(self.filled.facts.read_text())
        return found

    @property
    def names(self) -> Names:
        """What the floor knows of the person and the flow."""
        return Names("Bench", self.facts["flow"])

    def some_leads(self, count: int) -> list[int]:
        """Return ids of leads all over the table, the same in each run."""
        found: list[int] = self.facts["leads"]
        return random.Random(1).sample(found, min(count, len(found)))

    @contextmanager
    def servers(self, place: Place | None = None) -> Iterator[tuple[Server, FloorServer]]:
        """Run the product and the floor on a place (the copy)."""
        place = place or self.copy
        with running(place) as server, floor_running(place, self.names) as floor:
            yield server, floor

    @contextmanager
    def product(self, place: Place | None = None) -> Iterator[Product]:
        """Open the product in this process."""
        with opened(place or self.copy) as found:
            yield found

    def conditions(self) -> list[str]:
        """Return the guarantees and indexes of both, as they are."""
        floor = Floor(self.copy, self.names)
        with self.product() as made, made.reading() as work:
            driver = work.conn.connection.driver_connection
            table = work.catalog.tables[work.entity("lead").id].main.name
            ours = [f"product: {guarantees(self.copy, driver)}", *indexes(self.copy, driver, table)]
        theirs = [f"floor: {guarantees(self.copy, floor.conn)}", *indexes(self.copy, floor.conn, "lead")]
        floor.conn.close()
        return [*ours, *theirs]

    def close(self) -> None:
        """Drop the copy."""
        if "copy" in self.__dict__:
            self.places.drop(COPY)
        if "places" in self.__dict__:
            self.places.server.stop()

    def _fill(self, place: Place) -> None:
        accounts = product.install(place)
        product.fill(place, accounts, self.rows)
        with opened(place) as made, made.reading() as work:
            lead = work.entity("lead")
            main = work.catalog.tables[lead.id].main
            rows = work.conn.exec_driver_sql(f"SELECT id, created_at FROM {main.fullname} ORDER BY id").all()
            views = {view.name: view.id for view in work.model.views.values()}
            facts = {"accounts": accounts, "views": views, "flow": lead.flows[0].id, "leads": [row[0] for row in rows]}
        floor = Floor(place, Names("Bench", facts["flow"]))
        floor.create_tables()
        floor.name("person", {1: "Bench"})
        floor.name("account", {key: sample_rows.account_name(at) for at, key in enumerate(accounts)})
        for start in range(0, len(rows), CHUNK):
            chunk = enumerate(rows[start : start + CHUNK], start)
            floor.load((row[0], row[1], sample_rows.lead(at, accounts)) for at, row in chunk)
        floor.finish()
        floor.conn.close()
        place.facts.write_text(json.dumps(facts))


def _digest() -> str:
    """Return what changes with the app, its rows and the floor's tables, so that old places are not used."""
    modules = (sample_app, sample_rows, __import__("benchmarks.floor_rows", fromlist=["stored"]))
    texts = [Path(str(module.__file__)).read_bytes() for module in modules]
    return hashlib.sha256(b"".join(texts)).hexdigest()[:8]
