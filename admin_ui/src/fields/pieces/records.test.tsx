import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, expect, test } from "vitest";

import { openAt } from "../../test/render-app";
import { record, RECORDS, sent, server } from "../../test/server";

const asked: URL[] = [];

beforeEach(() => {
  window.localStorage.clear();
  asked.length = 0;
  server.use(
    http.get(`${RECORDS}/search`, ({ request }) => {
      asked.push(new URL(request.url));
      return HttpResponse.json({
        items: [
          { id: 2, label: "苏州恒达", fields: { name: "苏州恒达", tier: "low" } },
          { id: 3, label: "苏州恒达", fields: { name: "苏州恒达", tier: "high" } },
        ],
      });
    }),
  );
});

async function openPicker() {
  const opened = await openAt("/w/main/sales/company/new");
  const picker = await screen.findByRole("combobox", { name: "上级公司" });
  await opened.person.click(picker);
  return { ...opened, picker };
}

test("equal names are told apart, and what was chosen stands in front the next time", async () => {
  const { person } = await openPicker();
  const choices = await screen.findAllByText("苏州恒达", { selector: ".lookup-choice .clip" });
  expect(choices.map((choice) => choice.closest(".lookup-choice")?.textContent)).toEqual([
    "苏州恒达普通",
    "苏州恒达高价值",
  ]);
  expect(asked[0]?.searchParams.get("via")).toBe("company.parent");
  await person.click(choices[1] as HTMLElement);
  expect(screen.getByRole("link", { name: "在新标签页打开 苏州恒达" })).toHaveAttribute(
    "href",
    "/w/main/sales/company/3",
  );
  await person.click(screen.getByRole("combobox", { name: "上级公司" }));
  expect(window.localStorage.getItem("formloom.recent.choices.main.sales.company")).toBe("[3]");
});

test("a choice that was not made leaves the field blank", async () => {
  const { person, picker } = await openPicker();
  await person.type(picker, "新钢厂");
  await person.click(await screen.findByText("新建“新钢厂”"));
  const dialog = await screen.findByRole("dialog");
  fireEvent.click(within(dialog).getByRole("button", { name: /取\s*消/ }));
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  expect(picker.closest(".ant-select")?.textContent).toBe("输入以搜索");
});

test("what is not there yet is made over the form, by its name, and then chosen", async () => {
  const { person, picker } = await openPicker();
  await person.type(picker, "新钢厂");
  server.use(
    http.post(RECORDS, () => HttpResponse.json(record(9, { name: "新钢厂" }) as never, { status: 201 })),
  );
  await person.click(await screen.findByText("新建“新钢厂”"));
  const dialog = await screen.findByRole("dialog");
  expect(within(dialog).getByLabelText(/^名称/)).toHaveValue("新钢厂");
  fireEvent.click(within(dialog).getByRole("button", { name: "创建" }));
  expect(await screen.findByRole("link", { name: "在新标签页打开 新钢厂" })).toBeInTheDocument();
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  expect(sent.filter(({ method }) => method === "POST").at(-1)?.body).toMatchObject({
    values: { name: "新钢厂" },
  });
});
