"""Settings of a workspace over HTTP: read, changed under their version, holidays filled in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.api.conftest import Browser

SETTINGS = "/w/main/settings"


def changed(admin: Browser, **changes: Any) -> Any:
    return admin.patch(SETTINGS, changes, admin.get(SETTINGS)["version"])


def with_holidays(admin: Browser, found: Any, **body: str) -> Any:
    """Return the settings once the holidays of 2027 are filled in."""
    return admin.send("POST", "/w/main/calendar/2027/fill", body, If_Match=f'"{found["version"]}"').get_json()


def day_of(found: Any, date: str) -> Any:
    return next((one for one in found["calendar"]["exceptions"] if one["date"] == date), None)


def test_a_workspace_that_nobody_has_set_up_works_by_the_holidays_of_china(admin: Browser) -> None:
    found = admin.get(SETTINGS)
    assert (found["version"], found["region"], found["time_zone"], found["currency"]) == (
        0,
        "CN",
        "Asia/Shanghai",
        "CNY",
    )
    assert found["calendar"]["work_days"] == [1, 2, 3, 4, 5]
    year = admin.get("/w/main/calendar/2026")
    assert (year["working_days"], year["provisional"]) == (248, False)
    assert [day["date"] for day in year["days"] if day["reason"] == "make_up_day"] == [
        "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
    ]  # fmt: skip
    assert admin.get("/w/main/calendar/2027")["provisional"] is True


def test_settings_change_under_their_version_and_say_what_that_means(admin: Browser) -> None:
    version = admin.get(SETTINGS)["version"]
    found = admin.patch(SETTINGS, {"time_zone": "Europe/Berlin", "currency": "EUR", "week_start": 7}, version)
    assert [(one["path"], one["code"]) for one in found["remarks"]] == [
        ("currency", "amounts_keep_currency"), ("time_zone", "today_moves"),
    ]  # fmt: skip
    assert "Europe/Berlin" in found["remarks"][1]["message"]
    model = admin.get("/w/main/apps/sample/model")["settings"]
    assert (model["time_zone"], model["currency"], model["week_start"]) == ("Europe/Berlin", "EUR", 7)

    stale = admin.send("PATCH", SETTINGS, {"week_start": 1}, If_Match=f'"{version}"')
    assert (stale.status_code, stale.get_json()["code"]) == (412, "settings_changed")
    assert admin.send("PATCH", SETTINGS, {"week_start": 1}).status_code == 428
    again = changed(admin, time_zone="Asia/Shanghai", currency="CNY", week_start=1)
    assert again["version"] > found["version"]
    assert changed(admin, week_start=1)["version"] == again["version"]


@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"time_zone": "Mars/Base"}, "time_zone", "unknown_time_zone"),
        ({"region": "XX"}, "region", "unknown_region"),
        ({"currency": "ZZZ"}, "currency", "not_a_currency"),
        ({"languages": ["en"], "default_language": "zh-CN"}, "default_language", "not_one_of"),
        ({"calendar": {"work_days": []}}, "calendar.work_days", "no_working_day"),
        ({"calendar": {"hours": [{"from": "18:00", "to": "09:00"}]}}, "calendar.hours.0.to", "hours_reversed"),
        (
            {"calendar": {"exceptions": [{"date": "2026-02-30", "works": True}]}},
            "calendar.exceptions.0.date",
            "wrong_format",
        ),
        (
            {"calendar": {"exceptions": [{"date": "2026-03-02", "works": True}] * 2}},
            "calendar.exceptions.1.date",
            "repeated_date",
        ),
    ],
)
def test_a_problem_is_told_at_its_field_and_nothing_changes(
    admin: Browser, changes: dict[str, Any], path: str, code: str
) -> None:
    before = admin.get(SETTINGS)
    refused = admin.send("PATCH", SETTINGS, changes, If_Match=f'"{before["version"]}"')
    told = [(one["path"], one["code"]) for one in refused.get_json()["problems"]]
    assert (refused.status_code, told) == (422, [(path, code)])
    assert admin.get(SETTINGS) == before


def test_days_are_named_by_hand_and_survive_filling_in_the_holidays(admin: Browser) -> None:
    own = {"date": "2027-03-05", "works": False, "label": {"zh-CN": "公司年会"}}
    found = changed(admin, calendar={"exceptions": [{"date": "2027-10-01", "works": True}, own]})
    assert [one["date"] for one in found["calendar"]["exceptions"]] == ["2027-03-05", "2027-10-01"]

    filled = with_holidays(admin, found)
    assert day_of(filled, "2027-03-05") == {**own, "filled": None}
    assert day_of(filled, "2027-10-01")["works"] is True
    assert day_of(filled, "2027-05-01")["filled"] == "provisional"
    assert with_holidays(admin, filled) == filled

    other = with_holidays(admin, filled, region="US")
    assert day_of(other, "2027-05-01") is None
    assert day_of(other, "2027-12-25")["label"]["en"].startswith("Christmas Day")
    assert day_of(other, "2027-03-05") is not None
    reasons = {day["date"]: day["reason"] for day in admin.get("/w/main/calendar/2027")["days"]}
    assert (reasons["2027-03-05"], reasons["2027-10-01"]) == ("holiday", "work_day")


def test_what_is_known_of_no_year_is_said(admin: Browser) -> None:
    version = admin.get(SETTINGS)["version"]
    refused = admin.send("POST", "/w/main/calendar/2150/fill", {}, If_Match=f'"{version}"')
    assert refused.get_json()["problems"][0]["code"] == "holidays_unknown"
    assert admin.send("GET", "/w/main/calendar/9000").status_code == 404


def test_members_read_the_calendar_and_administrators_alone_the_settings(
    app: Flask, people: Callable[..., int], admin: Browser
) -> None:
    people("reader@example.com", roles=("seller",))
    reader = Browser(app.test_client()).sign_in("reader@example.com")
    assert reader.get("/w/main/calendar/2026")["year"] == 2026
    assert reader.send("GET", SETTINGS).status_code == 403
    assert reader.send("PATCH", SETTINGS, {"week_start": 7}, If_Match='"0"').status_code == 403
