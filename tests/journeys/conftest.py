"""What journeys need: a running product on each database, and pages of a real browser that note every complaint."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, expect, sync_playwright

from builder.cli.opening import now_in_microseconds
from builder.designer.adding_options import add_options
from builder.designer.installing import install
from builder.identity.accounts import new_account
from builder.identity.setting_up import set_up
from builder.jobs.worker import Worker, WorkerSettings
from builder.runtime.background.handlers import job_handlers
from builder.runtime.workspaces import Workspaces
from builder.storage.engine import Database
from builder.storage.installation import prepare
from tests.conftest import Fill, Originals, PostgresServer
from tests.journeys.browsers import ARGUMENTS, find_browser
from tests.journeys.products import Product, start_product
from tests.journeys.steps import COMPANY, EMAIL, NAME, PASSWORD, WATCH

PATIENCE = 15_000
"""Milliseconds: journeys run beside each other on machines of any speed."""
PICTURES = Path(__file__).resolve().parents[2] / "build" / "journeys"
"""Where what a failed journey saw last is kept."""
FAILED = pytest.StashKey[bool]()


@pytest.fixture(params=["sqlite", "postgresql"])
def product(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Product]:
    """A freshly started product without any account, on each database in turn."""
    if request.param == "sqlite":
        yield from _started(tmp_path, None)
        return
    server = request.getfixturevalue("postgres")
    assert isinstance(server, PostgresServer)
    url = server.new_empty_database()
    yield from _started(tmp_path, url)
    server.drop(url)


@pytest.fixture
def sqlite_product(tmp_path: Path) -> Iterator[Product]:
    """The same on SQLite alone: for journeys about screens and keys, which no database knows of."""
    yield from _started(tmp_path, None)


@pytest.fixture(params=["sqlite", "postgresql"])
def crm_product(request: pytest.FixtureRequest, originals: Originals, tmp_path: Path) -> Iterator[Product]:
    """A started product with an administrator and the CRM, on each database in turn."""
    yield from filled(originals, request.param, fill_crm, tmp_path)


@pytest.fixture
def sqlite_crm_product(originals: Originals, tmp_path: Path) -> Iterator[Product]:
    """The same on SQLite alone."""
    yield from filled(originals, "sqlite", fill_crm, tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def company_product(request: pytest.FixtureRequest, originals: Originals, tmp_path: Path) -> Iterator[Product]:
    """A started product with an administrator and the CRM with its sample company, on each database in turn."""
    yield from filled(originals, request.param, fill_company, tmp_path)


@pytest.fixture
def sqlite_company_product(originals: Originals, tmp_path: Path) -> Iterator[Product]:
    """The same on SQLite alone."""
    yield from filled(originals, "sqlite", fill_company, tmp_path)


@pytest.fixture(scope="module")
def shared_company_product(originals: Originals, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The same for all journeys of a module that only look."""
    yield from filled(originals, "sqlite", fill_company, tmp_path_factory.mktemp("shared"))


def filled(originals: Originals, dialect: str, fill: Fill, folder: Path) -> Iterator[Product]:
    """Start a product on a copy of a filled database, stop it in the end."""
    data = folder / "data"
    data.mkdir()
    url, _ = originals.copy(dialect, fill, data, empty=True)
    yield from _started(folder, url if dialect == "postgresql" else None)
    originals.drop(url)


def fill_crm(database: Database, _folder: Path) -> int:
    """Set up as a person does, with the CRM; return the account."""
    return _fill(database, sample_data=False)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest: else one browser visits its screens when the others have long ended."""
    items.sort(key=lambda item: "test_every_screen" not in item.name)


def fill_company(database: Database, _folder: Path) -> int:
    """Set up as a person does, with the CRM and its sample company; return the account."""
    return _fill(database, sample_data=True)


def _fill(database: Database, *, sample_data: bool) -> int:
    prepare(database)
    with database.write() as conn:
        made = set_up(conn, new_account(EMAIL, PASSWORD, NAME), COMPANY, now_in_microseconds())
    workspaces = Workspaces(database, now_in_microseconds)
    with workspaces.publishing(made.workspace, made.account_id) as work:
        install(work, "crm", None, sample_data)
    handlers = job_handlers(workspaces, add_options)
    worker = Worker(database, handlers, now_in_microseconds, WorkerSettings(threads=1))
    while worker.run_once():
        pass  # words to search by
    return made.account_id


def _started(folder: Path, url: str | None) -> Iterator[Product]:
    found = start_product(folder / "data", url)
    yield found
    found.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the whole run."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of: errors on the console and exceptions; a journey ends with an empty list."""
    return []


@pytest.fixture
def open_page(request: pytest.FixtureRequest, browser: Browser, complaints: list[str]) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page of a person: language, width and fingers are theirs."""
    contexts = []

    def note(message: ConsoleMessage) -> None:
        refused = "status of 4" in message.text and "status of 401" not in message.text
        if message.type == "error" and not refused:
            complaints.append(message.text)

    def opened(
        locale: str = "zh-CN", width: int = 1440, height: int = 900, *, touch: bool = False, moving: bool = False
    ) -> Page:
        size: ViewportSize = {"width": width, "height": height}
        context = browser.new_context(
            locale=locale,
            viewport=size,
            has_touch=touch,
            is_mobile=touch,
            # On a slow machine a click would go to where something stood a frame ago.
            reduced_motion="no-preference" if moving else "reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.set_default_timeout(PATIENCE)
        page.add_init_script(WATCH)
        return page

    yield opened
    for at, context in enumerate(contexts):
        if request.node.stash.get(FAILED, False):
            PICTURES.mkdir(parents=True, exist_ok=True)
            context.pages[0].screenshot(path=PICTURES / f"{request.node.name}-{at}.png")
        context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note that a journey failed, so that what its pages showed is kept."""
    report = yield
    if report.when == "call" and report.failed:
        item.stash[FAILED] = True
    return report
