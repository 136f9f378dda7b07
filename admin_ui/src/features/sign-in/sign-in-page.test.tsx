import { screen, waitFor } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { expect, test } from "vitest";

import { faults, openAt } from "../../test/render-app";
import { refusal, sent, server, SESSION } from "../../test/server";

const NAME = "邮箱、手机号或用户名";

test("a person without a session signs in and arrives where they wanted to go", async () => {
  let signedIn = false;
  server.use(
    http.get("*/api/v1/session", () =>
      signedIn ? HttpResponse.json(SESSION) : refusal(401, "sign_in_first", "请先登录。"),
    ),
    http.post("*/api/v1/session", async ({ request }) => {
      const body = (await request.json()) as { password: string };
      if (body.password !== "right") return refusal(401, "sign_in_failed", "邮箱或密码不对。");
      signedIn = true;
      return HttpResponse.json(SESSION);
    }),
  );
  const { person, container, history } = await openAt("/w/main/sales/company");
  expect(await screen.findByLabelText(NAME)).toHaveFocus();
  await person.type(screen.getByLabelText(NAME), "chen@example.com");
  await person.type(screen.getByLabelText("密码"), "wrong");
  expect(await faults(container)).toEqual([]);
  await person.click(screen.getByRole("button", { name: "登录" }));
  expect(await screen.findByText("邮箱或密码不对。")).toBeInTheDocument();

  await person.clear(screen.getByLabelText("密码"));
  await person.type(screen.getByLabelText("密码"), "right{Enter}");
  expect(await screen.findByRole("link", { name: "杭州远景精密" })).toBeInTheDocument();
  expect(history.location.pathname).toBe("/w/main/sales/company");
  expect(sent.at(0)?.path).toBe("/api/v1/session");
});

test("a page that came without a session asks for none, and does after somebody signed in", async () => {
  document.head.insertAdjacentHTML("beforeend", '<meta name="formloom-stranger">');
  let asked = 0;
  server.use(
    http.get("*/api/v1/session", () => {
      asked += 1;
      return HttpResponse.json(SESSION);
    }),
    http.post("*/api/v1/session", () => HttpResponse.json(SESSION)),
  );
  const { person } = await openAt("/w/main/sales/company");
  await person.type(await screen.findByLabelText(NAME), "chen@example.com");
  expect(asked).toBe(0);
  await person.type(screen.getByLabelText("密码"), "right{Enter}");
  expect(await screen.findByRole("link", { name: "杭州远景精密" })).toBeInTheDocument();
});

test("who is signed out at work is told so, and comes back to the draft", async () => {
  let signedIn = true;
  server.use(
    http.get("*/api/v1/session", () =>
      signedIn ? HttpResponse.json(SESSION) : refusal(401, "sign_in_first", "请先登录。"),
    ),
    http.post("*/api/v1/session", () => {
      signedIn = true;
      return HttpResponse.json(SESSION);
    }),
    http.patch("*/records/company/1", () => refusal(401, "sign_in_first", "请先登录。")),
  );
  const { person } = await openAt("/w/main/sales/company/1");
  await person.click(await screen.findByRole("button", { name: "编辑" }));
  await person.type(screen.getByLabelText("邮箱"), "m");
  signedIn = false;
  await person.click(screen.getByRole("button", { name: "保存" }));
  expect(await screen.findByText(/登录已过期/)).toBeInTheDocument();
  await person.type(screen.getByLabelText(NAME), "chen@example.com");
  await person.type(screen.getByLabelText("密码"), "right{Enter}");
  expect(await screen.findByText("已恢复上次没有保存的修改。")).toBeInTheDocument();
  expect(screen.getByLabelText("邮箱")).toHaveValue("a@b.cnm");
});

test("the language changes without a reload, and what was typed stays", async () => {
  server.use(http.get("*/api/v1/session", () => refusal(401, "sign_in_first", "")));
  const { person } = await openAt("/sign-in");
  await person.type(await screen.findByLabelText(NAME), "chen@example.com");
  await person.click(screen.getByRole("button", { name: "简体中文" }));
  await person.click(await screen.findByText("繁體中文"));
  expect(await screen.findByRole("heading", { name: "登入" })).toBeInTheDocument();
  expect(screen.getByLabelText("電子郵件、手機號碼或使用者名稱")).toHaveValue("chen@example.com");
});

test("a language that was chosen before signing in stays, also for the account", async () => {
  let signedIn = false;
  server.use(
    http.get("*/api/v1/session", () =>
      signedIn ? HttpResponse.json(SESSION) : refusal(401, "sign_in_first", ""),
    ),
    http.post("*/api/v1/session", () => {
      signedIn = true;
      return HttpResponse.json(SESSION);
    }),
    http.patch("*/api/v1/session", () =>
      HttpResponse.json({ ...SESSION, user: { ...SESSION.user, locale: "zh-TW" } }),
    ),
  );
  const { person } = await openAt("/sign-in");
  await person.click(await screen.findByRole("button", { name: "简体中文" }));
  // It takes the keyboard three frames after it opens, also when it is closed by then.
  await waitFor(() =>
    expect(screen.getByRole("menu")).toContainElement(document.activeElement as HTMLElement),
  );
  await person.click(screen.getByText("繁體中文"));
  await person.type(await screen.findByLabelText("電子郵件、手機號碼或使用者名稱"), "chen@example.com");
  await person.type(screen.getByLabelText("密碼"), "right right{Enter}");
  expect(await screen.findByRole("button", { name: "語言" })).toBeInTheDocument();
  expect(sent.find(({ method }) => method === "PATCH")?.body).toEqual({ locale: "zh-TW" });
});

function told(news: string) {
  window.dispatchEvent(new StorageEvent("storage", { key: "formloom.session", newValue: `${news} 1` }));
}

test("who is signed in is led on to where they wanted to go", async () => {
  const { history } = await openAt("/sign-in?next=%2Fw%2Fmain%2Fsales%2Fcompany");
  expect(await screen.findByRole("link", { name: "杭州远景精密" })).toBeInTheDocument();
  expect(history.location.pathname).toBe("/w/main/sales/company");
});

test("signing out and in again in another tab leads this one out and back to its page", async () => {
  let signedIn = true;
  server.use(
    http.get("*/api/v1/session", () =>
      signedIn ? HttpResponse.json(SESSION) : refusal(401, "sign_in_first", "请先登录。"),
    ),
  );
  await openAt("/w/main/sales/company");
  expect(await screen.findByRole("link", { name: "杭州远景精密" })).toBeInTheDocument();
  signedIn = false;
  told("out");
  expect(await screen.findByLabelText(NAME)).toBeInTheDocument();
  expect(screen.queryByRole("link", { name: "杭州远景精密" })).not.toBeInTheDocument();
  signedIn = true;
  told("in");
  expect(await screen.findByRole("link", { name: "杭州远景精密" })).toBeInTheDocument();
});
