"""The wheel holds everything that the product needs to run, and nothing that only its making needs."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UV = Path(sys.executable).with_name("uv")


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The files of a freshly built wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [UV, "build", "--wheel", "--no-build-isolation", "--python", sys.executable, "--out-dir", folder]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert built.returncode == 0, built.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_every_file_of_the_package_is_in_the_wheel(names: set[str]) -> None:
    kept = subprocess.run(["git", "ls-files", "builder"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(kept.stdout.split()) - names == set()


def test_pictures_of_the_user_guide_are_in_the_wheel(names: set[str]) -> None:
    pictures = list((ROOT / "docs" / "guide" / "pictures").rglob("*.webp"))
    assert len([name for name in names if name.endswith(".webp")]) == len(pictures) > 0


def test_the_interface_is_in_the_wheel_and_its_sources_are_not(names: set[str]) -> None:
    assert "builder/static/index.html" in names
    assert any(name.startswith("builder/static/assets/") and name.endswith(".js") for name in names)
    assert not [name for name in names if name.startswith(("admin_ui/", "tests/", "benchmarks/", "tools/"))]
