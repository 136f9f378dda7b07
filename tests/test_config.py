"""Settings: what they default to, what they accept, and how a wrong one is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.config import BadConfiguration, Config, from_environment
from builder.messages import LOCALES, message

TILES = "https://tiles.example.com/{z}/{x}/{y}.png"


def test_everything_has_a_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    config = from_environment({})
    assert config.data_dir == tmp_path / "data"
    assert config.database_url == f"sqlite:///{tmp_path}/data/formloom.db"
    assert (config.host, config.port, config.address) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")
    assert config.on_loopback
    assert not config.secure_cookies


def test_an_empty_variable_counts_as_not_set() -> None:
    assert from_environment({"PORT": " ", "DATABASE_URL": ""}) == from_environment({})


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("postgresql://u:p@h/db", "postgresql+psycopg://u:p@h/db"),
        ("postgres://u@h/db?sslmode=require", "postgresql+psycopg://u@h/db?sslmode=require"),
        ("postgresql+psycopg://h/db", "postgresql+psycopg://h/db"),
        ("sqlite:////srv/crm.db", "sqlite:////srv/crm.db"),
        ("sqlite:///crm.db", "sqlite:///crm.db"),
    ],
)
def test_databases_are_named_by_a_url(given: str, read: str) -> None:
    assert from_environment({"DATABASE_URL": given}).database_url == read


@pytest.mark.parametrize(
    ("environ", "code", "name"),
    [
        ({"DATABASE_URL": "mysql://h/db"}, "bad_database_url", "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql"}, "bad_database_url", "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite://"}, "bad_database_url", "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:///:memory:"}, "bad_database_url", "DATABASE_URL"),
        ({"PORT": "http"}, "bad_number_setting", "PORT"),
        ({"PORT": "0"}, "bad_number_setting", "PORT"),
        ({"PORT": "65536"}, "bad_number_setting", "PORT"),
        ({"PORT": "-1"}, "bad_number_setting", "PORT"),
        ({"PORT": "９"}, "bad_number_setting", "PORT"),
        ({"BUILDER_WEB_THREADS": "1" * 5_000}, "bad_number_setting", "BUILDER_WEB_THREADS"),
        ({"BUILDER_LOG_LEVEL": "loud"}, "bad_choice_setting", "BUILDER_LOG_LEVEL"),
        ({"BUILDER_BASE_URL": "crm.example.com"}, "bad_base_url", "BUILDER_BASE_URL"),
        ({"BUILDER_BASE_URL": "https://u:p@crm.example.com"}, "bad_base_url", "BUILDER_BASE_URL"),
        ({"BUILDER_BASE_URL": "http://crm.example.com"}, "base_url_needs_https", "BUILDER_BASE_URL"),
        ({"BUILDER_MAP_DATUM": "bd09"}, "bad_choice_setting", "BUILDER_MAP_DATUM"),
        ({"BUILDER_MAP_TILES": TILES}, "map_attribution_needed", "BUILDER_MAP_ATTRIBUTION"),
        ({"BUILDER_MAP_TILES": "https://{s}.example.com/{z}/{x}/{y}"}, "map_tiles_one_host", "BUILDER_MAP_TILES"),
    ],
)
def test_a_wrong_setting_is_refused_by_its_name(environ: dict[str, str], code: str, name: str) -> None:
    with pytest.raises(BadConfiguration) as refused:
        from_environment(environ)
    assert (refused.value.code, refused.value.params["name"]) == (code, name)


@pytest.mark.parametrize(
    "address",
    [
        "tiles.example.com/{z}/{x}/{y}.png",
        "http://tiles.example.com/{z}/{x}/{y}.png",
        "https://tiles.example.com/{z}/{x}.png",
        "https://tiles.example.com/{z}/{x}/{y}/{y}.png",
        "https://tiles.example.com/{z}/{x}/{y}{r}.png",
        "https://{z}.example.com/{x}/{y}.png",
        "https://*.example.com/{z}/{x}/{y}.png",
        "https://u:p@tiles.example.com/{z}/{x}/{y}.png",
        "https://tiles.example.com;script-src */{z}/{x}/{y}.png",
        "https://tiles.example.com:port/{z}/{x}/{y}.png",
        "https://tiles.example.com:99999/{z}/{x}/{y}.png",
        "https://[::1]/{z}/{x}/{y}.png",
        "https://[/{z}/{x}/{y}.png",
        "https://地图.example.com/{z}/{x}/{y}.png",
        "https:///{z}/{x}/{y}.png",
        "https://tiles.example.com/#{z}/{x}/{y}",
        "https://tiles.example.com/{z}/{x}/{y} .png",
    ],
)
def test_a_tile_server_is_one_https_host_with_every_place_once(address: str) -> None:
    with pytest.raises(BadConfiguration) as refused:
        from_environment({"BUILDER_MAP_TILES": address, "BUILDER_MAP_ATTRIBUTION": "©"})
    assert refused.value.code == "bad_map_tiles"


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        (TILES, "https://tiles.example.com"),
        ("https://Maps.Example.com:8443/t?l={x}&b={y}&z={z}&key=a1", "https://maps.example.com:8443"),
    ],
)
def test_a_map_is_drawn_from_the_named_tile_server(address: str, origin: str) -> None:
    given = {"BUILDER_MAP_TILES": address, "BUILDER_MAP_ATTRIBUTION": "© 高德", "BUILDER_MAP_DATUM": "GCJ02"}
    read = from_environment(given).map
    assert read is not None
    assert (read.tiles, read.attribution, read.datum, read.origin) == (address, "© 高德", "gcj02", origin)


def test_no_map_is_drawn_unless_a_tile_server_is_named() -> None:
    assert from_environment({"BUILDER_MAP_ATTRIBUTION": "©", "BUILDER_MAP_DATUM": "gcj02"}).map is None


@pytest.mark.parametrize("locale", LOCALES)
def test_what_is_wrong_with_a_tile_server_is_told_with_an_example(locale: str) -> None:
    with pytest.raises(BadConfiguration) as refused:
        from_environment({"BUILDER_MAP_TILES": "https://{s}.example.com/{z}/{x}/{y}"})
    told = message(refused.value.code, refused.value.params, locale)
    assert "{s}" in told
    assert "https://tiles.example.com/{z}/{x}/{y}.png" in told


def test_sqlite_has_one_web_process() -> None:
    assert from_environment({"BUILDER_WEB_PROCESSES": "4"}).web_processes == 1
    on_postgresql = {"BUILDER_WEB_PROCESSES": "4", "DATABASE_URL": "postgresql://h/db"}
    assert from_environment(on_postgresql).web_processes == 4


def test_a_public_address_makes_cookies_secure() -> None:
    config = from_environment({"BUILDER_BASE_URL": "https://crm.example.com/", "HOST": "0.0.0.0"})
    assert (config.address, config.secure_cookies, config.on_loopback) == ("https://crm.example.com", True, False)


@pytest.mark.parametrize(("host", "address"), [("::1", "http://[::1]:80"), ("localhost", "http://localhost:80")])
def test_the_address_is_derived_from_host_and_port(host: str, address: str) -> None:
    assert Config(host=host, port=80).address == address


def test_the_password_of_the_database_is_not_shown() -> None:
    assert "secret" not in repr(from_environment({"DATABASE_URL": "postgresql://u:secret@h/db"}))
