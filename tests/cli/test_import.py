"""``builder import`` and ``builder undo``: a file of rows becomes records, and they can be taken back."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter

from builder.errors import NotAllowed
from tests.cli.conftest import CommandLine

LEADS = Path(__file__).resolve().parents[3] / "shared" / "data" / "salesforce_leads.csv"


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


@pytest.mark.skipif(not LEADS.is_file(), reason="the collected real files are not beside the project")
def test_a_real_file_is_imported_without_a_mapping(builder: CommandLine) -> None:
    builder.ok("template", "install", "crm")
    done = builder.ok("import", "lead", LEADS)
    assert (done["created"], done["updated"], done["failed"]) == (160, 0, 0)
    assert builder.ok("query", "lead", "--count") == {"count": 160}


@pytest.mark.skipif(not LEADS.is_file(), reason="the collected real files are not beside the project")
@pytest.mark.parametrize(
    ("name", "entity", "columns", "created", "failed"),
    [
        ("resellers.csv", "customer", {"name": "F", "phone": "D"}, 701, 0),
        ("prospective_buyers.psv", "contact", {"name": "CDE", "email": "I", "phone": "V"}, 1_954, 105),
    ],
)
def test_real_files_without_names_are_imported_by_a_mapping(
    builder: CommandLine, tmp_path: Path, name: str, entity: str, columns: dict[str, str], created: int, failed: int
) -> None:
    builder.ok("template", "install", "crm")
    mapping = tmp_path / "mapping.json"
    told = [{"from": list(letters), "to": field} for field, letters in columns.items()]
    mapping.write_text(json.dumps({"columns": told}), encoding="utf-8")
    result = builder("import", entity, LEADS.with_name(name), "--mapping", mapping, "--no-header", "--json")
    done = json.loads(result.stdout)
    assert (result.exit_code, done["created"], done["failed"]) == (3 if failed else 0, created, failed)
    assert builder.ok("query", entity, "--count") == {"count": created}


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


class Terminal:
    """``builder import`` as a process of its own whose standard error is a terminal."""

    def __init__(self, line: CommandLine, *arguments: str | Path) -> None:
        ours, theirs = pty.openpty()
        environ = {**os.environ, **line.environ}
        command = [sys.executable, "-m", "builder.cli", "import", *map(str, arguments)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=environ, text=True)
        os.close(theirs)
        self._ours = ours
        self.shown = ""
        """What came on the terminal so far."""

    def read(self) -> bool:
        """Take what comes next; False at the end."""
        try:
            more = os.read(self._ours, 10_000)
        except OSError:
            return False
        self.shown += more.decode()
        return bool(more)

    def read_until(self, wanted: str) -> None:
        """Read on until a pattern has come."""
        while not re.search(wanted, self.shown):
            assert self.read(), self.shown

    def end(self) -> tuple[int, str]:
        """Read to the end and return the exit code and standard output."""
        while self.read():
            pass
        out, _ = self.process.communicate(timeout=60)
        os.close(self._ours)
        return self.process.returncode, out


def many(path: Path, count: int) -> Path:
    return rows(path, "Name,Employees", *(f"Company {number},{number}" for number in range(count)))


@pytest.mark.slow
def test_progress_is_one_line_on_a_terminal_and_nothing_elsewhere(with_app: CommandLine, tmp_path: Path) -> None:
    file = many(tmp_path / "companies.csv", 1_000)
    terminal = Terminal(with_app, "company", file)
    code, out = terminal.end()
    assert (code, out.partition(".")[0]) == (0, "created 1000, updated 0, failed 0, skipped 0")
    assert re.search(r"\r\x1b\[KImporting: \d+ of 1000 rows \(\d+%\)", terminal.shown)
    assert "\n" not in terminal.shown
    assert terminal.shown.endswith("\r\x1b[K"), "the line is taken away"
    quiet = Terminal(with_app, "company", file, "--json")
    assert quiet.end()[0] == 0
    assert quiet.shown == ""
    elsewhere = with_app("import", "company", file)
    assert (elsewhere.exit_code, elsewhere.stderr) == (0, "")


@pytest.mark.slow
def test_an_interrupted_import_is_cancelled_says_so_and_can_be_undone(with_app: CommandLine, tmp_path: Path) -> None:
    terminal = Terminal(with_app, "company", many(tmp_path / "companies.csv", 40_000))
    terminal.read_until(r"Importing: [1-9]\d* of 40000")
    terminal.process.send_signal(signal.SIGINT)
    code, out = terminal.end()
    assert (code, out) == (1, "")
    assert "Cancelling…" in terminal.shown
    said = re.search(r"cancelled: (\d+) records were created .* Change set: (\d+)", terminal.shown)
    assert said is not None, terminal.shown
    created, change_set = said.groups()
    assert 0 < int(created) < 40_000
    assert with_app.ok("query", "company", "--count") == {"count": int(created)}
    assert with_app.ok("undo", change_set, "--mode", "rest")["restored"] == int(created)


def test_an_import_of_nothing_tells_of_no_change_set(with_app: CommandLine, tmp_path: Path) -> None:
    file = rows(tmp_path / "companies.csv", "Name")
    told = with_app("import", "company", file).stdout
    assert "created 0" in told
    assert "Change set" not in told


def test_an_import_that_fails_in_its_job_says_why(
    with_app: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = rows(tmp_path / "companies.csv", "Name", "Ada")

    def refuse(*_: object) -> None:
        raise NotAllowed

    monkeypatch.setattr("builder.runtime.imports.running._Run._write", refuse)
    result = with_app("import", "company", file)
    assert result.exit_code != 0
    assert "You do not have permission to do this." in result.stderr
    assert with_app.ok("query", "company", "--count") == {"count": 0}


def test_an_export_that_fails_in_its_job_says_why(
    with_app: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise NotAllowed

    monkeypatch.setattr("builder.runtime.exports.running.export_handler", lambda *_: refuse)
    target = tmp_path / "companies.csv"
    result = with_app("export", "company", target)
    assert result.exit_code != 0
    assert "You do not have permission to do this." in result.stderr
    assert not target.exists()


def test_a_file_whose_encoding_is_uncertain_is_warned_of_and_can_be_told(with_app: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "companies.csv"
    file.write_bytes("Name\n北京大公司\n".encode() + b"bad\xff\xfe\x80row\n")
    taken = with_app("import", "company", file, "--json")
    assert taken.exit_code == 3  # the row that cannot be read is refused, not garbled
    done = json.loads(taken.stdout)
    assert (done["created"], done["failed"]) == (1, 1)
    assert [warning["code"] for warning in done["warnings"]] == ["encoding_uncertain"]
    assert "北京大公司" in with_app("query", "company", "--fields", "name").stdout
    assert "encoding is uncertain" in with_app("import", "company", file).stderr
    chinese = tmp_path / "chinese.csv"
    chinese.write_bytes("Name\n上海\n".encode("gb18030"))
    assert with_app.ok("import", "company", chinese, "--encoding", "gb18030")["warnings"] == []
    assert "上海" in with_app("query", "company", "--fields", "name").stdout
    for name in ("klingon", "punycode"):
        refused = with_app("import", "company", chinese, "--encoding", name)
        assert (refused.exit_code, "Common ones are utf-8, gb18030" in refused.stderr) == (1, True)


def test_options_that_an_import_added_stay_after_its_undo_and_are_told(builder: CommandLine, tmp_path: Path) -> None:
    builder.ok("template", "install", "crm")
    file = rows(tmp_path / "leads.csv", "公司名称,手机,来源", "Acme,13800000000,火星", "Bolt,13800000001,金星")
    done = builder.ok("import", "lead", file)
    assert (done["created"], done["options"]) == (2, 2)
    number = str(done["change_set"])
    assert builder.ok("undo", number, "--mode", "check")["options_kept"] == 2
    assert "The 2 options that this import added stay." in builder("undo", number).stdout
    again = builder("import", "lead", file)
    assert "created 2" in again.stdout
    assert "options" not in again.stdout


def test_two_apps_with_one_name_are_told_apart(with_app: CommandLine) -> None:
    with_app.ok("template", "install", "crm")
    with_app.ok("template", "clone", "crm", "--name", "crm2", "--label", "CRM 2")
    refused = with_app("query", "lead", "--count", "--json")
    assert refused.exit_code == 1
    assert "app_needed" in refused.output
    assert with_app.ok("query", "lead", "--count", "--app", "crm2") == {"count": 0}


def test_columns_that_become_nothing_are_told(with_app: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "companies.csv"
    file.write_text("Name,Lucky number,Shoe size\nAcme,7,42\n", encoding="utf-8")
    (warning,) = with_app.ok("import", "company", file)["warnings"]
    assert warning["code"] == "columns_left_out"
    assert "Lucky number, Shoe size" in warning["message"]
    mapping = tmp_path / "mapping.json"
    mapping.write_text('{"columns": [{"from": ["A", "B", "C"], "to": "name"}]}')
    assert with_app.ok("import", "company", file, "--mapping", mapping)["warnings"] == []


def test_a_file_without_names_keeps_its_first_row(with_app: CommandLine, tmp_path: Path) -> None:
    file = rows(tmp_path / "companies.txt", "Acme|7", "Globex|8", "Initech|9")
    mapping = tmp_path / "mapping.json"
    columns = [{"from": ["A"], "to": "name"}, {"from": ["B"], "to": "employees"}]
    mapping.write_text(json.dumps({"columns": columns}), encoding="utf-8")
    asked = ("import", "company", file, "--mapping", mapping, "--no-header", "--separator", "|")
    assert with_app.ok(*asked)["created"] == 3
    found = with_app.ok("query", "company", "--fields", "name,employees", "--sort", "employees")["items"]
    assert [one["values"]["name"] for one in found] == ["Acme", "Globex", "Initech"]
    refused = with_app(*asked[:-1], "||", "--json")
    assert json.loads(refused.stdout)["error"]["problems"][0]["code"] == "separator_invalid"


def test_a_sheet_is_chosen_by_its_name(with_app: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "companies.xlsx"
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("Read me").write_column(0, 0, ["Name", "Not a company"])
        book.add_worksheet("客户").write_column(0, 0, ["Name", "Acme", "Globex"])
    assert with_app.ok("import", "company", file, "--sheet", "客户")["created"] == 2
    refused = with_app("import", "company", file, "--sheet", "Nowhere", "--json")
    assert refused.exit_code == 1
    assert "sheet_unknown" in refused.stdout


def test_why_rows_failed_is_told_without_asking(with_app: CommandLine, tmp_path: Path) -> None:
    lines = [f"Company {number},many" for number in range(12)]
    file = rows(tmp_path / "companies.csv", "Name,Employees", "Acme,7", *lines)
    mapping = tmp_path / "mapping.json"
    columns = [{"from": ["A"], "to": "name"}, {"from": ["B"], "to": "employees"}]
    mapping.write_text(json.dumps({"columns": columns}), encoding="utf-8")
    told = with_app("import", "company", file, "--mapping", mapping)
    assert told.exit_code == 3
    assert "Row 3: " in told.stdout
    assert "2 more rows failed" in told.stdout
    answer = json.loads(with_app("import", "company", file, "--mapping", mapping, "--json").stdout)
    assert [one["row"] for one in answer["failures"]] == list(range(3, 13))
    assert all("Employees" in one["reason"] or "员工数" in one["reason"] for one in answer["failures"])
