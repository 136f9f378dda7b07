import { expect, test, vi } from "vitest";

import { keepInSight } from "./keep-in-sight";

function opened(top: number, height: number): HTMLElement {
  const found = document.createElement("div");
  found.className = "calendar-more";
  found.append(document.createElement("h3"));
  found.style.top = `${top}px`;
  vi.spyOn(found, "getBoundingClientRect").mockReturnValue(new DOMRect(0, top, 220, height));
  vi.spyOn(document.documentElement, "clientHeight", "get").mockReturnValue(800);
  return found;
}

test("all entries of a day in the last row of a month stay within the screen, of one above where they open", async () => {
  const places = [opened(690, 400), opened(100, 400), opened(690, 790)];
  for (const place of places) keepInSight(place.firstElementChild as HTMLElement);
  await Promise.resolve();
  expect(places.map(({ style }) => style.top)).toEqual(["390px", "100px", "10px"]);
  keepInSight(document.createElement("h3"));
});
