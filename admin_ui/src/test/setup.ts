import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterAll, afterEach, beforeAll, vi } from "vitest";

import type * as Theme from "../app/theme";
import { forgetWaysBack } from "../ui/use-undo";
import { sent, server } from "./server";

// jsdom draws nothing: writing the styles of Ant Design, and asking each of them at every query, takes half the time.
vi.mock("../app/theme", async (original) => {
  const theme = await original<typeof Theme>();
  return {
    ...theme,
    themeOf: (...of: Parameters<typeof theme.themeOf>) => ({ ...theme.themeOf(...of), zeroRuntime: true }),
  };
});

// Long enough for the first test of a worker, which loads the product, on a busy machine.
configure({ asyncUtilTimeout: 15_000 });
beforeAll(() => server.listen({ onUnhandledFrame: "error" }));
afterEach(() => {
  cleanup();
  forgetWaysBack();
  server.resetHandlers();
  sent.length = 0;
  window.localStorage.clear();
});
afterAll(async () => {
  // What a page still loads belongs to this file's window: left alone, it fails in the next file that wants it.
  await vi.dynamicImportSettled();
  server.close();
});

// jsdom has no layout: Ant Design asks for these.
window.scrollTo = () => undefined;
Element.prototype.scrollIntoView = () => undefined;
window.matchMedia = (query: string): MediaQueryList => ({
  matches: false,
  media: query,
  onchange: null,
  addListener: () => undefined,
  removeListener: () => undefined,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  dispatchEvent: () => false,
});

globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

// Virtual lists draw what fits: give every element a size.
for (const name of ["clientHeight", "offsetHeight"]) {
  Object.defineProperty(HTMLElement.prototype, name, { configurable: true, value: 700 });
}
for (const name of ["clientWidth", "offsetWidth"]) {
  Object.defineProperty(HTMLElement.prototype, name, { configurable: true, value: 1000 });
}

globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;
