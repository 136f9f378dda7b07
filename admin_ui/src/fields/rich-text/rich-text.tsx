/** Formatted text, kept as a document of known nodes; in a list only its words. */

import { Skeleton } from "antd";
import { lazy, Suspense } from "react";

import { defineControl } from "../control";
import { plainWords } from "./document";
import { RichShow } from "./rich-show";
import "./rich-text.css";

const RichEditor = lazy(() => import("./rich-editor"));

export const richTextControl = defineControl<unknown>({
  type: "rich_text",
  read: (wire) => (plainWords(wire).trim() ? wire : null),
  group: true,
  wide: true,
  width: 260,
  Input: (props) => (
    <Suspense fallback={<Skeleton.Input block active />}>
      <RichEditor {...props} />
    </Suspense>
  ),
  Show: ({ value, compact }) =>
    compact ? <span className="clip">{plainWords(value)}</span> : <RichShow value={value} />,
});
