/** Makes the screen of one test as narrow as a phone. */

import { onTestFinished, vi } from "vitest";

export function onAPhone(): void {
  const wide = window.matchMedia.bind(window);
  const spy = vi
    .spyOn(window, "matchMedia")
    .mockImplementation((query) => ({ ...wide(query), matches: query.includes("max-width") }));
  onTestFinished(() => spy.mockRestore());
}
