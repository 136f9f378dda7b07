"""``--help`` explains every command in the language of the terminal."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from builder.cli import main
from builder.cli.help_pages import plain
from builder.cli.help_texts import TEXTS

OF_CLICK = "Show this message and exit."


def texts(command: click.Command, context: click.Context) -> Iterator[str]:
    """Yield every explanation of a command and of those under it."""
    yield command.help or ""
    yield from (item.help or "" for item in command.params if isinstance(item, click.Option))
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            under = command.get_command(context, name)
            assert under is not None
            yield from texts(under, click.Context(under, info_name=name, parent=context))


def test_every_explanation_is_there_in_chinese_and_none_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    declared = {plain(text) for text in texts(main, click.Context(main, info_name="builder"))}
    assert declared | {OF_CLICK} == set(TEXTS)


@pytest.mark.parametrize(
    ("language", "words", "told"),
    [
        ("zh_CN.UTF-8", (), ("用法: builder", "选项:", "命令:", "显示这份说明。", "撤销 CHANGE_SET 的更改")),
        ("zh_TW.UTF-8", ("app",), ("用法: builder app", "選項:", "指令:", "發佈 FILE 中的文件")),
        ("zh_CN.UTF-8", ("undo",), ("[默认：all]", "check：只说明")),
        ("en_US.UTF-8", ("undo",), ("Usage: builder undo", "[default: all]", "Take the changes of CHANGE_SET back.")),
    ],
)
def test_help_speaks_the_language_of_the_terminal(language: str, words: tuple[str, ...], told: tuple[str, ...]) -> None:
    done = CliRunner(env={"LC_ALL": language}).invoke(main, [*words, "--help"], prog_name="builder")
    assert done.exit_code == 0
    assert [text for text in told if text not in done.stdout] == []
