import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, expect, test, vi } from "vitest";

import { faults, openAt } from "../../test/render-app";
import { refusal, server, SESSION } from "../../test/server";

const SETTINGS = "*/api/v1/w/main/settings";
const OFF = { works: false, label: { "zh-CN": "国庆节", en: "National Day" }, filled: "official" };
const FOUND = {
  version: 3,
  languages: ["zh-CN", "en"],
  default_language: "zh-CN",
  time_zone: "Asia/Shanghai",
  region: "CN",
  currency: "CNY",
  currencies: ["CNY"],
  week_start: 1,
  date_order: "ymd",
  calendar: {
    work_days: [1, 2, 3, 4, 5],
    hours: [{ from: "09:00", to: "18:00" }],
    exceptions: [
      { ...OFF, date: "2026-10-01" },
      { ...OFF, date: "2026-10-02" },
      { date: "2026-10-10", works: true, label: { "zh-CN": "调休上班" }, filled: "official" },
      { date: "2027-10-01", works: false, label: { "zh-CN": "国庆节" }, filled: "provisional" },
    ],
  },
  remarks: [],
};

let stored = FOUND;
let sent: { body: Record<string, unknown>; version: string | null }[] = [];

beforeEach(() => {
  vi.setSystemTime(new Date("2026-09-01T04:00:00Z"));
  stored = FOUND;
  sent = [];
  server.use(
    http.get(SETTINGS, () => HttpResponse.json(stored)),
    http.patch(SETTINGS, async ({ request }) => {
      const body = (await request.json()) as Record<string, unknown>;
      sent.push({ body, version: request.headers.get("If-Match") });
      const calendar = { ...stored.calendar, ...(body.calendar as object | undefined) };
      stored = { ...stored, ...body, calendar, version: stored.version + 1 };
      return HttpResponse.json(stored);
    }),
  );
  return () => vi.useRealTimers();
});

async function openCalendar() {
  const opened = await openAt("/w/main/sales/-settings?of=calendar");
  await screen.findByRole("heading", { name: "2026 年" });
  return opened;
}

function day(name: RegExp): HTMLElement {
  return screen.getByTitle(name);
}

test("currency and zone are chosen by name, and what a change means stands beside them", async () => {
  const { person, container } = await openAt("/w/main/sales/-settings");
  const zone = await screen.findByRole("combobox", { name: "时区" });
  const save = screen.getByRole("button", { name: "保存" });
  expect(save).toBeDisabled();
  expect(await faults(container)).toEqual([]);
  await person.click(zone);
  await person.type(zone, "Berlin");
  const choice = { selector: ".ant-select-item-option-content" };
  await person.click(await screen.findByText(/Europe\/Berlin · /, choice));
  expect(screen.getByText(/保存后，“今天”/)).toBeInTheDocument();
  const currency = screen.getByRole("combobox", { name: "默认币种" });
  await person.click(currency);
  await person.type(currency, "USD");
  await person.click(await screen.findByText(/USD · /, choice));
  expect(screen.getByText(/已有金额保留原来的币种/)).toBeInTheDocument();
  await person.click(save);
  await screen.findByText("设置已保存");
  const body = { time_zone: "Europe/Berlin", currency: "USD", currencies: ["USD", "CNY"] };
  expect(sent).toEqual([{ version: '"3"', body }]);
  expect(save).toBeDisabled();
});

test("a refusal stands at its field, and changes can be discarded", async () => {
  const problem = { path: "region", code: "unknown_region", message: "没有这个地区", params: {} };
  server.use(http.patch(SETTINGS, () => refusal(422, "invalid", "有误", [problem])));
  const { person } = await openAt("/w/main/sales/-settings");
  await person.click(await screen.findByRole("checkbox", { name: "繁體中文" }));
  await person.click(screen.getByRole("button", { name: "保存" }));
  expect(await screen.findByText("没有这个地区")).toBeInTheDocument();
  await person.click(screen.getByRole("button", { name: "放弃修改" }));
  expect(screen.getByRole("checkbox", { name: "繁體中文" })).not.toBeChecked();
});

