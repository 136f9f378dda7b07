"""Long work on PostgreSQL gives way while somebody saves: one step at a time, each with a rest after it."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread

import pytest

from builder.storage import courtesy
from builder.storage.courtesy import Courtesy

ROOT = Path(__file__).parents[2]
SAVES = """
import sys
from pathlib import Path
from builder.storage.courtesy import Courtesy
Courtesy(Path(sys.argv[1])).somebody_saves()
"""


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    return tmp_path / "last-save"


def test_nothing_is_due_before_anybody_saved(shared):
    assert not Courtesy(shared).is_due()


def test_who_saves_in_another_process_is_heard_of(shared):
    waits = Courtesy(shared)
    assert not waits.is_due()
    subprocess.run([sys.executable, "-c", SAVES, str(shared)], cwd=ROOT, check=True)
    assert waits.is_due()


def test_it_is_due_for_a_while_only(shared, monkeypatch):
    both = Courtesy(shared)
    both.somebody_saves()
    monkeypatch.setattr(courtesy, "AT_WORK", 0.05)
    time.sleep(0.06)
    assert not both.is_due()


def test_a_time_from_before_a_restart_of_the_machine_counts_for_nothing(shared):
    shared.write_bytes((time.monotonic_ns() + 3_600_000_000_000).to_bytes(8, sys.byteorder))
    assert not Courtesy(shared).is_due()


def test_a_damaged_file_counts_for_nothing(shared):
    shared.write_bytes(b"xy")
    assert not Courtesy(shared).is_due()


def test_a_step_rests_as_long_as_it_took_only_while_somebody_saves(shared):
    work = Courtesy(shared)
    assert _seconds_of_a_step(work, 0.1) < 0.19
    work.somebody_saves()
    assert _seconds_of_a_step(work, 0.1) >= 0.2


def test_no_rest_is_longer_than_its_bound(shared, monkeypatch):
    monkeypatch.setattr(courtesy, "LONGEST_REST", 0.05)
    work = Courtesy(shared)
    work.somebody_saves()
    assert 0.3 <= _seconds_of_a_step(work, 0.25) < 0.45


def test_a_step_that_fails_lets_the_next_one_go(shared):
    work = Courtesy(shared)
    work.somebody_saves()
    with pytest.raises(ZeroDivisionError), work.step():
        raise ZeroDivisionError
    others = Thread(target=lambda: _seconds_of_a_step(work, 0))
    others.start()
    others.join(5)
    assert not others.is_alive()


@pytest.mark.parametrize("saved", [True, False])
def test_steps_take_turns_only_while_somebody_saves(shared, saved):
    work, inside, met = Courtesy(shared), [0], []
    if saved:
        work.somebody_saves()

    def steps() -> None:
        for _ in range(5):
            with work.step():
                inside[0] += 1
                time.sleep(0.02)
                met.append(inside[0])
                inside[0] -= 1

    threads = [Thread(target=steps) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (max(met) == 1) == saved


def test_a_step_does_not_wait_for_a_long_one_for_ever(shared, monkeypatch):
    monkeypatch.setattr(courtesy, "LONGEST_WAIT", 0.05)
    work, held, go_on = Courtesy(shared), Event(), Event()
    work.somebody_saves()

    def long_step() -> None:
        with work.step():
            held.set()
            go_on.wait(10)

    thread = Thread(target=long_step)
    thread.start()
    held.wait(5)
    assert _seconds_of_a_step(work, 0) < 2
    go_on.set()
    thread.join()


def _seconds_of_a_step(work: Courtesy, lasts: float) -> float:
    began = time.monotonic()
    with work.step():
        time.sleep(lasts)
    return time.monotonic() - began
