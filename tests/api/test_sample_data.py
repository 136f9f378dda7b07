"""Sample companies over HTTP: added with a template, and taken away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.api.conftest import Browser


@pytest.fixture(scope="module")
def seller(app: Flask, admin: Browser, people: Callable[..., int]) -> Browser:
    """A member with the seller's role."""
    del admin
    people("sid@example.com", roles=("seller",))
    return Browser(app.test_client()).sign_in("sid@example.com")


def test_sample_data_come_and_go_with_the_template(admin: Browser, seller: Browser) -> None:
    path = "/w/main/apps/crm/sample-data"
    installed = admin.post("/w/main/templates/crm/install", {"sample_data": True})
    assert installed["sample_records"] > 2_000
    (item,) = [one for one in admin.get("/w/main/templates")["items"] if one["name"] == "crm"]
    assert (len(item["entities"]), len(item["roles"]), item["counts"]["app"]) == (21, 7, 1)
    assert item["installed"][0]["sample_data"]["records"] == installed["sample_records"]
    again = admin.send("POST", path)
    assert (again.status_code, again.get_json()["code"]) == (409, "sample_data_there")
    for method in ("POST", "DELETE"):
        assert seller.send(method, path).status_code == 403, method
    gone = admin.send("DELETE", path)
    assert (gone.status_code, gone.get_json().keys()) == (202, {"job"})
    job = admin.get(f"/w/main/jobs/{gone.get_json()['job']}")
    assert (job["kind"], job["state"]) == ("sample_removal", "queued")
    twice = admin.send("DELETE", path)
    assert (twice.status_code, twice.get_json()["code"]) == (404, "no_sample_data")
    for app in ("sample", "nothing"):
        assert admin.send("POST", f"/w/main/apps/{app}/sample-data").status_code == 404, app
