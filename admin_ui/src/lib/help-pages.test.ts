import { expect, test } from "vitest";

import { MODEL } from "../test/sample-model";
import { helpPageOf } from "./help-pages";

const IN_APP = "/signed-in/w/$workspace/$app";
const page = (routeId: string, search = {}, entity = "company") =>
  helpPageOf({ routeId: `${IN_APP}${routeId}`, params: { entity }, search }, MODEL);

test("each screen has its page of the guide", () => {
  expect(page("/")).toBe("workbench");
  expect(page("/$entity")).toBe("lists");
  expect(page("/$entity/import")).toBe("import");
  expect(page("/$entity/$id")).toBe("records");
  expect(page("/$entity/new")).toBe("forms");
  expect(page("/-me")).toBe("profile");
});

test("what stands open over a list comes first", () => {
  expect(page("/$entity", { open: "company.1" })).toBe("records");
  expect(page("/", { new: "company" })).toBe("forms");
});

test("views that are no table have a page of their own", () => {
  const view = {
    ...MODEL.views[0],
    id: "v_board",
    name: "board",
    type: "board",
  } as (typeof MODEL.views)[number];
  const model = { ...MODEL, views: [...MODEL.views, view] };
  const spot = { routeId: `${IN_APP}/$entity`, params: { entity: "company" }, search: { view: "v_board" } };
  expect(helpPageOf(spot, model)).toBe("boards");
});

test("the contents are shown where no page fits", () => {
  expect(page("/-help/$page")).toBe("index");
  expect(page("/$entity", {}, "nothing_of_this_name")).toBe("index");
});
