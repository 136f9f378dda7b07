"""Measures what people feel in the browser: how soon a list is there, and whether anything holds up scrolling, typing
and dragging.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.bench import Bench
from benchmarks.figures import Figure
from benchmarks.product import APP, WORKSPACE, Server, running

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROUNDS = 7
LONGEST_NAVIGATION, LONGEST_FIRST_ROW, LONGEST_TASK = 1_000, 300, 50
LEAST_SCROLLED = 200
"""Rows that lie behind after scrolling."""
BOARD = "Measured board"
ROW = "[role=row][data-id]"
LIST = f"/w/{WORKSPACE}/{APP}/lead"
WATCH = """
(() => {
  window.__row = null;
  const seen = () => {
    if (window.__row === null && document.querySelector("[role=row][data-id]")) window.__row = performance.now();
  };
  new MutationObserver(seen).observe(document, { childList: true, subtree: true });
  window.__tasks = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.__tasks.push(entry.duration);
  }).observe({ type: "longtask" });
})();
"""


def browser(bench: Bench) -> list[Figure]:
    """Open the list of the large table, come back to it, scroll, type and drag."""
    with running(bench.copy) as server, _page(server) as page:
        page.goto(LIST)  # files of the interface are kept by the browser from here on, as for everybody who comes back
        page.wait_for_selector(ROW)
        navigations = [_navigated(page) for _ in range(ROUNDS)]
        returns = [_returned(page) for _ in range(ROUNDS)]
        tasks = {"scrolling": _scrolled(page), "typing": _typed(page), "dragging": _dragged(page, server)}
    return [
        _figure("list ready after a load of the page", navigations, LONGEST_NAVIGATION, bench.rows),
        _figure("first row, from another page of the app", returns, LONGEST_FIRST_ROW, bench.rows),
        *(_tasks(what, found, bench.rows) for what, found in tasks.items()),
    ]


def _figure(work: str, runs: list[float], most: float, rows: int) -> Figure:
    found = median(runs)
    name = f"{work}, {rows:,} records"
    return Figure("browser", name, "ms", found, f"≤ {most:,} ms", found <= most, None, tuple(runs))


def _tasks(what: str, found: list[float], rows: int) -> Figure:
    """Return the longest task; the browser tells of none below 50 ms."""
    longest = max(found, default=0.0)
    remarks = [f"tasks of {LONGEST_TASK} ms and more: {', '.join(f'{one:.0f}' for one in sorted(found)) or 'none'}"]
    work = f"longest task while {what}, {rows:,} records"
    return Figure(
        "browser", work, "ms", longest, f"≤ {LONGEST_TASK} ms", longest <= LONGEST_TASK, None, (), (), remarks
    )


@contextmanager
def _page(server: Server) -> Iterator[Page]:
    from playwright.sync_api import sync_playwright

    from tests.journeys.browsers import ARGUMENTS, find_browser

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
        address = f"http://127.0.0.1:{server.port}"
        context = opened.new_context(base_url=address, viewport={"width": 1440, "height": 900}, locale="zh-CN")
        name, _, value = server.cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": address}])
        context.add_init_script(WATCH)
        yield context.new_page()
        opened.close()


def _navigated(page: Page) -> float:
    """Return the milliseconds from the start of a navigation until the first row is there."""
    page.goto(LIST)
    page.wait_for_selector(ROW)
    _rest(page)
    return float(page.evaluate("window.__row"))


def _returned(page: Page) -> float:
    """Return the milliseconds from the click on the entity in the menu until its first row is there."""
    page.get_by_role("link", name="Account", exact=False).first.click()
    page.wait_for_selector(ROW)
    _rest(page)
    link = page.locator(f"a[href$='{LIST}']").first
    link.evaluate(
        """(link) => new Promise((there) => {
          const was = document.querySelector("[role=row][data-id]")?.getAttribute("data-id");
          const began = performance.now();
          const look = () => {
            const row = location.pathname.endsWith("/lead") && document.querySelector("[role=row][data-id]");
            if (row && row.getAttribute("data-id") !== was) {
              window.__back = performance.now() - began;
              there();
            } else requestAnimationFrame(look);
          };
          link.click();
          look();
        })"""
    )
    _rest(page)
    return float(page.evaluate("window.__back"))


def _rest(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)


def _tasks_of(page: Page) -> list[float]:
    page.wait_for_timeout(300)
    found: list[float] = page.evaluate("window.__tasks")
    return found


def _fresh(page: Page) -> None:
    page.goto(LIST)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1_500)
    page.evaluate("window.__tasks.length = 0")


def _scrolled(page: Page) -> list[float]:
    """Scroll for some seconds, as by a wheel."""
    _fresh(page)
    page.mouse.move(700, 500)
    for _ in range(120):
        page.mouse.wheel(0, 260)
        page.wait_for_timeout(25)
    if int(page.locator(ROW).first.get_attribute("data-index") or 0) < LEAST_SCROLLED:
        raise AssertionError("the list was not scrolled")
    return _tasks_of(page)


def _typed(page: Page) -> list[float]:
    """Search by typing."""
    _fresh(page)
    page.get_by_role("searchbox").first.click()
    page.keyboard.type("恒通化工有限公司", delay=90)
    page.wait_for_load_state("networkidle")
    return _tasks_of(page)


def _dragged(page: Page, server: Server) -> list[float]:
    """Drag a card across a board."""
    board = {
        "entity": "lead",
        "label": {"zh-CN": BOARD, "en": BOARD},
        "type": "board",
        "columns": [{"field": "company_name"}, {"field": "source"}],
        "board": {"field": "stage", "card": ["company_name", "source"]},
    }
    status, answer = server.ask("POST", f"{server.base}/views", board)
    if status != 201:
        raise AssertionError(f"the board was refused: {answer.decode()}")
    _fresh(page)
    page.get_by_role("link", name=BOARD).click()
    page.wait_for_selector(".board-card")
    _rest(page)
    page.evaluate("window.__tasks.length = 0")
    card = page.locator(".board-card").first
    box = card.bounding_box()
    if box is None:
        raise AssertionError("the board shows no card")
    page.mouse.move(box["x"] + 40, box["y"] + 20)
    page.mouse.down()
    for step in range(60):
        page.mouse.move(box["x"] + 40 + step * 8, box["y"] + 20 + (step % 7))
        time.sleep(0.02)
    if page.locator(".board-card.lifted").count() != 1:
        raise AssertionError("no card was dragged")
    page.mouse.move(box["x"] + 40, box["y"] + 20)
    page.mouse.up()
    return _tasks_of(page)
