import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse, type JsonBodyType } from "msw";
import { beforeEach, expect, test } from "vitest";

import { faults, openAt } from "../../test/render-app";
import { MODEL } from "../../test/sample-model";
import { RECORDS, refusal, sent, server, SESSION } from "../../test/server";

const MEI = { id: 3, label: "韩梅", department: null, email: "han@example.com", disabled: false };
const BY = { id: 1, label: "陈晓" };
const ADDED = { added_by: BY, added_at: "2026-11-01T00:00:00Z" };
const LEI = { user: { id: 2, label: "李雷" }, writing: false, until: null, ...ADDED };

let team: { items: object[]; may_change: boolean };

beforeEach(() => {
  team = { items: [LEI], may_change: true };
  const model = structuredClone(MODEL);
  const [company] = model.entities;
  if (company) company.ownable = true;
  server.use(
    http.get("*/api/v1/w/main/apps/sales/model", () => HttpResponse.json(model as unknown as JsonBodyType)),
    http.get("*/api/v1/w/main/users", () => HttpResponse.json({ items: [MEI] })),
    http.get("*/api/v1/w/main/departments", () => HttpResponse.json({ items: [] })),
    http.get(`${RECORDS}/1/team`, () => HttpResponse.json(team)),
    http.put(`${RECORDS}/1/team/:account`, async ({ request, params }) => {
      const place = (await request.json()) as object;
      const user = Number(params.account) === 2 ? LEI.user : { id: MEI.id, label: MEI.label };
      const others = team.items.filter((one) => (one as typeof LEI).user.id !== user.id);
      team = { ...team, items: [...others, { user, ...place, ...ADDED }] };
      return HttpResponse.json(team);
    }),
    http.delete(`${RECORDS}/1/team/:account`, ({ params }) => {
      const left = team.items.filter((one) => (one as typeof LEI).user.id !== Number(params.account));
      team = { ...team, items: left };
      return HttpResponse.json(team);
    }),
  );
});

const changes = () =>
  sent
    .filter(({ path }) => path.includes("/team"))
    .map(({ method, path, body }) => [method, path.split("/").at(-1), body]);

async function open(name: string | RegExp = "团队：李雷") {
  const { person } = await openAt("/w/main/sales/company/1");
  await person.click(await screen.findByRole("button", { name }));
  return { person, dialog: await screen.findByRole("dialog", { name: /的团队/ }) };
}

async function choose(
  person: Awaited<ReturnType<typeof open>>["person"],
  dialog: HTMLElement,
  box: RegExp,
  text: string,
) {
  await person.click(within(dialog).getByRole("combobox", { name: box }));
  await person.click((await screen.findAllByText(text)).at(-1) as HTMLElement);
}

test("a colleague is let in to change the record, to a day", async () => {
  const { person, dialog } = await open();
  await choose(person, dialog, /^同事/, "韩梅");
  await choose(person, dialog, /^可以做什么/, "可修改");
  await person.type(within(dialog).getByLabelText(/^截止日/), "2026-12-31");
  await person.click(within(dialog).getByRole("button", { name: "加入团队" }));
  await waitFor(() => expect(changes()).toEqual([["PUT", "3", { writing: true, until: "2026-12-31" }]]));
  expect(await within(dialog).findByLabelText("韩梅 的截止日")).toHaveValue("2026-12-31");
  expect(await faults(dialog)).toEqual([]);
});

test("why somebody cannot be let in stands at the field", async () => {
  const problem = {
    path: "account",
    code: "role_takes_no_share",
    message: "对方的角色看不到共享的记录。",
    params: {},
  };
  server.use(http.put(`${RECORDS}/1/team/3`, () => refusal(422, "invalid", "请更正。", [problem])));
  const { person, dialog } = await open();
  await choose(person, dialog, /^同事/, "韩梅");
  await person.click(within(dialog).getByRole("button", { name: "加入团队" }));
  expect(await within(dialog).findByText("对方的角色看不到共享的记录。")).toBeInTheDocument();
});

test("what a member may do is changed in place", async () => {
  const { person, dialog } = await open();
  await choose(person, dialog, /李雷 可以做什么/, "可修改");
  await waitFor(() => expect(changes()).toEqual([["PUT", "2", { writing: true, until: null }]]));
});

test("who is taken out comes back by the way back", async () => {
  const { person, dialog } = await open();
  await person.click(within(dialog).getByRole("button", { name: "移出 李雷" }));
  expect(await within(dialog).findByText("除了负责人，还没有别人。")).toBeInTheDocument();
  await person.click(await screen.findByRole("button", { name: "撤销" }));
  await waitFor(() => expect(within(dialog).getByText("李雷")).toBeInTheDocument());
  expect(changes().map(([method]) => method)).toEqual(["DELETE", "PUT"]);
});

test("who may not decide about it sees the team and can leave it", async () => {
  team = {
    items: [{ ...LEI, user: { id: SESSION.user.id, label: SESSION.user.display_name } }],
    may_change: false,
  };
  const { person, dialog } = await open(/^团队：/);
  expect(within(dialog).getByText("可查看")).toBeInTheDocument();
  expect(within(dialog).queryByRole("combobox")).toBeNull();
  await person.click(within(dialog).getByRole("button", { name: "退出团队" }));
  await waitFor(() => expect(changes()).toEqual([["DELETE", String(SESSION.user.id), null]]));
  await waitFor(() => expect(dialog).not.toBeVisible());
});

test("nothing is said where nobody is in it and the reader may let nobody in", async () => {
  team = { items: [], may_change: false };
  await openAt("/w/main/sales/company/1");
  await screen.findByRole("heading", { name: "杭州远景精密" });
  expect(screen.queryByRole("button", { name: /团队|同事/ })).toBeNull();
});
