"""Writers of SQLite take turns: nobody starves, people go before bulk work, a dead process frees its place."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from builder.errors import Unavailable
from builder.storage import turnstile
from builder.storage.turnstile import Turnstile

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}

WRITER = """
import sys, time
from pathlib import Path
from builder.storage.turnstile import Turnstile

stile, priority, hold, until = Turnstile(Path(sys.argv[1])), sys.argv[2], float(sys.argv[3]), float(sys.argv[4])
turns, longest = 0, 0.0
print("ready", flush=True)
sys.stdin.readline()
ends = time.monotonic() + until
while time.monotonic() < ends:
    asked = time.monotonic()
    with stile.turn(priority):
        longest = max(longest, time.monotonic() - asked)
        time.sleep(hold)
        turns += 1
print(turns, longest, flush=True)
"""


def start(folder, priority, hold, seconds):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), priority, str(hold), str(seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=ENVIRONMENT,
    )


def run_together(children):
    for child in children:
        assert child.stdout.readline() == "ready\n"
    for child in children:
        child.stdin.write("\n")
        child.stdin.flush()
    answers = [child.communicate(timeout=60)[0].split() for child in children]
    return [(int(turns), float(longest)) for turns, longest in answers]


def test_processes_that_write_all_the_time_share_the_turns(tmp_path):
    found = run_together([start(tmp_path, "interactive", 0.002, 2) for _ in range(4)])
    turns = [one for one, _ in found]
    assert min(turns) > sum(turns) / len(turns) / 4
    assert max(longest for _, longest in found) < 0.5


def test_bulk_work_neither_stops_people_nor_stands_still(tmp_path):
    people, bulk = start(tmp_path, "interactive", 0.002, 2), start(tmp_path, "bulk", 0.05, 2)
    (people_turns, people_longest), (bulk_turns, _) = run_together([people, bulk])
    assert people_turns > 20
    assert bulk_turns >= 2
    assert people_longest < 0.3


def test_one_at_a_time_among_threads(tmp_path):
    stile = Turnstile(tmp_path)
    inside, most, lock = 0, 0, threading.Lock()

    def work(priority):
        nonlocal inside, most
        for _ in range(20):
            with stile.turn(priority):
                with lock:
                    inside += 1
                    most = max(most, inside)
                time.sleep(0.000_5)
                with lock:
                    inside -= 1

    threads = [threading.Thread(target=work, args=(one,)) for one in ["interactive"] * 5 + ["bulk"] * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (most, inside) == (1, 0)


def test_a_process_that_is_killed_frees_the_turnstile(tmp_path):
    child = start(tmp_path, "interactive", 30, 30)
    assert child.stdout.readline() == "ready\n"
    child.stdin.write("\n")
    child.stdin.flush()
    time.sleep(0.2)
    with pytest.raises(Unavailable), Turnstile(tmp_path, longest_wait=0.1).turn("interactive"):
        pass
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    with Turnstile(tmp_path, longest_wait=1).turn("interactive"):
        pass


def test_a_thread_gives_up_when_the_one_before_it_does_not_move(tmp_path):
    stile = Turnstile(tmp_path, longest_wait=0.1)
    with stile.turn("interactive"):
        found = []

        def wait():
            try:
                with stile.turn("interactive"):
                    found.append("in")
            except Unavailable as error:
                found.append(error.code)

        threads = [threading.Thread(target=wait) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(5)
    assert found == ["database_busy"] * 3
    with stile.turn("interactive"):
        pass


def test_bulk_work_waits_only_so_long_for_people(tmp_path, monkeypatch):
    monkeypatch.setattr(turnstile, "LONGEST_COURTESY", 0.05)
    child = start(tmp_path, "interactive", 0.001, 1.5)
    assert child.stdout.readline() == "ready\n"
    child.stdin.write("\n")
    child.stdin.flush()
    time.sleep(0.2)
    started = time.monotonic()
    with Turnstile(tmp_path).turn("bulk"):
        pass
    assert time.monotonic() - started < 1
    child.communicate(timeout=30)


def test_a_fork_does_not_share_the_locks_of_its_parent(tmp_path):
    stile = Turnstile(tmp_path, longest_wait=0.2)
    with stile.turn("interactive"):
        pass
    pid = os.fork()
    if pid == 0:
        try:
            with stile.turn("interactive"):
                time.sleep(0.5)
        finally:
            os._exit(0)
    time.sleep(0.2)
    with pytest.raises(Unavailable), stile.turn("interactive"):
        pass
    os.waitpid(pid, 0)
    with stile.turn("interactive"):
        pass
