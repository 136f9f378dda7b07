import { screen, waitFor } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { expect, test } from "vitest";

import { faults, openAt } from "../../test/render-app";
import { MODEL } from "../../test/sample-model";
import { server } from "../../test/server";

test("a view in the address that is gone is told of, in one line", async () => {
  const { person, container } = await openAt("/w/main/sales/company?view=v_gone");
  expect(
    await screen.findByText("这个网址里的视图已不存在，或者你看不到它；下面是“全部公司”。"),
  ).toHaveAttribute("role", "status");
  await screen.findByRole("link", { name: "杭州远景精密" });
  expect(await faults(container)).toEqual([]);
  await person.click(screen.getByRole("link", { name: "高价值" }));
  await waitFor(() => expect(screen.queryByText(/已不存在/)).not.toBeInTheDocument());
});

test("a view that only the server knows of yet is not called gone", async () => {
  let calls = 0;
  const late = { ...MODEL.views[1], id: "v_late", label: { "zh-CN": "刚建的" } };
  server.use(
    http.get("*/api/v1/w/main/apps/sales/views", () => {
      calls += 1;
      return HttpResponse.json({ items: calls === 1 ? MODEL.views : [...MODEL.views, late] });
    }),
  );
  await openAt("/w/main/sales/company?view=v_late");
  expect(await screen.findByRole("link", { name: "刚建的" })).toHaveAttribute("aria-current", "page");
  expect(screen.queryByText(/已不存在/)).not.toBeInTheDocument();
});
