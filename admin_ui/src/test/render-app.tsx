/** Opens the product at an address, as a person would. */

import { createMemoryHistory } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";

import { App } from "../app/app";
import { startTexts } from "../lib/i18n";
import type { Locale } from "../lib/label";

export async function openAt(address: string, locale: Locale = "zh-CN") {
  await startTexts(locale);
  const history = createMemoryHistory({ initialEntries: [address] });
  const screen = render(<App history={history} />);
  return { ...screen, history, person: userEvent.setup() };
}

/** What axe finds wrong; colours need a real browser. */
export async function faults(element: Element): Promise<string[]> {
  const { violations } = await axe.run(element, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}
