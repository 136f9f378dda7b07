"""Whether a page fits the screen it is shown on."""

from __future__ import annotations

from playwright.sync_api import Page

OVERHANGING = """() => {
  const width = document.documentElement.clientWidth;
  const told = ({ tagName, className, textContent }) => `${tagName}.${className}: ${textContent.slice(0, 40)}`;
  const scrolls = (element) =>
    element !== null &&
    !element.matches("main, .page, body") &&
    (["auto", "scroll"].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  const pages = [...document.querySelectorAll("html, body, main, .page")];
  const wide = pages.filter((element) => element.scrollWidth > element.clientWidth + 1);
  const outside = [...document.querySelectorAll("main button, main a, main input, main [role=combobox]")].filter(
    (element) => {
      if (element.closest(".sr-only") || scrolls(element.parentElement)) return false;
      const { left, right, width: own } = element.getBoundingClientRect();
      return own > 1 && (right > width + 1 || left < -1);
    },
  );
  const { scrollHeight, clientHeight } = document.documentElement;
  // Within the frame of an app its parts scroll, never the document: the bars at its edges would move away.
  const high = document.querySelector(".shell") && scrollHeight > clientHeight + 1;
  return [...[...wide, ...outside].map(told), ...(high ? [`the document is ${scrollHeight} px high`] : [])];
}"""
"""Pages that scroll as a whole, and what a person would press beyond the edge; what scrolls inside a page may."""


def overhanging(page: Page) -> list[str]:
    """Return what is larger than the screen or begins or ends outside of it; an empty list means all is in sight."""
    found: list[str] = page.evaluate(OVERHANGING)
    return found
