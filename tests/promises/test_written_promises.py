"""What the documents say is there, and what is there is in the documents: routes, commands, sentences for codes."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import orjson
import pytest

from builder.cli import main
from builder.identity.passwords import SHORTEST
from builder.messages import LOCALES, catalogue
from builder.metadata.definitions import Field
from builder.metadata.field_types.base import TextFormat
from builder.metadata.values import BadRows, BadValue
from tests.metadata.field_types.fields import SAMPLES, case_name
from tests.promises.hostile import VALUES

ROOT = Path(__file__).parents[2]
METHODS = "GET|POST|PUT|PATCH|DELETE"


def described() -> set[tuple[str, str]]:
    """Return method and path of everything in docs/api.md, names of parameters left out."""
    found: set[tuple[str, str]] = set()
    base = ""
    for line in (ROOT / "docs" / "api.md").read_text("utf-8").splitlines():
        if line.startswith("## "):
            named = re.search(r"`(/[^`]*)`", line)
            base = named[1] if named else ""
        elif re.match(rf"\| (?:{METHODS}) `", line):
            first = re.split(r"(?<!\\) \| ", line[2:])[0]
            found |= {(method, plain(base, path)) for method, path in re.findall(rf"({METHODS}) `([^`]*)`", first)}
        else:
            served = re.findall(r"`/api/v1(/[^`]*openapi\.json)`", line)
            found |= {("GET", plain("", path)) for path in served}
    return found


def plain(base: str, path: str) -> str:
    """Return a path with its base, without a query, parameters unnamed."""
    whole = base + path.replace("…", "").partition("?")[0]
    return re.sub(r"\{[^}]*\}", "{}", whole)


def served() -> set[tuple[str, str]]:
    """Return method and path of everything in the OpenAPI document, which is held to the routes elsewhere."""
    paths = orjson.loads((ROOT / "admin_ui" / "openapi.json").read_bytes())["paths"]
    return {
        (method.upper(), plain("", path.removeprefix("/api/v1")))
        for path, operations in paths.items()
        for method in operations
        if method != "parameters"
    }


def test_the_api_reference_describes_every_route_and_nothing_else() -> None:
    assert len(described()) > 40
    assert described() - served() == set()
    assert served() - described() == set()


def shell_lines(name: str) -> list[list[str]]:
    """Return the commands in the code blocks of a document, as lists of words."""
    blocks = re.findall(r"^```[a-z]*\n(.*?)^```", (ROOT / name).read_text("utf-8"), re.DOTALL | re.MULTILINE)
    lines = [shlex.split(line, comments=True) for block in blocks for line in block.splitlines()]
    return [words for words in lines if words and Path(words[0]).name in ("make", "builder")]


READMES = ["README.md", "README.zh-CN.md"]


@pytest.mark.parametrize("name", READMES)
def test_commands_of_a_readme_exist_with_their_options(name: str) -> None:
    lines = shell_lines(name)
    assert {Path(words[0]).name for words in lines} == {"make", "builder"}
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    for words in lines:
        if words[0] == "make":
            assert [word for word in words[1:] if "=" not in word and word not in targets] == []
        else:
            parse(main, words[1:])


def parse(command: click.Command, words: list[str]) -> None:
    """Read the words as the command line would. Raises UsageError for what it does not know."""
    context = click.Context(command, resilient_parsing=False)
    if isinstance(command, click.Group):
        found = command.get_command(context, words[0])
        assert found is not None, words
        parse(found, words[1:])
        return
    options = {flag for parameter in command.params for flag in (*parameter.opts, *parameter.secondary_opts)}
    assert {word for word in words if word.startswith("--")} <= options, words
    needed = [one for one in command.params if isinstance(one, click.Argument) and one.required]
    assert len([word for word in words if not word.startswith("-")]) >= len(needed), words


@pytest.mark.parametrize("name", READMES)
def test_files_that_a_readme_names_exist(name: str) -> None:
    for link in re.findall(r"\]\((?!http)([^)#]+)", (ROOT / name).read_text("utf-8")):
        assert (ROOT / link).exists(), link


def refusals(item: Field) -> Iterator[BadValue]:
    """Yield what a field says of values and texts that it does not take."""
    texts = [value for value in VALUES if isinstance(value, str)]
    tries: list[tuple[Any, Any]] = [(item.type.parse, value) for value in VALUES]
    tries += [(item.type.parse_operand, value) for value in VALUES]
    tries += [(lambda text, one: one.type.parse_text(text, one, TextFormat()), text) for text in texts]
    for read, value in tries:
        try:
            read(value, item)
        except BadValue as bad:
            yield bad


@pytest.mark.parametrize("item", [one for one, _ in SAMPLES], ids=case_name)
def test_whatever_a_field_refuses_is_told_in_a_whole_sentence_of_every_language(item: Field) -> None:
    told: dict[str, dict[str, Any]] = {}
    for bad in refusals(item):
        rows = bad.problems if isinstance(bad, BadRows) else ()
        told |= {problem.code: dict(problem.params) for problem in rows} if rows else {bad.code: bad.params}
    assert told or item.type.name == "json"
    for code, params in told.items():
        for locale in LOCALES:
            text = catalogue(locale).get(code)
            assert text, (locale, code)
            places = re.findall(r"\{([\w|]+)\}", re.sub(r"\[[^\]]*\]", "", text))
            assert [place for place in places if not params.keys() & set(place.split("|"))] == [], (
                locale,
                code,
                params,
            )


@pytest.mark.parametrize("locale", LOCALES)
def test_the_set_up_asks_for_as_long_a_password_as_is_needed(locale: str) -> None:
    texts = orjson.loads((ROOT / "admin_ui/src/lib/locales" / f"{locale}.json").read_bytes())
    assert re.findall(r"\d+", texts["setup"]["passwordHelp"]) == [str(SHORTEST)]


LOCALE_FILES = ROOT / "admin_ui" / "src" / "lib" / "locales"
SPOKEN = [*LOCALE_FILES.glob("zh-*.json"), *(ROOT / "docs" / "guide").glob("*.zh-*.md")]
SPOKEN += [*(ROOT / "builder" / "messages").glob("zh-*.json"), ROOT / "README.zh-CN.md"]


@pytest.mark.parametrize("path", SPOKEN, ids=lambda path: path.name)
def test_the_reader_is_called_by_one_pronoun(path: Path) -> None:
    assert "您" not in path.read_text("utf-8")
