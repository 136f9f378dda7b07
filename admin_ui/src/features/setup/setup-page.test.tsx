import { screen, waitFor } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { expect, test } from "vitest";

import { faults, openAt } from "../../test/render-app";
import { refusal, sent, server, SESSION } from "../../test/server";

test("the first administrator sets the workspace up and chooses a template", async () => {
  let done = false;
  let installed = false;
  const app = { id: "a_1", name: "sales", label: { "zh-CN": "销售" }, icon: null, color: null, version: "1" };
  server.use(
    http.get("*/api/v1/setup", () => HttpResponse.json({ needed: !done, languages: ["zh-CN"] })),
    http.get("*/api/v1/session", () =>
      done ? HttpResponse.json(SESSION) : refusal(401, "sign_in_first", "请先登录。"),
    ),
    http.post("*/api/v1/setup", async ({ request }) => {
      const body = (await request.json()) as { password: string };
      if (body.password.length < 10) {
        const problem = { path: "password", code: "too_short", message: "密码太短。", params: {} };
        return refusal(422, "invalid", "有 1 处需要修改。", [problem]);
      }
      done = true;
      return HttpResponse.json(SESSION, { status: 201 });
    }),
    http.get("*/api/v1/w/main/apps", () => HttpResponse.json({ items: installed ? [app] : [] })),
    http.get("*/api/v1/w/main/templates", () =>
      HttpResponse.json({
        items: [
          {
            name: "sales",
            label: { "zh-CN": "销售模板" },
            description: { "zh-CN": "一套销售方式" },
            version: "1",
            counts: { entity: 1 },
            has_sample_data: false,
            pictures: [],
            entities: [{ name: "company", label: { "zh-CN": "公司" }, icon: null }],
            roles: [],
            installed: [],
          },
        ],
      }),
    ),
    http.post("*/api/v1/w/main/templates/sales/install", () => {
      installed = true;
      return HttpResponse.json({ app }, { status: 201 });
    }),
  );
  const { person, container } = await openAt("/");
  expect(await screen.findByLabelText(/你的姓名/)).toHaveFocus();
  await person.keyboard("陈晓");
  await person.type(screen.getByLabelText(/邮箱/), "chen@example.com");
  await person.type(screen.getByLabelText(/密码/), "short");
  await person.type(screen.getByLabelText(/公司或团队名称/), "远景");
  expect(await faults(container)).toEqual([]);
  await person.click(screen.getByRole("button", { name: /创建工作区/ }));
  expect(await screen.findByText("密码太短。")).toBeInTheDocument();

  await person.type(screen.getByLabelText(/密码/), " and then long enough");
  await person.click(screen.getByRole("button", { name: /创建工作区/ }));
  await person.click(await screen.findByRole("button", { name: "安装 销售模板" }));
  expect(await screen.findByRole("heading", { name: "公司" })).toBeInTheDocument();
  await waitFor(() => {
    const setup = sent.filter(({ path }) => path === "/api/v1/setup").at(-1);
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    expect(setup?.body).toMatchObject({ locale: "zh-CN", workspace_name: "远景", time_zone: timeZone });
  });
});
