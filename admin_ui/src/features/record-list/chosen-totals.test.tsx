import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse, type JsonBodyType } from "msw";
import { expect, test } from "vitest";

import { faults, openAt } from "../../test/render-app";
import { field, MODEL } from "../../test/sample-model";
import { RECORDS, sent, server } from "../../test/server";

function serve() {
  const [company, ...others] = MODEL.entities;
  if (!company) throw new Error("the sample has no entity");
  const hours = field("hours", "number", "工时", {
    aggregates: ["avg", "count", "max", "min", "sum"],
    operators: ["eq", "between"],
  });
  const model = { ...MODEL, entities: [{ ...company, fields: [...company.fields, hours] }, ...others] };
  const own = { ...MODEL.views[0], id: "7", personal: true, label: { "zh-CN": "我的公司" } };
  server.use(
    http.get("*/api/v1/w/main/apps/sales/model", () => HttpResponse.json(model as unknown as JsonBodyType)),
    http.get("*/api/v1/w/main/apps/sales/views", () => HttpResponse.json({ items: [own] })),
    http.patch("*/api/v1/w/main/apps/sales/views/7", () => HttpResponse.json(own)),
    http.post(`${RECORDS}/group`, async ({ request }) => {
      const { measures } = (await request.json()) as { measures: { function: string }[] };
      return HttpResponse.json({
        groups: [
          { key: [], count: 2, measures: measures.map(({ function: how }) => (how === "max" ? "9" : "12")) },
        ],
        next: null,
      });
    }),
  );
}

test("what the foot sums up is chosen there, and the view keeps it", async () => {
  serve();
  const { person, history } = await openAt("/w/main/sales/company");
  await person.click(await screen.findByRole("button", { name: "合计" }));
  const panel = await screen.findByRole("dialog", { name: "合计" });
  await person.click(within(panel).getByRole("button", { name: "添加合计" }));
  await waitFor(() =>
    expect(history.location.search).toContain(encodeURIComponent('"field":"hours","function":"sum"')),
  );
  expect(await screen.findByText("工时合计")).toBeInTheDocument();
  expect(await faults(panel)).toEqual([]);
  await person.click(within(panel).getByRole("button", { name: "按视图" }));
  await waitFor(() => expect(history.location.search).not.toContain("totals"));
});

test("the quick filters of a view are chosen from its menu", async () => {
  serve();
  const { person } = await openAt("/w/main/sales/company?view=7");
  await person.click(await screen.findByRole("button", { name: /我的公司.*操作/ }));
  await person.click(await screen.findByRole("menuitem", { name: "设置快速筛选" }));
  const dialog = await screen.findByRole("dialog", { name: "设置快速筛选" });
  await person.click(within(dialog).getByRole("combobox"));
  await person.click(await screen.findByTitle("工时"));
  expect(await faults(dialog)).toEqual([]);
  await person.click(within(dialog).getByRole("button", { name: "保存" }));
  const change = () => sent.find(({ path, body }) => path.endsWith("/views/7") && body !== null);
  await waitFor(() => expect(change()).toBeDefined());
  expect((change()?.body as { quick_filters: string[] }).quick_filters.at(-1)).toBe("hours");
});
