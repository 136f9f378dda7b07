"""Lists are kept ready for requests of the same shape, and long requests are not kept at all."""

from __future__ import annotations

from builder.runtime.ready_lists import LONGEST_KEPT, MOST_READY, list_for


def request(value):
    return {"filter": {"field": "name", "op": "contains", "value": value}, "fields": ["name"]}


def test_the_same_request_is_made_ready_once(work):
    company = work.entity("company")
    assert list_for(work, company, request("a")) is list_for(work, company, {**request("a"), "limit": 7})
    assert list_for(work, company, request("a")) is not list_for(work, company, request("b"))


def test_what_is_kept_is_bounded_in_number_and_length(work):
    company = work.entity("company")
    long = {"any": [{"field": "name", "op": "eq", "value": "x" * (LONGEST_KEPT // 3)}] * 3}
    assert list_for(work, company, {"filter": long}) is not list_for(work, company, {"filter": long})
    for at in range(MOST_READY + 10):
        list_for(work, company, {"search": str(at), "fields": []})
    assert len(work.asker.plans["lists", company.id]) <= MOST_READY
