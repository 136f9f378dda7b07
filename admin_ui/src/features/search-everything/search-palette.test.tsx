import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { expect, test } from "vitest";

import { onAPhone } from "../../test/on-a-phone";
import { faults, openAt } from "../../test/render-app";
import { server } from "../../test/server";

const SEARCH = "*/api/v1/w/main/apps/sales/search";
const FOUND = {
  groups: [
    {
      entity: "company",
      items: [
        { id: 1, title: "杭州远景精密", facts: { tier: "high" } },
        { id: 2, title: "苏州恒达", facts: {} },
      ],
      more: true,
    },
  ],
  places: [{ type: "view", id: "v_high", name: "high", exact: false }],
  incomplete: false,
};

async function search(text: string, found = FOUND) {
  const asked: string[] = [];
  server.use(
    http.get(SEARCH, ({ request }) => {
      asked.push(new URL(request.url).searchParams.get("text") ?? "");
      return HttpResponse.json(found);
    }),
  );
  const opened = await openAt("/w/main/sales/company");
  await screen.findByRole("button", { name: /搜索记录/ });
  await opened.person.keyboard("{Control>}k{/Control}");
  const box = await screen.findByRole("combobox", { name: "搜索全部" });
  await opened.person.type(box, text);
  return { ...opened, asked, box };
}

test("what is found is walked through with arrow keys and opened with Enter", async () => {
  const { person, history, asked, box } = await search("hzyj");
  const list = screen.getByRole("listbox");
  expect(await within(list).findByText("杭州远景精密")).toBeInTheDocument();
  expect(asked).toEqual(["hzyj"]);
  expect(within(list).getByText("高价值")).toBeInTheDocument();
  expect(await faults(screen.getByRole("dialog"))).toEqual([]);
  await person.keyboard("{ArrowDown}");
  expect(box).toHaveAttribute("aria-activedescendant", within(list).getAllByRole("option")[1]?.id);
  await person.keyboard("{Enter}");
  await waitFor(() => expect(history.location.search).toContain("open=company.2"));
  await waitFor(() => expect(screen.queryByRole("listbox")).not.toBeInTheDocument());
});

test("letters typed before the search stands there are in it", async () => {
  const { person } = await openAt("/w/main/sales/company");
  await screen.findByRole("button", { name: /搜索记录/ });
  await person.keyboard("{Control>}k{/Control}hzzj{Backspace}{Backspace}yj");
  const box = await screen.findByRole("combobox", { name: "搜索全部" });
  await waitFor(() => expect(box).toHaveValue("hzyj"));
  await person.keyboard("{Escape}x");
  await waitFor(() => expect(screen.queryByRole("combobox", { name: "搜索全部" })).not.toBeInTheDocument());
});

test("all matches of an entity are its list with the same words", async () => {
  const { person, history } = await search("恒达");
  await person.click(await screen.findByText("查看全部匹配的公司"));
  await waitFor(() => expect(decodeURIComponent(history.location.search)).toContain("恒达"));
  expect(history.location.pathname).toBe("/w/main/sales/company");
});

test("a view is offered by its name, and a record that was opened is remembered", async () => {
  const { person } = await search("高");
  expect(await screen.findByText("公司 · 高价值")).toBeInTheDocument();
  await person.click(within(screen.getByRole("listbox")).getByText("杭州远景精密"));
  await waitFor(() => expect(screen.queryByRole("listbox")).not.toBeInTheDocument());
  await person.keyboard("{Control>}k{/Control}");
  expect(await screen.findByRole("group", { name: "最近看过" })).toHaveTextContent("杭州远景精密");
});

test("a list called just as was typed stands before the records", async () => {
  const places = [{ type: "view", id: "v_high", name: "high", exact: true }];
  const { person, history } = await search("高价值", { ...FOUND, places });
  const list = screen.getByRole("listbox");
  await within(list).findByText("杭州远景精密");
  expect(within(list).getAllByRole("option")[0]).toHaveTextContent("公司 · 高价值");
  await person.keyboard("{Enter}");
  await waitFor(() => expect(history.location.search).toContain("view=v_high"));
});

test("a refusal is told in the search, and what can be done without the server is still offered", async () => {
  server.use(http.get(SEARCH, () => HttpResponse.error()));
  const { person } = await openAt("/w/main/sales/company");
  await person.click(await screen.findByRole("button", { name: /搜索记录/ }));
  await person.type(await screen.findByRole("combobox", { name: "搜索全部" }), "深色");
  expect(await screen.findByRole("option", { name: "切换到深色" })).toBeInTheDocument();
});

test("on a phone a button closes the search, and no keys are told that it lacks", async () => {
  onAPhone();
  const { person } = await openAt("/w/main/sales/company");
  await person.click(await screen.findByRole("button", { name: "搜索" }));
  const dialog = await screen.findByRole("dialog", { name: "搜索全部" });
  expect(within(dialog).queryByText(/Esc/)).not.toBeInTheDocument();
  await person.click(within(dialog).getByRole("button", { name: "关闭" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
});
