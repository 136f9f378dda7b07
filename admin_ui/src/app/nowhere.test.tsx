import { screen } from "@testing-library/react";
import { http } from "msw";
import { afterEach, expect, test, vi } from "vitest";

import { openAt } from "../test/render-app";
import { refusal, server } from "../test/server";

afterEach(() => vi.restoreAllMocks());

test.each(["/w/nope", "/w/nope/sales", "/w/nope/-/templates", "/w/main/nope", "/w/main/nope/company"])(
  "an address that leads nowhere shows the one page for it and writes nothing to the console: %s",
  async (address) => {
    server.use(
      http.get("*/api/v1/w/nope/*", () => refusal(404, "not_found", "没有这个工作区。")),
      http.get("*/api/v1/w/main/apps/nope/*", () => refusal(404, "not_found", "没有这个应用。")),
    );
    const written = (["error", "warn"] as const).map((level) =>
      vi.spyOn(console, level).mockImplementation(() => undefined),
    );
    await openAt(address);
    expect(await screen.findByRole("heading", { name: /这里没有内容/ })).toBeInTheDocument();
    expect(screen.getByRole("main")).toBeInTheDocument();
    expect(written.flatMap(({ mock }) => mock.calls)).toEqual([]);
  },
);
