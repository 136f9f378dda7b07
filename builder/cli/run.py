"""``builder run``: the server, until Ctrl+C or SIGTERM."""

from __future__ import annotations

import os
import socket
import time

import click

from builder.cli.output import FAILED, USAGE, Output
from builder.config import BadConfiguration, Config, from_environment

INSTANCE_LOCK = "instance.lock"
LONGEST_WAIT = 3.0
"""Seconds for which a taken port is asked for again."""


@click.command()
@click.option("--host", metavar="HOST", help="Address to listen at; default: HOST, else 127.0.0.1.")
@click.option("--port", type=click.IntRange(1, 65_535), help="Port; default: PORT, else 8000.")
def run(host: str | None, port: int | None) -> None:
    """Start the web server and the worker, and print the address once it answers.

    Any address but this machine's own needs BUILDER_BASE_URL (https). Exit code 1 when the data directory is
    in use by another server, the port is taken, or the server cannot start.
    """
    out = Output(as_json=False)
    with out.refusals():
        config = _config(host, port)
        _serve(out, config)


def _config(host: str | None, port: int | None) -> Config:
    """Read the settings; those given as options are put into the environment, which the other processes read."""
    if host is not None:
        os.environ["HOST"] = host
    if port is not None:
        os.environ["PORT"] = str(port)
    config = from_environment(os.environ)
    if not config.on_loopback and not config.base_url:
        raise BadConfiguration("base_url_needed", name="BUILDER_BASE_URL", host=config.host)
    os.environ["BUILDER_DATA_DIR"] = str(config.data_dir)
    return config


def _serve(out: Output, config: Config) -> None:
    from builder.cli.locks import try_lock

    try:
        lock = try_lock(config.data_dir / INSTANCE_LOCK)
    except OSError as error:
        out.refuse("data_dir_unusable", {"path": str(config.data_dir), "reason": error.strerror}, (), USAGE)
    if lock is None:
        running = _told_by(config)
        out.refuse("already_running", {"path": str(config.data_dir), "address": running})
    if not _is_free(config):
        out.refuse("address_in_use", {"address": f"{config.host}:{config.port}"})
    lock.write(f"{os.getpid()} {config.address}\n")

    from builder.cli.logs import configure_logging
    from builder.cli.supervision import Supervisor

    configure_logging(config, "server")
    code = Supervisor(config, lambda: out.say("running", address=config.address)).run()
    if code:
        out.refuse("server_not_started", {}, (), FAILED)
    out.say("stopped")


def _told_by(config: Config) -> str:
    """Return the address that the other server wrote into the lock file."""
    text = (config.data_dir / INSTANCE_LOCK).read_text(encoding="utf-8", errors="replace")
    return text.strip().partition(" ")[2][:200]


def _is_free(config: Config) -> bool:
    """Whether nobody listens at the address. Granian shares ports, so it would not notice.

    What a killed server left behind ends within a second or two: that is waited for.
    """
    until = time.monotonic() + LONGEST_WAIT
    while not _can_bind(config):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def _can_bind(config: Config) -> bool:
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((config.host, config.port))
            probe.listen(1)
        except OSError:
            return False
    return True
