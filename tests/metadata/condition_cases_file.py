"""Writes the table of cases as JSON for the evaluator in the browser.

Run ``python -m tests.metadata.condition_cases_file`` after a change to the table or to the sample app's fields.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.metadata import condition_cases as table
from tests.samples.sample_app import sample_documents

SHARED = ("name", "type", "settings")
FILE = Path(__file__).with_name("condition_cases.json")


def shared() -> dict[str, Any]:
    """Return records, moment, entities and cases as plain JSON."""
    documents = {item["name"]: item for item in sample_documents() if item["kind"] == "entity"}
    fields = {
        name: [{key: field[key] for key in SHARED if key in field} for field in document["fields"]]
        for name, document in documents.items()
    }
    return {
        "now": table.NOW,
        "user": table.USER,
        "subordinates": list(table.SUBORDINATES),
        "entities": fields,
        "companies": table.COMPANIES,
        "people": table.PEOPLE,
        "owners": table.OWNERS,
        "cases": [{"condition": condition, "found": list(found)} for condition, found in table.CASES],
    }


def text() -> str:
    """Return the file's text, one case a line so that changes are readable."""
    whole = shared()
    cases = ",\n  ".join(json.dumps(case, ensure_ascii=False) for case in whole.pop("cases"))
    head = ",\n ".join(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in whole.items())
    return f'{{\n {head},\n "cases": [\n  {cases}\n ]\n}}\n'


if __name__ == "__main__":
    FILE.write_text(text())
