"""Takes the pictures of the user guide: starts the product with its sample company and photographs it in each language.

The clocks of server and browser, the window and the seed of the sample company are fixed, so that another run takes
the same pictures. ``tools/guide_pictures.py [locale …]``
"""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.journeys.browsers import ARGUMENTS, find_browser  # noqa: E402
from tests.journeys.products import Product, start_product  # noqa: E402
from tests.journeys.steps import EMAIL, PASSWORD, WATCH, settle, sign_in  # noqa: E402

PICTURES = ROOT / "docs" / "guide" / "pictures"
OF_TEMPLATE = ROOT / "builder" / "templates_catalog" / "crm" / "pictures"
LOCALES = ("zh-CN", "zh-TW", "en")
NAMES = {"zh-CN": "陈晓", "zh-TW": "陳曉", "en": "Chen Xiao"}
COMPANIES = {"zh-CN": "晨光科技", "zh-TW": "晨光科技", "en": "Morninglight"}
ZONE = "Asia/Shanghai"
NOW = datetime(2031, 3, 12, 2, 30, tzinfo=UTC)
"""A working morning in Shanghai; not in the past, or browsers drop the session."""
SIZE, PHONE = (1280, 800), (390, 760)
"""Of every picture, and of a phone: three of them make one picture."""
CANVAS = (238, 240, 244)
HEAVIEST = 60_000
STILL = "*, *::before, *::after { animation: none !important; transition: none !important; caret-color: transparent }"
FRAME = "(one) => { one.style.outline = '2px solid #d9701f'; one.style.outlineOffset = '3px'; }"
BROWSER_CLOCK = f"""(() => {{
  const Real = Date;
  const shift = {int(NOW.timestamp()) * 1000} - Real.now();
  window.Date = class extends Real {{
    constructor(...parts) {{
      super(...(parts.length > 0 ? parts : [Real.now() + shift]));
    }}
    static now() {{
      return Real.now() + shift;
    }}
  }};
}})()"""
"""Only the date is moved: timers and measured times stay those of the browser."""
CLOCK = f"""import time
_began = time.monotonic_ns()
time.time_ns = lambda: {int(NOW.timestamp())} * 10**9 + (time.monotonic_ns() - _began)
"""
"""Put where Python looks when it starts: every process of the product then lives in the same morning."""


@dataclass(frozen=True)
class Shot:
    """A picture: where it is taken, and what is done before."""

    name: str
    path: str
    prepare: Callable[[Page], None] = lambda _: None


def frame(found: Locator) -> None:
    """Mark what the text speaks of."""
    found.first.evaluate(FRAME)


def _framed(selector: str) -> Callable[[Page], None]:
    return lambda page: frame(page.locator(selector))


def _filter(page: Page) -> None:
    page.locator(".filter-bar button.chip:has(.lucide-funnel, .lucide-filter, .lucide-list-filter)").first.click()
    page.locator(".ant-drawer").first.wait_for()


def _choose_rows(page: Page) -> None:
    for row in (1, 2, 3):
        page.locator(".row-check").nth(row).check(force=True)
    frame(page.locator(".bulk-bar"))


