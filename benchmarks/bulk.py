"""Measures many records at once: bulk creation with its search words, and people who save meanwhile."""

from __future__ import annotations

import csv
import gc
import http.client
import io
import json
import random
import time
from statistics import quantiles
from threading import Event, Thread
from typing import Any

from benchmarks import product, sample_rows
from benchmarks.bench import Bench
from benchmarks.figures import Figure
from benchmarks.floor import Floor
from benchmarks.places import Place
from benchmarks.product import BATCH, Server, opened, running

ROWS = 100_000
LEAST_RATE = {"sqlite": 15_000, "postgresql": 10_000}
LONGEST_CATCH_UP = 10
LONGEST_SAVE = 150
MOST_SLOWER = 2
FRESH = "fresh"
PAUSE = 0.02


def bulk(bench: Bench) -> list[Figure]:
    """Create records in bulk from wire values, in one process, then have a worker fill in their search words."""
    count = min(ROWS, bench.rows)
    place = bench.places.make(FRESH)
    accounts = product.install(place)
    rows = [sample_rows.lead(number, accounts) for number in range(count)]
    gc.freeze()  # these many rows are the measurement's: neither side shall look through them for garbage
    with opened(place) as made:
        made.load("lead", [sample_rows.lead(count + at, accounts) for at in range(BATCH)])
        started, used = time.perf_counter(), time.process_time()
        made.load_all("lead", rows)
        seconds, used = time.perf_counter() - started, time.process_time() - used
    caught_up = _catch_up(place)
    base = _floor_rate(bench, place, rows)
    rate, least = count / seconds, LEAST_RATE[bench.kind]
    bench.places.drop(FRESH)
    remarks = [
        f"{used / count * 1_000_000:.0f} µs of CPU for each row in this process",
        f"batches of {BATCH}, each one transaction; 3 rules, 9 indexes, history, stage history, outbox",
    ]
    return [
        Figure(
            "bulk", f"bulk create {count:,} × 20 checked fields", "rows/s", rate, f"≥ {least:,} rows/s",
            rate >= least, base, (rate,), (base,), remarks,
        ),
        Figure(
            "bulk", "search filled after that", "s", caught_up, f"≤ {LONGEST_CATCH_UP} s",
            caught_up <= LONGEST_CATCH_UP, None, (caught_up,),
        ),
    ]  # fmt: skip


def _catch_up(place: Place) -> float:
    """Return the seconds from the start of a server until nothing waits for its search words."""
    with running(place) as server, opened(place) as made:
        started = time.perf_counter() - server.seconds_to_start
        while _waits(made):
            time.sleep(0.1)
        return time.perf_counter() - started - server.seconds_to_start


def _waits(made: product.Product) -> bool:
    from builder.storage.search import has_queued

    with made.reading() as work:
        return has_queued(work.conn, work.space)


def _floor_rate(bench: Bench, place: Place, rows: list[dict[str, Any]]) -> float:
    floor = Floor(place, bench.names)
    floor.create_tables()
    started = time.perf_counter()
    for at in range(0, len(rows), BATCH):
        floor.load((number + 1, number, row) for number, row in enumerate(rows[at : at + BATCH], at))
    seconds = time.perf_counter() - started
    floor.conn.close()
    return len(rows) / seconds


def interactive(bench: Bench) -> list[Figure]:
    """Save records by hand while a worker imports a file: 95 of 100 saves are quick."""
    place = bench.places.make(FRESH)
    accounts = product.install(place)
    count = min(ROWS, bench.rows)
    with opened(place) as made:
        ids = made.load("lead", [sample_rows.lead(10_000_000 + at, accounts) for at in range(BATCH)])
    with running(place) as server:
        quiet = _saves(server, ids, until=time.perf_counter() + 5)
        started = time.perf_counter()
        job = _start_import(server, count)
        over, times = Event(), []  # type: ignore[var-annotated]
        saver = Thread(target=lambda: times.extend(_saves(server, ids, over=over)))
        saver.start()
        result = _wait(server, job)
        over.set()
        saver.join()
        seconds = time.perf_counter() - started
    bench.places.drop(FRESH)
    p95, alone = _p95(times), _p95(quiet)
    on_sqlite = bench.kind == "sqlite"
    target = f"p95 ≤ {LONGEST_SAVE} ms" if on_sqlite else f"p95 ≤ {MOST_SLOWER} × without load"
    reached = p95 <= (LONGEST_SAVE if on_sqlite else MOST_SLOWER * alone)
    remarks = [
        f"without load p95 {alone:.1f} ms; {len(times)} saves, the slowest {max(times):.0f} ms",
        f"import of a csv file by the worker meanwhile: {result['created'] / seconds:,.0f} rows/s ({result})",
    ]
    work = "save one record during a bulk load"
    return [Figure("interactive", work, "ms p95", p95, target, reached, None, (p95,), (), remarks)]


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]


