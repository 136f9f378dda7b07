import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse, type JsonBodyType } from "msw";
import { expect, test } from "vitest";

import { faults, openAt } from "../../test/render-app";
import { field, MODEL } from "../../test/sample-model";
import { server } from "../../test/server";

function serve() {
  const [company, ...others] = MODEL.entities;
  if (!company) throw new Error("the sample has no entity");
  const keeper = field("keeper", "user", "负责人", { operators: ["eq"] });
  const view = { ...MODEL.views[0], quick_filters: ["tier", "keeper"] };
  const entities = [{ ...company, fields: [...company.fields, keeper] }, ...others];
  const model = { ...MODEL, entities, views: [view] };
  server.use(
    http.get("*/api/v1/w/main/apps/sales/model", () => HttpResponse.json(model as unknown as JsonBodyType)),
    http.get("*/api/v1/w/main/apps/sales/views", () => HttpResponse.json({ items: [view] as object[] })),
  );
}

test("the options of a quick filter stand there to be ticked", async () => {
  serve();
  const { person, history } = await openAt("/w/main/sales/company");
  await person.click(await screen.findByRole("button", { name: /快速筛选：等级/ }));
  const panel = await screen.findByRole("dialog");
  expect(await faults(panel)).toEqual([]);
  await person.click(within(panel).getByRole("checkbox", { name: "高价值" }));
  await waitFor(() => expect(decodeURIComponent(history.location.search)).toContain('["high"]'));
  await person.click(within(panel).getByRole("checkbox", { name: "高价值" }));
  await waitFor(() => expect(history.location.search).not.toContain("high"));
});

test("what is one's own is one click away", async () => {
  serve();
  const { person, history } = await openAt("/w/main/sales/company");
  await person.click(await screen.findByRole("button", { name: /快速筛选：负责人/ }));
  const panel = await screen.findByRole("dialog");
  expect(await faults(panel)).toEqual([]);
  await person.click(within(panel).getByRole("button", { name: "我" }));
  await waitFor(() => expect(decodeURIComponent(history.location.search)).toContain('"relative":"me"'));
});
