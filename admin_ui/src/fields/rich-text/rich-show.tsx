/** Formatted text as it is read: elements made from known nodes, never markup. */

import type { ReactNode } from "react";

import { safeAddress, type RichMark, type RichNode } from "./document";

type Block = (children: ReactNode, key: number, node: RichNode) => ReactNode;

const BLOCKS: Record<string, Block> = {
  paragraph: (children, key) => <p key={key}>{children}</p>,
  heading: (children, key, node) => (
    <p
      key={key}
      className={`rich-heading level-${Number(node.attrs?.level ?? 1)}`}
      role="heading"
      aria-level={3}
    >
      {children}
    </p>
  ),
  bullet_list: (children, key) => <ul key={key}>{children}</ul>,
  ordered_list: (children, key) => <ol key={key}>{children}</ol>,
  list_item: (children, key) => <li key={key}>{children}</li>,
  blockquote: (children, key) => <blockquote key={key}>{children}</blockquote>,
  code_block: (children, key) => (
    <pre key={key}>
      <code>{children}</code>
    </pre>
  ),
  horizontal_rule: (_children, key) => <hr key={key} />,
  hard_break: (_children, key) => <br key={key} />,
};

const MARKS: Record<string, (inner: ReactNode, mark: RichMark) => ReactNode> = {
  strong: (inner) => <strong>{inner}</strong>,
  em: (inner) => <em>{inner}</em>,
  underline: (inner) => <u>{inner}</u>,
  strike: (inner) => <s>{inner}</s>,
  code: (inner) => <code>{inner}</code>,
  link: (inner, mark) => {
    const address = safeAddress(mark.attrs?.href);
    if (!address) return inner;
    return (
      <a href={address} target="_blank" rel="noreferrer" onClick={(event) => event.stopPropagation()}>
        {inner}
      </a>
    );
  },
};

function nodes(list: readonly RichNode[] | undefined): ReactNode[] {
  return (list ?? []).map((node, key) => {
    if (node.type === "text") return <span key={key}>{marked(node)}</span>;
    return BLOCKS[node.type]?.(nodes(node.content), key, node) ?? null;
  });
}

function marked({ text, marks = [] }: RichNode): ReactNode {
  return marks.reduce<ReactNode>((inner, mark) => MARKS[mark.type]?.(inner, mark) ?? inner, text);
}

export function RichShow({ value }: { value: unknown }) {
  if (typeof value === "string") return <div className="rich-text lines">{value}</div>;
  return <div className="rich-text">{nodes((value as RichNode).content)}</div>;
}
