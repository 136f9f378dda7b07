import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, expect, test } from "vitest";

import { faults, openAt } from "../../test/render-app";
import { refusal, sent, server, SESSION } from "../../test/server";

const STAFF = "*/api/v1/w/main";
const LI = {
  id: 7,
  label: "李雷",
  email: "lilei@example.com",
  mobile: "+8613812345678",
  username: "",
  department: 2,
  manager: null,
  position: "销售代表",
  administrator: false,
  state: "active",
  signs_in: true,
  roles: ["r_seller"],
  teams: [],
  absence: null,
};
const HAN = {
  ...LI,
  id: 8,
  label: "韩梅",
  email: "",
  mobile: "",
  username: "hanmei",
  state: "invited",
  roles: [],
};
const place = { spelled: "", head: null, closed: false, people: 1 };
const DEPARTMENTS = [
  { ...place, id: 1, label: "公司", parent: null },
  { ...place, id: 2, label: "销售部", parent: 1, people: 3 },
  { ...place, id: 3, label: "老部门", parent: 1, closed: true, people: 0 },
];
const LINK = { url: "http://localhost/join#secret", expires_at: "2026-12-06T00:00:00Z" };

function askedMembers(): URLSearchParams[] {
  return asked;
}
let asked: URLSearchParams[] = [];

beforeEach(() => {
  asked = [];
  server.use(
    http.get(`${STAFF}/members`, ({ request }) => {
      asked.push(new URL(request.url).searchParams);
      return HttpResponse.json({ items: [LI, HAN], next: null });
    }),
    http.get(`${STAFF}/members/7`, () => HttpResponse.json(LI)),
    http.get(`${STAFF}/departments`, () => HttpResponse.json({ items: DEPARTMENTS })),
    http.get(`${STAFF}/roles`, () =>
      HttpResponse.json({
        items: [
          {
            id: "r_seller",
            name: "seller",
            label: { "zh-CN": "销售代表" },
            description: null,
            app: "sales",
            administrator: false,
          },
        ],
      }),
    ),
    http.get(`${STAFF}/teams`, () =>
      HttpResponse.json({ items: [{ id: 5, label: "突击队", closed: false, people: 2 }] }),
    ),
    http.get(`${STAFF}/users`, () => HttpResponse.json({ items: [] })),
  );
});

test("members are listed with their place and roles, and looked for by department, state and name", async () => {
  const { person, container } = await openAt("/w/main/sales/-people");
  const row = (await screen.findByRole("button", { name: "李雷" })).closest("tr");
  if (!row) throw new Error("no row");
  expect(within(row).getByText("销售部")).toBeInTheDocument();
  await waitFor(() => expect(within(row).getAllByText("销售代表")).toHaveLength(2));
  const places = screen.getByRole("navigation", { name: "部门" });
  expect(within(places).getByRole("button", { name: "公司 4" })).toBeInTheDocument();
  expect(within(places).queryByText("老部门")).not.toBeInTheDocument();
  expect(await faults(container)).toEqual([]);
  await person.click(within(places).getByRole("button", { name: "销售部 3" }));
  await person.click(screen.getByText("待加入", { selector: ".ant-segmented-item-label" }));
  await person.type(screen.getByRole("searchbox", { name: "按姓名或邮箱查找" }), "李");
  await waitFor(() =>
    expect(Object.fromEntries(askedMembers().at(-1) ?? [])).toEqual({
      search: "李",
      department: "2",
      state: "invited",
      limit: "50",
    }),
  );
});

