"""A request that is sent twice under one Idempotency-Key is carried out once."""

from __future__ import annotations

import gzip
from threading import Barrier, Thread

import orjson
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.api.conftest import RECORDS, Browser

COMPANY = f"{RECORDS}/company"


def total(browser: Browser) -> int:
    """Return how many companies there are."""
    return int(browser.post(f"{COMPANY}/count", {"exact": True})["count"])


def test_the_same_request_is_answered_alike_and_done_once(admin: Browser) -> None:
    body = {"values": {"name": "Once"}}
    before = total(admin)
    first = admin.send("POST", COMPANY, body, Idempotency_Key="one")
    again = admin.send("POST", COMPANY, body, Idempotency_Key="one")
    assert first.status_code == again.status_code == 201
    assert first.get_json() == again.get_json()
    assert first.headers["ETag"] == again.headers["ETag"]
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert total(admin) == before + 1


def test_a_large_answer_that_is_sent_compressed_is_kept_and_answered_alike(admin: Browser) -> None:
    body = {"values": {"name": "Large", "notes": "很长的备注" * 1_000}}
    first = admin.send("POST", COMPANY, body, Idempotency_Key="large", Accept_Encoding="gzip, deflate, br")
    assert (first.status_code, first.headers["Content-Encoding"]) == (201, "gzip")
    again = admin.send("POST", COMPANY, body, Idempotency_Key="large", Accept_Encoding="gzip, deflate, br")
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.get_json() == orjson.loads(gzip.decompress(first.get_data()))


def test_spacing_and_order_of_keys_make_no_other_request(admin: Browser) -> None:
    first = admin.send("POST", COMPANY, {"values": {"name": "Order", "score": "1"}}, Idempotency_Key="order")
    again = admin.send("POST", COMPANY, {"values": {"score": "1", "name": "Order"}}, Idempotency_Key="order")
    assert again.get_json() == first.get_json()


@pytest.mark.parametrize(
    ("path", "body"),
    [(COMPANY, {"values": {"name": "Another"}}), (f"{RECORDS}/person", {"values": {"name": "First"}})],
)
def test_another_request_under_the_same_key_is_refused(admin: Browser, path: str, body: object) -> None:
    admin.send("POST", COMPANY, {"values": {"name": "First"}}, Idempotency_Key="taken")
    before = total(admin)
    response = admin.send("POST", path, body, Idempotency_Key="taken")
    assert (response.status_code, response.get_json()["code"]) == (422, "idempotency_mismatch")
    assert total(admin) == before


def test_a_refused_request_leaves_the_key_unused(admin: Browser) -> None:
    assert admin.send("POST", COMPANY, {"values": {}}, Idempotency_Key="refused").status_code == 422
    done = admin.send("POST", COMPANY, {"values": {"name": "Now"}}, Idempotency_Key="refused")
    assert done.status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 201, "with space", "ü"])
def test_a_key_that_is_none_is_refused(admin: Browser, key: str) -> None:
    response = admin.send("POST", COMPANY, {"values": {"name": "N"}}, Idempotency_Key=key)
    assert (response.status_code, response.get_json()["code"]) == (400, "bad_idempotency_key")


def test_requests_at_the_same_time_are_done_once(app: Flask, admin: Browser) -> None:
    before = total(admin)
    barrier, answers = Barrier(5), list[TestResponse]()
    cookie = admin.client.get_cookie("formloom_session")
    assert cookie is not None

    def send() -> None:
        client = app.test_client()
        client.set_cookie("formloom_session", cookie.value)
        browser = Browser(client, admin.csrf)
        barrier.wait()
        answers.append(browser.send("POST", COMPANY, {"values": {"name": "Race"}}, Idempotency_Key="race"))

    threads = [Thread(target=send) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [201] * 5
    assert len({answer.get_json()["id"] for answer in answers}) == 1
    assert total(admin) == before + 1


def test_keys_of_one_person_mean_nothing_to_another(app: Flask, admin: Browser, people: object) -> None:
    assert callable(people)
    people("ivy@example.com", roles=("seller",))
    other = Browser(app.test_client()).sign_in("ivy@example.com")
    mine = admin.send("POST", COMPANY, {"values": {"name": "Mine"}}, Idempotency_Key="shared")
    theirs = other.send("POST", COMPANY, {"values": {"name": "Theirs"}}, Idempotency_Key="shared")
    assert mine.get_json()["id"] != theirs.get_json()["id"]
