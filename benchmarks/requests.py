"""Measures requests on single records: reading one, creating one."""

from __future__ import annotations

from statistics import median

from benchmarks import sample_rows
from benchmarks.bench import Bench
from benchmarks.figures import Figure
from benchmarks.floor import Floor
from benchmarks.floor_server import FloorServer
from benchmarks.load import Request, run_load
from benchmarks.processes import cpu_seconds, web_processes
from benchmarks.product import Server
from benchmarks.statements import recorded, shown
from builder.runtime.read_records import read_one
from builder.runtime.save_records import create_many

ROUNDS = 5
MOST_ABOVE_FLOOR = 0.35
LEAST_SHARE = 0.20
CONNECTIONS = 8
FIRST_NEW = 50_000_000


def read(bench: Bench) -> list[Figure]:
    """Read one record: CPU time of the web process for a request, over one connection."""
    ids = bench.some_leads(1_000)
    with bench.servers() as (server, floor):
        _compare(bench, server, ids[:20])
        ours = [("GET", f"{server.base}/records/lead/{one}", server.headers, None) for one in ids]
        theirs: list[Request] = [("GET", f"/{one}", {}, None) for one in ids]
        _cpu(server.process.pid, server.port, ours, 1)
        pairs = [
            (_cpu(server.process.pid, server.port, ours, 2), _cpu(floor.process.pid, floor.port, theirs, 2))
            for _ in range(ROUNDS)
        ]
    product_runs, floor_runs = [one for one, _ in pairs], [other for _, other in pairs]
    above = median(product_runs) - median(floor_runs)
    statements = {"product": _read_statements(bench, ids[1]), "floor": [Floor(bench.copy, bench.names).sql["read"]]}
    remarks = [
        f"above the floor: {above:.2f} ms",
        "product: session, account, membership, rights, head of the workspace, labels; floor: none of them",
    ]
    reached, target = above <= MOST_ABOVE_FLOOR, "≤ 0.35 ms CPU above the floor"
    work = "read one record"
    return [
        Figure(
            "read", work, "ms CPU", median(product_runs), target, reached, median(floor_runs),
            product_runs, floor_runs, remarks, statements,
        )
    ]  # fmt: skip


def _compare(bench: Bench, server: Server, ids: list[int]) -> None:
    """Hold the floor to the product's answers, byte by byte."""
    floor = Floor(bench.copy, bench.names)
    for one in ids:
        status, body = server.ask("GET", f"{server.base}/records/lead/{one}")
        if status != 200 or body != floor.read(one):
            raise AssertionError(f"the answers differ:\n{body.decode()}\n{floor.read(one).decode()}")
    floor.conn.close()


def _cpu(pid: int, port: int, requests: list[Request], seconds: float) -> float:
    """Return milliseconds of CPU for each request."""
    web = web_processes(pid)
    before = cpu_seconds(web)
    done = run_load(port, requests, 1, seconds)
    return (cpu_seconds(web) - before) * 1_000 / done.count


def _read_statements(bench: Bench, record: int) -> list[str]:
    with bench.product() as product:
        for _ in range(2):
            with product.reading() as work, recorded(work.conn) as found:
                read_one(work, work.entity("lead"), record)
    return shown(found)


def create(bench: Bench) -> list[Figure]:
    """Create one record over 8 connections: answers a second."""
    accounts = bench.facts["accounts"]
    with bench.servers() as (server, floor):
        product_runs, floor_runs = [], []
        _created(server, floor, accounts, -1, 1)
        for at in range(3):
            ours, theirs = _created(server, floor, accounts, at, 4)
            product_runs.append(ours)
            floor_runs.append(theirs)
    share = median(product_runs) / median(floor_runs)
    made = Floor(bench.copy, bench.names)
    statements = {"product": _create_statements(bench), "floor": [made.sql["create"], made.sql["need"]]}
    remarks = [
        f"share of the floor: {share:.0%}",
        "product: rights, 20 fields checked, 3 rules, unique key, reference, history, stage history, outbox, search",
        "floor: the row, its long text and the same indexes",
    ]
    return [
        Figure(
            "create", "create one record, 8 connections", "requests/s", median(product_runs), "≥ 20 % of the floor",
            share >= LEAST_SHARE, median(floor_runs), product_runs, floor_runs, remarks, statements,
        )
    ]  # fmt: skip


def _created(server: Server, floor: FloorServer, accounts: list[int], at: int, seconds: float) -> tuple[float, float]:
    """Return what the product and the floor created in a second."""
    first = FIRST_NEW + (at + 1) * 100_000
    rows = [{"values": sample_rows.lead(first + number, accounts)} for number in range(int(8_000 * seconds))]
    ours: list[Request] = [("POST", f"{server.base}/records/lead", server.headers, row) for row in rows]
    theirs: list[Request] = [("POST", "/", {"Content-Type": "application/json"}, row) for row in rows]
    product = run_load(server.port, ours, CONNECTIONS, seconds, len(ours))
    return product.rate, run_load(floor.port, theirs, CONNECTIONS, seconds, len(theirs)).rate


def _create_statements(bench: Bench) -> list[str]:
    with bench.product() as product:
        for at in range(2):
            with product.writing("interactive") as work, recorded(work.conn) as found:
                values = sample_rows.lead(FIRST_NEW - 10 + at, bench.facts["accounts"])
                create_many(work, work.entity("lead"), [values])
    return shown(found)
