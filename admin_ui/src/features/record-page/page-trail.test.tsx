import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse, type JsonBodyType } from "msw";
import { expect, test } from "vitest";

import { faults, openAt } from "../../test/render-app";
import { COMPANIES, record, RECORDS, server } from "../../test/server";

/** Opens the first record of a list as a page. */
async function expanded(before = () => {}) {
  const opened = await openAt("/w/main/sales/company?search=x");
  await opened.person.click(await screen.findByRole("link", { name: "杭州远景精密" }));
  const sheet = await screen.findByRole("dialog");
  const expand = await within(sheet).findByRole("link", { name: "展开为整页" });
  before();
  await opened.person.click(expand);
  await waitFor(() => expect(opened.history.location.pathname).toBe("/w/main/sales/company/1"));
  return opened;
}

function trail() {
  return within(screen.getByRole("navigation", { name: "列表中的上一条和下一条" }));
}

test("a page opened from a list goes on through the list, and back leads to the list", async () => {
  const { person, history, container } = await expanded();
  expect(await screen.findByRole("heading", { level: 1, name: "杭州远景精密" })).toBeInTheDocument();
  expect(trail().getByText("第 1 条，共 2 条")).toBeInTheDocument();
  expect(trail().getByRole("button", { name: "上一条" })).toBeDisabled();
  expect(await faults(container)).toEqual([]);
  await person.click(trail().getByRole("button", { name: "下一条" }));
  expect(await screen.findByRole("heading", { level: 1, name: "苏州恒达" })).toBeInTheDocument();
  expect(history.location.pathname).toBe("/w/main/sales/company/2");
  expect(trail().getByText("第 2 条，共 2 条")).toBeInTheDocument();
  history.back();
  await waitFor(() => expect(history.location.href).toContain("search=x"));
});

test("the keys of the sheet go through the list on a page too, but not while somebody types", async () => {
  const { person, history } = await expanded();
  await screen.findByRole("heading", { level: 1, name: "杭州远景精密" });
  await person.keyboard("{Alt>}{ArrowDown}{/Alt}");
  await waitFor(() => expect(history.location.pathname).toBe("/w/main/sales/company/2"));
  await screen.findByRole("heading", { level: 1, name: "苏州恒达" });
  await person.keyboard("{Alt>}{ArrowUp}{/Alt}");
  await waitFor(() => expect(history.location.pathname).toBe("/w/main/sales/company/1"));
  await person.click(await screen.findByRole("button", { name: "编辑" }));
  await person.type(screen.getByLabelText("邮箱"), "{Alt>}{ArrowDown}{/Alt}");
  expect(history.location.pathname).toBe("/w/main/sales/company/1");
});

test("what was typed and not saved is asked about before the next record", async () => {
  const { person, history } = await expanded();
  await person.click(await screen.findByRole("button", { name: "编辑" }));
  await person.type(screen.getByLabelText("邮箱"), "m");
  await person.click(trail().getByRole("button", { name: "下一条" }));
  expect(await screen.findByText("不保存就离开？")).toBeInTheDocument();
  expect(history.location.pathname).toBe("/w/main/sales/company/1");
});

test("keys go through the records of a sheet over the page, not through the page below", async () => {
  const { person, history } = await expanded();
  const [parent] = await screen.findAllByRole("link", { name: "苏州恒达" });
  await person.click(parent as HTMLElement);
  await screen.findByRole("dialog");
  await person.keyboard("{Alt>}{ArrowDown}{/Alt}");
  expect(history.location.pathname).toBe("/w/main/sales/company/1");
});

test("beyond what the list had read, its next records are asked for", async () => {
  let isPage = false;
  const third = record(3, { name: "无锡锐捷" }) as unknown as JsonBodyType;
  server.use(
    http.post(`${RECORDS}/query`, async ({ request }) => {
      const { cursor } = (await request.clone().json()) as { cursor: string | null };
      const [first, second] = COMPANIES as unknown as JsonBodyType[];
      const rest = { previous: null, indexed: true };
      if (cursor === null) return HttpResponse.json({ items: [first], next: "more", ...rest });
      // The list itself comes no further than its first row.
      if (!isPage) return HttpResponse.error();
      if (cursor === "more") return HttpResponse.json({ items: [second], next: "further", ...rest });
      return HttpResponse.json({ items: [third], next: null, ...rest });
    }),
    http.post(`${RECORDS}/count`, () => HttpResponse.json({ count: 3, capped: false })),
    http.get(`${RECORDS}/3`, () => HttpResponse.json(third)),
  );
  const { person, history } = await expanded(() => {
    isPage = true;
  });
  for (const id of [2, 3]) {
    await waitFor(() => expect(trail().getByRole("button", { name: "下一条" })).toBeEnabled());
    await person.click(trail().getByRole("button", { name: "下一条" }));
    await waitFor(() => expect(history.location.pathname).toBe(`/w/main/sales/company/${id}`));
  }
  expect(await trail().findByText("第 3 条，共 3 条")).toBeInTheDocument();
  await waitFor(() => expect(trail().getByRole("button", { name: "下一条" })).toBeDisabled());
});

test("a page that no list leads to has neither", async () => {
  await openAt("/w/main/sales/company/1");
  await screen.findByRole("heading", { level: 1, name: "杭州远景精密" });
  expect(screen.queryByRole("button", { name: "下一条" })).not.toBeInTheDocument();
});
