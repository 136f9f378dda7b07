from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.metadata.masking import mask_text


@pytest.mark.parametrize(
    ("kind", "text", "masked"),
    [
        ("phone", "13812341234", "138****1234"),
        ("phone", "+8613812341234", "138****1234"),
        ("phone", "+86 13812341234", "138****1234"),
        ("phone", "+16502530000", "+16****0000"),
        ("phone", "555-12", "5****2"),
        ("phone", "123", "****"),
        ("email", "li.wei@acme.com", "l***@acme.com"),
        ("email", "l@acme.com", "***@acme.com"),
        ("email", "not an address", "****"),
        ("name", "张三", "张*"),
        ("name", "欧阳娜娜", "欧***"),
        ("name", "张", "*"),
        ("id_number", "11010519491231002X", "110***********002X"),
        ("id_number", "1101", "****"),
        ("all", "anything at all", "****"),
        ("no such kind", "secret", "****"),
        ("phone", "", ""),
    ],
)
def test_a_mask_leaves_what_a_colleague_may_see(kind: str, text: str, masked: str) -> None:
    assert mask_text(kind, text) == masked


@given(st.sampled_from(["phone", "name", "id_number", "all", "?"]), st.text(min_size=1, max_size=40))
def test_a_mask_never_shows_more_than_two_thirds(kind: str, text: str) -> None:
    shown = [sign for sign in mask_text(kind, text) if sign != "*"]
    assert len(shown) * 3 <= len(text) * 2


@given(st.emails())
def test_a_masked_address_hides_all_but_one_letter_of_its_name(address: str) -> None:
    name, _, domain = address.rpartition("@")
    assert mask_text("email", address) in (f"{name[0]}***@{domain}", f"***@{domain}")