def _search(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").last.fill("hz")
    page.get_by_role("option").nth(3).wait_for()


def _import(page: Page) -> None:
    rows = [
        "公司名称,姓名,手机,邮箱",
        "杭州远景精密制造有限公司,王晓雯,13812345678,wang@yuanjing.example",
        "苏州恒达电子科技有限公司,周立,1381234,zhou@hengda.example",
        "宁波港通物流有限公司,林涛,13612345678,lin",
        "成都云帆软件有限公司,何静,13712345678,he@yunfan.example",
    ]
    page.locator("input[type=file]").first.set_input_files(
        {"name": "leads.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    )
    page.locator("main .mapping-entry").first.wait_for()
    page.locator("main .ant-btn-primary").first.click()
    page.wait_for_load_state("networkidle")
    page.locator("main table tbody tr").first.wait_for()


def shots(ids: dict[str, int], views: dict[str, str]) -> list[Shot]:
    """Return every picture of the guide."""
    app = "/w/main/crm"
    return [
        Shot("workbench", app),
        Shot("list", f"{app}/lead", _framed(".view-tabs, [role=tablist]")),
        Shot("filter", f"{app}/lead", _filter),
        Shot("bulk", f"{app}/lead", _choose_rows),
        Shot("board", f"{app}/opportunity?view={views['opportunity_board']}"),
        Shot("calendar", f"{app}/lead?view={views['lead_calendar']}"),
        Shot("tree", f"{app}/customer?view={views['customer_tree']}"),
        Shot("record", f"{app}/customer/{ids['customer']}", _framed(".stage-path")),
        Shot("follow-up", f"{app}/lead?open=lead.{ids['lead']}", _framed(".write-box")),
        Shot("quick-create", f"{app}/lead?new=lead"),
        Shot("import", f"{app}/lead/import", _import),
        Shot("search", app, _search),
        Shot("profile", f"{app}/-me"),
    ]


def template_shots(ids: dict[str, int], views: dict[str, str]) -> list[Shot]:
    """Return what the gallery shows of the CRM before it is installed."""
    app = "/w/main/crm"
    return [
        Shot("workbench", app),
        Shot("customer", f"{app}/customer/{ids['customer']}"),
        Shot("board", f"{app}/opportunity?view={views['opportunity_board']}"),
        Shot("list", f"{app}/lead"),
    ]


def phone_shots(ids: dict[str, int]) -> list[Shot]:
    """Return the three screens of the picture of the phone."""
    app = "/w/main/crm"
    return [
        Shot("list", f"{app}/lead", _framed(".bottom-bar")),
        Shot("record", f"{app}/customer/{ids['customer']}"),
        Shot("new", f"{app}/lead?new=lead"),
    ]


def light(picture: bytes) -> bytes:
    """Return the picture as WebP, as good as its weight allows. Raises RuntimeError if it is too heavy at any rate."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for quality in (84, 76, 68, 60, 50):
        out = io.BytesIO()
        image.save(out, "WEBP", quality=quality, method=6)
        if out.tell() <= HEAVIEST:
            return out.getvalue()
    raise RuntimeError("a picture is too heavy")


def opened(browser: Browser, locale: str, size: tuple[int, int]) -> Page:
    """Return a page of a browser that lives in the morning of the pictures."""
    context = browser.new_context(
        locale=locale, timezone_id=ZONE, viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.add_init_script(BROWSER_CLOCK)
    page.add_init_script(WATCH)
    return page


def photograph(page: Page, address: str, shot: Shot) -> bytes:
    """Return what a screen looks like."""
    page.goto(address + shot.path)
    settle(page, 400)
    shot.prepare(page)
    settle(page, 400)
    page.mouse.move(0, 0)
    return page.screenshot(style=STILL)


def keep(locale: str, name: str, picture: bytes, folder: Path = PICTURES) -> None:
    """Write a picture of the guide, or of the template."""
    path = folder / locale / f"{name}.webp"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(light(picture))
    print(path.relative_to(ROOT))


def side_by_side(pictures: list[bytes]) -> bytes:
    """Return phones beside each other as one picture."""
    canvas = Image.new("RGB", SIZE, CANVAS)
    gap = (SIZE[0] - len(pictures) * PHONE[0]) // (len(pictures) + 1)
    for place, picture in enumerate(pictures):
        canvas.paste(Image.open(io.BytesIO(picture)), (gap + place * (PHONE[0] + gap), (SIZE[1] - PHONE[1]) // 2))
    out = io.BytesIO()
    canvas.save(out, "PNG")
    return out.getvalue()


def take(browser: Browser, product: Product, locale: str, only: set[str]) -> None:
    """Take every picture of an installed app in a language."""
    ids = {entity: first(product, entity) for entity in ("lead", "customer")}
    page = opened(browser, locale, SIZE)
    sign_in(page, product.address)
    model = page.request.get(f"{product.address}/api/v1/w/main/apps/crm/model").json()
    views = {view["name"]: view["id"] for view in model["views"]}
    for shot in shots(ids, views):
        if not only or shot.name in only:
            keep(locale, shot.name, photograph(page, product.address, shot))
    for shot in template_shots(ids, views) if not only or "template" in only else ():
        keep(locale, shot.name, photograph(page, product.address, shot), OF_TEMPLATE)
    page.context.close()
    if not only or "phone" in only:
        page = opened(browser, locale, PHONE)
        sign_in(page, product.address)
        keep(locale, "phone", side_by_side([photograph(page, product.address, one) for one in phone_shots(ids)]))
        page.context.close()


def first(product: Product, entity: str) -> int:
    """Return the number of a record that has much to show."""
    listed = product.command("query", entity, "--limit", "1", "--sort", "-last_followed_at", "--fields", "id", "--json")
    if listed.returncode:
        raise RuntimeError(listed.stderr)
    found: int = json.loads(listed.stdout)["items"][0]["id"]
    return found


def _nearer(page: Page) -> None:
    """One card leaves most of a window empty: it is shown larger."""
    page.evaluate("document.documentElement.style.zoom = '1.25'")
    _framed(".ant-btn-primary")(page)


def company(browser: Browser, product: Product, locale: str) -> None:
    """Set the product up in a language, and install the CRM with its sample company, which speaks it too."""
    page = opened(browser, locale, SIZE)
    page.goto(f"{product.address}/setup")
    for place, text in enumerate((NAMES[locale], EMAIL, PASSWORD, COMPANIES[locale])):
        page.locator("form input").nth(place).fill(text)
    page.keyboard.press("Enter")
    page.wait_for_url("**/w/**")
    gallery = Shot("templates", "/w/main/-/templates", _nearer)
    keep(locale, "templates", photograph(page, product.address, gallery))
    page.context.close()
    done = product.command("template", "install", "crm", "--sample-data")
    if done.returncode:
        raise RuntimeError(done.stderr)


def main() -> None:
    """Take the pictures in the languages that are asked for, else in all; ``--only=name,name`` takes some."""
    only = {name for word in sys.argv[1:] if word.startswith("--only=") for name in word[7:].split(",")}
    wanted = [word for word in sys.argv[1:] if word in LOCALES] or LOCALES
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        clock = Path(temporary, "clock")
        clock.mkdir()
        (clock / "sitecustomize.py").write_text(CLOCK)
        os.environ["PYTHONPATH"] = str(clock)
        browser = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
        for locale in wanted:
            product = start_product(Path(temporary, locale), None)
            try:
                company(browser, product, locale)
                take(browser, product, locale, only)
            finally:
                product.stop()
        browser.close()


if __name__ == "__main__":
    main()
