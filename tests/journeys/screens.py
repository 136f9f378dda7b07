"""Every screen of the product, each with how to get there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.journeys import dialogs

APP = "/w/main/crm"


@dataclass(frozen=True)
class Screen:
    """A screen by its name."""

    name: str
    path: str
    help: str
    """The page of the user guide that belongs to it."""
    then: Callable[[Page], None] = lambda _: None
    """What is pressed there."""


def _search(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").last.fill("zk")
    page.get_by_role("option").first.wait_for()


def _search_of_guide(page: Page) -> None:
    page.locator(".guide-search input").fill("Excel")
    page.locator(".guide-finds li").first.wait_for()


def _menu_of_new(page: Page) -> None:
    button = page.locator(".bottom-new, .top-bar .ant-btn-primary").first
    button.click()
    page.locator(".create-menu").first.wait_for()


def _file(page: Page) -> None:
    rows = "公司名称,姓名,手机\n杭州远景精密制造有限公司,王晓雯,13812345678\n,,\n苏州恒达电子科技,周立,x\n"
    page.locator("input[type=file]").first.set_input_files(
        {"name": "leads.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    )
    expect(page.locator("main table, main .mapping-entry, main .card").nth(1)).to_be_visible()


def _then(*steps: Callable[[Page], None]) -> Callable[[Page], None]:
    """Return what takes one step after the other."""

    def taken(page: Page) -> None:
        for step in steps:
            step(page)

    return taken


def _deleted(page: Page) -> None:
    """Put two contacts into the trash in sight."""
    page.evaluate(
        """async () => {
          const records = "/api/v1/w/main/apps/crm/records/contact";
          const { csrf } = await (await fetch("/api/v1/session")).json();
          const send = (path, body) => fetch(records + path, {
            method: "POST",
            headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf },
            body: JSON.stringify(body),
          }).then((answer) => answer.json());
          const { items } = await send("/query", { limit: 2 });
          await send("/bulk", { action: "delete", ids: items.map(({ id }) => id) });
        }"""
    )
    page.reload()
    page.locator(".trash-rows").wait_for()


FIND_VIEW = """async (name) => {
  const model = await (await fetch("/api/v1/w/main/apps/crm/model")).json();
  return model.views.find((view) => view.name === name).id;
}"""


def _view(name: str, shown: str) -> Callable[[Page], None]:
    """Return what opens a view of the entity in sight by its name and waits for what it shows."""

    def opened(page: Page) -> None:
        page.goto(f"{page.url.partition('?')[0]}?view={page.evaluate(FIND_VIEW, name)}")
        page.locator(shown).first.wait_for()

    return opened


ENTRY = Screen("sign-in", "/sign-in", "index")
SET_UP = Screen("set-up", "/", "first-steps")
"""Before somebody is signed in; the second of an installation that nobody has set up."""


def screens(lead: int, customer: int) -> list[Screen]:
    """Return the screens of a workspace that has the CRM with its sample company."""
    return [
        Screen("templates", "/w/main/-/templates", "crm-template"),
        Screen("clone", "/w/main/-/templates", "crm-template", dialogs.clone),
        Screen("home", APP, "workbench"),
        Screen("search", APP, "workbench", _search),
        Screen("create-menu", APP, "workbench", _menu_of_new),
        Screen("list", f"{APP}/lead", "lists"),
        Screen("list-nothing", f"{APP}/lead?search=zzzzzz", "lists"),
        Screen("filter", f"{APP}/lead", "lists", dialogs.filter_panel),
        Screen("view", f"{APP}/lead", "lists", dialogs.save_view),
        Screen("edit-many", f"{APP}/lead", "lists", dialogs.edit_many),
        Screen("delete-many", f"{APP}/contact", "lists", dialogs.delete_two),
        Screen("board", f"{APP}/opportunity", "boards", _view("opportunity_board", ".board-card")),
        Screen("board-people", f"{APP}/customer", "boards", _view("customer_people", ".board-card")),
        Screen("calendar", f"{APP}/task", "boards", _view("task_calendar", ".calendar-entry")),
        Screen("gallery", f"{APP}/product", "boards", _view("product_gallery", ".gallery-card")),
        Screen("tree", f"{APP}/customer", "boards", _view("customer_tree", ".tree-line")),
        Screen("sheet", f"{APP}/lead?open=lead.{lead}", "records"),
        Screen("move-on", f"{APP}/lead?open=lead.{lead}", "records", dialogs.move_on),
        Screen("lose", f"{APP}/lead?open=lead.{lead}", "records", dialogs.lose),
        Screen("quick-create", f"{APP}/lead?new=lead", "forms"),
        Screen("record", f"{APP}/customer/{customer}", "records"),
        Screen("edit", f"{APP}/customer/{customer}", "records", dialogs.edit_form),
        Screen("label", f"{APP}/customer/{customer}", "records", dialogs.qr_label),
        Screen("print", f"{APP}/customer/{customer}/print", "records"),
        Screen("new-record", f"{APP}/customer/new", "forms"),
        Screen("import", f"{APP}/lead/import", "import"),
        Screen("import-file", f"{APP}/lead/import", "import", _file),
        Screen("import-check", f"{APP}/lead/import", "import", _then(_file, dialogs.check_file)),
        Screen("import-result", f"{APP}/lead/import", "import", _then(_file, dialogs.run_import)),
        Screen("trash", f"{APP}/-trash?entity=contact", "undo", _deleted),
        Screen("trash-fields", f"{APP}/-trash?of=fields", "undo"),
        Screen("guide", f"{APP}/-help/lists", "index"),
        Screen("guide-search", f"{APP}/-help/index", "index", _search_of_guide),
        Screen("guide-alone", "/help/first-steps", "first-steps"),
        Screen("profile", f"{APP}/-me", "profile"),
        Screen("people", f"{APP}/-people", "people"),
        Screen("people-invite", f"{APP}/-people", "people", dialogs.invite),
        Screen("people-member", f"{APP}/-people", "people", dialogs.open_member),
        Screen("people-teams", f"{APP}/-people?of=teams", "people"),
        Screen("settings", f"{APP}/-settings", "settings"),
        Screen("settings-calendar", f"{APP}/-settings?of=calendar", "settings"),
        Screen("settings-day", f"{APP}/-settings?of=calendar", "settings", dialogs.open_day),
        Screen("roles", f"{APP}/-roles", "roles"),
        Screen("roles-fields", f"{APP}/-roles?entity=lead", "roles"),
        Screen("gone", f"{APP}/lead/999999999", "records"),
        Screen("nowhere", f"{APP}/nothing_of_this_name", "index"),
    ]