test("a year shows what each day is, and a day becomes a holiday that can be taken back", async () => {
  const { person, container } = await openCalendar();
  expect(screen.getByText("全年 260 个工作日")).toBeInTheDocument();
  expect(day(/^10月1日星期四, 休息, 国庆节$/)).toHaveClass("holiday");
  expect(day(/^10月10日星期六, 上班, 调休上班$/)).toHaveClass("make-up");
  expect(await faults(container)).toEqual([]);
  await person.click(day(/^9月30日/));
  const dialog = await screen.findByRole("dialog", { name: "9月30日星期三" });
  expect(await faults(dialog)).toEqual([]);
  await person.type(within(dialog).getByLabelText("名称"), "公司年会");
  fireEvent.change(within(dialog).getByLabelText("到哪一天为止"), { target: { value: "2026-10-01" } });
  await person.click(within(dialog).getByRole("button", { name: "保存" }));
  await screen.findByText("9月30日已修改");
  expect(day(/^9月30日/)).toHaveClass("holiday");
  const own = { works: false, label: { "zh-CN": "公司年会" }, filled: null };
  const fresh = ["2026-09-30", "2026-10-01"].map((date) => ({ ...own, date }));
  expect(sent[0]?.body).toEqual({
    calendar: { exceptions: [...fresh, ...FOUND.calendar.exceptions.slice(1)] },
  });
  expect(screen.getByText("9月30日 – 10月1日（2 天）")).toBeInTheDocument();

  await person.click(screen.getByText("撤销"));
  await screen.findByText("已恢复成原来的日历");
  const { exceptions } = FOUND.calendar;
  expect(sent.at(-1)).toEqual({ version: '"4"', body: { calendar: { exceptions } } });
  expect(day(/^9月30日/)).toHaveClass("work");
});

test("days are reached by the keyboard with one stop of the Tab key", async () => {
  const { person, container } = await openCalendar();
  const today = day(/^9月1日/);
  expect([...container.querySelectorAll(".year-day[tabindex='0']")]).toEqual([today]);
  today.focus();
  await person.keyboard("{ArrowRight}{ArrowDown}{PageDown}");
  expect(day(/^10月7日/)).toHaveFocus();
  await person.keyboard("{Enter}");
  await screen.findByRole("dialog", { name: "10月7日星期三" });
});

test("the holidays of a year are filled in, and a year not announced yet says so", async () => {
  let filled = "";
  server.use(
    http.post("*/api/v1/w/main/calendar/:year/fill", ({ params, request }) => {
      filled = `${String(params.year)} ${request.headers.get("If-Match")}`;
      stored = { ...stored, version: 4 };
      return HttpResponse.json(stored);
    }),
  );
  const { person } = await openCalendar();
  expect(screen.queryByText(/放假调休安排尚未公布/)).toBeNull();
  await person.click(screen.getByLabelText("下一年"));
  expect(screen.getByText(/2027 年的放假调休安排尚未公布/)).toBeInTheDocument();
  expect(screen.getByText("暂定")).toBeInTheDocument();
  await person.click(screen.getByText("填入中国 2027 年节假日"));
  await screen.findByText("已填入中国 2027 年的节假日");
  expect(filled).toBe('2027 "3"');
});

test("the usual week is kept with its hours, typed in short", async () => {
  const { person } = await openCalendar();
  const week = screen.getByRole("form", { name: "每周安排" });
  expect(within(week).queryByRole("button", { name: "保存" })).toBeNull();
  await person.click(within(week).getByRole("checkbox", { name: "周六" }));
  const end = within(week).getByLabelText("第 1 段结束");
  await person.clear(end);
  await person.type(end, "12");
  await person.click(within(week).getByRole("button", { name: "添加一段" }));
  fireEvent.change(within(week).getByLabelText("第 2 段开始"), { target: { value: "13:00" } });
  fireEvent.change(within(week).getByLabelText("第 2 段结束"), { target: { value: "17:00" } });
  await person.click(within(week).getByRole("button", { name: "保存" }));
  await screen.findByText("设置已保存");
  expect(sent[0]?.body).toEqual({
    calendar: {
      work_days: [1, 2, 3, 4, 5, 6],
      hours: [
        { from: "09:00", to: "12:00" },
        { from: "13:00", to: "17:00" },
      ],
    },
  });
});

test("who is no administrator finds nothing here", async () => {
  server.use(
    http.get("*/api/v1/session", () =>
      HttpResponse.json({ ...SESSION, workspaces: [{ key: "main", name: "远景", administrator: false }] }),
    ),
  );
  await openAt("/w/main/sales/-settings");
  await waitFor(() => expect(screen.getByText("这里没有内容，或者你无权查看。")).toBeInTheDocument());
  expect(screen.queryByRole("link", { name: "工作区设置" })).toBeNull();
});
