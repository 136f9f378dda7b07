"""What an installation is told from outside: database, data directory, address, log, map. Read once, at the edge."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # nosec B104: compared with what was asked for, never listened to
"""Addresses that mean every interface → the loopback address that is among them."""
LOG_LEVELS = ("debug", "info", "warning", "error")
LOG_FORMATS = ("auto", "text", "json")
MAP_DATUMS = ("wgs84", "gcj02")
MAP_PLACES = ("z", "x", "y")
"""What stands in braces in the address of a piece of the map: zoom, column, row; each is needed."""
TILES_EXAMPLE = "https://tiles.example.com/{z}/{x}/{y}.png"
PLAIN_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*")
"""A host as a policy of the page can name it: a star would let in more than was meant."""
DRIVERS = {
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
    "sqlite": "sqlite",
}
MEGABYTE = 1 << 20
LARGEST_BODY = 520 * MEGABYTE
"""Room for a file of the largest size that imports take, and for the form around it."""


class BadConfiguration(ValueError):
    """A setting cannot be used. ``code`` and ``params`` make the message; ``params["name"]`` is the variable."""

    def __init__(self, code: str, **params: Any) -> None:
        self.code = code
        self.params = params
        super().__init__(f"{code} {params}")


@dataclass(frozen=True, slots=True)
class MapTiles:
    """Where the pieces of a drawn map come from: the one stranger that browsers of members ask."""

    tiles: str
    """https address with ``{z}``, ``{x}`` and ``{y}`` in its path or query."""
    attribution: str
    """Plain text that the map shows in its corner."""
    datum: str = "wgs84"
    """How the pieces are laid out: wgs84, or gcj02 as maps of mainland China are."""

    @property
    def origin(self) -> str:
        """Scheme, host and port, as the policy of the page names them."""
        return "https://" + urlsplit(self.tiles).netloc.lower()


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of one installation; every one has a default that works on a laptop."""

    data_dir: Path = Path("data")
    """Directory of the SQLite file, uploads and locks; made when missing."""
    database_url: str = field(default="", repr=False)
    """SQLAlchemy URL; empty in the constructor means SQLite inside ``data_dir``. May hold a password."""
    host: str = "127.0.0.1"
    port: int = 8000
    base_url: str = ""
    """Public address such as ``https://crm.example.com``, no slash at the end; empty: derived, loopback only."""
    proxies: int = 0
    """Reverse proxies in front whose X-Forwarded-For is believed; 0: the address of the connection counts."""
    web_processes: int = 1
    """Web processes; always 1 on SQLite, which has one writer."""
    web_threads: int = 8
    """Requests answered at the same time by each web process."""
    job_threads: int = 2
    """Long jobs run at the same time by the worker process."""
    log_level: str = "info"
    log_format: str = "auto"
    """text, json, or auto: text on a terminal, else json."""
    largest_body: int = LARGEST_BODY
    """Bytes of a request body that are read at most."""
    map: MapTiles | None = None
    """None: no map is drawn, and no browser asks a stranger for one."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "data_dir", Path(self.data_dir).expanduser().absolute())
        url = self.database_url or f"sqlite:///{self.data_dir / 'formloom.db'}"
        object.__setattr__(self, "database_url", url)
        if self.on_sqlite:
            object.__setattr__(self, "web_processes", 1)

    @property
    def on_sqlite(self) -> bool:
        """Whether the database is a SQLite file."""
        return self.database_url.startswith("sqlite")

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return self.host in LOOPBACK

    @property
    def address(self) -> str:
        """What a person opens: the public address, else the one derived from host and port."""
        if self.base_url:
            return self.base_url
        host = self.asked_at
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def asked_at(self) -> str:
        """The host at which this machine reaches the server."""
        return EVERYWHERE.get(self.host, self.host).strip("[]")

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies are sent over https only."""
        return self.base_url.startswith("https://")


