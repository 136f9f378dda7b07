import { screen, waitFor } from "@testing-library/react";
import { http, HttpResponse, type JsonBodyType } from "msw";
import { beforeEach, expect, test } from "vitest";

import { TALKATIVE } from "../../../test/follow-ups";
import { openAt } from "../../../test/render-app";
import { field } from "../../../test/sample-model";
import { record, RECORDS, sent, server } from "../../../test/server";

const API = "*/api/v1/w/main/apps/sales";

/** The sample app whose follow-ups say when to follow up again. */
function withNext() {
  const model = structuredClone(TALKATIVE);
  const call = model.entities.find(({ name }) => name === "call");
  call?.fields?.push(field("next", "datetime", "下次跟进时间"));
  Object.assign(call?.activity ?? {}, { next_at: "next" });
  return model;
}

beforeEach(() => {
  server.use(
    http.get(`${API}/model`, () => HttpResponse.json(withNext() as unknown as JsonBodyType)),
    http.get(`${RECORDS}/:id/attachments`, () => HttpResponse.json({ items: [] })),
    http.post(`${API}/records/call`, () => HttpResponse.json(record(9, { name: "x" }), { status: 201 })),
  );
});

async function lines() {
  const { person } = await openAt("/w/main/sales/company/1");
  await person.type(await screen.findByRole("textbox", { name: "内容" }), "谈了交期");
  return { person, next: screen.getByRole("textbox", { name: "下次跟进时间" }) };
}

async function written() {
  await waitFor(() => expect(sent.some(({ path }) => path.endsWith("/records/call"))).toBe(true));
  return sent.find(({ path }) => path.endsWith("/records/call"))?.body;
}

test("a day that was clicked last is written with the follow-up, at the hour that is shown", async () => {
  const { person, next } = await lines();
  await person.click(next);
  await person.click(document.querySelector(".ant-picker-cell-today") as HTMLElement);
  const shown = (next as HTMLInputElement).value;
  expect(shown).toMatch(/ 09:00$/);
  await person.click(screen.getByRole("button", { name: "保存" }));
  const at = new Date(`${shown.replace(" ", "T")}:00+08:00`).toISOString();
  expect(await written()).toMatchObject({ values: { said: "谈了交期", next: at } });
});

test("a moment that was typed last is written with the follow-up", async () => {
  const { person, next } = await lines();
  await person.type(next, "2026年12月2日 10:00");
  await person.click(screen.getByRole("button", { name: "保存" }));
  expect(await written()).toMatchObject({ values: { next: "2026-12-02T02:00:00.000Z" } });
});
