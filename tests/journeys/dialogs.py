"""Screens that stand over others, or come after something was pressed: dialogs, forms, what an import says."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.journeys.told import told


def dialog(page: Page) -> Locator:
    """Return the dialog in front, which takes no place of a sheet's."""
    return page.locator(".ant-modal").last


def edit_form(page: Page) -> None:
    """Edit the record in sight."""
    page.locator(".record-edit").click()
    page.locator(".edit-record").wait_for()


def qr_label(page: Page) -> None:
    """Have a label made of the record in sight."""
    page.get_by_role("button", name=told(page, "record.more")).click()
    page.get_by_role("menuitem", name=told(page, "record.label")).click()
    dialog(page).wait_for()


def move_on(page: Page) -> None:
    """Begin to move the record in sight to its next stage."""
    page.locator(".stage-line > .ant-btn").click()
    dialog(page).wait_for()


def lose(page: Page) -> None:
    """Begin to end the record in sight, without what it takes."""
    page.locator(".stage-end button").last.click()
    dialog(page).locator(".ant-modal-footer .ant-btn-primary").click()
    dialog(page).locator(".labelled-problem").first.wait_for()


def choose_two(page: Page) -> Locator:
    """Choose two records of a list or of its cards; return the bar of what can be done with them."""
    for at in range(2):
        page.locator("[data-id] input[type=checkbox], .record-card input[type=checkbox]").nth(at).click()
    bar = page.locator(".bulk-bar")
    expect(bar).to_be_visible()
    return bar


def edit_many(page: Page) -> None:
    """Begin to change many records."""
    choose_two(page).get_by_role("button", name=told(page, "action.edit")).click()
    dialog(page).wait_for()


def delete_two(page: Page) -> None:
    """Delete two records: the way back is offered."""
    choose_two(page).get_by_role("button", name=told(page, "action.delete")).click()
    page.locator(".message").get_by_role("button", name=told(page, "action.undo")).wait_for()


def save_view(page: Page) -> None:
    """Begin to keep what the list shows as a view for all."""
    page.get_by_role("button", name=told(page, "view.menu")).click()
    page.get_by_role("menuitem", name=told(page, "view.saveAs")).click()
    dialog(page).wait_for()


def filter_panel(page: Page) -> None:
    """Open the filter of a list with one condition."""
    page.locator(".filter-bar").get_by_role("button", name=told(page, "filter.open")).first.click()
    page.locator(".ant-drawer").get_by_role("button", name=told(page, "filter.addRow")).first.click()


def clone(page: Page) -> None:
    """Begin to make an app of one's own of the first template."""
    page.get_by_role("button", name=told(page, "templates.clone")).first.click()
    dialog(page).wait_for()


def check_file(page: Page) -> None:
    """Have the file checked whose columns are in sight."""
    page.get_by_role("button", name=told(page, "import.check")).click()
    page.locator(".preview-scroll tbody tr").first.wait_for()


def run_import(page: Page) -> None:
    """Import it, and wait for what came of it."""
    check_file(page)
    page.get_by_role("button", name=told(page, "import.run")).click()
    page.get_by_role("button", name=told(page, "import.undo")).wait_for(timeout=30_000)


def invite(page: Page) -> None:
    """Begin to invite somebody."""
    page.get_by_role("button", name=told(page, "people.invite")).click()
    dialog(page).locator("input").first.wait_for()


def open_day(page: Page) -> None:
    """Open a day of the working calendar that is named."""
    page.locator(".year-day.holiday").first.click()
    dialog(page).wait_for()


def open_member(page: Page) -> None:
    """Open the last member in sight, with an absence."""
    page.locator(".people-rows tbody tr").last.click()
    dialog(page).locator(".people-foot").wait_for()
    dialog(page).get_by_role("switch").last.click()
