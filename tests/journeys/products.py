"""The whole product as a person starts it: ``builder run`` in a process of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 60.0


@dataclass
class Product:
    """A running installation."""

    address: str
    data_dir: Path
    database_url: str | None
    process: subprocess.Popen[bytes]

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command line against the same installation."""
        environment = _environment(self.data_dir, self.database_url)
        return subprocess.run(
            [sys.executable, "-m", "builder.cli", *words],
            env=environment,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )

    def stop(self) -> None:
        """Stop it as a person does, with Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start_product(data_dir: Path, database_url: str | None) -> Product:
    """Start the product on a free port and wait for it. Raises RuntimeError with its output if it does not answer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data_dir.mkdir(parents=True, exist_ok=True)
    log = data_dir / "output.txt"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "builder.cli", "run", "--port", str(port)],
            env=_environment(data_dir, database_url),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    product = Product(f"http://127.0.0.1:{port}", data_dir, database_url, process)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        if _answers(f"{product.address}/healthz"):
            return product
        time.sleep(0.1)
    process.kill()
    raise RuntimeError(f"the product did not start:\n{log.read_text()[-4000:]}")


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _environment(data_dir: Path, database_url: str | None) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "BUILDER_DATA_DIR", "PORT")
    }
    kept |= {"BUILDER_DATA_DIR": str(data_dir), "LANG": "en_US.UTF-8"}
    return {**kept, "DATABASE_URL": database_url} if database_url else kept
