import { screen, waitFor } from "@testing-library/react";
import { http, HttpResponse, type JsonBodyType } from "msw";
import { expect, test } from "vitest";

import { openAt } from "../../test/render-app";
import { field, MODEL } from "../../test/sample-model";
import { refusal, sent, server } from "../../test/server";

const TAGS = "*/api/v1/w/main/apps/sales/entities/company/fields/marks/tags";
const HOT = { name: "hot", label: { "zh-CN": "热门", en: "Hot" }, color: "red" };

/** The sample app with tags on companies. */
function withTags(settings: Record<string, unknown>) {
  const model = structuredClone(MODEL);
  const company = model.entities.find(({ name }) => name === "company");
  const quiet = { name: "quiet", label: { "zh-CN": "沉默", en: "Quiet" } };
  company?.fields.push(field("marks", "tags", "标签", { settings, options: [HOT, quiet] }));
  server.use(
    http.get("*/api/v1/w/main/apps/sales/model", () => HttpResponse.json(model as unknown as JsonBodyType)),
  );
}

async function openTags() {
  const opened = await openAt("/w/main/sales/company/new");
  const box = await screen.findByRole("combobox", { name: "标签" });
  await opened.person.click(box);
  return { ...opened, box };
}

function chosen() {
  return [...document.querySelectorAll(".ant-select-selection-item")].map(({ textContent }) => textContent);
}

test("a tag that is not there is added by typing it, where the set lets people", async () => {
  withTags({ tag_set: "marks", users_can_add: true });
  server.use(
    http.post(TAGS, () =>
      HttpResponse.json({ name: "展会", label: { "zh-CN": "展会" }, color: "" }, { status: 201 }),
    ),
  );
  const { person, box } = await openTags();
  await person.type(box, "展会");
  await person.click(await screen.findByText("添加“展会”"));
  await waitFor(() => expect(chosen()).toContain("展会"));
  expect(sent.at(-1)).toMatchObject({ method: "POST", body: { label: "展会" } });
});

test("what is called so already is chosen, not added", async () => {
  withTags({ tag_set: "marks", users_can_add: true });
  const { person, box } = await openTags();
  await person.type(box, "热门");
  expect(screen.queryByText("添加“热门”")).not.toBeInTheDocument();
});

test("a refusal is told and nothing is chosen", async () => {
  withTags({ tag_set: "marks", users_can_add: true });
  server.use(http.post(TAGS, () => refusal(403, "not_allowed", "你没有权限这样做。")));
  const { person, box } = await openTags();
  await person.type(box, "展会");
  await person.click(await screen.findByText("添加“展会”"));
  expect(await screen.findByText(/你没有权限/)).toBeInTheDocument();
  expect(chosen()).not.toContain("展会");
});

test("of an exclusive set the later tag takes the place of the other, and nobody adds any", async () => {
  withTags({ tag_set: "marks", max_count: 1 });
  const { person, box } = await openTags();
  await person.click(await screen.findByText("热门"));
  await person.click(await screen.findByText("沉默"));
  await waitFor(() => expect(chosen()).toEqual(["沉默"]));
  await person.type(box, "展会");
  expect(screen.queryByText("添加“展会”")).not.toBeInTheDocument();
});

test("a text that is no tag stays, with what is wrong beside it, until it is mended", async () => {
  withTags({ tag_set: "marks", users_can_add: true });
  const problem = { path: "label", code: "too_long", message: "最多 60 个字符，现在有 64 个。" };
  server.use(http.post(TAGS, () => refusal(422, "invalid", "有 1 处需要修改。", [problem])));
  const { person, box } = await openTags();
  await person.type(box, "很长的标签");
  await person.click(await screen.findByText("添加“很长的标签”"));
  expect(await screen.findByRole("alert")).toHaveTextContent(problem.message);
  expect(box).toHaveValue("很长的标签");
  expect(screen.queryByText("添加“很长的标签”")).not.toBeInTheDocument();
  expect(box).toHaveAccessibleDescription(/最多 60 个字符/);
  await person.type(box, "{Backspace}");
  expect(box).toHaveValue("很长的标");
  expect(screen.queryByRole("alert")).not.toBeInTheDocument();
  await person.tab();
  expect(box).toHaveValue("");
});
