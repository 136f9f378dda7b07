/** Formatted text, kept as a document; shown as its plain words. */

import { defineControl } from "../control";

/** The words of a document of nested nodes, one block a line. */
export function plainWords(node: unknown): string {
  if (typeof node === "string") return node;
  if (Array.isArray(node)) return node.map(plainWords).filter(Boolean).join("\n");
  if (typeof node !== "object" || node === null) return "";
  const { text, content } = node as { text?: unknown; content?: unknown };
  if (typeof text === "string") return text;
  const inner = Array.isArray(content) ? content : [];
  const inline = inner.every((item) => typeof item === "object" && item !== null && "text" in item);
  return inner.map(plainWords).join(inline ? "" : "\n");
}

export const richTextControl = defineControl<unknown>({
  type: "rich_text",
  read: (wire) => (plainWords(wire).trim() ? wire : null),
  wide: true,
  width: 260,
  Show: ({ value, compact }) => (
    <span className={compact ? "clip" : "field-text lines"}>{plainWords(value)}</span>
  ),
});
