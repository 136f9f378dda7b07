"""A cursor stands for a position that was given out: nobody looks around by writing one."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest

from builder.errors import Invalid
from builder.runtime import read_records, save_records
from builder.runtime.cursors import SEAL_BYTES


def test_a_cursor_with_another_position_is_refused(work):
    company = work.entity("company")
    save_records.create_many(work, company, [{"name": f"F{at}"} for at in range(5)])
    asked = {"sort": [{"field": "name"}], "limit": 2}
    cursor = read_records.page(work, company, asked)["next"]
    raw = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    assert b"f1" in raw[SEAL_BYTES:].lower()
    forged = raw[:SEAL_BYTES] + raw[SEAL_BYTES:].replace(b"f1", b"f3").replace(b"F1", b"F3")
    assert forged != raw
    with pytest.raises(Invalid) as refused:
        read_records.page(work, company, {**asked, "cursor": urlsafe_b64encode(forged).decode().rstrip("=")})
    assert [problem.code for problem in refused.value.problems] == ["bad_cursor"]
