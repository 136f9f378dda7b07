import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse, type JsonBodyType } from "msw";
import { beforeEach, expect, test } from "vitest";

import type { AppModel } from "../../lib/model";
import { onAPhone } from "../../test/on-a-phone";
import { faults, openAt } from "../../test/render-app";
import { MODEL } from "../../test/sample-model";
import { RECORDS, sent, server } from "../../test/server";

const HIGH = { field: "tier", op: "eq" as const, value: "high" };
const WITH_HOME: AppModel = {
  ...MODEL,
  app: {
    ...MODEL.app,
    home: "desk",
    menu: [
      { type: "page", page: "desk" },
      { type: "entity", entity: "company" },
    ],
  },
  pages: [
    {
      id: "p_1",
      name: "desk",
      label: { "zh-CN": "工作台", en: "Desk" },
      type: "home",
      blocks: [
        {
          type: "figures",
          place: "head",
          label: { "zh-CN": "我的一天" },
          figures: [
            {
              label: { "zh-CN": "高价值公司" },
              entity: "company",
              where: HIGH,
              view: "v_high",
              tone: "late",
            },
          ],
        },
        { type: "shortcuts", label: { "zh-CN": "捷径" }, shortcuts: [{ type: "create", entity: "company" }] },
        { type: "list", view: "v_all", limit: 2, width: 6 },
        { type: "groups", entity: "company", by: "tier", shape: "bars", label: { "zh-CN": "按等级" } },
        { type: "unheard_of" },
      ],
    },
  ],
};

beforeEach(() => {
  server.use(
    http.get("*/api/v1/w/main/apps/sales/model", () =>
      HttpResponse.json(WITH_HOME as unknown as JsonBodyType),
    ),
    http.post(`${RECORDS}/group`, () =>
      HttpResponse.json({
        groups: [
          { key: ["low"], labels: ["普通"], measures: [1] },
          { key: ["high"], labels: ["高价值"], measures: [7] },
          { key: [null], labels: [null], measures: [3] },
        ],
        more: false,
      }),
    ),
  );
});

test("the app opens at its home page: figures, a list, bars that lead to their records", async () => {
  const { container, person, history } = await openAt("/w/main/sales");
  const figure = await screen.findByRole("link", { name: /高价值公司/ });
  await waitFor(() => expect(figure).toHaveTextContent("2"));
  expect(await screen.findByRole("link", { name: "杭州远景精密" })).toBeInTheDocument();
  const bars = within(screen.getByRole("region", { name: "按等级" }));
  const texts = (await bars.findAllByRole("listitem")).map((item) => item.textContent);
  expect(texts).toEqual(["高价值7", "（空）3", "普通1"]);
  expect(await faults(container)).toEqual([]);
  await person.click(bars.getByRole("link", { name: /高价值/ }));
  await waitFor(() => expect(history.location.pathname).toBe("/w/main/sales/company"));
  expect(decodeURIComponent(history.location.search)).toContain('"field":"tier","op":"eq","value":"high"');
});

test("a bar opens the view of all where the usual one keeps records back", async () => {
  const [all, high, ...others] = MODEL.views;
  const views = [
    { ...high, default: true, filter: { field: "tier", op: "eq", value: "high" } },
    { ...all, default: false },
    ...others,
  ];
  server.use(http.get("*/api/v1/w/main/apps/sales/model", () => HttpResponse.json({ ...WITH_HOME, views })));
  const { history, person } = await openAt("/w/main/sales");
  const bars = within(await screen.findByRole("region", { name: "按等级" }));
  await person.click(await bars.findByRole("link", { name: /普通/ }));
  await waitFor(() => expect(history.location.pathname).toBe("/w/main/sales/company"));
  expect(history.location.search).toContain("v_all");
});

