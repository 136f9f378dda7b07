/** A small coloured word: an option, a tag, a stage, a state. */

import type { CSSProperties } from "react";

import { colorOf } from "./palette";

const MEANINGS = { ok: "var(--ok)", warn: "var(--warn)", bad: "var(--bad)", info: "var(--info)" } as const;

interface PillProps {
  text: string;
  /** A colour as documents name it. */
  color?: string | null | undefined;
  meaning?: keyof typeof MEANINGS;
}

export function Pill({ text, color, meaning }: PillProps) {
  const shade = meaning ? MEANINGS[meaning] : colorOf(color);
  const style = shade ? ({ "--c": shade } as CSSProperties) : undefined;
  return (
    <span className="pill" style={style}>
      <span>{text}</span>
    </span>
  );
}
