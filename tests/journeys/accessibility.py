"""What axe finds wrong with a page as it stands in the browser, colours included."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "admin_ui" / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async () => {
  const moving = () => document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime !== Infinity);
  const until = performance.now() + 3_000;
  while (moving().length > 0 && performance.now() < until) await new Promise((next) => setTimeout(next, 30));
  const where = { include: [document], exclude: [[".ant-select-dropdown"], [".ant-dropdown"]] };
  const { violations } = await axe.run(where, { resultTypes: ["violations"] });
  const branch = (id, html) => id === "label-content-name-mismatch" && html.includes('role="treeitem"');
  return violations.flatMap(({ id, nodes }) =>
    nodes.filter(({ html }) => !branch(id, html)).map(({ html }) => `${id}: ${html.slice(0, 200)}`),
  );
}"""
"""Lists of options and actions are the component library's own; some stay in the page, unseen, after they were open.
What fades in is looked at when it stands. A branch of a tree is called by its title; what else it shows is read out
with it."""


def faults(page: Page) -> list[str]:
    """Return what axe finds wrong; an empty list means nothing."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(RUN)
    return found
