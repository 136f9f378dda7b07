"""docs/command-line.md names every command, option and setting there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import builder
from builder.cli import main

ROOT = Path(builder.__file__).parents[1]
PAGE = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


@pytest.mark.parametrize(("name", "command"), list(commands(main)))
def test_a_command_and_its_options_are_described(name: str, command: click.Command) -> None:
    assert f"`{name}" in PAGE
    for option in command.params:
        if isinstance(option, click.Option) and not option.hidden:
            assert option.help, option.name
            assert option.opts[0] in PAGE, f"{name} {option.opts[0]}"


def test_every_setting_is_described_and_every_described_one_exists() -> None:
    code = (ROOT / "builder" / "config.py").read_text(encoding="utf-8")
    read = set(re.findall(r'"(BUILDER_[A-Z_]+|DATABASE_URL|HOST|PORT)"', code))
    told = set(re.findall(r"BUILDER_[A-Z_]+|DATABASE_URL", PAGE)) | {"HOST", "PORT"}
    assert read | {"BUILDER_ADMIN_PASSWORD"} == told
