/** A form for a new record takes what its address gives to fields that ask for it. */

import { screen, waitFor } from "@testing-library/react";
import { http, HttpResponse, type JsonBodyType } from "msw";
import { beforeEach, expect, test } from "vitest";

import { openAt } from "../../test/render-app";
import { MODEL } from "../../test/sample-model";
import { COMPANIES, RECORDS, sent, server } from "../../test/server";

const NEW = "/w/main/sales/company/new";
const ASKED: Readonly<Record<string, string>> = {
  name: "company",
  tier: "grade",
  budget: "budget",
  parent: "parent",
  active: "active",
};

beforeEach(() => {
  const [company, ...others] = MODEL.entities;
  const fields = company?.fields.map((one) =>
    ASKED[one.name] ? { ...one, default: { parameter: ASKED[one.name] } } : one,
  );
  const model = { ...MODEL, entities: [{ ...company, fields }, ...others] } as unknown as JsonBodyType;
  server.use(
    http.get("*/api/v1/w/main/apps/sales/model", () => HttpResponse.json(model)),
    http.post(RECORDS, () => HttpResponse.json(COMPANIES[1] as unknown as JsonBodyType, { status: 201 })),
  );
});

async function created(search: string): Promise<unknown> {
  const { person, history } = await openAt(`${NEW}?${search}`);
  await person.click(await screen.findByRole("button", { name: "创建" }));
  await waitFor(() => expect(history.location.pathname).toBe("/w/main/sales/company/2"));
  return sent.findLast(({ method, path }) => method === "POST" && path.endsWith("/company"))?.body;
}

test("texts, choices, numbers, yes and no, and records are filled in, and saved with the rest", async () => {
  const search =
    "company=%E6%96%B0%E5%85%AC%E5%8F%B8&grade=high&budget=1.50&parent=2&active=true&email=x%40y.cn";
  expect(await created(search)).toEqual({
    values: { name: "新公司", tier: "high", budget: "1.50", parent: 2, active: true },
  });
});

test("a text of digits stays as it was written", async () => {
  expect(await created("company=0012345678901234567890")).toEqual({
    values: { name: "0012345678901234567890" },
  });
});

test("what means nothing for its field is left out", async () => {
  expect(await created("company=A&grade=unknown&budget=much&parent=77&active=perhaps")).toEqual({
    values: { name: "A" },
  });
});
