"""Countries are known by code and by name, in the three languages; a phone number is read by that of its record."""

from __future__ import annotations

import pytest

from builder.metadata.countries import NAMES, region_of


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("US", "US"), ("usa", "US"), ("United States", "US"), ("U.S.A.", "US"), ("美国", "US"), ("美國", "US"),
        ("中国", "CN"), ("China", "CN"), ("台灣", "TW"), ("Taiwan", "TW"), ("香港", "HK"), ("UK", "GB"), ("德国", "DE"),
        ("Germany", "DE"), ("  canada ", "CA"), ("South Korea", "KR"), ("", ""), ("somewhere", ""), ("x" * 10_000, ""),
    ],
)  # fmt: skip
def test_a_country_is_known_by_its_names(name: str, region: str) -> None:
    assert region_of(name) == region


def test_no_name_means_two_countries() -> None:
    names = [name for line in NAMES.split("\n") for name in line.split("|")[1:]]
    assert len(names) > 150
    assert len(set(names)) == len(names)
