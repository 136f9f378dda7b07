import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse, type JsonBodyType } from "msw";
import { afterEach, expect, test } from "vitest";

import { openAt } from "../../test/render-app";
import { MODEL } from "../../test/sample-model";
import { COMPANIES, record, RECORDS, refusal, sent, server } from "../../test/server";

const SENT_AGAIN = /连接恢复后会自动再发送一次/;
const [FIRST] = COMPANIES;
const ME = { id: 1, label: "陈晓" };

afterEach(() => window.dispatchEvent(new Event("online")));

/** A server that keeps versions, writes e-mail addresses in its own way, and whose first answers are lost. */
function losing(answers: number, author = ME) {
  let [email, version, left] = ["a@b.cn", 1, answers];
  const history: { version: number; by: object; changes: object[] }[] = [];
  const now = () => record(1, { ...FIRST?.values, email }, version) as unknown as JsonBodyType;
  const [view] = MODEL.views;
  const items = [{ ...view, columns: [{ field: "name" }, { field: "email" }] }] as unknown as JsonBodyType[];
  server.use(
    http.get("*/api/v1/w/main/apps/sales/views", () => HttpResponse.json({ items })),
    http.patch(`${RECORDS}/1`, async ({ request }) => {
      if (request.headers.get("If-Match") !== `"${version}"`)
        return refusal(412, "stale_version", "这条记录刚被别人改过。");
      const { values } = (await request.json()) as { values: { email: string } };
      email = values.email.toLowerCase();
      version += 1;
      history.unshift({ version, by: author, changes: [{ field: "email" }] });
      if (left === 0) return HttpResponse.json(now());
      left -= 1;
      return HttpResponse.error();
    }),
    http.get(`${RECORDS}/1`, () => HttpResponse.json(now())),
    http.get(`${RECORDS}/1/history`, () => HttpResponse.json({ items: history } as JsonBodyType)),
  );
  return { email: () => email, version: () => version };
}

function patches() {
  return sent.filter(({ method }) => method === "PATCH");
}

async function typing(text: string) {
  const opened = await openAt("/w/main/sales/company");
  const cell = (await screen.findByText("a@b.cn")).closest<HTMLElement>("[role=gridcell]");
  await opened.person.dblClick(cell as HTMLElement);
  const input = await screen.findByRole("textbox", { name: /邮箱/ });
  await opened.person.clear(input);
  await opened.person.type(input, `${text}{Enter}`);
  return opened;
}

test("a cell whose answer was lost keeps what was typed, says so, and is saved by itself without a conflict", async () => {
  const stored = losing(1);
  await typing("new@b.cn");
  expect(await screen.findByText(SENT_AGAIN)).toBeInTheDocument();
  expect(screen.getByRole("textbox", { name: /邮箱/ })).toHaveValue("new@b.cn");
  window.dispatchEvent(new Event("online"));
  await waitFor(() => expect(screen.queryByText(SENT_AGAIN)).not.toBeInTheDocument());
  expect(await screen.findByText("new@b.cn")).toBeInTheDocument();
  expect(screen.queryByText(/刚被/)).not.toBeInTheDocument();
  expect(stored.version()).toBe(2);
});

test("a value that the server writes in its own way is no conflict with oneself either", async () => {
  const stored = losing(1);
  await typing("New@B.cn");
  await screen.findByText(SENT_AGAIN);
  window.dispatchEvent(new Event("online"));
  await waitFor(() => expect(screen.queryByText(SENT_AGAIN)).not.toBeInTheDocument());
  expect(await screen.findByText("new@b.cn")).toBeInTheDocument();
  expect(screen.queryByRole("button", { name: "写入我的" })).not.toBeInTheDocument();
  expect(stored.email()).toBe("new@b.cn");
});

test("another value after a lost answer is written over one's own", async () => {
  const stored = losing(1);
  const { person } = await typing("one@b.cn");
  await screen.findByText(SENT_AGAIN);
  const input = screen.getByRole("textbox", { name: /邮箱/ });
  await person.clear(input);
  await person.type(input, "two@b.cn");
  window.dispatchEvent(new Event("online"));
  await new Promise((next) => setTimeout(next, 200));
  expect(patches()).toHaveLength(1);
  await person.keyboard("{Enter}");
  await waitFor(() => expect(stored.email()).toBe("two@b.cn"));
  expect(screen.queryByRole("button", { name: "写入我的" })).not.toBeInTheDocument();
});

test("what somebody else wrote after a lost answer is still asked about", async () => {
  losing(1, { id: 2, label: "李明" });
  const { person } = await typing("mine@b.cn");
  await screen.findByText(SENT_AGAIN);
  const input = screen.getByRole("textbox", { name: /邮箱/ });
  await person.clear(input);
  await person.type(input, "other@b.cn{Enter}");
  const editor = (await screen.findByRole("button", { name: "写入我的" })).closest<HTMLElement>(
    ".cell-editor",
  );
  expect(within(editor as HTMLElement).getByText("mine@b.cn")).toBeInTheDocument();
});

test("a cell that was given up after a lost answer shows what is stored, once the server answers", async () => {
  losing(1);
  const { person } = await typing("new@b.cn");
  await screen.findByText(SENT_AGAIN);
  server.use(
    http.post(`${RECORDS}/query`, () =>
      HttpResponse.json({
        items: [record(1, { ...FIRST?.values, email: "new@b.cn" }, 2)],
        next: null,
        previous: null,
        indexed: true,
      }),
    ),
  );
  await person.keyboard("{Escape}");
  window.dispatchEvent(new Event("online"));
  expect(await screen.findByText("new@b.cn")).toBeInTheDocument();
  expect(patches()).toHaveLength(1);
});
