import { expect, test } from "vitest";

import type { EntityModel, ViewModel } from "../../lib/model";
import { MODEL } from "../../test/sample-model";
import { boardOf, flowFor, refusalOf, startIn } from "./board-model";

const COMPANY = MODEL.entities[0] as EntityModel;

function view(field: string, more: Partial<ViewModel> = {}): ViewModel {
  return {
    id: "v_board",
    label: { en: "Board" },
    entity: "company",
    type: "board",
    board: { field },
    ...more,
  };
}

function boardBy(field: string, more: Partial<ViewModel> = {}, entity = COMPANY) {
  const board = boardOf(MODEL, entity, view(field, more), undefined);
  if (!board) throw new Error("no board");
  return board;
}

const open = (key: string | null) => ({ key, disabled: false });

test("a card goes only where its flow and the rights lead", () => {
  const staged = boardBy("stage");
  expect(refusalOf(staged, "fresh", open("working"))).toBeUndefined();
  expect(refusalOf(staged, "fresh", open("checked"))).toBe("system");
  const flow = { ...COMPANY.flows[0], mode: "listed" as const, listed: [{ from: "fresh", to: "won" }] };
  const listed = boardBy("stage", {}, { ...COMPANY, flows: [flow as never] });
  expect(refusalOf(listed, "fresh", open("won"))).toBeUndefined();
  expect(refusalOf(listed, "fresh", open("working"))).toBe("notListed");
  const reader = boardBy("stage", {}, { ...COMPANY, actions: ["view"] });
  expect(refusalOf(reader, "fresh", open("working"))).toBe("notYours");
  const tiered = boardBy("tier");
  expect(refusalOf(tiered, "high", { key: "low", disabled: true })).toBe("disabled");
  expect(refusalOf(tiered, "high", open(null))).toBeUndefined();
  const required = { ...tiered, field: { ...tiered.field, required: true } };
  expect(refusalOf(required, "high", open(null))).toBe("required");
});

test("a new record begins with the column, and with what the view demands", () => {
  const filter = { all: [{ field: "active", op: "eq" as const, value: true }] };
  expect(startIn(boardBy("tier"), { filter }, { key: "high", title: null })).toEqual({
    active: true,
    tier: "high",
  });
  const staged = boardBy("stage");
  expect(startIn(staged, {}, { key: "fresh", title: null })).toEqual({});
  expect(startIn(staged, {}, { key: "working", title: null })).toBeUndefined();
});

test("the flow that the view's filter is about is shown first", () => {
  const when = { field: "tier", op: "eq" as const, value: "high" };
  const flows = [COMPANY.flows[0], { ...COMPANY.flows[0], id: "w_2", name: "high_flow", when }] as never;
  const entity = { ...COMPANY, flows };
  expect(flowFor(entity, {}, undefined)?.name).toBe("company_flow");
  expect(flowFor(entity, { filter: { all: [when] } }, undefined)?.name).toBe("high_flow");
  expect(flowFor(entity, {}, "high_flow")?.name).toBe("high_flow");
});