test("bars of amounts tell every currency", async () => {
  const amounts = [
    { amount: "260000.00", currency: "CNY" },
    { amount: "500.00", currency: "USD" },
  ];
  server.use(
    http.post(`${RECORDS}/group`, () =>
      HttpResponse.json({
        groups: [
          { key: ["high"], labels: ["高价值"], measures: [amounts] },
          { key: ["low"], labels: ["普通"], measures: [[{ amount: "700.00", currency: "USD" }]] },
        ],
        more: false,
      }),
    ),
  );
  await openAt("/w/main/sales");
  const bars = within(await screen.findByRole("region", { name: "按等级" }));
  await bars.findByRole("link", { name: /高价值/ });
  const texts = bars.getAllByRole("listitem").map((item) => item.textContent);
  expect(texts).toEqual(["高价值¥26万 + $500", "普通$700"]);
});

test("a figure counts what its list shows", async () => {
  await openAt("/w/main/sales");
  await screen.findByRole("link", { name: /高价值公司/ });
  await waitFor(() =>
    expect(sent.filter(({ path }) => path.endsWith("/count")).map(({ body }) => body)).toContainEqual({
      view: "v_high",
      filter: HIGH,
    }),
  );
});

test("a figure leads to what it counts, not to the whole view", async () => {
  const { person, history } = await openAt("/w/main/sales");
  await person.click(await screen.findByRole("link", { name: /高价值公司/ }));
  await waitFor(() => expect(history.location.pathname).toBe("/w/main/sales/company"));
  const asked = decodeURIComponent(history.location.search);
  expect(asked).toContain("view=v_high");
  expect(asked).toContain('"field":"tier","op":"eq","value":"high"');
});

test("a shortcut opens the short form over the page, and what is made opens after it", async () => {
  server.use(
    http.post(RECORDS, () =>
      HttpResponse.json({ id: 1, version: 1, title: "新公司", values: { name: "新公司" } }, { status: 201 }),
    ),
  );
  const { person, history } = await openAt("/w/main/sales");
  const shortcuts = within(await screen.findByRole("navigation", { name: "捷径" }));
  await person.click(shortcuts.getByRole("button", { name: "新建公司" }));
  await waitFor(() => expect(history.location.search).toContain("new=company"));
  const dialog = await screen.findByRole("dialog");
  await person.type(within(dialog).getByLabelText(/^名称/), "新公司");
  await person.click(within(dialog).getByRole("button", { name: "创建" }));
  await waitFor(() => expect(history.location.search).toContain("open=company.1"));
  expect(history.location.search).not.toContain("new=");
});

test("next steps are waved away for good", async () => {
  const { person, unmount } = await openAt("/w/main/sales");
  await person.click(await screen.findByRole("button", { name: "不再显示" }));
  unmount();
  await openAt("/w/main/sales");
  await screen.findByRole("link", { name: /高价值公司/ });
  expect(screen.queryByRole("region", { name: "接下来" })).not.toBeInTheDocument();
});

/** The home page with one list that begins with a reference. */
function listOfParents() {
  const desk = WITH_HOME.pages?.[0];
  const list = { type: "list", entity: "company", fields: ["parent", "email"], label: { "zh-CN": "上下级" } };
  const model = { ...WITH_HOME, pages: [{ ...desk, blocks: [list] }] } as unknown as JsonBodyType;
  server.use(http.get("*/api/v1/w/main/apps/sales/model", () => HttpResponse.json(model)));
}

test("a list that begins with a reference names its records first", async () => {
  listOfParents();
  await openAt("/w/main/sales");
  const table = within(await screen.findByRole("region", { name: "上下级" }));
  expect(await table.findByRole("link", { name: "杭州远景精密" })).toBeInTheDocument();
  expect(table.getAllByRole("columnheader").map((head) => head.textContent)).toEqual([
    "公司",
    "上级公司",
    "邮箱",
  ]);
});

test("on a phone a list is cards, each value with its name", async () => {
  onAPhone();
  listOfParents();
  const { container } = await openAt("/w/main/sales");
  const list = within(await screen.findByRole("region", { name: "上下级" }));
  expect(await list.findByRole("link", { name: "杭州远景精密" })).toBeInTheDocument();
  expect(list.queryByRole("table")).not.toBeInTheDocument();
  expect(list.getAllByText("邮箱").length).toBeGreaterThan(0);
  expect(await faults(container)).toEqual([]);
});
