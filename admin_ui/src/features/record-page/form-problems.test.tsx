import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { afterEach, expect, test, vi } from "vitest";

import { faults, openAt } from "../../test/render-app";
import { RECORDS, refusal, server } from "../../test/server";

const SHEET = "/w/main/sales/company?open=company.1";
const BROKEN = "服务器出错了。";
const TOO_MANY = { path: "", code: "too_many", message: "记录太多了。", params: {} };
const NO_EMAIL = { path: "values.email", code: "not_an_email", message: "这不像邮箱地址。", params: {} };

afterEach(() => {
  vi.restoreAllMocks();
  window.dispatchEvent(new Event("online"));
});

/** What was brought into sight. */
function watched() {
  const seen: Element[] = [];
  vi.spyOn(Element.prototype, "scrollIntoView").mockImplementation(function (this: Element) {
    seen.push(this);
  });
  return seen;
}

async function changed(address: string) {
  const opened = await openAt(address);
  await opened.person.click(await screen.findByRole("button", { name: "编辑" }));
  await opened.person.type(screen.getByLabelText("邮箱"), "m");
  const seen = watched();
  await opened.person.click(screen.getByRole("button", { name: "保存" }));
  return { ...opened, seen };
}

function isSeen(seen: readonly Element[], said: HTMLElement) {
  return seen.some((element) => element.contains(said));
}

test.each(["/w/main/sales/company/1", SHEET])(
  "what concerns a whole record comes into sight: %s",
  async (at) => {
    server.use(http.patch(`${RECORDS}/1`, () => refusal(500, "internal_error", BROKEN)));
    const { seen, container } = await changed(at);
    const said = await screen.findByText(BROKEN);
    await waitFor(() => expect(document.activeElement).toContainElement(said));
    expect(document.activeElement).not.toBe(document.body);
    expect(isSeen(seen, said)).toBe(true);
    expect(await faults(container)).toEqual([]);
  },
);

test("a lost connection is told in sight, but takes the cursor only when somebody saved", async () => {
  server.use(http.patch(`${RECORDS}/1`, () => HttpResponse.error()));
  const { person, seen } = await changed("/w/main/sales/company/1");
  const said = await screen.findByText(/连接不上服务器/);
  await waitFor(() => expect(document.activeElement).toContainElement(said));
  expect(isSeen(seen, said)).toBe(true);
  const search = screen.getByRole("link", { name: "跳到内容" });
  search.focus();
  let tries = 0;
  server.use(
    http.patch(`${RECORDS}/1`, () => {
      tries += 1;
      return HttpResponse.error();
    }),
  );
  window.dispatchEvent(new Event("online"));
  await waitFor(() => expect(tries).toBe(1));
  await screen.findByText(/连接不上服务器/);
  expect(search).toHaveFocus();
  await person.click(screen.getByRole("button", { name: "重试" }));
  await waitFor(() => expect(document.activeElement).toContainElement(screen.getByText(/连接不上服务器/)));
});

test("beside problems at fields, what concerns the whole record comes first", async () => {
  server.use(http.patch(`${RECORDS}/1`, () => refusal(422, "invalid", "有误。", [TOO_MANY, NO_EMAIL])));
  const { person, seen } = await changed("/w/main/sales/company/1");
  const said = await screen.findByText(TOO_MANY.message);
  await new Promise((next) => setTimeout(next, 100));
  expect(document.activeElement).toContainElement(said);
  expect(isSeen(seen, said)).toBe(true);
  const email = screen.getByLabelText("邮箱");
  await person.type(email, "n");
  expect(email).toHaveFocus();
});

test("a problem at a field alone leads to the field", async () => {
  server.use(http.patch(`${RECORDS}/1`, () => refusal(422, "invalid", "有误。", [NO_EMAIL])));
  await changed("/w/main/sales/company/1");
  await screen.findByText(NO_EMAIL.message);
  await waitFor(() => expect(screen.getByLabelText("邮箱")).toHaveFocus());
});

test("a short form tells it in sight too", async () => {
  server.use(http.post(RECORDS, () => refusal(500, "internal_error", BROKEN)));
  const { person } = await openAt("/w/main/sales/company?new=company");
  const dialog = await screen.findByRole("dialog", { name: /新建/ });
  await person.type(within(dialog).getByLabelText(/^名称/), "苏");
  const seen = watched();
  await person.click(within(dialog).getByRole("button", { name: "创建" }));
  const said = await within(dialog).findByText(BROKEN);
  await waitFor(() => expect(document.activeElement).toContainElement(said));
  expect(dialog).toContainElement(document.activeElement as HTMLElement);
  expect(isSeen(seen, said)).toBe(true);
});
