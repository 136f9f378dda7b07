import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { expect, test } from "vitest";

import { faults, openAt } from "../../test/render-app";
import { refusal, sent, server } from "../../test/server";
import { freeName } from "./clone-dialog";

const APP = { id: "a_1", name: "sales", label: { "zh-CN": "销售" }, icon: null, color: null, version: "1" };
const TEMPLATE = {
  name: "sales",
  label: { "zh-CN": "销售模板" },
  description: { "zh-CN": "一套销售方式" },
  version: "1.0.0",
  counts: { entity: 12, view: 30, role: 1, app: 1 },
  has_sample_data: true,
  pictures: [] as object[],
  entities: Array.from({ length: 12 }, (_, at) => ({
    name: `e${at}`,
    label: { "zh-CN": `记录${at}` },
    icon: "box",
  })),
  roles: [{ name: "seller", label: { "zh-CN": "销售代表" } }],
};

function serve(sample: { records: number; state: string } | null, installed = true) {
  server.use(
    http.get("*/api/v1/w/main/apps", () => HttpResponse.json({ items: installed ? [APP] : [] })),
    http.get("*/api/v1/w/main/templates", () =>
      HttpResponse.json({
        items: [{ ...TEMPLATE, installed: installed ? [{ app: APP, sample_data: sample }] : [] }],
      }),
    ),
  );
}

test("a card tells what is inside and installs with the sample company", async () => {
  serve(null, false);
  server.use(
    http.post("*/api/v1/w/main/templates/sales/install", () =>
      HttpResponse.json({ app: APP, sample_records: 9 }, { status: 201 }),
    ),
  );
  const { person, container } = await openAt("/w/main/-/templates");
  const card = await screen.findByRole("region", { name: "销售模板" });
  expect(within(card).getByText("种记录").previousSibling?.previousSibling).toHaveTextContent("12");
  expect(within(card).queryByText("记录11")).toBeNull();
  await person.click(within(card).getByRole("button", { name: /还有 2 种/ }));
  expect(within(card).getByText("记录11")).toBeInTheDocument();
  expect(container.querySelectorAll(".ant-btn-primary")).toHaveLength(1);
  expect(await faults(container)).toEqual([]);

  await person.click(within(card).getByRole("button", { name: "安装并带示例公司 销售模板" }));
  await waitFor(() => expect(sent.at(-1)).toBeDefined());
  const install = sent.find(({ path }) => path.endsWith("/install"));
  expect(install?.body).toEqual({ sample_data: true });
});

test("a sample company that is still being made cannot be taken away", async () => {
  serve({ records: 900, state: "done" });
  server.use(http.get("*/api/v1/w/main/apps", () => HttpResponse.json({ items: [] })));
  let answer = () => undefined as void;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  server.use(
    http.post("*/api/v1/w/main/templates/sales/install", async () => {
      await answered;
      return HttpResponse.json({ app: APP, sample_records: 9 }, { status: 201 });
    }),
  );
  const { person } = await openAt("/w/main/-/templates");
  const take = await screen.findByRole("button", { name: /移除示例公司/ });
  expect(take).toBeEnabled();
  await person.click(screen.getByRole("button", { name: "安装并带示例公司 销售模板" }));
  expect(take).toBeDisabled();
  answer();
});

test("a clone asks for a free name and says what is wrong with one", async () => {
  serve(null);
  server.use(
    http.post("*/api/v1/w/main/templates/sales/install", () =>
      refusal(409, "app_exists", "已有同名的应用。"),
    ),
  );
  const { person } = await openAt("/w/main/-/templates");
  await person.click(await screen.findByRole("button", { name: "克隆为自己的应用" }));
  const name = await screen.findByLabelText(/地址中的名称/);
  expect(name).toHaveValue("sales_2");
  await person.clear(name);
  await person.type(name, "sales");
  expect(screen.getByText("已有同名的应用。")).toBeInTheDocument();
  await person.clear(name);
  await person.type(name, "Mine");
  expect(screen.getByText(/以小写字母开头/)).toBeInTheDocument();
  await person.clear(name);
  await person.type(name, "mine");
  await person.click(screen.getByRole("button", { name: /克\s?隆$/ }));
  expect(await screen.findByRole("alert")).toHaveTextContent("已有同名的应用。");
  const install = sent.findLast(({ path }) => path.endsWith("/install"));
  expect(install?.body).toMatchObject({ sample_data: false, clone: { name: "mine" } });
});

