"""Each protection is guarded by a test: taken away, that test fails.

The rules of rows, joined records and fields in queries are tried where their oracle is
(tests/storage/query/test_against_brute_force.py).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import PostgresServer
from tests.promises.mutants import MUTANTS

ROOT = Path(__file__).parents[2]
LONGEST = 300
"""Seconds after which the run is given up."""


def test_every_protection_that_is_taken_away_is_missed_by_its_test(postgres: PostgresServer, tmp_path: Path) -> None:
    told = tmp_path / "told.json"
    files = dict.fromkeys(one.test.partition("::")[0] for one in MUTANTS)
    plugins = ("-p", "tests.promises.mutants", "-p", "no:cacheprovider")
    process = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--tb=no", *plugins, f"--basetemp={tmp_path / 'base'}", *files],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "MUTANTS_TOLD": str(told), "TEST_DATABASE_URL": address(postgres)},
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    outcomes = json.loads(told.read_text("utf-8")) if told.exists() else {}
    assert outcomes, process.stdout[-4_000:] + process.stderr[-4_000:]
    ends = {one.name: {end for test, end in outcomes.items() if test.startswith(one.test)} for one in MUTANTS}
    assert {name: found for name, found in ends.items() if "failed" not in found or "broken" in found} == {}


def address(server: PostgresServer) -> str:
    """Return where the server of this run is, so that no second one is started."""
    return server.url.render_as_string(hide_password=False)
