import { screen, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { expect, test } from "vitest";

import { onAPhone } from "../../test/on-a-phone";
import { faults, openAt } from "../../test/render-app";
import { MODEL } from "../../test/sample-model";
import { server } from "../../test/server";

const ADDRESS = "/w/main/sales/company";
const OTHER = { id: "a_2", name: "shop", label: { "zh-CN": "网店", en: "Shop" } };

function twoApps() {
  server.use(http.get("*/api/v1/w/main/apps", () => HttpResponse.json({ items: [MODEL.app, OTHER] })));
}

test("where there are several apps, the menu is headed by the one that it belongs to", async () => {
  twoApps();
  const { container } = await openAt(ADDRESS);
  const menu = within(await screen.findByRole("navigation", { name: "菜单" }));
  expect(await menu.findByRole("link", { name: "网店" })).toBeInTheDocument();
  expect(menu.getByText("销售")).toBeInTheDocument();
  expect(await screen.findByRole("link", { name: "杭州远景精密" })).toBeInTheDocument();
  expect(await faults(container)).toEqual([]);
});

test("on a phone too", async () => {
  twoApps();
  onAPhone();
  const { person } = await openAt(ADDRESS);
  await person.click(await screen.findByRole("button", { name: "菜单" }));
  const drawer = within(await screen.findByRole("dialog"));
  expect(await drawer.findByText("销售")).toBeInTheDocument();
});

test("the only app has no need to be named", async () => {
  await openAt(ADDRESS);
  const menu = within(await screen.findByRole("navigation", { name: "菜单" }));
  expect(await menu.findByRole("link", { name: "公司" })).toBeInTheDocument();
  expect(menu.queryByText("销售")).not.toBeInTheDocument();
});
