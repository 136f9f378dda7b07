"""A request that meets a full disk or loses its database is refused by name and changes nothing; the next one works."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import count
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from builder.runtime.imports import uploads
from builder.storage.engine import Database
from tests.api.conftest import API, RECORDS, Browser, admin, app, config, people, services_of, unlimited
from tests.outages.faults import (
    BoundedFiles,
    Fault,
    FullServer,
    LostCommit,
    bounded_files,
    closed_server,
    faults_of,
    left_in,
)
from tests.promises.dumps import changed, dump

__all__ = ["admin", "app", "config", "people", "unlimited"]
COMPANY = f"{RECORDS}/company"
LONG = "织表 " * 8_000
numbers = count(1)


@dataclass
class Desk:
    """A person at work, and the database below."""

    app: Flask
    browser: Browser

    @property
    def database(self) -> Database:
        return services_of(self.app).workspaces.database

    def company(self) -> dict[str, Any]:
        """Create a company."""
        made: dict[str, Any] = self.browser.post(COMPANY, {"values": {"name": f"Company {next(numbers)}"}})
        return made


Request = Callable[[], TestResponse]


def saving(desk: Desk) -> Request:
    body = {"values": {"name": "Saved", "profile": LONG, "partners": [desk.company()["id"]], "labels": ["vip"]}}
    return lambda: desk.browser.send("POST", COMPANY, body)


def changing(desk: Desk) -> Request:
    path = f"{COMPANY}/{desk.company()['id']}"
    return lambda: desk.browser.send("PATCH", path, {"values": {"profile": LONG, "score": "2"}}, If_Match='"1"')


def creating_many(desk: Desk) -> Request:
    records = [{"values": {"name": f"One of many {number}", "profile": LONG[:9_000]}} for number in range(25)]
    return lambda: desk.browser.send("POST", f"{COMPANY}/bulk", {"action": "create", "records": records})


def deleting(desk: Desk) -> Request:
    made = [desk.company()["id"] for _ in range(3)]
    desk.browser.post(f"{RECORDS}/person/bulk", {"action": "create", "records": [person(made[0])] * 300})
    return lambda: desk.browser.send("DELETE", f"{COMPANY}/{made[0]}", If_Match='"1"')


def person(company: int) -> dict[str, Any]:
    return {"values": {"name": "Somebody with a name that takes some room " * 4, "company": company}}


def undoing(desk: Desk) -> Request:
    records = [{"values": {"name": f"Undone {number}"}} for number in range(300)]
    made = desk.browser.post(f"{COMPANY}/bulk", {"action": "create", "records": records})
    path = f"/w/main/change-sets/{made['change_set']}/undo"
    return lambda: desk.browser.send("POST", path, {"mode": "all"})


def publishing(desk: Desk) -> Request:
    number = next(numbers)
    name = {"name": "name", "type": "text", "label": {"en": "Name"}, "searchable": True, "unique": True}
    entity = {"kind": "entity", "name": f"thing_{number}", "label": {"en": "Thing"}, "title": ["name"]}
    documents = [{**entity, "fields": [name, {**name, "name": "more", "type": "long_text", "unique": False}]}]
    return lambda: desk.browser.send("POST", "/w/main/apps/sample/publish", {"documents": documents})


def sending_a_file(desk: Desk) -> Request:
    wide = ",".join(f"column {number}" for number in range(150))
    return lambda: upload(desk.browser, f"{wide}\n{wide}\n".encode())


def upload(browser: Browser, content: bytes) -> TestResponse:
    file = FileStorage(BytesIO(content), "companies.csv")
    boundary, body = encode_multipart({"app": "sample", "entity": "company", "file": file})
    headers = {"X-CSRF-Token": browser.csrf, "Accept-Language": "en"}
    kind = f"multipart/form-data; boundary={boundary}"
    return browser.client.post(f"{API}/w/main/imports", data=body, headers=headers, content_type=kind)


REQUESTS = [saving, changing, creating_many, deleting, undoing, publishing, sending_a_file]
STEPS = {"disk_full": 1, "disk_unavailable": 4_096, "database_unreachable": 1}
"""By how much later each try fails, in what the fault counts."""


def points(fault: Fault, chance: random.Random) -> Iterator[int]:
    """Yield later and later points; under torture every one, else a few."""
    at = 0
    while True:
        yield at * STEPS[fault.code]
        at += 1 if os.environ.get("TORTURE") else chance.randrange(1, 3 + at * 3)


def refused(response: TestResponse, code: str) -> bool:
    """Whether a request was refused, as it must be then."""
    if response.status_code < 400:
        return False
    body = response.get_json()
    assert (response.status_code, body["code"]) == (503, code), body
    assert response.mimetype == "application/problem+json"
    assert response.headers["Retry-After"]
    assert body["message"]
    return True


@pytest.fixture
def desk(app: Flask, admin: Browser) -> Desk:
    """A person at work."""
    return Desk(app, admin)


@pytest.mark.parametrize("which", [0, 1], ids=["full", "lost"])
@pytest.mark.parametrize("request_of", REQUESTS, ids=lambda request: request.__name__)
def test_a_request_that_fails_in_the_middle_changes_nothing(
    desk: Desk, request_of: Callable[[Desk], Request], which: int
) -> None:
    send = request_of(desk)
    fault, chance = faults_of(desk.database)[which], random.Random(20_260_101)
    before, folder = dump(desk.database), uploads.folder_of(desk.database.data_dir)
    files, failed = left_in(folder), 0
    for at in points(fault, chance):
        with fault.during(at):
            response = send()
        if not refused(response, fault.code):
            break
        failed += 1
        assert changed(before, dump(desk.database)) == [], at
        assert left_in(folder) == files
    assert failed, "nothing failed"
    assert changed(before, dump(desk.database))


@pytest.mark.parametrize("size", [100_000, 1_000_000], ids=["kept", "arriving"])
def test_a_disk_that_takes_no_more_of_a_sent_file_is_named_and_the_file_is_gone(desk: Desk, size: int) -> None:
    folder, content = uploads.folder_of(desk.database.data_dir), b"name\n" + b"A company\n" * (size // 10)
    before, files = dump(desk.database), left_in(folder)
    with bounded_files(size // 2):
        response = upload(desk.browser, content)
    assert refused(response, "disk_unavailable")
    assert (changed(before, dump(desk.database)), left_in(folder)) == ([], files)
    assert upload(desk.browser, content).status_code == 201


def test_who_only_looks_is_served_while_nothing_can_be_written(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    made, workspaces = desk.company(), services_of(desk.app).workspaces
    later = workspaces.clock() + 3_600_000_000
    monkeypatch.setattr(workspaces, "clock", lambda: later)  # time to write down that the session was seen
    fault = FullServer(desk.database) if desk.database.dialect == "postgresql" else BoundedFiles(desk.database)
    with fault.during(0):
        assert desk.browser.get(f"{COMPANY}/{made['id']}") == made
        assert refused(desk.browser.send("POST", COMPANY, {"values": {"name": "More"}}), fault.code)


@pytest.fixture
def on_a_server(desk: Desk) -> Desk:
    """A person at work on PostgreSQL."""
    if desk.database.dialect != "postgresql":
        pytest.skip("SQLite has no server")
    return desk


def test_a_server_that_takes_no_connections_is_named_and_served_again_when_it_does(on_a_server: Desk) -> None:
    desk = on_a_server
    send, before = saving(desk), dump(desk.database)
    with closed_server(desk.database):
        for _ in range(3):
            assert refused(send(), "database_unreachable")
        ready = desk.app.test_client().get("/readyz")
        assert (ready.status_code, ready.get_json()["code"]) == (503, "database_unreachable")
        assert desk.app.test_client().get("/healthz").status_code == 200
    assert changed(before, dump(desk.database)) == []
    assert send().status_code == 201
    assert desk.app.test_client().get("/readyz").status_code == 200


@pytest.mark.parametrize("committed", [False, True], ids=["before", "after"])
def test_a_session_lost_at_the_commit_says_that_nobody_knows_and_can_be_repeated(
    on_a_server: Desk, committed: bool
) -> None:
    desk = on_a_server
    name = f"At the commit {committed}"

    def save() -> TestResponse:
        return desk.browser.send("POST", COMPANY, {"values": {"name": name}}, Idempotency_Key=f"commit-{committed}")

    def there() -> int:
        where = {"filter": {"field": "name", "op": "eq", "value": name}}
        return int(desk.browser.post(f"{COMPANY}/count", where)["count"])

    with LostCommit(desk.database, committed).during(0):
        assert refused(save(), "outcome_unknown")
    assert there() == int(committed)
    again = save()
    assert (again.status_code, there()) == (201, 1)
    assert ("Idempotency-Replayed" in again.headers) is committed
