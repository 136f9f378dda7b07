"""A running application with the sample app, and browsers that speak with it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from builder.api.services import EXTENSION, Services
from builder.app import create_app
from builder.config import Config
from builder.identity import accounts, members
from tests.samples.sample_app import sample_documents

API = "/api/v1"
EMAIL, PASSWORD = "ada@example.com", "correct horse battery"
RECORDS = "/w/main/apps/sample/records"


@dataclass
class Browser:
    """A signed-in (or not) browser: keeps the cookie, sends the CSRF token."""

    client: FlaskClient
    csrf: str = ""
    headers: dict[str, str] = field(default_factory=lambda: {"Accept-Language": "en"})

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        """Send a request with a JSON body, if there is one."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {**self.headers, **({"X-CSRF-Token": self.csrf} if self.csrf else {}), **named}
        extra = {"json": body} if body is not None else {}
        return self.client.open(API + path, method=method, headers=sent, **extra)

    def get(self, path: str, **headers: str) -> Any:
        """Return the body of a page that must be there."""
        return self._good(self.send("GET", path, **headers))

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        """Return the answer to a POST that must succeed."""
        return self._good(self.send("POST", path, {} if body is None else body, **headers))

    def patch(self, path: str, body: Any, version: int) -> Any:
        """Return the answer to a PATCH that must succeed."""
        return self._good(self.send("PATCH", path, body, If_Match=f'"{version}"'))

    def sign_in(self, email: str = EMAIL, password: str = PASSWORD) -> Browser:
        """Sign in."""
        self.csrf = self.post("/session", {"name": email, "password": password})["csrf"]
        return self

    @staticmethod
    def _good(response: TestResponse) -> Any:
        assert response.status_code < 400, response.get_data(as_text=True)
        return response.get_json() if response.data else None


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def config(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Config]:
    """Settings for a database with the workspace ``main``, fresh for each module and kind of database."""
    folder = tmp_path_factory.mktemp("data")
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), folder / "formloom.db")
        yield Config(data_dir=folder)
        return
    server = request.getfixturevalue("postgres")
    url = server.new_database()
    yield Config(data_dir=folder, database_url=url)
    server.drop(url)


@pytest.fixture(scope="module")
def app(config: Config) -> Iterator[Flask]:
    """The application, as it is served."""
    app = create_app(config)
    yield app
    services_of(app).workspaces.database.close()


@pytest.fixture(autouse=True)
def unlimited(request: pytest.FixtureRequest) -> None:
    """Begin each test with unused limits."""
    if "app" in request.fixturenames:
        app = request.getfixturevalue("app")
        with app.app_context():
            services_of(app).limiter.reset()


def services_of(app: Flask) -> Services:
    """Return what the routes are given."""
    services: Services = app.extensions[EXTENSION]
    return services


@pytest.fixture
def visitor(app: Flask) -> Browser:
    """Somebody who has not signed in."""
    return Browser(app.test_client())


@pytest.fixture(scope="module")
def people(app: Flask) -> Callable[..., int]:
    """Return the function that makes a member of the workspace ``main``."""
    workspaces = services_of(app).workspaces

    def make(email: str, roles: tuple[str, ...] = (), administrator: bool = False) -> int:
        person = accounts.new_account(email, PASSWORD, email.partition("@")[0])
        with workspaces.database.write() as conn:
            account_id = accounts.create(conn, person, workspaces.clock())
            space = workspaces.space(conn, "main")
            members.add(conn, space, accounts.find(conn, account_id), workspaces.clock(), administrator)
            model = workspaces.catalogs.at(conn, space).model
            ids = [item["id"] for item in model.of_kind("role") if item["name"] in roles]
            members.set_roles(conn, space, model, account_id, ids)
        return account_id

    return make


@pytest.fixture(scope="module")
def admin(app: Flask, people: Callable[..., int]) -> Browser:
    """The administrator, signed in; the sample app is published."""
    people(EMAIL, administrator=True)
    browser = Browser(app.test_client()).sign_in()
    browser.post("/w/main/apps/sample/publish", {"documents": sample_documents()})
    return browser
