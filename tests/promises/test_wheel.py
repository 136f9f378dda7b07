"""The wheel holds everything that the product needs to run, and nothing that only its making needs."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import sysconfig
import urllib.request
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UV = Path(sys.executable).with_name("uv")
PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A freshly built wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [UV, "build", "--wheel", "--no-build-isolation", "--python", sys.executable, "--out-dir", folder]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert built.returncode == 0, built.stderr
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    """The files of the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_every_file_of_the_package_is_in_the_wheel(names: set[str]) -> None:
    kept = subprocess.run(["git", "ls-files", "builder"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(kept.stdout.split()) - names == set()


def test_pictures_of_the_user_guide_are_in_the_wheel(names: set[str]) -> None:
    pictures = list((ROOT / "docs" / "guide" / "pictures").rglob("*.webp"))
    kept = [name for name in names if name.startswith("builder/static/") and name.endswith(".webp")]
    assert len(kept) == len(pictures) > 0


def test_the_interface_is_in_the_wheel_and_its_sources_are_not(names: set[str]) -> None:
    assert "builder/static/index.html" in names
    assert any(name.startswith("builder/static/assets/") and name.endswith(".js") for name in names)
    assert not [name for name in names if name.startswith(("admin_ui/", "tests/", "benchmarks/", "tools/"))]


def test_licences_of_what_the_interface_bundles_go_with_it(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read("builder/static/licenses.txt").decode()
    assert all(name in text for name in ("antd", "leaflet", "Redistribution and use", "Permission is hereby granted"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an environment that has the wheel and, from where the tests run, what it needs."""
    folder = tmp_path_factory.mktemp("installed")
    python = folder / "bin" / "python"
    for command in (
        [UV, "venv", "--quiet", "--python", sys.executable, "--clear", folder],
        [UV, "pip", "install", "--quiet", "--offline", "--no-deps", "--python", python, wheel],
    ):
        made = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert made.returncode == 0, made.stderr
    (packages,) = folder.glob("lib/python*/site-packages")
    # Packages that lie there are found, but nothing that is linked there: not the sources that the tests are about.
    (packages / "needed.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    return folder / "bin"


def run(installed: Path, folder: Path, *command: str, **more: str) -> subprocess.Popen[str]:
    """Start a command of the wheel where there is nothing else: no sources, no Node."""
    kept = {
        "HOME": str(folder),
        "LANG": "en_US.UTF-8",
        "PATH": str(installed),
        "BUILDER_DATA_DIR": str(folder / "data"),
    }
    return subprocess.Popen(
        [installed / "builder", *command],
        cwd=folder,
        env={**kept, **more},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=5) as answer:
        return str(answer.read().decode())


def test_the_installed_wheel_sets_itself_up_and_serves_the_interface(installed: Path, tmp_path: Path) -> None:
    code = "import builder; print(builder.__file__)"
    where = subprocess.run(
        [installed / "python", "-I", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert where.stdout.startswith(str(installed.parent))

    made = run(installed, tmp_path, "init", "--admin-email", "ada@example.com", BUILDER_ADMIN_PASSWORD=PASSWORD)
    said, _ = made.communicate(timeout=60)
    assert made.returncode == 0, said
    port = free_port()
    server = run(installed, tmp_path, "run", "--port", str(port))
    try:
        assert server.stdout is not None
        first = server.stdout.readline()
        assert str(port) in first, first + server.stdout.read()
        assert read(f"http://127.0.0.1:{port}/healthz")
        page = read(f"http://127.0.0.1:{port}/")
        (script, *_) = re.findall(r'src="(/static/assets/[^"]+\.js)"', page)
        assert len(read(f"http://127.0.0.1:{port}{script}")) > 1_000
    finally:
        server.terminate()
        server.wait(30)
    assert server.returncode == 0
