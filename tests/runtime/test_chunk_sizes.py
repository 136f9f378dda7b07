"""Sizes of chunks: long work shrinks what keeps others waiting, and grows what does not."""

from __future__ import annotations

import pytest

from builder.runtime.chunk_sizes import LONGEST_HOLD, ChunkSize


@pytest.mark.parametrize(
    ("held", "following"),
    [
        (LONGEST_HOLD, 200),
        (2 * LONGEST_HOLD, 100),
        (LONGEST_HOLD // 2, 400),
        (100 * LONGEST_HOLD, 50),
        (0, 500),
        (-5, 500),
    ],
)
def test_the_next_chunk_takes_about_as_long_as_others_may_wait(held: int, following: int):
    size = ChunkSize(200, smallest=50, largest=500)
    size.learn(held)
    assert size.now == following


def test_where_writers_do_not_wait_for_each_other_chunks_stay_large():
    size = ChunkSize.first("postgresql", 200, 500)
    size.learn(100 * LONGEST_HOLD)
    assert size.now == 500
    assert ChunkSize.first("sqlite", 200, 500).now == 200
