"""The web application as a whole: pages, policies, hosts, health."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from builder.app import create_app
from builder.app.pages import pages_blueprint
from builder.config import Config, MapTiles


@pytest.fixture
def client(database_url: str, tmp_path: Path) -> Iterator[FlaskClient]:
    app = create_app(Config(data_dir=tmp_path, database_url=database_url))
    with app.test_client() as client:
        yield client


@pytest.fixture
def pages(tmp_path: Path) -> FlaskClient:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<head><title>Formloom</title></head><body></body>", encoding="utf-8")
    (tmp_path / "assets" / "main-1a2b.js").write_text("1", encoding="utf-8")
    (tmp_path / "favicon.svg").write_text("<svg/>", encoding="utf-8")
    app = Flask("pages", static_folder=None)
    app.register_blueprint(pages_blueprint(tmp_path))
    return app.test_client()


@pytest.mark.parametrize("address", ["/", "/sign-in", "/w/main/apps/crm/lead/42", "/w/main/%E7%BB%87"])
def test_every_page_address_gives_the_page(pages: FlaskClient, address: str) -> None:
    answer = pages.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert "<title>Formloom</title>" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_policy_allows_only_what_carries_the_nonce_of_the_answer(pages: FlaskClient) -> None:
    nonces = set()
    for _ in range(2):
        answer = pages.get("/")
        policy = answer.headers["Content-Security-Policy"]
        found = re.search(r'<meta property="csp-nonce" content="([^"]+)" nonce="([^"]+)">', answer.text)
        assert found is not None
        assert f"style-src 'self' 'nonce-{found[1]}'" in policy
        assert found[1] == found[2]
        nonces.add(found[1])
        assert "unsafe" not in policy
        assert "object-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
    assert len(nonces) == 2


def test_pages_ask_a_stranger_for_pictures_of_a_map_alone_and_only_where_one_is_named(
    database_url: str, tmp_path: Path
) -> None:
    tiles = MapTiles("https://tiles.example.com/{z}/{x}/{y}.png", "© Example")
    policies = []
    for given in (None, tiles):
        app = create_app(Config(data_dir=tmp_path, database_url=database_url, map=given))
        answer = app.test_client().get("/")
        policies.append(re.sub(r"nonce-[^']+", "nonce", answer.headers["Content-Security-Policy"]).split("; "))
    without, with_map = policies
    assert "https:" not in " ".join(without)
    assert set(with_map) - set(without) == {"img-src 'self' data: blob: https://tiles.example.com"}
    assert len(with_map) == len(without)


def test_built_files_are_kept_by_the_browser_for_ever_and_others_asked_for_again(pages: FlaskClient) -> None:
    assert "immutable" in pages.get("/static/assets/main-1a2b.js").headers["Cache-Control"]
    assert "immutable" not in pages.get("/static/favicon.svg").headers["Cache-Control"]


def test_a_browser_gets_the_compressed_copy_if_it_takes_that(pages: FlaskClient, tmp_path: Path) -> None:
    (tmp_path / "assets" / "main-1a2b.js.gz").write_bytes(gzip.compress(b"1", mtime=0))
    address = "/static/assets/main-1a2b.js"
    small, plain = (pages.get(address, headers={"Accept-Encoding": taken}) for taken in ("br, gzip", "gzip;q=0"))
    assert (gzip.decompress(small.data), small.headers["Content-Encoding"]) == (b"1", "gzip")
    assert (plain.data, plain.headers.get("Content-Encoding")) == (b"1", None)
    for answer in (small, plain):
        assert (answer.mimetype, answer.headers["Vary"]) == ("text/javascript", "Accept-Encoding")
        assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "address", ["/static/none.js", "/static/../index.html", "/static/%2e%2e/app/web.py", "/api/x", "/api"]
)
def test_what_is_no_page_is_not_found(pages: FlaskClient, address: str) -> None:
    assert pages.get(address).status_code == 404


@pytest.mark.parametrize(("cookie", "stranger"), [("", True), ("formloom_session=abc", False), ("other=1", True)])
def test_the_page_tells_whether_it_came_without_a_session(
    database_url: str, tmp_path: Path, cookie: str, stranger: bool
) -> None:
    app = create_app(Config(data_dir=tmp_path, database_url=database_url))
    answer = app.test_client(use_cookies=False).get("/", headers={"Cookie": cookie})
    assert ('name="formloom-stranger"' in answer.text) is stranger


def test_a_missing_interface_says_how_to_build_it(tmp_path: Path) -> None:
    app = Flask("pages", static_folder=None)
    app.register_blueprint(pages_blueprint(tmp_path / "none"))
    assert "make" in app.test_client().get("/").text


def test_health_and_readiness_are_told(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    assert client.get("/readyz").json == {"status": "ok"}


def test_a_process_whose_database_is_gone_is_not_ready_but_lives(sqlite_template: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copy(sqlite_template, tmp_path / "formloom.db")
    client = create_app(Config(data_dir=tmp_path)).test_client()
    for file in tmp_path.glob("formloom.db*"):
        if file.is_file():
            file.write_bytes(b"not a database" * 100)
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["code"]


def test_a_forged_host_is_refused_except_for_health(client: FlaskClient) -> None:
    for address, status in (("/", 400), ("/api/v1/setup", 400), ("/healthz", 200), ("/readyz", 200)):
        assert client.get(address, headers={"Host": "evil.example"}).status_code == status
    for host in ("localhost:8000", "127.0.0.1:8000", "[::1]:8000"):
        assert client.get("/api/v1/setup", headers={"Host": host}).status_code == 200


def test_the_public_host_is_known_and_asks_for_https_for_good(sqlite_template: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copy(sqlite_template, tmp_path / "formloom.db")
    client = create_app(Config(data_dir=tmp_path, base_url="https://crm.example.com")).test_client()
    answer = client.get("/api/v1/setup", headers={"Host": "crm.example.com"})
    assert answer.status_code == 200
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_answers_that_are_no_pages_may_load_nothing(client: FlaskClient) -> None:
    answer = client.get("/api/v1/setup")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_an_unknown_address_of_the_api_answers_in_the_one_error_shape(client: FlaskClient) -> None:
    answer = client.get("/api/v1/nothing")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
