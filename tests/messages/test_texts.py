"""Every code that the product can answer with has a sentence in every language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

import builder
from builder.api.schemas.base import CODES as CODES_OF_SHAPES
from builder.messages import LOCALES, catalogue, locale_for, message
from builder.runtime.spreadsheets.problems import CODES as FILE_CODES

ROOT = Path(builder.__file__).parent
CODE = re.compile(r"[a-z]+(_[a-z]+)*")
FIRST = {
    "BadValue", "NotFound", "NotAllowed", "Conflict", "StaleVersion", "LimitExceeded", "Unavailable", "refusal",
    "BadConfiguration", "SignInFirst",
}  # fmt: skip
SECOND = {"Problem", "column_problem", "row_problem"}
OF_TRANSPORT = {"failure", "too_many_requests", "method_not_allowed", "malformed", "not_json", "too_large"}


def codes_in(tree: ast.Module) -> Iterator[str]:
    """Yield the codes that a module raises, returns or keeps under the key ``code``."""
    for node in ast.walk(tree):
        for part in coded_parts(node):
            yield from constants(part)


def coded_parts(node: ast.AST) -> list[ast.expr]:
    """Return the expressions inside a node that stand where a code belongs."""
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        place = 0 if name in FIRST else 1 if name in SECOND else len(node.args)
        return node.args[place : place + 1]
    if isinstance(node, ast.Dict):
        keyed = zip(node.keys, node.values, strict=True)
        return [value for key, value in keyed if isinstance(key, ast.Constant) and key.value == "code"]
    if isinstance(node, ast.Tuple):
        return [after for one, after in pairwise(node.elts) if getattr(one, "id", "") in FIRST]
    if isinstance(node, ast.Assign) and any(getattr(item, "id", "") == "default_code" for item in node.targets):
        return [node.value]
    if isinstance(node, ast.FunctionDef) and node.name == "problems_in":
        pairs = [item.value for item in ast.walk(node) if isinstance(item, ast.Yield)]
        return [pair.elts[1] for pair in pairs if isinstance(pair, ast.Tuple) and len(pair.elts) == 2]
    return []


def constants(node: ast.expr) -> Iterator[str]:
    """Yield the texts that an expression can have, as far as they stand there."""
    if isinstance(node, ast.IfExp):
        yield from constants(node.body)
        yield from constants(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
        yield node.value


def all_codes() -> set[str]:
    """Return every code found in the package."""
    found = set(FILE_CODES) | OF_TRANSPORT
    for path in ROOT.rglob("*.py"):
        found |= set(codes_in(ast.parse(path.read_text("utf-8"))))
    return found


def test_the_search_for_codes_finds_them() -> None:
    found = all_codes()
    assert {"not_unique", "stale_version", "sign_in_failed", "too_long", "file_damaged", "unknown_field"} <= found
    assert {"disk_full", "query_too_slow"} <= found, "named in tables"
    assert len(found) > 200


@pytest.mark.parametrize("locale", LOCALES)
def test_every_code_has_a_text(locale: str) -> None:
    assert sorted(all_codes() - catalogue(locale).keys()) == []


def test_all_languages_have_the_same_codes_and_places() -> None:
    places = {
        locale: {code: set(re.findall(r"\{([\w|]+)\}", text)) for code, text in catalogue(locale).items()}
        for locale in LOCALES
    }
    assert places["zh-CN"].keys() == places["zh-TW"].keys() == places["en"].keys()
    assert {code for code, names in places["zh-CN"].items() if names != places["zh-TW"][code]} == set()


MAINLAND = ("字段", "视图", "文件夹", "用户", "数据", "导入", "保存", "服务器", "默认", "刷新", "登录", "账号", "邮箱")


def test_traditional_chinese_has_its_own_words_and_characters() -> None:
    for code, text in catalogue("zh-TW").items():
        assert not [word for word in MAINLAND if word in text], code
        assert not set(text) & set("请这个们对应导据时间还没错误权开关"), (code, text)


def test_params_are_filled_in_and_missing_ones_leave_no_hole() -> None:
    assert message("too_long", {"max": 5}, "en") == "This is too long; at most 5 characters."
    assert message("too_long", {"maximum": 5}, "zh-TW") == "太長了，最多 5 個字元。"
    assert message("too_long", {}, "en") == "This is too long."
    assert message("not_offered", {"choices": ["a", "b"]}, "zh-CN") == "请从可选的值里选：a、b。"
    assert "option: {name}[x]." in message("unknown_option", {"value": "{name}[x]"}, "en")
    assert message("no_such_code", {}, "en") == catalogue("en")["error"]
    assert message("required", {}, "fr") == catalogue("zh-CN")["required"]


OPTIONAL = re.compile(r"\[[^\[\]]*\]")
NEEDED = {
    code: [set(names.split("|")) for names in re.findall(r"\{([\w|]+)\}", OPTIONAL.sub("", text))]
    for code, text in catalogue("en").items()
}
"""Code → places that its sentence cannot do without, each with the params that can fill it."""


def lacking(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield (code, line) where a code is given without params that its sentence needs, as far as they stand there."""
    for node in ast.walk(tree):
        for part in coded_parts(node) if isinstance(node, ast.Call) else ():
            given = given_params(node) if isinstance(node, ast.Call) else None
            for code in constants(part):
                if given is not None and any(not names & given for names in NEEDED.get(code, ())):
                    yield code, node.lineno


def given_params(call: ast.Call) -> set[str] | None:
    """Return the names of the params of a call that gives a code; None where only running it would tell."""
    given = {keyword.arg for keyword in call.keywords}
    for keyword in call.keywords:
        if keyword.arg == "params":
            keys = keyword.value.keys if isinstance(keyword.value, ast.Dict) else [None]
            given |= {key.value if isinstance(key, ast.Constant) else None for key in keys}
    return None if None in given else {str(name) for name in given}


def test_who_gives_a_code_gives_what_its_sentence_needs() -> None:
    assert list(lacking(ast.parse('raise LimitExceeded("too_many_views", most=1)'))) == [("too_many_views", 1)]
    trees = {path.name: ast.parse(path.read_text("utf-8")) for path in ROOT.rglob("*.py")}
    assert [(name, found) for name, tree in trees.items() for found in lacking(tree)] == []
    assert [code for code in CODES_OF_SHAPES.values() if NEEDED[str(code)]] == [], "given without params"


@pytest.mark.parametrize("locale", LOCALES)
def test_a_part_of_a_sentence_that_would_have_a_hole_is_left_out(locale: str) -> None:
    whole = message("import_cancelled", {"created": 1, "updated": 2, "change_set": 7}, locale)
    assert {"1", "2", "7"} <= set(whole)
    nothing = {"created": 0, "updated": 0, "failed": 0, "change_set": None}
    assert message("import_cancelled", nothing, locale) == message("import_cancelled", {}, locale)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("zh", "zh-CN"), ("zh-CN", "zh-CN"), ("zh-Hans-TW", "zh-CN"), ("zh_TW", "zh-TW"), ("zh-Hant", "zh-TW"),
        ("zh-HK", "zh-TW"), ("en-GB", "en"), ("EN", "en"), ("fr", None), ("", None), ("*", None),
    ],
)  # fmt: skip
def test_a_language_tag_finds_the_nearest_language(tag: str, expected: str | None) -> None:
    assert locale_for(tag) == expected