test("the sample company is taken away, and what stays is told", async () => {
  let there: { records: number; state: string } | null = { records: 2198, state: "done" };
  server.use(
    http.get("*/api/v1/w/main/apps", () => HttpResponse.json({ items: [APP] })),
    http.get("*/api/v1/w/main/templates", () =>
      HttpResponse.json({ items: [{ ...TEMPLATE, installed: [{ app: APP, sample_data: there }] }] }),
    ),
    http.delete("*/api/v1/w/main/apps/sales/sample-data", () =>
      HttpResponse.json({ job: 7 }, { status: 202 }),
    ),
    http.get("*/api/v1/w/main/jobs/7", () => {
      there = null;
      const conflicts = Array.from({ length: 100 }, (_, at) => ({
        entity: "company",
        id: at + 1,
        title: `恒锐${at + 1}`,
        code: "sample_changed",
        message: "有人改过，所以保留。",
      }));
      const result = { removed: 2197, count: 130, conflicts, change_set: 9 };
      return HttpResponse.json({ id: 7, state: "done", done: 2198, total: 2198, result, error: null });
    }),
  );
  const { person, container } = await openAt("/w/main/-/templates");
  expect(await screen.findByText("示例公司：2,198 条记录")).toBeInTheDocument();
  await person.click(screen.getByRole("button", { name: "移除示例公司 销售" }));
  const first = await screen.findByRole("link", { name: "恒锐1" });
  await waitFor(() => expect(first.closest("li")).toHaveTextContent("公司 恒锐1：有人改过，所以保留。"));
  expect(screen.queryByText("恒锐9")).not.toBeInTheDocument();
  await person.click(screen.getByRole("button", { name: "还有 122 条" }));
  expect(screen.getByText("恒锐100")).toBeInTheDocument();
  expect(screen.getByText("另有 30 条没有列出。")).toBeInTheDocument();
  expect(await screen.findByText("已移除 2,197 条示例记录")).toBeInTheDocument();
  expect(await screen.findByRole("button", { name: "添加示例公司 销售" })).toBeInTheDocument();
  expect(await faults(container)).toEqual([]);
});

test("clones are numbered from two on", () => {
  expect(freeName("crm", ["crm"])).toBe("crm_2");
  expect(freeName("crm", ["crm", "crm_2", "crm_3"])).toBe("crm_4");
});

test("screens of the app are looked at one by one, and a template without any has a drawing", async () => {
  const pictures = [
    { name: "board", label: { "zh-CN": "看板" } },
    { name: "list", label: { "zh-CN": "列表" } },
  ];
  server.use(
    http.get("*/api/v1/w/main/apps", () => HttpResponse.json({ items: [] })),
    http.get("*/api/v1/w/main/templates", () =>
      HttpResponse.json({
        items: [
          { ...TEMPLATE, installed: [], pictures },
          { ...TEMPLATE, name: "bare", label: { "zh-CN": "没有图" }, installed: [] },
        ],
      }),
    ),
  );
  const { person, container } = await openAt("/w/main/-/templates");
  const card = await screen.findByRole("region", { name: "销售模板" });
  const at = "/api/v1/w/main/templates/sales/pictures";
  expect(within(card).getByRole("img", { name: "画面：看板" })).toHaveAttribute(
    "src",
    `${at}/board?locale=zh-CN`,
  );
  await person.click(within(card).getByRole("button", { name: "列表" }));
  expect(within(card).getByRole("img", { name: "画面：列表" })).toHaveAttribute(
    "src",
    `${at}/list?locale=zh-CN`,
  );
  const bare = screen.getByRole("region", { name: "没有图" });
  expect(within(bare).queryByRole("img")).toBeNull();
  expect(bare.querySelector(".template-drawing svg")).not.toBeNull();
  expect(await faults(container)).toEqual([]);
});
