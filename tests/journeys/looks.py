"""How a screen looks: text that is cut off without saying so, text over text, keys that nobody translated."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

LOCALES = Path(__file__).resolve().parents[2] / "admin_ui" / "src" / "lib" / "locales"

LEAVES = """
const shown = (element) => {
  const box = element.getBoundingClientRect();
  const visible = { opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true };
  return box.width > 2 && box.height > 2 && element.checkVisibility(visible);
};
const ownText = (element) =>
  [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== "");
const leaves = [...document.body.querySelectorAll("*")].filter(
  (element) =>
    ownText(element) && shown(element) && !element.closest(".sr-only, .skip-link, script, style, svg, option"),
);
const told = (element) => `${element.tagName}.${element.className}: ${element.textContent.trim().slice(0, 40)}`;
"""
"""Elements with text of their own, as far as they are in sight."""

CLIPPED = (
    "() => {"
    + LEAVES
    + """
  return leaves.filter((element) => {
    const style = getComputedStyle(element);
    const hides = style.overflowX === "hidden" || style.overflowX === "clip";
    const says = style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none";
    const wider = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
    const higher = style.overflowY === "hidden" && element.scrollHeight > element.clientHeight + 4;
    return hides && !says && (wider || higher);
  }).map(told);
}"""
)

CUT = (
    "() => {"
    + LEAVES
    + """
  const found = [];
  for (const element of leaves) {
    const range = document.createRange();
    range.selectNodeContents(element);
    const text = range.getBoundingClientRect();
    let flowing = true;
    for (let up = element; up !== document.body; up = up.parentElement) {
      const { overflowX, textOverflow, display, webkitLineClamp } = getComputedStyle(up);
      // Tabs are scrolled to, though not by a bar.
      if (overflowX === "auto" || overflowX === "scroll" || up.matches(".ant-tabs-nav-wrap")) break;
      if (overflowX === "hidden" || overflowX === "clip") {
        const frame = up.getBoundingClientRect();
        const says = flowing && textOverflow === "ellipsis" && !display.includes("flex") && !display.includes("grid");
        const ends = text.right > frame.right + 1.5 && !says && webkitLineClamp === "none";
        const begins = text.left < frame.left - 1.5 && getComputedStyle(element).direction === "ltr";
        if (text.width > 4 && frame.width > 4 && (ends || begins)) found.push(`${told(element)} in ${up.className}`);
        break;
      }
      flowing &&= display === "inline";
    }
  }
  return found;
}"""
)
"""Text of which a frame shows only a part, without an ellipsis: a number without some digits is another number."""

OVERLAPPING = (
    "() => {"
    + LEAVES
    + """
  const found = [];
  for (const element of leaves) {
    const range = document.createRange();
    const node = [...element.childNodes].find((one) => one.nodeType === Node.TEXT_NODE && one.textContent.trim());
    range.selectNodeContents(node);
    const box = range.getClientRects()[0];
    if (!box || box.width < 4) continue;
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) continue;
    let scrolledAway = false;
    for (let up = element; up; up = up.parentElement) {
      const frame = up.getBoundingClientRect();
      const inside = x >= frame.left && x < frame.right && y >= frame.top && y < frame.bottom;
      if (getComputedStyle(up).overflowY !== "visible" && !inside) scrolledAway = true;
    }
    if (scrolledAway) continue;
    const top = document.elementFromPoint(x, y);
    if (!top || top === element || top.contains(element) || element.contains(top)) continue;
    if (!leaves.includes(top)) continue;
    // A link that is stretched over its card lies over the other texts of the card on purpose.
    if (getComputedStyle(top, "::after").position === "absolute" && top.offsetParent?.contains(element)) continue;
    const layer = (one) => one.closest(
      "[role=dialog], .ant-drawer, .ant-dropdown, .ant-select-dropdown, .bottom-bar, .top-bar, .bulk-bar, .messages",
    );
    const pinned = (one) => {
      for (let up = one; up; up = up.parentElement) {
        if (["sticky", "fixed"].includes(getComputedStyle(up).position)) return up;
      }
      return null;
    };
    if (layer(top) !== layer(element) || pinned(top) !== pinned(element)) continue;
    found.push(`${told(element)} under ${told(top)}`);
  }
  return found;
}"""
)

FAINT = (
    "() => {"
    + LEAVES
    + """
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = color;
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
    return { channels: [red, green, blue], alpha: alpha / 255 };
  };
  const over = ({ channels, alpha }, below) => channels.map((one, at) => one * alpha + below[at] * (1 - alpha));
  const light = (channels) => {
    const [red, green, blue] = channels.map((one) => one / 255)
      .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = (element) => {
    const layers = [];
    for (let up = element; up; up = up.parentElement) {
      const { backgroundColor, backgroundImage } = getComputedStyle(up);
      if (backgroundImage !== "none") return null;
      layers.push(rgba(backgroundColor));
      if (layers.at(-1).alpha === 1) break;
    }
    return layers.reduceRight((below, layer) => over(layer, below), [255, 255, 255]);
  };
  return leaves.flatMap((element) => {
    const resting = "[disabled], [aria-hidden=true], .ant-picker-cell-disabled, .ant-select-item-option-disabled";
    if (element.closest(resting)) return [];
    const { color, fontSize, fontWeight } = getComputedStyle(element);
    const below = ground(element);
    if (below === null) return [];
    const [one, other] = [light(over(rgba(color), below)), light(below)];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    const large = parseFloat(fontSize) >= 24 || (parseFloat(fontSize) >= 18.66 && Number(fontWeight) >= 700);
    return ratio < (large ? 3 : 4.5) ? [`${told(element)} ${ratio.toFixed(2)}`] : [];
  });
}"""
)
"""Text that hardly stands out from its ground. axe says nothing of what is cut to a shape, such as a path of stages."""


def faint(page: Page) -> list[str]:
    """Return text with less contrast than 4.5 : 1, or 3 : 1 where it is large."""
    found: list[str] = page.evaluate(FAINT)
    return found


def bare(page: Page) -> list[str]:
    """Return buttons and inputs that look as browsers draw them: their style stands with another page."""
    found: list[str] = page.evaluate(
        "() => {"
        + LEAVES
        + """
      return [...document.querySelectorAll("button, input, select, textarea")]
        .filter((one) => shown(one) && ["outset", "inset"].includes(getComputedStyle(one).borderTopStyle)).map(told);
    }"""
    )
    return found


def clipped(page: Page) -> list[str]:
    """Return text that is cut off without an ellipsis."""
    found: list[str] = [*page.evaluate(CLIPPED), *page.evaluate(CUT)]
    return found


def overlapping(page: Page) -> list[str]:
    """Return text that lies under other text of the same layer."""
    found: list[str] = page.evaluate(OVERLAPPING)
    return found


def untranslated(page: Page) -> list[str]:
    """Return keys of texts that stand on the page instead of the texts."""
    groups = "|".join(sorted(_groups(), key=len, reverse=True))
    return re.findall(rf"\b(?:{groups})\.[a-z][A-Za-z]+\b", page.inner_text("body"))


@cache
def _groups() -> tuple[str, ...]:
    texts = json.loads((LOCALES / "en.json").read_text(encoding="utf-8"))
    return tuple(name for name, value in texts.items() if isinstance(value, dict))


def empty_without_a_way_on(page: Page) -> int:
    """Return how many places without content offer nothing to do."""
    found: int = page.evaluate(
        """() => [...document.querySelectorAll(".empty-state")]
          .filter((place) => !place.querySelector("a, button")).length"""
    )
    return found
