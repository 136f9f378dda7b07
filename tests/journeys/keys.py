"""Going about with the keyboard alone: to a thing by Tab, to a place by the search, to a cell by arrows."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 40
"""More presses than that nobody makes to get to a thing."""
MOST_CHOICES = 15
IS_FOCUSED = "element => element === document.activeElement"


def tab_to(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Press Tab until a thing has the focus."""
    expect(wanted).to_be_visible()
    for _ in range(MOST_TABS):
        if wanted.evaluate(IS_FOCUSED):
            return
        page.keyboard.press(key)
    expect(wanted).to_be_focused(timeout=1_000)


def back_to(page: Page, wanted: Locator) -> None:
    """The same, backwards."""
    tab_to(page, wanted, "Shift+Tab")


def press(page: Page, wanted: Locator) -> None:
    """Go to a button and press it."""
    tab_to(page, wanted)
    page.keyboard.press("Enter")


def press_until(page: Page, key: str, wanted: Locator) -> None:
    """Press a key, and again where a slow machine had not drawn yet what it leads to."""
    for _ in range(3):
        page.keyboard.press(key)
        try:
            expect(wanted).to_be_focused(timeout=3_000)
        except AssertionError:
            continue
        return
    expect(wanted).to_be_focused()


def search(page: Page, text: str, choice: str) -> None:
    """Open the search, type, and take what is called so, or begins with it in its group."""
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog", name="搜索全部")
    expect(dialog.get_by_role("combobox")).to_be_focused()
    page.keyboard.type(text)
    wanted = dialog.get_by_role("option").filter(has_text=re.compile(choice)).first
    expect(wanted).to_be_visible()
    expect(dialog.get_by_role("status")).to_contain_text("回车打开")
    for _ in range(MOST_CHOICES):
        if wanted.get_attribute("aria-selected") == "true":
            break
        page.keyboard.press("ArrowDown")
    expect(wanted).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)


def active_cell(page: Page) -> Locator:
    """Return the cell of the list that the keyboard is at."""
    return page.locator(".cell.active")


def choose_typed(page: Page, text: str) -> None:
    """Type into the list that has the focus and take what it offers."""
    page.keyboard.type(text)
    offered = page.locator(".ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option-active")
    expect(offered.filter(has_text=text)).to_be_visible()
    page.keyboard.press("Enter")
