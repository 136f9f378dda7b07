"""The map in ARCHITECTURE.md says what the modules say of themselves."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_file_map_is_up_to_date() -> None:
    found = subprocess.run([sys.executable, "tools/file_map.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
