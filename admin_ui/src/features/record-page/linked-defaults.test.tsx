/** A new record takes over what the records that it names say, and what was typed stands. */

import { screen, waitFor } from "@testing-library/react";
import { http, HttpResponse, type JsonBodyType } from "msw";
import { expect, test } from "vitest";

import { openAt } from "../../test/render-app";
import { MODEL } from "../../test/sample-model";
import { COMPANIES, RECORDS, sent, server } from "../../test/server";

const MORE: Readonly<Record<string, object>> = {
  name: { parameter: "company" },
  parent: { parameter: "parent" },
  email: { linked: "parent.email" },
};

test("what the named record says stands in the form, and is saved", async () => {
  const [company, ...others] = MODEL.entities;
  const fields = company?.fields.map((one) => (MORE[one.name] ? { ...one, default: MORE[one.name] } : one));
  const model = { ...MODEL, entities: [{ ...company, fields }, ...others] } as unknown as JsonBodyType;
  const parent = { ...COMPANIES[1], id: 2, values: { ...COMPANIES[1]?.values, email: "office@example.com" } };
  server.use(
    http.get("*/api/v1/w/main/apps/sales/model", () => HttpResponse.json(model)),
    http.get(`${RECORDS}/2`, () => HttpResponse.json(parent as unknown as JsonBodyType)),
    http.post(RECORDS, () => HttpResponse.json(COMPANIES[1] as unknown as JsonBodyType, { status: 201 })),
  );
  const { person } = await openAt("/w/main/sales/company/new?company=A&parent=2");
  expect(await screen.findByDisplayValue("office@example.com")).toBeInTheDocument();
  await person.click(screen.getByRole("button", { name: "创建" }));
  await waitFor(() =>
    expect(sent.findLast(({ method, path }) => method === "POST" && path.endsWith("/company"))?.body).toEqual(
      {
        values: { name: "A", parent: 2, email: "office@example.com" },
      },
    ),
  );
});
