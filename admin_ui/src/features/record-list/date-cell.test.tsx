import { screen, waitFor } from "@testing-library/react";
import { http, HttpResponse, type JsonBodyType } from "msw";
import { beforeEach, expect, test } from "vitest";

import { openAt } from "../../test/render-app";
import { field, MODEL } from "../../test/sample-model";
import { COMPANIES, record, RECORDS, sent, server } from "../../test/server";

const APP = "*/api/v1/w/main/apps/sales";

beforeEach(() => {
  const model = structuredClone(MODEL);
  model.entities[0]?.fields.push(field("due", "datetime", "到期"), field("met", "date", "见面日"));
  const [view] = MODEL.views;
  const items = [{ ...view, columns: [{ field: "name" }, { field: "due" }, { field: "met" }] }];
  server.use(
    http.get(`${APP}/model`, () => HttpResponse.json(model as unknown as JsonBodyType)),
    http.get(`${APP}/views`, () => HttpResponse.json({ items })),
    http.patch(`${RECORDS}/1`, () =>
      HttpResponse.json(record(1, COMPANIES[0]?.values ?? {}, 2) as unknown as JsonBodyType),
    ),
  );
});

const written = () => sent.filter(({ method }) => method === "PATCH").map(({ body }) => body);

async function cell(name: string) {
  const { person } = await openAt("/w/main/sales/company");
  const head = await screen.findByRole("columnheader", { name: new RegExp(name) });
  const at = [...(head.parentElement?.children ?? [])].indexOf(head);
  const row = (await screen.findByText("杭州远景精密")).closest("[role=row]");
  await person.dblClick(row?.children[at] as HTMLElement);
  return { person, input: await screen.findByRole("textbox", { name: new RegExp(name) }) };
}

test.each([
  ["到期", "2026-12-02 10:00", { due: "2026-12-02T02:00:00.000Z" }],
  ["见面日", "2026/12/5", { met: "2026-12-05" }],
])("what is typed into the cell %s is saved by a press elsewhere, once", async (name, typed, values) => {
  const { person, input } = await cell(name);
  await person.type(input, typed);
  await person.click(document.body);
  await waitFor(() => expect(written()).toEqual([expect.objectContaining({ values })]));
});

test("Enter saves what is typed", async () => {
  const { person, input } = await cell("见面日");
  await person.type(input, "2026/12/5{Enter}");
  await waitFor(() =>
    expect(written()).toEqual([expect.objectContaining({ values: { met: "2026-12-05" } })]),
  );
});

test("a day of a moment leaves the cell open for its hour; the last choice ends the change", async () => {
  const { person, input } = await cell("到期");
  await person.click(document.querySelector(".ant-picker-cell-today") as HTMLElement);
  expect(input).toBeInTheDocument();
  expect(written()).toEqual([]);
  await person.click(document.querySelector(".ant-picker-ok button") as HTMLElement);
  await waitFor(() => expect(written()).toHaveLength(1));
  expect(input).not.toBeInTheDocument();
});

test("a day that is clicked ends the change of a date", async () => {
  const { person, input } = await cell("见面日");
  await person.click(document.querySelector(".ant-picker-cell-today") as HTMLElement);
  await waitFor(() => expect(written()).toHaveLength(1));
  expect(input).not.toBeInTheDocument();
});
