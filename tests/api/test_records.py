"""Records over HTTP: their life, their versions, changes to many, undo."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from flask import Flask

from builder.designer.adding_options import add_options
from builder.jobs.worker import Worker
from builder.runtime.background import undoing
from builder.runtime.background.handlers import job_handlers
from tests.api.conftest import RECORDS, Browser, services_of

COMPANY, PERSON, VISIT = f"{RECORDS}/company", f"{RECORDS}/person", f"{RECORDS}/visit"
numbers = count(1)


def company(browser: Browser, **values: Any) -> dict[str, Any]:
    """Create a company."""
    made: dict[str, Any] = browser.post(COMPANY, {"values": {"name": f"Company {next(numbers)}", **values}})
    return made


def test_a_record_is_created_read_changed_and_deleted(admin: Browser) -> None:
    response = admin.send("POST", COMPANY, {"values": {"name": "织表科技", "score": "12.5", "tier": "high"}})
    made = response.get_json()
    assert (response.status_code, response.headers["ETag"], made["version"]) == (201, '"1"', 1)
    assert (made["title"], made["values"]["score"], made["values"]["tier"]) == ("织表科技", "12.50", "high")
    path = f"{COMPANY}/{made['id']}"
    changed = admin.patch(path, {"values": {"score": None}}, 1)
    assert (changed["version"], changed["values"]["score"]) == (2, None)
    assert admin.get(path) == changed
    deleted = admin.send("DELETE", path, If_Match='"2"')
    assert (deleted.status_code, deleted.get_json()["change_set"] > 0) == (200, True)
    assert admin.get(path)["deleted"] is True
    restored = admin.post(f"{path}/restore")
    assert "deleted" not in restored
    assert restored["version"] == 4


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({}, 428, "version_missing"),
        ({"If_Match": ""}, 428, "version_missing"),
        ({"If_Match": "1"}, 400, "bad_version"),
        ({"If_Match": "*"}, 400, "bad_version"),
        ({"If_Match": '"x"'}, 400, "bad_version"),
        ({"If_Match": '"9999999999999999"'}, 400, "bad_version"),
        ({"If_Match": '"7"'}, 412, "stale_version"),
        ({"If_Match": '"0"'}, 412, "stale_version"),
    ],
)
def test_a_change_needs_the_version_it_was_made_from(
    admin: Browser, given: dict[str, str], status: int, code: str
) -> None:
    made = company(admin)
    path = f"{COMPANY}/{made['id']}"
    for method, where, body in [
        ("PATCH", path, {"values": {"name": "Other"}}),
        ("DELETE", path, None),
        ("POST", f"{path}/stage", {"stage": "working"}),
        ("POST", f"{path}/owner", {"owner": None}),
    ]:
        response = admin.send(method, where, body, **given)
        assert (response.status_code, response.get_json()["code"]) == (status, code), (method, where)
    assert admin.get(path) == made


def test_of_two_editors_the_second_is_told(admin: Browser) -> None:
    made = company(admin)
    path = f"{COMPANY}/{made['id']}"
    admin.patch(path, {"values": {"name": "First"}}, 1)
    second = admin.send("PATCH", path, {"values": {"name": "Second"}}, If_Match='"1"')
    assert (second.status_code, second.get_json()["params"]) == (412, {"version": 2})
    assert admin.get(path)["values"]["name"] == "First"


def test_a_record_is_always_told_anew_since_more_than_its_version_changes(admin: Browser) -> None:
    firm = company(admin)
    person = admin.post(PERSON, {"values": {"name": "Ann", "company": firm["id"]}})
    path = f"{PERSON}/{person['id']}"
    first = admin.send("GET", path)
    assert first.headers["Cache-Control"] == "no-store"
    admin.patch(f"{COMPANY}/{firm['id']}", {"values": {"name": "Renamed Ltd"}}, 1)
    again = admin.send("GET", path, If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.headers["ETag"]) == (200, first.headers["ETag"])
    assert again.get_json()["values"]["company"]["label"] == "Renamed Ltd"


def test_a_weak_etag_as_proxies_make_it_is_understood(admin: Browser) -> None:
    made = company(admin)
    response = admin.send("PATCH", f"{COMPANY}/{made['id']}", {"values": {"name": "New"}}, If_Match='W/"1"')
    assert response.status_code == 200


def test_a_value_that_is_taken_is_a_conflict(admin: Browser) -> None:
    company(admin, code="AB-777")
    response = admin.send("POST", COMPANY, {"values": {"name": "Other", "code": "AB-777"}})
    assert (response.status_code, response.get_json()["code"]) == (409, "not_unique")
    assert [(one["path"], one["code"]) for one in response.get_json()["problems"]] == [("values.code", "not_unique")]
    records = [{"values": {"name": "Other", "code": "AB-777"}}, {"values": {"employees": "many"}}]
    done = admin.post(f"{COMPANY}/bulk", {"action": "create", "records": records})
    told = [(one["path"], one["code"]) for failure in done["failed"] for one in failure["problems"]]
    assert told == [("values.code", "not_unique"), ("values.employees", "not_a_number"), ("values.name", "required")]


def test_missing_and_unknown_things_look_alike(admin: Browser) -> None:
    def answer(path: str) -> dict[str, Any]:
        response = admin.send("GET", path)
        assert response.status_code == 404
        return {**response.get_json(), "request_id": "", "params": {}}

    assert answer(f"{COMPANY}/999999") == answer(f"{PERSON}/999999")
    made = company(admin)
    assert answer(f"{PERSON}/{made['id']}") == answer(f"{PERSON}/999999")
    assert answer(f"{RECORDS}/nothing/1")["code"] == "unknown_entity"


def test_pages_go_forward_and_back(admin: Browser) -> None:
    for number in range(7):
        company(admin, employees=number, source="exhibition")
    query = {
        "fields": ["name", "employees"],
        "filter": {"field": "source", "op": "eq", "value": "exhibition"},
        "sort": [{"field": "employees", "direction": "desc"}],
        "limit": 3,
    }
    seen, cursor, previous = [], None, None
    while True:
        page = admin.post(f"{COMPANY}/query", {**query, "cursor": cursor})
        seen += [item["values"]["employees"] for item in page["items"]]
        cursor, previous = page["next"], page["previous"]
        if cursor is None:
            break
    assert seen == [6, 5, 4, 3, 2, 1, 0]
    back = admin.post(f"{COMPANY}/query", {**query, "cursor": previous, "direction": "previous"})
    assert [item["values"]["employees"] for item in back["items"]] == [3, 2, 1]
    assert admin.post(f"{COMPANY}/count", {"filter": query["filter"]}) == {"count": 7, "capped": False}


def test_groups_count_and_sum(admin: Browser) -> None:
    for score in ("1.50", "2.25"):
        company(admin, source="partner", score=score)
    body = {
        "by": [{"field": "source"}],
        "measures": [{"function": "count"}, {"field": "score", "function": "sum"}],
        "filter": {"field": "source", "op": "eq", "value": "partner"},
    }
    groups = admin.post(f"{COMPANY}/group", body)["groups"]
    assert [(group["key"], group["measures"]) for group in groups] == [(["partner"], [2, "3.75"])]


@pytest.mark.parametrize(("language", "told"), [("en", ["High", "No"]), ("zh-CN", ["高价值", "否"])])
def test_groups_are_called_in_the_readers_language(admin: Browser, language: str, told: list[str]) -> None:
    made = company(admin, tier="high", active=False)
    asked = {"by": [{"field": "tier"}, {"field": "active"}], "filter": {"field": "id", "op": "eq", "value": made["id"]}}
    (group,) = admin.post(f"{COMPANY}/group", asked, Accept_Language=language)["groups"]
    assert group["labels"] == told


def test_what_was_typed_with_accents_apart_is_found_and_taken_as_the_same(admin: Browser) -> None:
    apart, whole = "Pho\u031b\u0301 Cafe\u0301", "Ph\u1edb Caf\u00e9"
    made = company(admin, name=apart, founded_on="2020-01-01")
    assert made["values"]["name"] == whole
    again = admin.send("POST", COMPANY, {"values": {"name": whole, "founded_on": "2020-01-01"}})
    assert (again.status_code, again.get_json()["code"]) == (409, "not_unique")
    for op in ("eq", "contains", "starts_with", "in"):
        asked = {"field": "name", "op": op, "value": [apart] if op == "in" else apart}
        assert [one["id"] for one in admin.post(f"{COMPANY}/query", {"filter": asked})["items"]] == [made["id"]]
    assert [one["id"] for one in admin.post(f"{COMPANY}/query", {"search": apart})["items"]] == [made["id"]]
    assert [one["id"] for one in admin.get(f"{COMPANY}/search?text={apart}")["items"]] == [made["id"]]


def test_a_picker_finds_records_by_two_characters(admin: Browser) -> None:
    made = company(admin, name="杭州云图科技")
    found = admin.get(f"{COMPANY}/search?text=云图&limit=5")["items"]
    assert [(item["id"], item["label"]) for item in found] == [(made["id"], "杭州云图科技")]
    assert admin.send("GET", f"{COMPANY}/search?text=a&text=b").get_json()["problems"][0]["code"] == "given_twice"
    assert admin.send("GET", f"{COMPANY}/search?limit=many").status_code == 400
    assert admin.send("GET", f"{COMPANY}/search?nonsense=1").get_json()["code"] == "unknown_field"


def test_stages_and_history_are_told(admin: Browser) -> None:
    made = company(admin, source="website")
    path = f"{COMPANY}/{made['id']}"
    moved = admin.post(f"{path}/stage", {"stage": "working", "values": {"score": "3"}}, If_Match='"1"')
    assert (moved["version"], moved["values"]["stage"], moved["values"]["score"]) == (2, "working", "3.00")
    refused = admin.send("POST", f"{path}/stage", {"stage": "joined"}, If_Match='"2"')
    assert (refused.status_code, refused.get_json()["problems"][0]["code"]) == (422, "unknown_stage")
    moves = admin.get(f"{path}/stages")["items"]
    assert [(item["from"], item["to"]) for item in moves][-1] == ("fresh", "working")
    versions = admin.get(f"{path}/history")["items"]
    assert [(item["version"], item["kind"]) for item in versions] == [(2, "stage"), (1, "create")]
    assert {item["field"] for item in versions[0]["changes"]} >= {"stage", "score"}


def test_an_owner_is_set_and_taken_away(admin: Browser, people: Callable[..., int]) -> None:
    other = people("olga@example.com", roles=("seller",))
    made = company(admin)
    path = f"{COMPANY}/{made['id']}"
    given = admin.post(f"{path}/owner", {"owner": other}, If_Match='"1"')
    assert given["values"]["owner"] == {"id": other, "label": "olga"}
    assert admin.post(f"{path}/owner", {"owner": None}, If_Match='"2"')["values"]["owner"] is None
    unknown = admin.send("POST", f"{path}/owner", {"owner": 999}, If_Match='"3"')
    assert unknown.status_code == 422


def test_who_gives_a_record_out_of_sight_is_told_that_it_was_done(
    app: Flask, admin: Browser, people: Callable[..., int]
) -> None:
    people("gina@example.com", roles=("seller",))
    other = people("gero@example.com", roles=("seller",))
    seller = Browser(app.test_client()).sign_in("gina@example.com")
    made = seller.post(COMPANY, {"values": {"name": "Mine", "tier": "high"}})
    path = f"{COMPANY}/{made['id']}"
    given = seller.post(f"{path}/owner", {"owner": other}, If_Match='"1"')
    assert given == {"id": made["id"], "version": 2, "title": "", "values": {}, "out_of_sight": True}
    assert seller.send("GET", path).status_code == 404
    assert admin.get(path)["values"]["owner"]["id"] == other


def test_many_records_change_as_one_and_are_taken_back(admin: Browser) -> None:
    records = [{"values": {"name": f"Bulk {number}"}} for number in range(3)] + [{"values": {"name": None}}]
    done = admin.post(f"{COMPANY}/bulk", {"action": "create", "records": records})
    assert (done["created"], [item["index"] for item in done["failed"]]) == (3, [3])
    assert done["failed"][0]["problems"][0]["code"] == "required"
    assert done["failed"][0]["problems"][0]["message"] == "Please fill this in."
    change_set = admin.get(f"/w/main/change-sets/{done['change_set']}")
    assert (change_set["records"], change_set["state"]) == (3, "done")
    assert admin.get("/w/main/change-sets?limit=1")["items"][0]["id"] == done["change_set"]
    checked = admin.post(f"/w/main/change-sets/{done['change_set']}/undo", {"mode": "check"})
    assert (checked["restored"], checked["conflicts"]) == (3, [])
    undone = admin.post(f"/w/main/change-sets/{done['change_set']}/undo", {"mode": "all"})
    assert undone["restored"] == 3
    again = admin.send("POST", f"/w/main/change-sets/{done['change_set']}/undo", {"mode": "all"})
    assert (again.status_code, again.get_json()["code"]) == (409, "not_undoable")


def test_what_was_so_already_is_told_apart_and_makes_no_change_set(app: Flask, admin: Browser) -> None:
    one, two = (company(admin, name="Same", employees=number)["id"] for number in (1, 2))
    asked = {"action": "update", "ids": [one, two], "values": {"employees": 2}}
    done = admin.post(f"{COMPANY}/bulk", asked)
    assert (done["updated"], done["unchanged"]) == (1, 1)
    for again in (
        asked,
        {
            "action": "owner",
            "ids": [one, two],
            "values": {"owner": admin.get(f"{COMPANY}/{one}")["values"]["owner"]["id"]},
        },
        {"action": "choices", "ids": [one, two], "field": "labels", "remove": ["hot"]},
        {"action": "stage", "ids": [one, two], "stage": "fresh"},
    ):
        done = admin.post(f"{COMPANY}/bulk", again)
        assert (done["change_set"], done["updated"], done["unchanged"], done["failed"]) == (None, 0, 2, [])
    where = {"field": "id", "op": "in", "value": [one, two]}
    job = admin.post(f"{COMPANY}/bulk", {"action": "update", "filter": where, "values": {"employees": 2}})["job"]
    run_jobs(app)
    result = admin.get(f"/w/main/jobs/{job}")["result"]
    assert (result["change_set"], result["updated"], result["unchanged"]) == (None, 0, 2)


@pytest.mark.parametrize(
    ("asked", "paths"),
    [
        ({"action": "update", "records": [{"id": 1, "values": {}}], "ids": [1]}, ["ids"]),
        ({"action": "update", "ids": [1], "filter": {"all": []}, "values": {"employees": 1}}, ["filter"]),
        ({"action": "update", "ids": [1], "search": "a", "excluded": [2]}, ["search", "excluded"]),
        ({"action": "create", "ids": [1], "values": {"name": "A"}}, ["ids"]),
        ({"action": "create", "filter": {"all": []}, "values": {"name": "A"}}, ["filter"]),
        ({"action": "create", "records": [{"id": 1, "values": {"name": "A"}}]}, ["records.0.id"]),
        ({"action": "delete", "ids": [1], "values": {"name": "A"}}, ["values"]),
        ({"action": "delete", "filter": {"all": []}, "values": {"name": "A"}}, ["values"]),
        ({"action": "restore", "records": [{"id": 1, "values": {"name": "A"}}]}, ["records.0.values"]),
        ({"action": "update", "ids": [1], "stage": "fresh", "add": [1]}, ["stage", "add"]),
        ({"action": "stage", "records": [{"id": 1, "values": {"score": "1"}}], "stage": "fresh"}, ["records.0.values"]),
    ],
)
def test_parts_of_a_bulk_change_that_contradict_are_named(
    admin: Browser, asked: dict[str, Any], paths: list[str]
) -> None:
    refused = admin.send("POST", f"{COMPANY}/bulk", asked)
    found = [(one["path"], one["code"]) for one in refused.get_json()["problems"]]
    assert (refused.status_code, found) == (422, [(path, "not_with") for path in paths])


def test_a_phone_that_is_not_recognised_is_kept_with_a_remark(admin: Browser) -> None:
    made = company(admin, phone="+86 123")
    assert made["warnings"][0]["code"] == "phone_not_recognised"
    assert made["warnings"][0]["message"]
    assert "warnings" not in company(admin, phone="13812345678")


def run_jobs(app: Flask) -> None:
    """Do what waits in the queue, as the worker does."""
    workspaces = services_of(app).workspaces
    worker = Worker(workspaces.database, job_handlers(workspaces, add_options), workspaces.clock)
    while worker.run_once():
        pass


def test_what_a_filter_finds_is_changed_by_a_job_and_taken_back(app: Flask, admin: Browser) -> None:
    made = [company(admin, source="website", employees=number) for number in range(5)]
    body = {
        "action": "update",
        "filter": {
            "all": [{"field": "source", "op": "eq", "value": "website"}, {"field": "employees", "op": "lt", "value": 4}]
        },
        "values": {"employees": 100},
    }
    number = admin.post(f"{COMPANY}/bulk", body)["job"]
    assert admin.get(f"/w/main/jobs/{number}")["state"] == "queued"
    run_jobs(app)
    job = admin.get(f"/w/main/jobs/{number}")
    assert (job["state"], job["error"], job["result"]["updated"], job["result"]["failed"]) == ("done", None, 4, 0)
    assert number in [item["id"] for item in admin.get("/w/main/jobs?state=done")["items"]]
    assert admin.get(f"{COMPANY}/{made[0]['id']}")["values"]["employees"] == 100
    finished = admin.send("POST", f"/w/main/jobs/{number}/cancel")
    assert (finished.status_code, finished.get_json()["code"]) == (409, "job_finished")
    admin.post(f"/w/main/change-sets/{job['result']['change_set']}/undo", {"mode": "all"})
    assert admin.get(f"{COMPANY}/{made[0]['id']}")["values"]["employees"] == 0


def test_many_new_records_are_created_by_a_job_batch_by_batch(app: Flask, admin: Browser) -> None:
    records: list[dict[str, Any]] = [
        {"values": {"name": f"Many {at:04}", "employees": at % 100}} for at in range(1_203)
    ]
    records[700] = {"values": {"name": "Wrong", "employees": "many"}}
    number = admin.post(f"{COMPANY}/bulk", {"action": "create", "records": records})["job"]
    run_jobs(app)
    result = admin.get(f"/w/main/jobs/{number}")["result"]
    assert (result["created"], result["failed"]) == (1_202, 1)
    assert [(one["index"], one["problems"][0]["path"]) for one in result["failures"]] == [(700, "values.employees")]
    asked = {
        "filter": {"field": "name", "op": "starts_with", "value": "Many "},
        "sort": [{"field": "name", "direction": "desc"}],
        "limit": 3,
    }
    last = admin.post(f"{COMPANY}/query", asked)["items"]
    assert [(one["values"]["name"], one["values"]["employees"]) for one in last] == [
        ("Many 1202", 2),
        ("Many 1201", 1),
        ("Many 1200", 0),
    ]


def test_many_records_move_to_a_stage_and_those_that_may_not_are_named(admin: Browser) -> None:
    ids = [company(admin)["id"] for _ in range(2)]
    done = admin.post(f"{COMPANY}/bulk", {"action": "stage", "ids": [*ids, 9_999_999], "stage": "working"})
    assert done["updated"] == 2
    assert [(one["index"], one["problems"][0]["code"]) for one in done["failed"]] == [(2, "not_found")]
    assert admin.get(f"{COMPANY}/{ids[0]}")["values"]["stage"] == "working"
    strange = admin.post(f"{COMPANY}/bulk", {"action": "stage", "ids": ids, "stage": "nowhere"})
    assert (strange["updated"], strange["failed"][1]["problems"][0]["code"]) == (0, "unknown_stage")
    assert admin.send("POST", f"{COMPANY}/bulk", {"action": "stage", "ids": ids}).status_code == 422
    for values in ({}, {"values": {}}, {"values": {"name": "A"}}):
        refused = admin.send("POST", f"{COMPANY}/bulk", {"action": "owner", "ids": ids, **values})
        assert refused.status_code == 422
        assert [(one["path"], one["code"]) for one in refused.get_json()["problems"]] == [("values.owner", "required")]
    admin.post(f"/w/main/change-sets/{done['change_set']}/undo", {"mode": "all"})
    assert admin.get(f"{COMPANY}/{ids[0]}")["values"]["stage"] == "fresh"


def test_tags_are_added_and_taken_away_on_many_records(admin: Browser) -> None:
    ids = [company(admin, labels=labels)["id"] for labels in (["hot"], [])]
    asked = {"action": "choices", "ids": ids, "field": "labels", "add": ["vip"], "remove": ["hot"]}
    done = admin.post(f"{COMPANY}/bulk", asked)
    assert (done["updated"], done["failed"]) == (2, [])
    assert [admin.get(f"{COMPANY}/{one}")["values"]["labels"] for one in ids] == [["vip"], ["vip"]]
    for wrong, code in (
        ({"field": "tier"}, "not_several"),
        ({"field": "nonsense"}, "unknown_field"),
        ({"add": ["nonsense"]}, "unknown_option"),
        ({"add": [], "remove": []}, "required"),
    ):
        refused = admin.send("POST", f"{COMPANY}/bulk", {**asked, **wrong})
        assert refused.status_code in (400, 422), wrong
        assert refused.get_json()["problems"][0]["code"] == code
    admin.post(f"/w/main/change-sets/{done['change_set']}/undo", {"mode": "all"})
    assert admin.get(f"{COMPANY}/{ids[0]}")["values"]["labels"] == ["hot"]


def test_a_filter_passes_over_what_is_excluded_and_tells_how_many_there_are(app: Flask, admin: Browser) -> None:
    made = [company(admin, source="partner", employees=700)["id"] for _ in range(3)]
    where = {"field": "employees", "op": "eq", "value": 700}
    number = admin.post(
        f"{COMPANY}/bulk", {"action": "update", "filter": where, "excluded": made[:1], "values": {"employees": 701}}
    )["job"]
    run_jobs(app)
    job = admin.get(f"/w/main/jobs/{number}")
    assert (job["state"], job["total"], job["result"]["updated"]) == ("done", 2, 2)
    asked = {"action": "stage", "filter": where | {"value": 701}, "stage": "nowhere"}
    number = admin.post(f"{COMPANY}/bulk", asked)["job"]
    run_jobs(app)
    failures = admin.get(f"/w/main/jobs/{number}")["result"]["failures"]
    assert [(one["id"], one["problems"][0]["code"]) for one in failures] == [(one, "unknown_stage") for one in made[1:]]
    assert all(one["problems"][0]["message"] for one in failures)
    assert [admin.get(f"{COMPANY}/{one}")["values"]["employees"] for one in made] == [700, 701, 701]


def test_a_bulk_job_can_be_cancelled_and_others_do_not_see_it(
    app: Flask, admin: Browser, people: Callable[..., int]
) -> None:
    number = admin.post(f"{COMPANY}/bulk", {"action": "delete", "filter": {"field": "name", "op": "eq", "value": "-"}})[
        "job"
    ]
    people("otto@example.com", roles=("seller",))
    other = Browser(app.test_client()).sign_in("otto@example.com")
    assert other.send("GET", f"/w/main/jobs/{number}").status_code == 404
    assert other.send("POST", f"/w/main/jobs/{number}/cancel").status_code == 404
    assert other.get("/w/main/jobs")["items"] == []
    assert admin.post(f"/w/main/jobs/{number}/cancel")["state"] == "cancelled"


def test_undo_names_what_changed_since(admin: Browser) -> None:
    made = company(admin, name="Before")
    body = {"action": "update", "records": [{"id": made["id"], "values": {"name": "During"}}]}
    done = admin.post(f"{COMPANY}/bulk", body)
    admin.patch(f"{COMPANY}/{made['id']}", {"values": {"name": "After"}}, 2)
    refused = admin.send("POST", f"/w/main/change-sets/{done['change_set']}/undo", {"mode": "all"})
    assert (refused.status_code, refused.get_json()["code"]) == (409, "undo_conflicts")
    rest = admin.post(f"/w/main/change-sets/{done['change_set']}/undo", {"mode": "rest"})
    assert [(item["id"], item["code"], item["fields"]) for item in rest["conflicts"]] == [
        (made["id"], "changed_since", ["name"])
    ]
    assert rest["conflicts"][0]["message"]


def test_a_large_change_is_taken_back_by_a_job_that_words_what_stands_against_it(
    app: Flask, admin: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoing, "LARGEST_UNDO", 3)
    made = [company(admin, name=f"Firm {number}") for number in range(5)]
    body = {"action": "update", "records": [{"id": one["id"], "values": {"employees": 7}} for one in made]}
    number = admin.post(f"{COMPANY}/bulk", body)["change_set"]
    admin.patch(f"{COMPANY}/{made[0]['id']}", {"values": {"employees": 8}}, 2)
    begun = admin.post(f"/w/main/change-sets/{number}/undo", {"mode": "rest"})
    assert (begun["change_set"], begun["restored"], begun["conflicts"]) == (None, 0, [])
    assert admin.get(f"/w/main/change-sets/{number}")["state"] == "undoing"
    run_jobs(app)
    job = admin.get(f"/w/main/jobs/{begun['job']}")
    assert (job["kind"], job["state"], job["result"]["restored"], job["result"]["count"]) == ("undo", "done", 4, 1)
    (conflict,) = job["result"]["conflicts"]
    assert (conflict["id"], conflict["title"], conflict["code"]) == (made[0]["id"], "Firm 0", "changed_since")
    assert conflict["message"]
    assert admin.get(f"/w/main/change-sets/{number}")["state"] == "undone"


def test_a_seller_sees_own_records_with_fields_as_the_role_says(
    app: Flask, admin: Browser, people: Callable[..., int]
) -> None:
    people("sue@example.com", roles=("seller",))
    seller = Browser(app.test_client()).sign_in("sue@example.com")
    foreign = company(admin, tier="high")
    sue = seller.get("/session")["user"]["id"]
    made = company(admin, tier="high", phone="13812345678", margin="5")
    admin.post(f"{COMPANY}/{made['id']}/owner", {"owner": sue}, If_Match='"1"')
    mine = seller.get(f"{COMPANY}/{made['id']}")
    assert "margin" not in mine["values"]
    assert mine["values"]["phone"] != "13812345678"
    assert seller.send("GET", f"{COMPANY}/{foreign['id']}").status_code == 404
    ids = [item["id"] for item in seller.post(f"{COMPANY}/query", {"limit": 1000})["items"]]
    assert mine["id"] in ids
    assert foreign["id"] not in ids
    bodies: tuple[dict[str, Any], ...] = (
        {"filter": {"field": "margin", "op": "not_blank"}},
        {"sort": [{"field": "phone"}]},
        {"fields": ["margin"]},
    )
    for body in bodies:
        response = seller.send("POST", f"{COMPANY}/query", body)
        assert (response.status_code, response.get_json()["code"]) == (400, "unknown_field"), body
    hidden = seller.send("POST", COMPANY, {"values": {"name": "X", "margin": "1"}}).get_json()
    nonsense = seller.send("POST", COMPANY, {"values": {"name": "X", "margim": "1"}}).get_json()
    assert hidden["code"] == nonsense["code"] == "unknown_field"
    assert hidden["problems"][0]["code"] == nonsense["problems"][0]["code"]
    deleted = seller.send("DELETE", f"{COMPANY}/{mine['id']}", If_Match='"2"')
    assert (deleted.status_code, deleted.get_json()["code"]) == (403, "not_allowed")


def test_a_reference_to_a_record_out_of_sight_is_like_one_to_nothing(
    app: Flask, admin: Browser, people: Callable[..., int]
) -> None:
    people("stan@example.com", roles=("seller",))
    seller = Browser(app.test_client()).sign_in("stan@example.com")
    foreign = company(admin, tier="high")

    def refusal(record: int) -> Any:
        response = seller.send("POST", PERSON, {"values": {"name": "P", "company": record}})
        assert response.status_code == 422
        return [(item["path"], item["code"]) for item in response.get_json()["problems"]]

    assert refusal(foreign["id"]) == refusal(999_999)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "A company is not its own parent"), ("zh-CN", "公司不能是自己的上级")]
)
def test_the_message_of_a_rule_is_in_the_language_of_the_reader(admin: Browser, language: str, words: str) -> None:
    made = company(admin)
    body = {"values": {"parent_company": made["id"], "employees": 2_000}}
    response = admin.send("PATCH", f"{COMPANY}/{made['id']}", body, If_Match='"1"', Accept_Language=language)
    told = {problem["code"]: problem["message"] for problem in response.get_json()["problems"]}
    assert (told["blocked_by_rule"], len(told)) == (words, 2)
