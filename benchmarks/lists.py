"""Measures lists and groups: a saved view, any filter and sort, sums by a field."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from statistics import median
from typing import Any

from benchmarks.bench import Bench
from benchmarks.figures import Figure
from benchmarks.floor import GROUP, Floor
from benchmarks.floor_server import FloorServer
from benchmarks.load import Request, run_load
from benchmarks.product import Server
from benchmarks.sample_app import GROUP_VIEW, LIST_VIEW
from benchmarks.statements import recorded, shown
from builder.errors import LimitExceeded
from builder.runtime import read_records

ROUNDS = 5
LONGEST_LIST, MOST_FLOORS = 20, 3
LONGEST_AD_HOC = 2.0
LONGEST_GROUP = {"source": 200, "industry": 800}
TOTALS = [{"function": "count"}, {"field": "expected_amount", "function": "sum"}]


def _is(field: str, op: str, value: Any = None) -> dict[str, Any]:
    return {"field": field, "op": op} | ({} if value is None else {"value": value})


AD_HOC: dict[str, dict[str, Any]] = {
    "text contains, newest first": {"filter": _is("company_name", "contains", "恒通化工")},
    "text contains nothing": {"filter": _is("company_name", "contains", "nowhere")},
    "long text contains": {"filter": _is("core_need", "contains", "（4242）")},
    "e-mail ends with": {"filter": _is("email", "ends_with", "company4242.example.com")},
    "number between, other sort": {
        "filter": _is("employees", "between", [4_000, 4_010]),
        "sort": [{"field": "purchase_by"}],
    },
    "sort by an unindexed date": {"sort": [{"field": "purchase_by", "direction": "desc"}]},
    "sort by an unindexed text": {"sort": [{"field": "code"}]},
    "three filters, two sorts": {
        "filter": {
            "all": [
                _is("industry", "in", ["industry_03", "industry_04"]),
                _is("do_not_call", "eq", True),
                _is("score", "ge", "900"),
            ]
        },
        "sort": [{"field": "region"}, {"field": "score", "direction": "desc"}],
    },
    "any of": {"filter": {"any": [_is("urgency", "eq", 5), _is("mobile", "starts_with", "+86131")]}},
    "not": {"filter": {"not": _is("source", "in", ["website", "partner"])}, "sort": [{"field": "email"}]},
    "through a reference": {"filter": _is("account.name", "contains", "百川医药")},
    "sort through a reference": {"sort": [{"field": "account.name"}]},
    "sort by the title of a reference": {"sort": [{"field": "account"}]},
    "last 7 days": {"filter": _is("last_call_at", "ge", {"relative": "today", "offset": -7, "unit": "day"})},
    "blank": {"filter": _is("department", "not_blank")},
    "quick search": {"search": "恒通化工"},
    "quick search by initials": {"search": "whrf"},
    "quick search, other sort": {"search": "有限公司", "sort": [{"field": "purchase_by"}]},
    "by owner": {"sort": [{"field": "owner"}]},
}


def list_view(bench: Bench) -> list[Figure]:
    """Read the first 50 of a saved view with two filters and one sort."""
    body = {"view": bench.facts["views"][LIST_VIEW], "limit": 50}
    with bench.servers() as (server, floor):
        ours: list[Request] = [("POST", f"{server.base}/records/lead/query", server.headers, body)]
        theirs: list[Request] = [("POST", "/list", {"Content-Type": "application/json"}, {})]
        _compare(bench, server, ours[0])
        run_load(server.port, ours, 1, 0.5)
        pairs = [(run_load(server.port, ours, 1, 2).p50, run_load(floor.port, theirs, 1, 2).p50) for _ in range(ROUNDS)]
    product_runs, floor_runs = [one for one, _ in pairs], [other for _, other in pairs]
    product, base = median(product_runs), median(floor_runs)
    with bench.product() as made:
        for _ in range(2):
            with made.reading() as work, recorded(work.conn) as found:
                read_records.page(work, work.entity("lead"), body)
    statements = {"product": shown(found), "floor": [Floor(bench.copy, bench.names).sql["list"]]}
    reached = product <= LONGEST_LIST and product <= MOST_FLOORS * base
    return [
        Figure(
            "list", f"list 50 of {bench.rows:,}, two filters, one sort, saved view", "ms p50", product,
            "≤ 20 ms and ≤ 3 × floor", reached, base, product_runs, floor_runs, (), statements,
        )
    ]  # fmt: skip


def _compare(bench: Bench, server: Server, request: Request) -> None:
    status, body = server.ask(request[0], request[1], request[3])
    ours, theirs = json.loads(body), json.loads(Floor(bench.copy, bench.names).page())
    if status != 200 or ours["items"] != theirs["items"]:
        raise AssertionError(f"the lists differ:\n{ours}\n{theirs}")


def ad_hoc(bench: Bench) -> list[Figure]:
    """Ask for lists that no index serves: each is answered, or refused in time."""
    times, refused = {}, []
    with bench.servers() as (server, _):
        server.ask("POST", f"{server.base}/records/lead/query", {"limit": 1})
        for name, request in AD_HOC.items():
            started = time.perf_counter()
            status, body = server.ask("POST", f"{server.base}/records/lead/query", {**request, "limit": 50})
            times[name] = time.perf_counter() - started
            if status != 200:
                refused.append(name)
                if json.loads(body)["code"] != "query_too_slow":
                    raise AssertionError(f"{name}: {status} {body.decode()}")
    worst = max(times.values())
    remarks = [f"{seconds:6.3f} s{'  refused' if name in refused else ''}  {name}" for name, seconds in times.items()]
    return [
        Figure(
            "ad_hoc", f"{len(AD_HOC)} ad-hoc filters and sorts of {bench.rows:,}, the slowest", "s", worst,
            "answer or refusal ≤ 2 s", worst <= LONGEST_AD_HOC, None, list(times.values()), (),
            [f"refused: {len(refused)} of {len(AD_HOC)}", *remarks],
        )
    ]  # fmt: skip


def group(bench: Bench) -> list[Figure]:
    """Count and sum all records by a field with options, with and without the saved view."""
    with bench.servers() as (server, floor):
        return [_grouped(bench, server, floor, field) for field in LONGEST_GROUP]


def _grouped(bench: Bench, server: Server, floor: FloorServer, field: str) -> Figure:
    longest, saved = LONGEST_GROUP[field], field == "source"
    body: dict[str, Any] = {"by": [{"field": field}], "measures": TOTALS}
    if saved:
        body["view"] = bench.facts["views"][GROUP_VIEW]
    base = run_load(floor.port, [("GET", f"/group/{field}", {}, None)], 1, 30, 7)
    times, remarks = [], []
    for _ in range(7):
        started = time.perf_counter()
        status, answer = server.ask("POST", f"{server.base}/records/lead/group", body)
        times.append((time.perf_counter() - started) * 1_000)
        if status != 200 and json.loads(answer)["code"] == "query_too_slow":
            remarks.append("refused: too slow")
        elif answer != Floor(bench.copy, bench.names).group(field):
            raise AssertionError(f"the groups differ: {answer.decode()[:1_000]}")
    work = f"count and sum {bench.rows:,} by a select, {'saved view' if saved else 'ad hoc'}"
    middle = median(times)
    reached = middle <= longest and not remarks
    statements = {"product": _group_statements(bench, body), "floor": [GROUP.format(field=field)]}
    return Figure(
        "group", work, "ms p50", middle, f"≤ {longest} ms", reached, base.p50, times, base.times, remarks, statements
    )  # fmt: skip


def _group_statements(bench: Bench, body: dict[str, Any]) -> list[str]:
    with bench.product() as made, made.reading() as work, recorded(work.conn) as found, suppress(LimitExceeded):
        read_records.group(work, work.entity("lead"), body)
    return shown(found)
