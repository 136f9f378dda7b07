"""Order keys stay short, however many are added, and leave room between any two."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from builder.metadata.ids import order_between, order_sequence

KEYS = st.text("0123456789ABCXYZabcxyz", min_size=1, max_size=8).map(lambda text: text.rstrip("0") or "V")


def test_what_is_added_at_the_end_for_ever_gets_short_keys() -> None:
    keys = [order_sequence(3)[-1]]
    for _ in range(5_000):
        keys.append(order_between(keys[-1], None))
    assert all(low < high for low, high in pairwise(keys))
    assert max(map(len, keys)) <= 6


@given(low=KEYS, high=KEYS | st.none())
def test_there_is_a_key_between_any_two(low: str, high: str | None) -> None:
    if high is not None and low == high:
        return
    low, high = (low, high) if high is None or low < high else (high, low)
    found = order_between(low, high)
    assert low < found
    assert high is None or found < high


@given(low=KEYS)
def test_there_is_room_before_what_was_added(low: str) -> None:
    added = order_between(low, None)
    assert low < order_between(low, added) < added
