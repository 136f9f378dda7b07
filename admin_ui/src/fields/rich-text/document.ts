/** Formatted text between the server and the editor: the same tree, with the names and attributes of each. */

export interface RichMark {
  type: string;
  attrs?: Record<string, unknown>;
}

export interface RichNode {
  type: string;
  text?: string;
  attrs?: Record<string, unknown>;
  marks?: RichMark[];
  content?: RichNode[];
}

const IN_EDITOR: Record<string, string> = {
  bullet_list: "bulletList",
  ordered_list: "orderedList",
  list_item: "listItem",
  code_block: "codeBlock",
  horizontal_rule: "horizontalRule",
  hard_break: "hardBreak",
  strong: "bold",
  em: "italic",
};
const ON_SERVER = Object.fromEntries(Object.entries(IN_EDITOR).map(([server, editor]) => [editor, server]));

/** The document as the editor reads it; a plain text becomes its lines. */
export function toEditor(wire: unknown): RichNode {
  if (typeof wire === "string") {
    const lines = wire.split("\n").map((line): RichNode => ({
      type: "paragraph",
      ...(line ? { content: [{ type: "text", text: line }] } : {}),
    }));
    return { type: "doc", content: lines };
  }
  return renamed((wire as RichNode | null) ?? { type: "doc", content: [{ type: "paragraph" }] });
}

function renamed(node: RichNode): RichNode {
  return {
    ...node,
    type: IN_EDITOR[node.type] ?? node.type,
    ...(node.marks
      ? { marks: node.marks.map((mark) => ({ ...mark, type: IN_EDITOR[mark.type] ?? mark.type })) }
      : {}),
    ...(node.content ? { content: node.content.map(renamed) } : {}),
  };
}

/** The document as the server takes it: known names, and no attribute that it does not know. */
export function toServer(node: RichNode): RichNode {
  const type = ON_SERVER[node.type] ?? node.type;
  const made: RichNode = { type };
  if (node.text !== undefined) made.text = node.text;
  if (type === "heading") made.attrs = { level: node.attrs?.level ?? 1 };
  const marks = (node.marks ?? []).flatMap(markToServer);
  if (marks.length > 0) made.marks = marks;
  if (node.content && node.content.length > 0) made.content = node.content.map(toServer);
  return made;
}

function markToServer(mark: RichMark): RichMark[] {
  if (mark.type !== "link") return [{ type: ON_SERVER[mark.type] ?? mark.type }];
  const address = safeAddress(mark.attrs?.href);
  return address ? [{ type: "link", attrs: { href: address } }] : [];
}

/** An address of a page or of mail; nothing for what a browser would run. */
export function safeAddress(href: unknown): string | undefined {
  const text = typeof href === "string" ? href.trim() : "";
  return /^(https?:\/\/|mailto:)[^\s]+$/i.test(text) ? text : undefined;
}

function isInline(item: unknown): boolean {
  const { type } = (item ?? {}) as { type?: unknown };
  return type === "text" || type === "hard_break";
}

/** The words of a document of nested nodes, one block a line. */
export function plainWords(node: unknown): string {
  if (typeof node === "string") return node;
  if (Array.isArray(node)) return node.map(plainWords).filter(Boolean).join("\n");
  if (typeof node !== "object" || node === null) return "";
  const { type, text, content } = node as { type?: unknown; text?: unknown; content?: unknown };
  if (type === "hard_break") return "\n";
  if (typeof text === "string") return text;
  const inner = Array.isArray(content) ? content : [];
  const inline = inner.every((item) => isInline(item));
  return inner.map(plainWords).join(inline ? "" : "\n");
}
