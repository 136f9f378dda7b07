import { screen } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { expect, test } from "vitest";

import { faults, openAt } from "../../test/render-app";
import { refusal, sent, server, SESSION } from "../../test/server";

const LINK = {
  purpose: "first_password",
  workspace: "main",
  workspace_name: "远景",
  display_name: "李雷",
  sign_in_name: "+8613812345678",
  expires_at: "2026-12-06T00:00:00Z",
};

test("who is invited sets a password and is in", async () => {
  server.use(
    http.post("*/api/v1/links/look", () => HttpResponse.json(LINK)),
    http.post("*/api/v1/links/use", () => HttpResponse.json(SESSION)),
  );
  const { person, container, history } = await openAt("/join#secret");
  expect(await screen.findByRole("heading", { name: "李雷，欢迎加入远景" })).toBeInTheDocument();
  expect(screen.getByText(/138 1234 5678/)).toBeInTheDocument();
  expect(await faults(container)).toEqual([]);
  await person.type(screen.getByLabelText(/新密码/), "a good password{Enter}");
  await screen.findByRole("navigation", { name: "菜单" });
  expect(history.location.pathname).toMatch("/w/main/sales");
  // What the first page asks for comes after.
  expect(sent.slice(0, 2).map(({ body }) => body)).toEqual([
    { token: "secret" },
    { token: "secret", password: "a good password" },
  ]);
});

test("a password that is too weak is told at its field, and the link is still good", async () => {
  const problem = { path: "password", code: "password_too_short", message: "至少 8 个字符。", params: {} };
  server.use(
    http.post("*/api/v1/links/look", () => HttpResponse.json(LINK)),
    http.post("*/api/v1/links/use", () => refusal(422, "invalid", "请更正。", [problem])),
  );
  const { person } = await openAt("/join#secret");
  await person.type(await screen.findByLabelText(/新密码/), "short{Enter}");
  expect(await screen.findByText("至少 8 个字符。")).toBeInTheDocument();
});

test("who has an account is asked to sign in with it, and comes back", async () => {
  let signedIn = true;
  server.use(
    http.post("*/api/v1/links/look", () =>
      HttpResponse.json({ ...LINK, purpose: "join", sign_in_name: "li@example.com" }),
    ),
    http.post("*/api/v1/links/use", () => refusal(403, "sign_in_as", "请先用“li@example.com”登录。")),
    http.get("*/api/v1/session", () =>
      signedIn ? HttpResponse.json(SESSION) : refusal(401, "sign_in_first", "请先登录。"),
    ),
    http.delete("*/api/v1/session", () => {
      signedIn = false;
      return new HttpResponse(null, { status: 204 });
    }),
  );
  const { person } = await openAt("/join#secret");
  await person.click(await screen.findByRole("button", { name: "加入" }));
  expect(await screen.findByText("请先用“li@example.com”登录。")).toBeInTheDocument();
  await person.click(screen.getByRole("button", { name: "去登录" }));
  expect(await screen.findByRole("heading", { name: "登录" })).toBeInTheDocument();
  expect(sent.at(-1)).toMatchObject({ method: "DELETE", path: "/api/v1/session" });
});

test.each(["/join#old", "/join"])("a link that leads nowhere says so: %s", async (address) => {
  server.use(http.post("*/api/v1/links/look", () => refusal(404, "link_ended", "这个链接已失效。")));
  await openAt(address);
  expect(await screen.findByRole("heading", { name: "这个链接不能用" })).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "去登录" })).toBeInTheDocument();
});
