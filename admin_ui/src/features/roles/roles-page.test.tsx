import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, expect, test } from "vitest";

import { faults, openAt } from "../../test/render-app";
import { refusal, sent, server, SESSION } from "../../test/server";

const ROLES = "*/api/v1/w/main/apps/sales/roles";
const WHERE = { where: { field: "tier", op: "eq", value: "low" } };
const HEAD = {
  id: "r_seller",
  name: "seller",
  label: { "zh-CN": "销售代表", en: "Rep" },
  description: null,
  administrator: false,
  members: 2,
};
const SELLER = {
  ...HEAD,
  version: 7,
  grants: [
    {
      entity: "company",
      actions: {
        view: ["own", "subordinates", WHERE],
        create: true,
        edit: ["own"],
        delete: [],
        import: false,
        export: [],
        assign: ["all"],
        comment: null,
      },
      default: "write",
      fields: [{ field: "budget", access: "hidden" }],
    },
  ],
};
const BOSS = {
  ...HEAD,
  id: "r_boss",
  name: "boss",
  label: { "zh-CN": "总经理" },
  administrator: true,
  members: 0,
};

beforeEach(() => {
  server.use(
    http.get(ROLES, () => HttpResponse.json({ items: [HEAD, BOSS] })),
    http.get(`${ROLES}/r_seller`, () => HttpResponse.json(SELLER)),
    http.get(`${ROLES}/r_boss`, () => HttpResponse.json({ ...BOSS, version: 3, grants: [] })),
    http.patch(`${ROLES}/r_seller`, () =>
      HttpResponse.json({ role: { ...SELLER, version: 8 }, revision: 8 }),
    ),
    http.post(`${ROLES}/r_seller/preview`, () =>
      HttpResponse.json({
        people: [
          {
            id: 7,
            label: "李雷",
            effects: [{ entity: "company", action: "view", field: null, what: "less" }],
          },
          { id: 8, label: "韩梅", effects: [] },
        ],
        more: false,
      }),
    ),
  );
});

function cell(name: string) {
  return screen.getByRole("button", { name: new RegExp(`^${name}: `) });
}

test("a role reads as a matrix in words, with its members", async () => {
  const { container } = await openAt("/w/main/sales/-roles");
  expect(
    await screen.findByRole("button", { name: "公司：看: 自己的 + 下属的 + 符合条件的" }),
  ).toBeInTheDocument();
  expect(cell("公司：建")).toHaveTextContent("可以");
  expect(cell("公司：删")).toHaveTextContent("不可以");
  expect(cell("公司：分配")).toHaveTextContent("全部");
  expect(cell("公司：评论")).toHaveTextContent("同“看”");
  const list = screen.getByRole("navigation", { name: "角色与权限" });
  expect(within(list).getByRole("button", { name: /销售代表/ })).toHaveTextContent("2 人");
  expect(await faults(container)).toEqual([]);
});

test("a cell is changed by boxes, the change is told, saved with its version and taken back", async () => {
  server.use(http.post(`${ROLES}/undo`, () => HttpResponse.json({ revision: 9 })));
  const { person } = await openAt("/w/main/sales/-roles");
  await person.click(await screen.findByRole("button", { name: /^公司：看: / }));
  const choice = await screen.findByRole("group", { name: "公司：看" });
  expect(within(choice).getByRole("checkbox", { name: "符合条件的：等级 是 普通" })).toBeChecked();
  await person.click(within(choice).getByRole("checkbox", { name: "下属的" }));
  await person.click(within(choice).getByRole("checkbox", { name: /符合条件的/ }));
  await person.keyboard("{Escape}");
  expect(cell("公司：看")).toHaveFocus();
  const bar = screen.getByRole("region", { name: "未保存的修改" });
  expect(bar).toHaveTextContent("公司：看");
  await person.click(within(bar).getByRole("button", { name: "影响哪些人" }));
  expect(await screen.findByText("公司：看的范围变小")).toBeInTheDocument();
  expect(screen.getByText("没有变化：其他角色已经包含这些权限")).toBeInTheDocument();
  await person.click(within(screen.getByRole("dialog")).getByRole("button", { name: /close|关闭/i }));
  await person.click(within(bar).getByRole("button", { name: /保\s?存/ }));
  expect(await screen.findByText(/已保存“销售代表”/)).toBeInTheDocument();
  const saved = sent.findLast(({ method }) => method === "PATCH");
  expect(saved?.headers.get("If-Match")).toBe('"7"');
  expect(saved?.body).toMatchObject({
    grants: [{ entity: "company", actions: { view: ["own"], edit: ["own"] }, fields: [{ field: "budget" }] }],
    message: "角色“销售代表”：公司：看",
  });
  await person.click(screen.getByRole("button", { name: "撤销" }));
  expect(await screen.findByText("角色已恢复原样")).toBeInTheDocument();
  expect(sent.at(-1)?.body).toMatchObject({ revision: 8 });
});