test("a person is invited, and the link to hand over is shown once", async () => {
  server.use(
    http.post(`${STAFF}/members`, () => HttpResponse.json({ ...HAN, id: 9, label: "王芳" }, { status: 201 })),
    http.put(`${STAFF}/members/9/link`, () => HttpResponse.json(LINK)),
  );
  const { person } = await openAt("/w/main/sales/-people?department=2");
  await person.click(await screen.findByRole("button", { name: "邀请成员" }));
  const dialog = await screen.findByRole("dialog");
  const invite = within(dialog).getByRole("button", { name: "邀请成员" });
  await person.type(within(dialog).getByLabelText(/姓名/), "王芳");
  expect(invite).toBeDisabled();
  await person.type(within(dialog).getByLabelText("手机号"), "13912345678");
  await person.click(invite);
  expect(await screen.findByText("已添加王芳")).toBeInTheDocument();
  expect(screen.getByLabelText("链接")).toHaveValue(LINK.url);
  expect(sent.find(({ method }) => method === "POST")?.body).toMatchObject({
    display_name: "王芳",
    mobile: "13912345678",
    department: 2,
    roles: [],
  });
});

test("what is wrong with an invitation stands at its field, and nothing typed is lost", async () => {
  const problem = { path: "email", code: "not_an_email", message: "这不像邮箱地址。", params: {} };
  server.use(http.post(`${STAFF}/members`, () => refusal(422, "invalid", "请更正。", [problem])));
  const { person } = await openAt("/w/main/sales/-people");
  await person.click(await screen.findByRole("button", { name: "邀请成员" }));
  const dialog = await screen.findByRole("dialog");
  await person.type(within(dialog).getByLabelText(/姓名/), "王芳");
  await person.type(within(dialog).getByLabelText("邮箱"), "wang{Enter}");
  expect(await within(dialog).findByText("这不像邮箱地址。")).toBeInTheDocument();
  expect(within(dialog).getByLabelText("邮箱")).toHaveAccessibleDescription("这不像邮箱地址。");
  expect(within(dialog).getByLabelText(/姓名/)).toHaveValue("王芳");
});

test("a member is changed, and let go with a way back", async () => {
  server.use(http.patch(`${STAFF}/members/7`, () => HttpResponse.json(LI)));
  const { person, container } = await openAt("/w/main/sales/-people");
  await person.click(await screen.findByRole("button", { name: "李雷" }));
  const dialog = await screen.findByRole("dialog");
  const position = await within(dialog).findByLabelText("职位");
  await person.clear(position);
  await person.type(position, "经理");
  expect(await faults(container)).toEqual([]);
  await person.click(within(dialog).getByRole("button", { name: "保存" }));
  await waitFor(() =>
    expect(sent.at(-1)?.body).toMatchObject({ position: "经理", department: 2, absence: null }),
  );
  await person.click(await screen.findByRole("button", { name: "李雷" }));
  await person.click(await screen.findByRole("button", { name: "停用" }));
  expect(await screen.findByText("已停用李雷，对方不能再进入")).toBeInTheDocument();
  expect(sent.at(-1)?.body).toEqual({ disabled: true });
  await person.click(screen.getByRole("button", { name: "撤销" }));
  await waitFor(() => expect(sent.at(-1)?.body).toEqual({ disabled: false }));
});

test("a department in use is not closed, with the reason", async () => {
  server.use(
    http.patch(`${STAFF}/departments/2`, () => refusal(409, "department_in_use", "这个部门还有 3 名成员。")),
  );
  const { person } = await openAt("/w/main/sales/-people");
  await person.click(await screen.findByRole("button", { name: "“销售部”的操作" }));
  await person.click(await screen.findByRole("menuitem", { name: "停用部门" }));
  expect(await screen.findByText("这个部门还有 3 名成员。")).toBeInTheDocument();
});

test("a department is added under another", async () => {
  server.use(http.post(`${STAFF}/departments`, () => HttpResponse.json({ id: 4 }, { status: 201 })));
  const { person } = await openAt("/w/main/sales/-people");
  await person.click(await screen.findByRole("button", { name: "“销售部”的操作" }));
  await person.click(await screen.findByRole("menuitem", { name: "新建下级部门" }));
  await person.type(await screen.findByLabelText(/名称/), "华南{Enter}");
  await waitFor(() => expect(sent.at(-1)?.body).toEqual({ name: "华南", parent: 2 }));
});

