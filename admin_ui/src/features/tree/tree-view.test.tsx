import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, expect, test } from "vitest";

import { faults, openAt } from "../../test/render-app";
import { MODEL } from "../../test/sample-model";
import { RECORDS, record, sent, server } from "../../test/server";

const ROWS = {
  root: { ...record(1, { name: "总公司" }), children: 1 },
  child: { ...record(2, { name: "分公司", parent: { id: 1, label: "总公司" } }), children: 0 },
  other: { ...record(3, { name: "别家" }), children: 0 },
};

function page(items: object[]) {
  return HttpResponse.json({ items, next: null, previous: null, indexed: true });
}

beforeEach(() => {
  const model = structuredClone(MODEL);
  model.views.push({
    id: "v_tree",
    label: { "zh-CN": "上下级" },
    entity: "company",
    type: "tree",
    tree: { parent: "parent", card: ["tier"] },
  });
  server.use(
    http.get("*/api/v1/w/main/apps/sales/model", () => HttpResponse.json(model as object)),
    http.get("*/api/v1/w/main/apps/sales/views", () => HttpResponse.json({ items: model.views as object[] })),
    http.post(`${RECORDS}/tree`, async ({ request }) => {
      const body = (await request.clone().json()) as { parent?: number; astray?: boolean; search?: string };
      if (body.search) return page([{ ...ROWS.child, path: [{ id: 1, label: "总公司" }] }]);
      if (body.astray) return page([]);
      return page(body.parent === 1 ? [ROWS.child] : [ROWS.root, ROWS.other]);
    }),
    http.post(`${RECORDS}/bulk`, () =>
      HttpResponse.json({ change_set: 9, updated: 1, created: 0, failed: [] }),
    ),
  );
});

test("arrow keys open, go in, come out and close", async () => {
  const { person, container } = await openAt("/w/main/sales/company?view=v_tree");
  const tree = await screen.findByRole("tree", { name: "上下级" });
  expect(await within(tree).findByRole("treeitem", { name: "总公司" })).toHaveAttribute(
    "aria-expanded",
    "false",
  );
  tree.focus();
  await person.keyboard("{ArrowRight}");
  const child = await within(tree).findByRole("treeitem", { name: "分公司" });
  expect(child).toHaveAttribute("aria-level", "2");
  await person.keyboard("{ArrowRight}");
  await waitFor(() => expect(tree).toHaveAttribute("aria-activedescendant", child.id));
  await person.keyboard("{ArrowLeft}{ArrowLeft}");
  await waitFor(() =>
    expect(within(tree).queryByRole("treeitem", { name: "分公司" })).not.toBeInTheDocument(),
  );
  expect(await faults(container)).toEqual([]);
});

test("a record is put at the top by its dialog, as a change that can be undone", async () => {
  const { person } = await openAt("/w/main/sales/company?view=v_tree");
  const tree = await screen.findByRole("tree");
  await within(tree).findByRole("treeitem", { name: "总公司" });
  tree.focus();
  await person.keyboard("{ArrowRight}");
  await person.click(await within(tree).findByRole("button", { name: "移动“分公司”" }));
  const dialog = await screen.findByRole("dialog");
  await person.click(within(dialog).getByRole("button", { name: "移动" }));
  await waitFor(() =>
    expect(sent.filter(({ path }) => path.endsWith("/bulk")).at(-1)?.body).toMatchObject({
      action: "update",
      values: { parent: 1 },
      records: [{ id: 2, version: 1 }],
    }),
  );
  expect(await screen.findByText("“分公司”已移到“总公司”之下")).toBeInTheDocument();
});

test("what a search finds comes with the way to it", async () => {
  await openAt("/w/main/sales/company?view=v_tree&search=%E5%88%86");
  expect(await screen.findByRole("link", { name: "分公司" })).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "总公司" })).toBeInTheDocument();
});
