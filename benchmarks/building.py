"""Measures what builders and operators wait for: a published field, the start of the server, its memory."""

from __future__ import annotations

import time
from statistics import median

from benchmarks import sample_app
from benchmarks.bench import Bench
from benchmarks.figures import Figure
from benchmarks.processes import command, family, memory_megabytes
from benchmarks.product import APP, WORKSPACE, running
from benchmarks.statements import recorded, shown
from builder.designer.publishing import publish

FIELDS = 11
MEDIAN_PUBLISH, WORST_PUBLISH = 100, 2_000
LONGEST_START, MOST_MEMORY = 2.0, 200
STARTS = 3
IDLE = 5


def added_field(bench: Bench) -> list[Figure]:
    """Publish one more field on the large entity, again and again."""
    times, statements = [], []
    with bench.product() as made:
        for number in range(1, FIELDS + 1):
            document = sample_app.added_field(number)
            started = time.perf_counter()
            with made.workspaces.publishing(WORKSPACE, 1, APP) as work, recorded(work.conn) as found:
                publish(work, APP, [document])
            times.append((time.perf_counter() - started) * 1_000)
            statements = shown(found)
    middle, worst = median(times), max(times)
    work_done = f"publish an added field at {bench.rows:,} rows"
    return [
        Figure(
            "publish", f"{work_done}, median", "ms", middle, "≤ 100 ms", middle <= MEDIAN_PUBLISH, None, times, (), (),
            {"product": statements},
        ),
        Figure("publish", f"{work_done}, worst", "ms", worst, "≤ 2 s", worst <= WORST_PUBLISH),
    ]  # fmt: skip


def start(bench: Bench) -> list[Figure]:
    """Start `builder run` until it answers, then look at the memory of its processes when they are idle."""
    times, memory, remarks = [], [], []
    for _ in range(STARTS):
        with running(bench.copy) as server:
            times.append(server.seconds_to_start)
            time.sleep(IDLE)
            pids = family(server.process.pid)
            memory.append(memory_megabytes(pids))
            remarks = [f"{memory_megabytes([pid]):6.1f} MB  {command(pid)[:120]}" for pid in pids]
    return [
        Figure("start", "cold start until it answers", "s", median(times), "≤ 2 s", median(times) <= LONGEST_START,
               None, times),
        Figure("start", "idle memory, web and worker (PSS)", "MB", median(memory), "≤ 200 MB",
               median(memory) <= MOST_MEMORY, None, memory, (), remarks),
    ]  # fmt: skip
