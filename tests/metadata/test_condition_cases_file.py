"""The browser's evaluator is held to the same table of cases as the server's."""

from tests.metadata.condition_cases_file import FILE, text


def test_the_cases_for_the_browser_are_those_of_the_table() -> None:
    assert FILE.read_text() == text(), "run python -m tests.metadata.condition_cases_file"
