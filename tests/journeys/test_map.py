"""A map where the installation names a tile server: a place chosen with the mouse, by keys and fingers, and shown."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.conftest import Originals
from tests.journeys.accessibility import faults
from tests.journeys.conftest import fill_crm, filled
from tests.journeys.forms_app import publish_forms_app
from tests.journeys.products import Product
from tests.journeys.steps import enter, settle
from tests.journeys.widths import overhanging

pytestmark = pytest.mark.browser
TILES = "https://tiles.example.com"
POINT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PLACE = re.compile(r"^-?\d+\.\d{6}, -?\d+\.\d{6}$")


@pytest.fixture
def mapped_product(originals: Originals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Product]:
    """A started product with the CRM that draws maps."""
    monkeypatch.setenv("BUILDER_MAP_TILES", f"{TILES}/{{z}}/{{x}}/{{y}}.png")
    monkeypatch.setenv("BUILDER_MAP_ATTRIBUTION", "© Example")
    yield from filled(originals, "sqlite", fill_crm, tmp_path)


def open_form(page: Page, product: Product, folder: Path) -> list[str]:
    """Open a new record with a place; return the pieces of the map that are asked for from now on."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        assert route.request.headers.get("referer") in (None, f"{product.address}/"), "no page is told"
        route.fulfill(body=POINT, content_type="image/png")

    page.route(f"{TILES}/**", answer)
    enter(page, product)
    publish_forms_app(product, folder)
    page.goto(f"{product.address}/w/main/things/thing/new")
    page.get_by_role("textbox", name="名称 *").fill("塔吊")
    assert asked == [], "nobody has asked for a map"
    return asked


def open_map(page: Page) -> Locator:
    """Press the button below the coordinates; return the dialog."""
    page.get_by_role("button", name="在地图上选").click()
    dialog = page.get_by_role("dialog", name="在地图上选")
    expect(dialog.get_by_role("application")).to_be_focused()
    expect(dialog.locator("img.leaflet-tile-loaded").first).to_be_attached()
    return dialog


def position(page: Page) -> tuple[float, float]:
    """Return latitude and longitude as the form has them."""
    north, east = (page.get_by_label(name).input_value() for name in ("纬度", "经度"))
    return float(north), float(east)


def test_a_place_is_chosen_on_the_map_with_the_mouse_and_by_keys(
    mapped_product: Product, open_page: Callable[..., Page], complaints: list[str], tmp_path: Path
) -> None:
    page = open_page()
    open_form(page, mapped_product, tmp_path)
    dialog = open_map(page)
    take = dialog.get_by_role("button", name="用这个位置")
    expect(take).to_be_disabled()
    for _ in range(3):
        dialog.get_by_role("button", name="放大").click()
    dialog.get_by_role("application").click(position={"x": 500, "y": 120})
    expect(dialog.get_by_text(PLACE)).to_be_visible()
    assert faults(page) == []
    take.click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name="在地图上选")).to_be_focused()
    north, east = position(page)
    assert 35 < north < 40, "above the middle of where it opened"
    assert 105 < east < 112

    dialog = open_map(page)
    for key in ("ArrowRight", "ArrowDown", "-", "Enter"):
        page.keyboard.press(key)
    expect(dialog).to_have_count(0)
    assert 0 < position(page)[1] - east < 0.01
    assert 0 < north - position(page)[0] < 0.01
    expect(page.get_by_role("textbox", name="名称 *")).to_have_value("塔吊")
    assert complaints == []


def test_a_record_shows_its_place_when_it_comes_into_sight(
    mapped_product: Product, open_page: Callable[..., Page], complaints: list[str], tmp_path: Path
) -> None:
    page = open_page(height=500, moving=True)
    asked = open_form(page, mapped_product, tmp_path)
    page.get_by_label("纬度").fill("30.241")
    page.get_by_label("经度").fill("120.15")
    page.get_by_role("textbox", name="名称 *").press("Control+Enter")
    expect(page.get_by_role("heading", name="塔吊")).to_be_visible()
    settle(page)
    assert asked == [], "it is far below"
    page.locator(".small-map").scroll_into_view_if_needed()
    small = page.get_by_role("img", name="30.241000, 120.150000附近的地图")
    expect(small.locator("img.leaflet-tile-loaded").first).to_be_attached()
    expect(page.get_by_text("© Example")).to_be_visible()
    assert faults(page) == []
    page.goto(f"{mapped_product.address}/w/main/things/thing")
    expect(page.get_by_text("塔吊").first).to_be_visible()
    asked.clear()
    settle(page)
    assert asked == [], "a list draws no map"
    assert complaints == []


def test_the_map_is_dragged_on_a_phone_and_what_does_not_load_is_told(
    mapped_product: Product, open_page: Callable[..., Page], complaints: list[str], tmp_path: Path
) -> None:
    page = open_page(width=390, height=844)
    open_form(page, mapped_product, tmp_path)
    page.get_by_label("纬度").fill("30.241")
    page.get_by_label("经度").fill("120.15")
    dialog = open_map(page)
    frame = dialog.get_by_role("application").bounding_box()
    assert frame is not None
    assert frame["height"] > 500, "the whole screen, but for title and buttons"
    middle = (frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] - 80, middle[1] + 60, steps=6)
    page.mouse.up()
    expect(dialog.get_by_text("30.241000, 120.150000")).to_have_count(0)
    assert overhanging(page) == []
    assert faults(page) == []
    dialog.get_by_role("button", name="用这个位置").click()
    north, east = position(page)
    assert north > 30.241
    assert east > 120.15
    assert complaints == []

    page.unroute(f"{TILES}/**")
    page.route(f"{TILES}/**", lambda route: route.abort())
    open_map_that_fails(page)
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_label("纬度").fill("31")
    expect(page.get_by_label("纬度")).to_have_value("31")


def open_map_that_fails(page: Page) -> None:
    """Open the map and wait for the line that says why it is blank."""
    page.get_by_role("button", name="在地图上选").click()
    expect(page.get_by_text("地图暂时加载不了，经纬度仍可直接填写")).to_be_visible()
    expect(page.get_by_role("application")).to_be_focused()
