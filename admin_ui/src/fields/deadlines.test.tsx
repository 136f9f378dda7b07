import { render, screen } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";

import { AppPlaceProvider } from "../lib/app-context";
import { startTexts } from "../lib/i18n";
import type { EntityModel, FieldModel } from "../lib/model";
import { MODEL } from "../test/sample-model";
import { SESSION } from "../test/server";
import { withStage } from "./deadlines";
import { CellShow } from "./field-show";

const [company] = MODEL.entities as [EntityModel];
const [name] = company.fields as [FieldModel];

function due(deadline?: string, type = "datetime"): FieldModel {
  return { ...name, name: "due", type, settings: deadline ? { deadline } : {} };
}

function show(field: FieldModel, value: string, stage: string, entity = company) {
  const place = { workspace: "main", app: "sales", model: MODEL, session: SESSION };
  return render(
    <AppPlaceProvider value={place}>
      <CellShow entity={entity} field={field} path="due" values={{ due: value, stage }} />
    </AppPlaceProvider>,
  );
}

beforeAll(async () => {
  await startTexts("zh-CN");
});

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-03-09T04:00:00Z") }); // noon in Shanghai
});

afterEach(() => {
  vi.useRealTimers();
});

test.each([
  ["open", "2026-03-07T04:00:00Z", "fresh", "逾期 2 天", true],
  ["open", "2026-03-09T03:00:00Z", "fresh", "今天 11:00", true],
  ["open", "2026-03-09T07:00:00Z", "fresh", "今天 15:00", true],
  ["open", "2026-03-10T07:00:00Z", "fresh", "明天 15:00", false],
  ["open", "2026-03-07T04:00:00Z", "won", "03-07 12:00", false],
  ["kept", "2026-03-07T04:00:00Z", "won", "逾期 2 天", true],
  ["kept", "2026-03-07T04:00:00Z", "a stage that nobody knows", "03-07 12:00", false],
  [undefined, "2026-03-08T04:00:00Z", "fresh", "昨天 12:00", false],
])("a deadline (%s) at %s in stage %s reads %s", (deadline, value, stage, text, marked) => {
  show(due(deadline), value, stage);
  expect(screen.getByText(text).closest(".pill") !== null).toBe(marked);
});

test("without stages a day that is over is late", () => {
  show(due("open", "date"), "2026-03-08", "", { ...company, has_stages: false });
  expect(screen.getByText("逾期 1 天")).toBeTruthy();
});

test("the stage is asked for where a deadline is shown", () => {
  expect(withStage(company, [name, due("open")])).toEqual(["name", "due", "stage"]);
  expect(withStage(company, [name, due()])).toEqual(["name", "due"]);
  expect(withStage({ ...company, has_stages: false }, [due("open")])).toEqual(["due"]);
});
