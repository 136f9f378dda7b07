"""What journeys need: a running product on each database, and pages of a real browser that note every complaint."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.conftest import PostgresServer
from tests.journeys.browsers import ARGUMENTS, find_browser
from tests.journeys.products import Product, start_product

SHOTS = Path("build/screenshots")


@pytest.fixture(params=["sqlite", "postgresql"])
def product(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Product]:
    """A freshly started product without any account, on each database in turn."""
    url, server = None, None
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres")
        assert isinstance(server, PostgresServer)
        url = server.new_empty_database()
    found = start_product(tmp_path / "data", url)
    yield found
    found.stop()
    if server is not None and url is not None:
        server.drop(url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the whole run."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of: errors on the console and exceptions; a journey ends with an empty list."""
    return []


@pytest.fixture
def open_page(browser: Browser, complaints: list[str]) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page of a person: language and width are theirs."""
    contexts = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 401" not in message.text and "status of 4" not in message.text:
            complaints.append(message.text)

    def opened(locale: str = "zh-CN", width: int = 1440, height: int = 900) -> Page:
        context = browser.new_context(locale=locale, viewport={"width": width, "height": height})
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.set_default_timeout(15_000)
        return page

    yield opened
    for context in contexts:
        context.close()
