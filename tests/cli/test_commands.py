"""Commands on both databases: what they do, what they print, how they end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, inspect

from tests.cli.conftest import EMAIL, PASSWORD, CommandLine


def create(line: CommandLine, *companies: dict[str, Any]) -> list[int]:
    """Create companies through the write pipeline."""
    from builder.cli.desk import Desk, Wanted
    from builder.cli.opening import open_database
    from builder.config import from_environment
    from builder.runtime.save_records import create as create_record

    with open_database(from_environment(line.environ)) as database:
        desk = Desk(from_environment(line.environ), database, Wanted())
        with desk.writing() as work:
            return [create_record(work, work.entity("company"), values) for values in companies]


def test_a_first_administrator_is_made_once(builder: CommandLine) -> None:
    again = builder("init", "--admin-email", "other@example.com", "--admin-password", PASSWORD, "--json")
    assert (again.exit_code, json.loads(again.stdout)["error"]["code"]) == (1, "already_set_up")


def test_every_problem_of_the_first_administrator_is_told(empty: CommandLine) -> None:
    result = empty("init", "--admin-email", "nobody", "--admin-password", "x", "--json")
    assert result.exit_code == 1
    assert [item["path"] for item in json.loads(result.stdout)["error"]["problems"]] == ["email", "password"]


@pytest.mark.parametrize(
    "command", [("query", "company"), ("app", "export", "-"), ("undo", "7"), ("export", "company", "a.csv")]
)
def test_where_nothing_is_installed_commands_say_so_and_make_nothing(
    empty: CommandLine, tmp_path: Path, command: tuple[str, ...]
) -> None:
    for place in ({}, {"DATABASE_URL": f"sqlite:///{tmp_path}/elsewhere/other.db"}):
        result = empty(*command, "--json", **place)
        error = json.loads(result.stdout)["error"]
        assert (result.exit_code, error["code"]) == (1, "no_installation")
        assert error["params"]["place"].endswith(".db")
        assert str(tmp_path) in error["message"]
    assert list(tmp_path.iterdir()) == []


def test_an_empty_database_is_no_installation_and_stays_empty(
    empty: CommandLine, request: pytest.FixtureRequest
) -> None:
    server = request.getfixturevalue("postgres")
    url = server.new_empty_database()
    try:
        result = empty("query", "company", "--json", DATABASE_URL=url)
        assert (result.exit_code, json.loads(result.stdout)["error"]["code"]) == (1, "no_installation")
        engine = create_engine(url)
        assert inspect(engine).get_table_names() == []
        engine.dispose()
    finally:
        server.drop(url)


def test_without_set_up_commands_say_what_is_missing(empty: CommandLine) -> None:
    from builder.cli.opening import open_database
    from builder.config import from_environment

    with open_database(from_environment(empty.environ)):
        pass
    result = empty("query", "company", "--json")
    assert (result.exit_code, json.loads(result.stdout)["error"]["code"]) == (1, "not_set_up")


def test_templates_are_listed(builder: CommandLine) -> None:
    assert isinstance(builder.ok("template", "list")["items"], list)


def test_an_unknown_template_is_refused(builder: CommandLine) -> None:
    for command in ("install", "clone"):
        result = builder("template", command, "nothing", "--json")
        assert (result.exit_code, json.loads(result.stdout)["error"]["code"]) == (1, "unknown_template")


def test_a_sample_company_comes_and_goes(builder: CommandLine, tmp_path: Path) -> None:
    made = builder.ok("template", "install", "crm", "--sample-data")["sample_records"]
    assert builder.ok("query", "lead", "--count") == {"count": 300}
    file = tmp_path / "leads.csv"
    file.write_text("公司名称,手机\n远景,13800001111\n", encoding="utf-8")
    builder.ok("import", "lead", file)
    gone = builder.ok("template", "remove-sample", "crm")
    assert (gone["removed"], gone["kept"], gone["conflicts"]) == (made, 0, [])
    assert builder.ok("query", "lead", "--count") == {"count": 1}
    again = builder("template", "remove-sample", "crm", "--json")
    assert (again.exit_code, json.loads(again.stdout)["error"]["code"]) == (1, "no_sample_data")
    # A company of a minute later: some of today's work has become due in between.
    assert builder.ok("template", "add-sample", "crm")["records"] == pytest.approx(made, rel=0.01)


def test_an_app_is_published_exported_and_cloned(builder: CommandLine, sample_file: Path, tmp_path: Path) -> None:
    checked = builder.ok("app", "check", sample_file)
    assert checked["problems"] == []
    assert checked["changes"]
    published = builder.ok("app", "publish", sample_file, "--message", "first")
    assert published["changes"]
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    assert builder.ok("app", "export", first)["app"] == "sample"
    assert builder.ok("app", "publish", first)["changes"] == []
    assert builder.ok("template", "clone", "sample", "--name", "other")["app"]["name"] == "other"
    builder.ok("app", "export", second, "--app", "sample")
    assert json.loads(first.read_text(encoding="utf-8")) == json.loads(second.read_text(encoding="utf-8"))
    result = builder("app", "export", second, "--json")
    assert json.loads(result.stdout)["error"]["code"] == "app_needed"


def test_a_change_of_an_older_revision_is_refused(builder: CommandLine, sample_file: Path, tmp_path: Path) -> None:
    builder.ok("app", "publish", sample_file)
    file = tmp_path / "app.json"
    taken_out = builder.ok("app", "export", file)["revision"]
    app = json.loads(file.read_text(encoding="utf-8"))
    next(one for one in app["documents"] if one["kind"] == "app")["label"]["en"] = "Renamed"
    file.write_text(json.dumps(app), encoding="utf-8")
    made = builder.ok("app", "publish", file, "--revision", str(taken_out))
    assert made["revision"] > taken_out
    for stale in (taken_out, made["revision"] + 1):
        result = builder("app", "publish", sample_file, "--revision", str(stale), "--json")
        error = json.loads(result.stdout)["error"]
        assert (result.exit_code, error["code"]) == (1, "revision_changed")
        assert error["params"] == {"revision": made["revision"]}
    assert builder("app", "publish", sample_file, "--revision", "-1").exit_code == 2


def test_a_broken_app_is_refused_with_every_problem(builder: CommandLine, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps([{"kind": "app", "name": "A b"}, {"kind": "nothing"}, 7]), encoding="utf-8")
    for command in ("check", "publish"):
        result = builder("app", command, broken, "--json")
        assert result.exit_code == 1
        assert len(json.loads(result.stdout)["error"]["problems"]) >= 3


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "not_json"),
        ('{"format": "other"}', "unknown_format"),
        ("\ufeff[", "not_json"),
        ("\ufeff{}", "unknown_format"),
    ],
)
def test_a_file_that_is_no_app_is_refused(builder: CommandLine, tmp_path: Path, text: str, code: str) -> None:
    file = tmp_path / "file.json"
    file.write_text(text, encoding="utf-8")
    result = builder("app", "publish", file, "--json")
    assert (result.exit_code, json.loads(result.stdout)["error"]["problems"][0]["code"]) == (1, code)


def test_records_are_queried_counted_and_grouped(with_app: CommandLine) -> None:
    create(with_app, *({"name": name, "tier": tier} for name, tier in (("A", "high"), ("B", "low"), ("C", "high"))))
    where = json.dumps({"field": "tier", "op": "eq", "value": "high"})
    found = with_app.ok("query", "company", "--where", where, "--sort", "-name", "--fields", "name")
    assert [item["values"] for item in found["items"]] == [{"name": "C"}, {"name": "A"}]
    assert with_app.ok("query", "company", "--where", where, "--count") == {"count": 2}
    limited = with_app.ok("query", "company", "--limit", "1", "--sort", "name")
    assert (len(limited["items"]), limited["more"]) == (1, True)
    groups = with_app.ok("query", "company", "--group", "tier")["groups"]
    assert sorted((item["key"], item["measures"]) for item in groups) == [(["high"], [2]), (["low"], [1])]


def test_rows_are_lines_with_tabs_when_nobody_watches(with_app: CommandLine) -> None:
    create(with_app, {"name": "织表\t公司"})
    result = with_app("query", "company", "--fields", "name,tier")
    lines = result.stdout.splitlines()
    assert lines[0] == "id\tname\ttier"
    assert lines[1].split("\t")[1:] == ["织表 公司", "middle"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["nothing"], "unknown_entity"),
        (["company", "--where", "{"], "not_json"),
        (["company", "--where", "[" * 2_000], "too_deep"),
        (["company", "--where", '{"field": "score", "op": "eq", "value": 1e999}'], "number_too_large"),
        (["company", "--where", '{"field": "nope", "op": "eq", "value": 1}'], "unknown_field"),
        (["company", "--sort", "nope"], "unknown_field"),
        (["company", "--fields", "nope"], "unknown_field"),
        (["company", "--workspace", "nope"], "unknown_workspace"),
        (["company", "--app", "nope"], "unknown_app"),
        (["company", "--as", "nobody@example.com"], "unknown_account"),
    ],
)
def test_a_wrong_query_is_refused_by_code(with_app: CommandLine, arguments: list[str], code: str) -> None:
    result = with_app("query", *arguments, "--json")
    error = json.loads(result.stdout)["error"]
    assert result.exit_code == 1
    assert code in [error["code"], *(item["code"] for item in error["problems"])]


def test_a_person_is_named_by_address(with_app: CommandLine) -> None:
    assert with_app.ok("query", "company", "--as", EMAIL, "--workspace", "main", "--app", "sample")["items"] == []


def test_an_unknown_change_set_cannot_be_undone(with_app: CommandLine) -> None:
    result = with_app("undo", "999999", "--json")
    assert (result.exit_code, json.loads(result.stdout)["error"]["code"]) == (1, "unknown_change_set")


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["undo", "x"],
        ["undo"],
        ["query"],
        ["query", "company", "--limit", "0"],
        ["app", "publish", "/none"],
    ],
)
def test_wrong_usage_ends_with_2(empty: CommandLine, arguments: list[str]) -> None:
    assert empty(*arguments).exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "path", "code"),
    [
        (["nothing"], "nothing", "unknown_property"),
        (["query", "company", "--nope"], "--nope", "unknown_property"),
        (["query"], "ENTITY", "required"),
        (["query", "company", "--limit", "0"], "--limit", "out_of_range"),
        (["query", "company", "--limit", "x"], "--limit", "not_a_number"),
        (["undo", "abc"], "CHANGE_SET", "not_a_number"),
        (["undo", "0"], "CHANGE_SET", "out_of_range"),
        (["undo", "1", "--mode", "x"], "--mode", "not_one_of"),
        (["app", "publish", "/none"], "FILE", "not_a_file"),
    ],
)
def test_wrong_usage_is_told_as_json_and_in_the_language_of_the_terminal(
    empty: CommandLine, arguments: list[str], path: str, code: str
) -> None:
    result = empty(*arguments, "--json", LANG="zh_CN.UTF-8")
    error = json.loads(result.stdout)["error"]
    assert (result.exit_code, error["code"]) == (2, "wrong_usage")
    assert error["message"].startswith("命令用法不对。builder")
    assert [(problem["path"], problem["code"]) for problem in error["problems"]] == [(path, code)]
    plain = empty(*arguments, LANG="zh_TW.UTF-8")
    assert (plain.exit_code, plain.stdout) == (2, "")
    assert "命令用法不對" in plain.stderr
    assert code in plain.stderr


@pytest.mark.parametrize(
    ("options", "path"),
    [
        (["--where", "{"], "--where"),
        (["--where", '{"field": "nope", "op": "blank"}'], "--where.field"),
        (["--where", '{"all": [{"field": "score", "op": "eq", "value": "x"}]}'], "--where.all.0.value"),
        (["--sort", "name,-nope"], "--sort"),
        (["--fields", "nope"], "--fields"),
        (["--search", "x" * 600], "--search"),
        (["--group", "nope"], "--group"),
    ],
)
def test_what_is_wrong_with_a_query_is_told_at_its_option(
    with_app: CommandLine, tmp_path: Path, options: list[str], path: str
) -> None:
    commands = [["query", "company"], *([["export", "company", str(tmp_path / "a.csv")]] if path != "--group" else [])]
    for command in commands:
        problems = json.loads(with_app(*command, *options, "--json").stdout)["error"]["problems"]
        assert [problem["path"] for problem in problems] == [path]


@pytest.mark.parametrize(
    ("options", "paths"),
    [
        (["--count", "--group", "tier"], ["--group"]),
        (["--count", "--sort", "name", "--fields", "name"], ["--sort", "--fields"]),
        (["--group", "tier", "--sort", "name"], ["--sort"]),
    ],
)
def test_options_that_would_be_passed_over_are_refused(
    with_app: CommandLine, options: list[str], paths: list[str]
) -> None:
    result = with_app("query", "company", *options, "--json")
    error = json.loads(result.stdout)["error"]
    assert (result.exit_code, error["code"]) == (2, "wrong_usage")
    assert [(problem["path"], problem["code"]) for problem in error["problems"]] == [
        (path, "not_with") for path in paths
    ]


def test_wrong_settings_end_with_2_and_name_the_variable(empty: CommandLine) -> None:
    result = empty("template", "install", "crm", "--json", DATABASE_URL="mysql://localhost/x")
    error = json.loads(result.stdout)["error"]
    assert (result.exit_code, error["code"], error["params"]["name"]) == (2, "bad_database_url", "DATABASE_URL")


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh_CN.UTF-8", "管理员"), ("zh_TW.UTF-8", "管理員"), ("en_GB.UTF-8", "administrator"), ("C", "administrator")],
)
def test_commands_speak_the_language_of_the_terminal(empty: CommandLine, language: str, words: str) -> None:
    result = empty("init", "--admin-email", EMAIL, "--admin-password", PASSWORD, LANG=language)
    assert words in result.stdout
    again = empty("init", "--admin-email", EMAIL, "--admin-password", PASSWORD, LANG=language)
    assert (again.exit_code, again.stdout) == (1, "")
    assert again.stderr.strip()
    assert again.stderr.isascii() == (words == "administrator")


def test_a_folder_that_cannot_be_used_is_told(empty: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    command = ("init", "--admin-email", EMAIL, "--admin-password", PASSWORD)
    result = empty(*command, "--json", BUILDER_DATA_DIR=str(tmp_path / "file" / "data"))
    error = json.loads(result.stdout)["error"]
    assert (result.exit_code, error["code"]) == (2, "data_dir_unusable")


def test_a_file_that_cannot_be_written_is_refused_before_anything_is_done(
    with_app: CommandLine, tmp_path: Path
) -> None:
    file, target = tmp_path / "companies.csv", tmp_path / "none" / "out.csv"
    file.write_text("Name,Employees\nAda,10\nBob,many\n", encoding="utf-8")
    for asked in (("import", "company", file, "--failed-rows", target), ("export", "company", target)):
        result = with_app(*asked, "--json")
        (problem,) = json.loads(result.stdout)["error"]["problems"]
        assert (result.exit_code, problem["code"]) == (1, "cannot_write_file")
    assert with_app.ok("query", "company")["items"] == []


def test_records_are_exported_to_a_file(with_app: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "companies.csv"
    file.write_text("Name,Employees\nAda,10\nBob,20\n", encoding="utf-8")
    with_app.ok("import", "company", file)
    target = tmp_path / "out.csv"
    where = '{"field": "employees", "op": "gt", "value": 15}'
    asked = ("export", "company", target, "--where", where, "--fields", "name,employees", "--no-bom")
    assert with_app.ok(*asked) == {"rows": 1, "file": str(target)}
    assert target.read_text(encoding="utf-8").splitlines() == ["Name,Employees", "Bob,20"]
    book = tmp_path / "out.xlsx"
    assert with_app.ok("export", "company", book, "--view", "All companies")["rows"] == 2
    assert book.read_bytes()[:2] == b"PK"
    assert with_app("export", "company", tmp_path / "out.pdf").exit_code == 2
    missing = with_app("export", "company", target, "--view", "Nonsense")
    assert (missing.exit_code, "unknown_view" in missing.output) == (1, True)


def test_people_are_invited_linked_and_let_go(builder: CommandLine) -> None:
    builder.ok("template", "install", "crm")
    made = builder.ok("member", "add", "李雷", "--mobile", "138 1234 5678", "--role", "sales_rep")
    assert made["url"].startswith("http://127.0.0.1:8000/join#")
    listed = builder.ok("member", "list", "--state", "invited")["items"]
    assert [(one["label"], one["mobile"], one["roles"]) for one in listed] == [
        ("李雷", "+8613812345678", ["sales_rep"])
    ]
    again = builder.ok("member", "link", "13812345678")
    assert again["url"] != made["url"]
    assert builder.ok("member", "disable", "13812345678")["state"] == "disabled"
    assert builder.ok("member", "enable", "+8613812345678")["state"] == "invited"
    refused = builder("member", "disable", EMAIL, "--json")
    assert (refused.exit_code, json.loads(refused.stdout)["error"]["code"]) == (1, "not_yourself")


def test_a_wrong_invitation_is_refused_with_every_problem(builder: CommandLine) -> None:
    refused = builder("member", "add", "李雷", "--email", "x", "--mobile", "y", "--json")
    assert [one["path"] for one in json.loads(refused.stdout)["error"]["problems"]] == ["email", "mobile"]
    unknown = builder("member", "add", "李雷", "--email", "lilei@example.com", "--role", "emperor", "--json")
    assert json.loads(unknown.stdout)["error"]["problems"][0]["code"] == "unknown_reference"
    nobody = builder("member", "link", "nobody@example.com", "--json")
    assert json.loads(nobody.stdout)["error"]["code"] == "unknown_account"