test("teams are added and renamed in place", async () => {
  server.use(
    http.post(`${STAFF}/teams`, () => HttpResponse.json({ id: 6 }, { status: 201 })),
    http.patch(`${STAFF}/teams/5`, () => new HttpResponse(null, { status: 204 })),
  );
  const { person } = await openAt("/w/main/sales/-people?of=teams");
  await person.type(await screen.findByLabelText("新团队的名称"), "双十一{Enter}");
  await waitFor(() => expect(sent.at(-1)?.body).toEqual({ name: "双十一" }));
  const name = await screen.findByLabelText("团队“突击队”的名称");
  await person.clear(name);
  await person.type(name, "先锋队{Enter}");
  await waitFor(() => expect(sent.at(-1)?.body).toEqual({ name: "先锋队" }));
});

test("others than administrators find nothing there", async () => {
  const workspaces = [{ key: "main", name: "远景", administrator: false }];
  server.use(http.get("*/api/v1/session", () => HttpResponse.json({ ...SESSION, workspaces })));
  await openAt("/w/main/sales/-people");
  expect(await screen.findByText("这里没有内容，或者你无权查看。")).toBeInTheDocument();
  expect(screen.queryByRole("link", { name: "成员与部门" })).not.toBeInTheDocument();
});

test("what somebody owns is shown and handed over, all but what is left out, with a way back", async () => {
  const place = { app: "sales", capped: false, count: 120 };
  const owner = { field: "owner", field_label: { "zh-CN": "负责人" }, owner: true };
  server.use(
    http.get(`${STAFF}/members/7/held`, () =>
      HttpResponse.json({
        items: [
          { ...place, entity: "company", entity_label: { "zh-CN": "公司" }, ...owner },
          {
            ...place,
            entity: "task",
            entity_label: { "zh-CN": "任务" },
            field: "assignee",
            field_label: { "zh-CN": "执行人" },
            owner: false,
            count: null,
          },
        ],
      }),
    ),
    http.get(`${STAFF}/users`, () =>
      HttpResponse.json({ items: [{ id: 8, label: "韩梅", email: "", department: 2 }] }),
    ),
    http.post(`${STAFF}/members/7/hand-over`, () => HttpResponse.json({ job: 31 }, { status: 202 })),
    http.get(`${STAFF}/jobs/31`, () =>
      HttpResponse.json({
        id: 31,
        kind: "hand_over",
        state: "done",
        done: 120,
        total: null,
        result: { change_set: 5, updated: 120, failed: 0, failures: [] },
        error: null,
      }),
    ),
  );
  const { person } = await openAt("/w/main/sales/-people?member=7");
  await person.click(await screen.findByRole("button", { name: "移交名下记录" }));
  const title = await screen.findByText("移交李雷名下的记录");
  const dialog = title.closest<HTMLElement>(".ant-modal");
  if (!dialog) throw new Error("no dialog");
  expect(await within(dialog).findByRole("checkbox", { name: "公司 · 负责人 120" })).toBeChecked();
  await person.click(within(dialog).getByRole("checkbox", { name: "任务 · 执行人" }));
  const give = within(dialog).getByRole("button", { name: "移交名下记录" });
  expect(give).toBeDisabled();
  await person.click(within(dialog).getByRole("combobox"));
  await person.click(await screen.findByText("韩梅", { selector: ".ant-select-item *" }));
  await person.click(give);
  expect(await screen.findByText("已把 120 处交给韩梅")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "撤销" })).toBeInTheDocument();
  expect(sent.find(({ path }) => path.endsWith("/hand-over"))?.body).toEqual({
    to: 8,
    places: [{ app: "sales", entity: "company", field: "owner" }],
  });
});
