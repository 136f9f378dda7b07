import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeAll, expect, test, vi } from "vitest";

import { AppPlaceProvider } from "../../lib/app-context";
import { startTexts } from "../../lib/i18n";
import type { EntityModel } from "../../lib/model";
import { field, MODEL } from "../../test/sample-model";
import { SESSION } from "../../test/server";
import { EditDialog } from "./bulk-dialogs";
import { FilterValue } from "./filter-value";

const PLACE = { workspace: "main", app: "sales", model: MODEL, session: SESSION };
const STAFF = field("staff", "integer", "人数");
const asked = vi.fn();

function Filter() {
  const [value, setValue] = useState<unknown>(null);
  function change(next: unknown) {
    asked(next);
    setValue(next);
  }
  const row = { kind: "row", field: "staff", op: "gt", value } as const;
  return <FilterValue row={row} field={STAFF} entity="company" label="人数" onChange={change} />;
}

beforeAll(async () => {
  await startTexts("zh-CN");
});

test("a filter asks nothing for what is no number, and keeps it with what is wrong", async () => {
  render(
    <AppPlaceProvider value={PLACE}>
      <Filter />
    </AppPlaceProvider>,
  );
  const person = userEvent.setup();
  const box = screen.getByRole("textbox", { name: "人数" });
  await person.type(box, "12个人{Tab}");
  expect(asked).toHaveBeenLastCalledWith(null);
  expect(box).toHaveValue("12个人");
  expect(screen.getByRole("alert")).toHaveTextContent("不是数字");
  await person.clear(box);
  await person.type(box, "1.2万{Tab}");
  expect(asked).toHaveBeenLastCalledWith("12000");
});

test("many records are given no text in place of a number", async () => {
  const entity = { ...(MODEL.entities[0] as EntityModel), fields: [STAFF] };
  const run = vi.fn();
  render(
    <AppPlaceProvider value={PLACE}>
      <EditDialog entity={entity} count="3" busy={false} onCancel={() => undefined} onRun={run} />
    </AppPlaceProvider>,
  );
  const person = userEvent.setup();
  await person.click(screen.getByRole("combobox", { name: "字段" }));
  await person.click(await screen.findByTitle("人数"));
  const box = screen.getByRole("textbox", { name: "新的值" });
  await person.type(box, "许多{Tab}");
  expect(screen.getByText(/不是数字/)).toBeInTheDocument();
  const apply = screen.getByRole("button", { name: "应用到 3 条" });
  expect(apply).toBeDisabled();
  await person.clear(box);
  await person.type(box, "90");
  await person.click(apply);
  expect(run).toHaveBeenCalledWith({ action: "update", values: { staff: 90 } });
});
