import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { expect, test } from "vitest";

import { openAt } from "../../test/render-app";
import { COMPANIES, RECORDS, sent, server } from "../../test/server";

const lastQuery = () => sent.filter(({ path }) => path.endsWith("/query")).at(-1)?.body;
const activeRow = () =>
  document.querySelector(".cell.active")?.closest("[data-id]")?.getAttribute("data-id") ?? null;

test("Enter in the search box asks at once and leads to the first row", async () => {
  const { person } = await openAt("/w/main/sales/company");
  await screen.findByRole("link", { name: "杭州远景精密" });
  await person.type(screen.getByRole("searchbox"), "杭州{Enter}");
  expect(screen.getByRole("grid")).toHaveFocus();
  await waitFor(() => expect(lastQuery()).toMatchObject({ search: "杭州" }));
  await waitFor(() => expect(activeRow()).toBe("1"));
});

test("with rows chosen, Tab leads from the rows to the bar, and back", async () => {
  const { person } = await openAt("/w/main/sales/company");
  await screen.findByRole("link", { name: "杭州远景精密" });
  screen.getByRole("grid").focus();
  await person.keyboard("{ArrowDown} ");
  const bar = await screen.findByRole("toolbar");
  await person.tab();
  expect(bar).toContainElement(document.activeElement as HTMLElement);
  await person.tab({ shift: true });
  expect(screen.getByRole("grid")).toHaveFocus();
});

test("the keyboard stands at the record that was looked at last", async () => {
  const { history } = await openAt("/w/main/sales/company");
  await screen.findByRole("link", { name: "杭州远景精密" });
  const second = COMPANIES[1];
  history.push(`/w/main/sales/company?open=company.${second?.id}`);
  await waitFor(() => expect(activeRow()).toBe(String(second?.id)));
});

test("what many records got is taken back in the dialog that tells of the others, which stay chosen", async () => {
  const [first, second] = COMPANIES;
  server.use(
    http.post(`${RECORDS}/bulk`, () =>
      HttpResponse.json({
        change_set: 5,
        created: 0,
        updated: 1,
        unchanged: 0,
        failed: [{ index: 1, id: second?.id, problems: [{ path: "", code: "x", message: "没有权限" }] }],
      } as object),
    ),
  );
  const { person } = await openAt("/w/main/sales/company");
  await screen.findByRole("link", { name: "杭州远景精密" });
  for (const one of [first, second]) {
    const row = document.querySelector<HTMLElement>(`[data-id="${one?.id}"]`) as HTMLElement;
    await person.click(within(row).getByRole("checkbox"));
  }
  await person.click(within(screen.getByRole("toolbar")).getByRole("button", { name: "删除" }));
  const dialog = await screen.findByRole("dialog");
  expect(within(dialog).getByRole("button", { name: "撤销" })).toBeInTheDocument();
  expect(screen.getAllByRole("button", { name: "撤销" })).toHaveLength(1);
  await person.click(within(dialog).getAllByRole("button", { name: "关闭" }).at(-1) as HTMLElement);
  expect(await screen.findByText("已选 1 条")).toBeInTheDocument();
  expect(await screen.findByRole("button", { name: "撤销" })).toBeInTheDocument();
});
