"""Looking up fields and documents by name or id."""

from __future__ import annotations

from typing import Any

from builder.metadata.directory import Directory


def test_a_field_is_found_in_the_scope_that_is_asked_however_short_that_lives() -> None:
    directory = Directory([])
    items: list[dict[str, Any]] = [{"name": f"f{number}", "type": "text"} for number in range(100)]
    assert [directory.field({"fields": [item]}, item["name"]) for item in items] == items