test("fields are set one by one, by section and for all others", async () => {
  const { person, container } = await openAt("/w/main/sales/-roles");
  await person.click(await screen.findByRole("button", { name: "公司：导入: 不可以" })); // nothing asks before fields open
  await person.click(screen.getByRole("button", { name: "公司的字段: 1 个特别设置" }));
  expect(screen.getByRole("radio", { name: "预算: 隐藏" })).toBeChecked();
  await person.click(screen.getByRole("radio", { name: "邮箱: 打码" }));
  expect(await faults(container)).toEqual([]);
  await person.type(screen.getByRole("searchbox", { name: "查找字段" }), "名");
  expect(screen.queryByRole("radio", { name: "邮箱: 打码" })).not.toBeInTheDocument();
  await person.click(screen.getByRole("button", { name: "“其他字段”全部设为只读" }));
  await person.click(screen.getByRole("button", { name: /保\s?存/ }));
  await waitFor(() =>
    expect(sent.findLast(({ method }) => method === "PATCH")?.body).toMatchObject({
      grants: [
        {
          fields: [
            { field: "budget", access: "hidden" },
            { field: "email", access: "masked" },
            { field: "name", access: "read" },
          ],
        },
      ],
    }),
  );
});

test("a refusal is told and nothing that was chosen is lost", async () => {
  server.use(http.patch(`${ROLES}/r_seller`, () => refusal(412, "role_changed", "别人刚刚改过这个角色。")));
  const { person } = await openAt("/w/main/sales/-roles");
  await person.click(await screen.findByRole("button", { name: "公司：建: 可以" }));
  await person.click(screen.getByRole("button", { name: /保\s?存/ }));
  expect(await screen.findByText("别人刚刚改过这个角色。")).toBeInTheDocument();
  expect(cell("公司：建")).toHaveTextContent("不可以");
});

test("a role is copied under another name and deleted after saying who loses what", async () => {
  server.use(
    http.post(ROLES, () =>
      HttpResponse.json({ role: { ...SELLER, id: "r_new" }, revision: 8 }, { status: 201 }),
    ),
    http.delete(`${ROLES}/r_seller`, () => HttpResponse.json({ revision: 9 })),
  );
  const { person } = await openAt("/w/main/sales/-roles?role=r_seller");
  await person.click(await screen.findByRole("button", { name: "删除" }));
  const asked = await screen.findByRole("dialog");
  expect(await within(asked).findByText("李雷")).toBeInTheDocument();
  await person.click(within(asked).getByRole("button", { name: /取\s?消/ }));
  await person.click(screen.getByRole("button", { name: "复制" }));
  const dialog = await screen.findByRole("dialog", { name: "复制" });
  expect(within(dialog).getByLabelText(/名称/)).toHaveValue("销售代表（副本）");
  await person.click(within(dialog).getByRole("button", { name: /保\s?存/ }));
  await waitFor(() =>
    expect(sent.find(({ method, path }) => method === "POST" && path.endsWith("/roles"))?.body).toMatchObject(
      {
        copy: "r_seller",
        label: { "zh-CN": "销售代表（副本）" },
      },
    ),
  );
});

test("a role of administrators has no matrix, and others do not come here", async () => {
  const { person } = await openAt("/w/main/sales/-roles");
  await person.click(await screen.findByRole("button", { name: /总经理/ }));
  expect(await screen.findByText(/可以做一切/)).toBeInTheDocument();
  expect(screen.queryByRole("table")).not.toBeInTheDocument();
});

test("who may not build is told that nothing is here", async () => {
  const workspaces = [{ ...SESSION.workspaces[0], administrator: false }];
  server.use(http.get("*/api/v1/session", () => HttpResponse.json({ ...SESSION, workspaces })));
  await openAt("/w/main/sales/-roles");
  expect(await screen.findByText("这里没有内容，或者你无权查看。")).toBeInTheDocument();
  expect(screen.queryByRole("link", { name: "角色与权限" })).not.toBeInTheDocument();
});
