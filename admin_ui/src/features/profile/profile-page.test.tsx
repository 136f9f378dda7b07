import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { expect, test } from "vitest";

import { faults, openAt } from "../../test/render-app";
import { refusal, sent, server, SESSION } from "../../test/server";

const ADDRESS = "/w/main/sales/-me";

test("name and language are kept with the account, and the page speaks the language at once", async () => {
  server.use(
    http.patch("*/api/v1/session", () =>
      HttpResponse.json({ ...SESSION, user: { ...SESSION.user, display_name: "Chen", locale: "en" } }),
    ),
  );
  const { person, container } = await openAt(ADDRESS);
  const name = await screen.findByLabelText(/你的姓名/);
  expect(await faults(container)).toEqual([]);
  await person.clear(name);
  await person.type(name, "Chen");
  await person.click(screen.getByRole("combobox", { name: "语言" }));
  await person.click(await screen.findByTitle("English"));
  await person.click(screen.getByRole("button", { name: "保存" }));
  expect(await screen.findByRole("heading", { name: "My profile" })).toBeInTheDocument();
  await waitFor(() =>
    expect(sent.at(-1)?.body).toEqual({ display_name: "Chen", locale: "en", time_zone: null }),
  );
});

test("a wrong present password is told at its field, and nothing typed is lost", async () => {
  const problem = { path: "current", code: "wrong_password", message: "当前密码不正确。", params: {} };
  server.use(
    http.put("*/api/v1/session/password", () => refusal(422, "invalid", "有 1 处需要修改。", [problem])),
  );
  const { person } = await openAt(ADDRESS);
  await person.type(await screen.findByLabelText(/当前密码/), "wrong one");
  await person.type(screen.getByLabelText(/新密码/), "another phrase 7");
  await person.click(screen.getByRole("button", { name: "修改密码" }));
  expect(await screen.findByText("当前密码不正确。")).toBeInTheDocument();
  expect(screen.getByLabelText(/新密码/)).toHaveValue("another phrase 7");
});

test("the browsers in which one is signed in are listed, and the others are signed out", async () => {
  server.use(
    http.delete("*/api/v1/session/devices/d2", () => new HttpResponse(null, { status: 204 })),
    http.delete("*/api/v1/session/devices", () => new HttpResponse(null, { status: 204 })),
  );
  const { person } = await openAt("/w/main/sales/-me");
  const devices = await screen.findByRole("region", { name: "登录的设备" });
  expect(await within(devices).findByText("Chrome · Windows")).toBeInTheDocument();
  expect(within(devices).getByText("当前设备")).toBeInTheDocument();
  await person.click(within(devices).getByRole("button", { name: "退出Safari · iPhone" }));
  await person.click(await within(devices).findByRole("button", { name: "退出其他所有设备" }));
  await waitFor(() =>
    expect(sent.filter(({ method }) => method === "DELETE").map(({ path }) => path)).toEqual([
      "/api/v1/session/devices/d2",
      "/api/v1/session/devices",
    ]),
  );
});
