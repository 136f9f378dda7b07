import { expect, test } from "vitest";

import type { AppModel, EntityModel, ViewModel } from "../../lib/model";
import { field, MODEL } from "../../test/sample-model";
import { columnsOf } from "./columns";
import { nameOfSum } from "./sums";
import { totalsOf } from "./use-list";

const SUMS = { aggregates: ["avg", "count", "sum"] };
const entity: EntityModel = {
  ...(MODEL.entities[0] as EntityModel),
  fields: [
    field("name", "text", "名称"),
    field("amount", "money", "金额", { ...SUMS, parts: ["amount", "currency"] }),
    field("chance", "percent", "赢率", SUMS),
    field("hours", "number", "工时", SUMS),
  ],
};
const model: AppModel = { ...MODEL, entities: [entity] };
const columns = columnsOf(model, entity, undefined, "zh-CN", (part) => part);

test("amounts add up in the foot of a list, shares do not", () => {
  expect(totalsOf(model, entity, undefined, columns)).toEqual([
    { field: "amount", function: "sum" },
    { field: "chance", function: "avg" },
    { field: "hours", function: "sum" },
  ]);
});

test("an amount that a view sums is summed with its currency", () => {
  const view = { totals: [{ field: "amount.amount", function: "sum" }] } as ViewModel;
  expect(totalsOf(model, entity, view, columns)).toEqual([{ field: "amount", function: "sum" }]);
});

test("a field called a total is not called so twice", () => {
  expect(nameOfSum("合计", (name) => `${name}合计`)).toBe("合计");
  expect(nameOfSum("含税合计", (name) => `${name}合计`)).toBe("含税合计");
  expect(nameOfSum("金额", (name) => `${name}合计`)).toBe("金额合计");
});

test("what was chosen in the foot goes before what the view says, nothing of it too", () => {
  const view = { totals: [{ field: "amount", function: "sum" }] } as ViewModel;
  const chosen = [{ field: "hours", function: "max" }];
  expect(totalsOf(model, entity, view, columns, chosen)).toEqual(chosen);
  expect(totalsOf(model, entity, view, columns, [])).toEqual([]);
  expect(totalsOf(model, entity, { totals: [] as object[] } as ViewModel, columns)).toEqual([]);
});
