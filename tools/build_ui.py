"""Build the browser interface into builder/static, unless what is there was built from these very sources."""

import gzip
import hashlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import npm

ROOT = Path(__file__).parent.parent
UI = ROOT / "admin_ui"
GUIDE = ROOT / "docs" / "guide"
BUILT = ROOT / "builder" / "static"
BUILD_STAMP = BUILT / ".vite" / "sources"
INSTALL_STAMP = UI / "node_modules" / ".installed-from"
TEXT = {".js", ".css", ".svg", ".json"}
LEAST_COMPRESSED = 1_024
"""Bytes from which a file is worth a compressed copy."""
NOT_SOURCES = {"node_modules", "coverage"}


def digest(paths: list[Path]) -> str:
    """Return one hash over the names and contents of files."""
    total = hashlib.sha256()
    for path in sorted(paths):
        content = path.read_bytes()
        total.update(f"{path.relative_to(ROOT).as_posix()}:{len(content)}\n".encode())
        total.update(content)
    return total.hexdigest()


def source_files() -> list[Path]:
    """Return every file that the build reads."""
    tops = [*(path for path in UI.iterdir() if path.name not in NOT_SOURCES), GUIDE]
    found = [file for top in tops for file in ([top] if top.is_file() else top.rglob("*"))]
    return [file for file in found if file.is_file() and ".test." not in file.name]


def has_stamp(stamp: Path, value: str) -> bool:
    """Return whether an earlier run left this value."""
    return stamp.exists() and stamp.read_text() == value


def npm_or_exit(*arguments: str) -> None:
    """Run npm in admin_ui and stop with its exit code when it fails."""
    code = npm.run(list(arguments), UI)
    if code != 0:
        sys.exit(code)


def install() -> None:
    """Install the locked packages when the lock changed since the last time."""
    locked = digest([UI / "package.json", UI / "package-lock.json"])
    if not has_stamp(INSTALL_STAMP, locked):
        npm_or_exit("ci", "--loglevel=error")
        INSTALL_STAMP.write_text(locked)


def compress() -> None:
    """Put a compressed copy beside each file of text, for browsers that take it: all that we know do."""
    for file in (file for file in BUILT.rglob("*") if file.suffix in TEXT and file.stat().st_size >= LEAST_COMPRESSED):
        small = gzip.compress(file.read_bytes(), 9, mtime=0)
        file.with_name(f"{file.name}.gz").write_bytes(small)


def build() -> None:
    """Build when a source changed since the last build."""
    sources = digest(source_files())
    if not has_stamp(BUILD_STAMP, sources):
        install()
        npm_or_exit("run", "--silent", "build")
        compress()
        BUILD_STAMP.write_text(sources)


if __name__ == "__main__":
    if "--install-only" in sys.argv[1:]:
        install()
    else:
        build()
