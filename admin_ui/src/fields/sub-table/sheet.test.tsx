import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useEffect, useState } from "react";
import { beforeAll, expect, test } from "vitest";

import { AppPlaceProvider } from "../../lib/app-context";
import { startTexts } from "../../lib/i18n";
import { field, MODEL } from "../../test/sample-model";
import { SESSION } from "../../test/server";
import { Messages } from "../../ui/messages";
import { controlOf } from "../registry";

const LEVELS = [{ name: "high", label: { "zh-CN": "高" } }];
const LINES = field("lines", "sub_table", "明细", {
  fields: [
    field("item", "text", "品名"),
    field("price", "number", "单价"),
    field("level", "select", "级别", { options: LEVELS }),
  ],
});

/** The rows as they are now. */
let rows: unknown;

function Lines() {
  const [value, setValue] = useState<unknown>([{ item: "泵", price: "5.00" }]);
  const control = controlOf("sub_table");
  useEffect(() => {
    rows = value;
  });
  return (
    <control.Input
      field={LINES}
      value={value}
      values={{}}
      entity="company"
      id="lines"
      labelId="lines-label"
      controls={controlOf}
      onChange={setValue}
    />
  );
}

function open() {
  const place = { workspace: "main", app: "sales", model: MODEL, session: SESSION };
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Messages>
        <AppPlaceProvider value={place}>
          <Lines />
        </AppPlaceProvider>
      </Messages>
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

function cell(row: number, column: number): HTMLElement {
  return document.getElementById(`lines-${row}-${column}`) as HTMLElement;
}

function paste(at: Element, text: string) {
  fireEvent.paste(at, { clipboardData: { getData: () => text } });
}

beforeAll(async () => {
  await startTexts("zh-CN");
});

test("a click marks a cell, also the one in focus; a double click edits it", async () => {
  const person = open();
  await person.click(cell(0, 0));
  await person.click(cell(0, 0));
  expect(screen.queryByRole("textbox")).toBeNull();
  expect(cell(0, 0)).toHaveAttribute("aria-selected", "true");
  await person.dblClick(cell(0, 0));
  expect(screen.getByRole("textbox")).toHaveValue("泵");
});

test("a block that is pasted into an open cell spreads over cells", async () => {
  const person = open();
  await person.dblClick(cell(0, 0));
  paste(screen.getByRole("textbox"), "阀\t1万\n管\t３\n");
  expect(rows).toEqual([
    { item: "阀", price: "10000" },
    { item: "管", price: "3" },
  ]);
  expect(screen.queryByRole("textbox")).toBeNull();
});

test("a text without tabs is pasted into the open cell itself", async () => {
  const person = open();
  await person.dblClick(cell(0, 0));
  paste(screen.getByRole("textbox"), "阀");
  expect(screen.getByRole("textbox")).toBeInTheDocument();
});

test("what could not be read is marked in its cell until it is mended", async () => {
  const person = open();
  await person.click(cell(0, 1));
  paste(cell(0, 1), "约五\t极高");
  expect(await screen.findByRole("alert")).toHaveTextContent("已标红");
  expect(cell(0, 1)).toHaveTextContent("约五");
  expect(cell(0, 1)).toHaveAttribute("aria-invalid", "true");
  expect(cell(0, 2)).toHaveAttribute("title", "“极高”无法识别");
  await person.dblClick(cell(0, 1));
  await person.clear(screen.getByRole("textbox"));
  await person.type(screen.getByRole("textbox"), "8{Enter}");
  expect(rows).toMatchObject([{ price: "8" }, {}]);
  expect(cell(0, 1)).toHaveAttribute("aria-invalid", "false");
  expect(cell(0, 2)).toHaveAttribute("aria-invalid", "true");
});
