"""Commands run in this process on an installation of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result

from builder.cli import main

PASSWORD = "correct horse battery"
EMAIL = "admin@example.com"


class CommandLine:
    """Runs commands with the settings of one installation."""

    def __init__(self, environ: dict[str, str]) -> None:
        self.environ = environ

    def __call__(self, *arguments: str | Path, **environ: str) -> Result:
        runner = CliRunner(env={**self.environ, **environ})
        return runner.invoke(main, [str(argument) for argument in arguments], prog_name="builder")

    def ok(self, *arguments: str | Path) -> Any:
        """Run a command that must succeed and return its JSON."""
        result = self(*arguments, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)


@pytest.fixture
def empty(tmp_path: Path) -> CommandLine:
    """A command line on a data directory that does not exist yet."""
    return CommandLine({"BUILDER_DATA_DIR": str(tmp_path / "data"), "LANG": "en_US.UTF-8", "LC_ALL": ""})


@pytest.fixture(params=["sqlite", "postgresql"])
def builder(request: pytest.FixtureRequest, empty: CommandLine) -> Iterator[CommandLine]:
    """A command line on an installation that was set up, on each database."""
    if request.param == "sqlite":
        empty.ok("init", "--admin-email", EMAIL, "--admin-password", PASSWORD)
        yield empty
        return
    server = request.getfixturevalue("postgres")
    name = f"formloom_cli_{uuid4().hex[:12]}"
    server._run(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    url = server.url.set(database=name).render_as_string(hide_password=False)
    line = CommandLine({**empty.environ, "DATABASE_URL": url})
    line.ok("init", "--admin-email", EMAIL, "--admin-password", PASSWORD)
    yield line
    server.drop(url)


@pytest.fixture
def with_app(builder: CommandLine, sample_file: Path) -> CommandLine:
    """The same with the sample app published."""
    builder.ok("app", "publish", sample_file)
    return builder


@pytest.fixture
def sample_file(tmp_path: Path) -> Path:
    """The sample app as a file."""
    from tests.samples.sample_app import sample_documents

    path = tmp_path / "sample.json"
    path.write_text(json.dumps({"format": "formloom.app/1", "documents": sample_documents()}), encoding="utf-8")
    return path
