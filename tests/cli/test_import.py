"""``builder import`` and ``builder undo``: a file of rows becomes records, and they can be taken back."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import CommandLine


def rows(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_rows_are_imported_and_the_import_is_undone(with_app: CommandLine, tmp_path: Path) -> None:
    file = rows(tmp_path / "companies.csv", "Name,Code", "Ada,AA-001", "Bob,AA-002", "Cleo,AA-003")
    mapping = tmp_path / "mapping.json"
    columns = [{"from": ["A"], "to": "name"}, {"from": ["B"], "to": "code"}]
    mapping.write_text(json.dumps({"columns": columns}), encoding="utf-8")
    done = with_app.ok("import", "company", file, "--mapping", mapping)
    assert (done["created"], done["updated"], done["failed"]) == (3, 0, 0)
    assert with_app.ok("query", "company", "--count") == {"count": 3}
    again = with_app.ok("import", "company", file, "--mapping", mapping, "--key", "code")
    assert (again["created"], again["failed"]) == (0, 0)
    undone = with_app.ok("undo", str(done["change_set"]), "--mode", "rest")
    assert undone["restored"] == 3
    assert with_app.ok("query", "company", "--count") == {"count": 0}


def test_an_import_that_partly_fails_ends_with_3_and_says_so(with_app: CommandLine, tmp_path: Path) -> None:
    file = rows(tmp_path / "companies.csv", "Name,Employees", "Ada,10", "Bob,many")
    mapping = tmp_path / "mapping.json"
    columns = [{"from": ["A"], "to": "name"}, {"from": ["B"], "to": "employees"}]
    mapping.write_text(json.dumps({"columns": columns}), encoding="utf-8")
    result = with_app("import", "company", file, "--mapping", mapping)
    assert result.exit_code == 3
    assert "created 1, updated 0, failed 1" in result.stdout


def test_a_mapping_that_is_no_json_is_refused(with_app: CommandLine, tmp_path: Path) -> None:
    file = rows(tmp_path / "companies.csv", "Name", "Ada")
    for text, code in (("{", "not_json"), ("[]", "not_an_object")):
        mapping = rows(tmp_path / "mapping.json", text)
        result = with_app("import", "company", file, "--mapping", mapping, "--json")
        assert (result.exit_code, json.loads(result.stdout)["error"]["problems"][0]["code"]) == (1, code)