def _saves(server: Server, ids: list[int], until: float | None = None, over: Event | None = None) -> list[float]:
    """Change records one after another with short pauses; return the milliseconds of each save."""
    times, chance, versions = [], random.Random(2), dict.fromkeys(ids, 1)  # type: ignore[var-annotated]
    versions |= getattr(server, "versions", {})
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    while (time.perf_counter() < until) if until is not None else not (over and over.is_set()):
        record = chance.choice(ids)
        body = json.dumps({"values": {"employees": chance.randrange(9_000), "grade": chance.choice("abcd")}})
        headers = {**server.headers, "If-Match": f'"{versions[record]}"'}
        started = time.perf_counter()
        connection.request("PATCH", f"{server.base}/records/lead/{record}", body, headers)
        response = connection.getresponse()
        answer = json.loads(response.read())
        times.append((time.perf_counter() - started) * 1_000)
        if response.status != 200:
            raise AssertionError(f"a save answered {response.status}: {answer}")
        versions[record] = answer["version"]
        time.sleep(PAUSE)
    server.versions = versions  # type: ignore[attr-defined]
    connection.close()
    return times


def _start_import(server: Server, count: int) -> int:
    """Upload a csv file of leads and start its import; return the job."""
    boundary = "benchmark-boundary"
    parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in
             (("app", product.APP), ("entity", "lead"))]  # fmt: skip
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="leads.csv"\r\n'
    body = "".join([*parts, head, "Content-Type: text/csv\r\n\r\n", _csv(count), f"\r\n--{boundary}--\r\n"]).encode()
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=300)
    headers = {**server.headers, "Content-Type": f"multipart/form-data; boundary={boundary}"}
    connection.request("POST", f"/api/v1/w/{product.WORKSPACE}/imports", body, headers)
    opened_import = json.loads(connection.getresponse().read())
    connection.close()
    columns = [{"from": [one["letter"]], "to": one["name"]} for one in opened_import["columns"]]
    for one in columns:
        if one["to"] == "account":
            one |= {"match": "title", "unmatched": "fail"}
    mapping = {**opened_import["mapping"], "columns": columns}
    path = f"/api/v1/w/{product.WORKSPACE}/imports/{opened_import['id']}/run"
    status, answer = server.ask("POST", path, {"mapping": mapping})
    if status != 202:
        raise AssertionError(f"the import was refused: {answer.decode()}")
    return int(json.loads(answer)["job"])


def _csv(count: int) -> str:
    """Return leads as a spreadsheet program would save them."""
    out = io.StringIO()
    names = list(range(len(sample_rows.accounts())))
    rows = [sample_rows.lead(number, names) for number in range(count)]
    writer = csv.DictWriter(out, rows[0], lineterminator="\n")
    writer.writeheader()
    for row in rows:
        money, account = row["expected_amount"], sample_rows.account_name(row["account"])
        writer.writerow({**row, "expected_amount": f"{money['amount']} {money['currency']}", "account": account})
    return out.getvalue()


def _wait(server: Server, job: int) -> dict[str, Any]:
    """Return what a job did. Raises AssertionError when it failed."""
    while True:
        found = json.loads(server.ask("GET", f"/api/v1/w/{product.WORKSPACE}/jobs/{job}")[1])
        if found["state"] not in ("queued", "running"):
            break
        time.sleep(0.5)
    if found["state"] != "done":
        raise AssertionError(f"the import failed: {found}")
    result: dict[str, Any] = found["result"]
    return result