def from_environment(environ: Mapping[str, str]) -> Config:
    """Read settings from environment variables. Raises BadConfiguration naming the variable.

    ``DATABASE_URL``, ``BUILDER_DATA_DIR``, ``HOST``, ``PORT``, ``BUILDER_BASE_URL``, ``BUILDER_WEB_PROCESSES``,
    ``BUILDER_WEB_THREADS``, ``BUILDER_JOB_THREADS``, ``BUILDER_PROXIES``, ``BUILDER_LOG_LEVEL``,
    ``BUILDER_LOG_FORMAT``, ``BUILDER_LARGEST_BODY`` (bytes), ``BUILDER_MAP_TILES``, ``BUILDER_MAP_ATTRIBUTION``,
    ``BUILDER_MAP_DATUM``. An empty variable counts as not set.
    """
    given = {name: value.strip() for name, value in environ.items() if value.strip()}
    return Config(
        data_dir=Path(given.get("BUILDER_DATA_DIR", "data")),
        database_url=database_url(given.get("DATABASE_URL", "")),
        host=given.get("HOST", "127.0.0.1"),
        port=_number(given, "PORT", 8000, 1, 65_535),
        base_url=_base_url(given.get("BUILDER_BASE_URL", "")),
        proxies=_number(given, "BUILDER_PROXIES", 0, 0, 10),
        web_processes=_number(given, "BUILDER_WEB_PROCESSES", 1, 1, 64),
        web_threads=_number(given, "BUILDER_WEB_THREADS", 8, 1, 256),
        job_threads=_number(given, "BUILDER_JOB_THREADS", 2, 1, 16),
        log_level=_choice(given, "BUILDER_LOG_LEVEL", LOG_LEVELS, "info"),
        log_format=_choice(given, "BUILDER_LOG_FORMAT", LOG_FORMATS, "auto"),
        largest_body=_number(given, "BUILDER_LARGEST_BODY", LARGEST_BODY, MEGABYTE, 4_096 * MEGABYTE),
        map=_map(given),
    )


def database_url(url: str) -> str:
    """Return the URL with the driver that is shipped; empty stays empty. Raises BadConfiguration.

    A relative SQLite path is kept relative to the working directory, as SQLAlchemy reads it.
    """
    if not url:
        return ""
    scheme, separator, rest = url.partition("://")
    driver = DRIVERS.get(scheme.lower())
    if driver is None or not separator:
        raise BadConfiguration("bad_database_url", name="DATABASE_URL", known="sqlite, postgresql")
    if driver == "sqlite" and (not rest.startswith("/") or rest in ("/", "/:memory:")):
        raise BadConfiguration("bad_database_url", name="DATABASE_URL", known="sqlite:///<file>, postgresql://…")
    return f"{driver}://{rest}"


def _base_url(url: str) -> str:
    if not url:
        return ""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise BadConfiguration("bad_base_url", name="BUILDER_BASE_URL", value=url[:200])
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise BadConfiguration("base_url_needs_https", name="BUILDER_BASE_URL", value=url[:200])
    return url.rstrip("/")


def _map(given: Mapping[str, str]) -> MapTiles | None:
    datum = _choice(given, "BUILDER_MAP_DATUM", MAP_DATUMS, "wgs84")
    tiles = given.get("BUILDER_MAP_TILES", "")
    if not tiles:
        return None
    if "{s}" in tiles:
        raise BadConfiguration("map_tiles_one_host", name="BUILDER_MAP_TILES", place="{s}", example=TILES_EXAMPLE)
    if not _is_tile_address(tiles):
        raise BadConfiguration("bad_map_tiles", name="BUILDER_MAP_TILES", example=TILES_EXAMPLE)
    attribution = given.get("BUILDER_MAP_ATTRIBUTION", "")
    if not attribution:
        raise BadConfiguration("map_attribution_needed", name="BUILDER_MAP_ATTRIBUTION", tiles="BUILDER_MAP_TILES")
    return MapTiles(tiles, attribution, datum)


def _is_tile_address(url: str) -> bool:
    """Whether an address is https, names one host in plain letters, and has each place once and no other."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    named = f"{host}:{port}" if port else host
    one_host = parts.scheme == "https" and PLAIN_HOST.fullmatch(host) and parts.netloc.lower() == named
    places = re.findall(r"\{([^{}]*)\}", parts.path + parts.query)
    readable = url.isascii() and url.isprintable() and " " not in url and not parts.fragment
    return bool(one_host) and readable and sorted(places) == sorted(MAP_PLACES)


def _number(given: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = given.get(name)
    if text is None:
        return default
    if not text.isascii() or not text.isdecimal() or not low <= int(text[:20]) <= high:
        raise BadConfiguration("bad_number_setting", name=name, value=text[:50], low=low, high=high)
    return int(text)


def _choice(given: Mapping[str, str], name: str, choices: tuple[str, ...], default: str) -> str:
    text = given.get(name, default).lower()
    if text not in choices:
        raise BadConfiguration("bad_choice_setting", name=name, value=text[:50], known=", ".join(choices))
    return text
