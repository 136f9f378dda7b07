import { render, screen } from "@testing-library/react";
import { useState } from "react";
import { beforeAll, expect, test } from "vitest";

import { startTexts } from "../../lib/i18n";
import { field } from "../../test/sample-model";
import { controlOf } from "../registry";
import { plainWords, safeAddress, toEditor, toServer, type RichNode } from "./document";
import { RichShow } from "./rich-show";

const DOCUMENT: RichNode = {
  type: "doc",
  content: [
    { type: "heading", attrs: { level: 2 }, content: [{ type: "text", text: "方案" }] },
    {
      type: "bullet_list",
      content: [
        {
          type: "list_item",
          content: [
            {
              type: "paragraph",
              content: [{ type: "text", text: "节拍", marks: [{ type: "strong" }, { type: "em" }] }],
            },
          ],
        },
      ],
    },
    { type: "blockquote", content: [{ type: "paragraph", content: [{ type: "text", text: "赵总" }] }] },
    {
      type: "paragraph",
      content: [
        { type: "text", text: "见" },
        { type: "hard_break" },
        { type: "text", text: "网站", marks: [{ type: "link", attrs: { href: "https://example.org/" } }] },
      ],
    },
  ],
};

beforeAll(() => startTexts("zh-CN"));

test("a document comes back from the editor's form as the server wrote it", () => {
  expect(toServer(toEditor(DOCUMENT))).toEqual(DOCUMENT);
});

test("what the editor adds and the server does not know is left out", () => {
  const made = toServer({
    type: "orderedList",
    attrs: { start: 1, type: null },
    content: [
      {
        type: "listItem",
        content: [
          {
            type: "paragraph",
            content: [
              {
                type: "text",
                text: "x",
                marks: [{ type: "link", attrs: { href: "https://a.cn", target: "_blank", rel: "x" } }],
              },
              { type: "text", text: "y", marks: [{ type: "link", attrs: { href: "javascript:alert(1)" } }] },
            ],
          },
        ],
      },
    ],
  });
  expect(made).toEqual({
    type: "ordered_list",
    content: [
      {
        type: "list_item",
        content: [
          {
            type: "paragraph",
            content: [
              { type: "text", text: "x", marks: [{ type: "link", attrs: { href: "https://a.cn" } }] },
              { type: "text", text: "y" },
            ],
          },
        ],
      },
    ],
  });
});

test("it is shown as elements, and an address that a browser would run is no link", () => {
  const evil: RichNode = {
    type: "paragraph",
    content: [
      { type: "text", text: "点我", marks: [{ type: "link", attrs: { href: "javascript:alert(1)" } }] },
    ],
  };
  render(
    <RichShow value={{ ...DOCUMENT, content: [...(DOCUMENT.content ?? []), evil, { type: "script" }] }} />,
  );
  expect(screen.getByRole("heading", { name: "方案" })).toBeInTheDocument();
  expect(screen.getByRole("listitem")).toHaveTextContent("节拍");
  expect(screen.getAllByRole("link").map((link) => link.getAttribute("href"))).toEqual([
    "https://example.org/",
  ]);
  expect(screen.getByText("点我")).toBeInTheDocument();
  expect(safeAddress("data:text/html,x")).toBeUndefined();
});

function Form({ onSaved }: { onSaved: (value: unknown) => void }) {
  const control = controlOf("rich_text");
  const [value, setValue] = useState<unknown>(DOCUMENT);
  return (
    <control.Input
      field={field("plan", "rich_text", "方案")}
      value={value}
      values={{}}
      entity="company"
      id="plan"
      labelId="plan-label"
      controls={controlOf}
      onChange={(next) => {
        setValue(next);
        onSaved(control.toWire(next));
      }}
    />
  );
}

test("the editor opens with the text and its bar", async () => {
  render(
    <>
      <span id="plan-label">方案</span>
      <Form onSaved={() => undefined} />
    </>,
  );
  const editor = await screen.findByRole("textbox", { name: "方案" });
  expect(editor).toHaveTextContent("方案节拍赵总");
  expect(screen.getByRole("toolbar", { name: "格式" })).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "加粗" })).toHaveAttribute("aria-pressed", "false");
});

test("in a list only its words are shown", () => {
  expect(plainWords(DOCUMENT)).toContain("方案\n节拍");
});
