/** How the part of an address behind `?` is read: a number only where nothing of what was written is lost by it. */

import { parseSearchWith, stringifySearchWith } from "@tanstack/react-router";

/** Throws for what is a text: long numbers, leading zeros and decimals stay as they were written. */
function readPart(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (typeof value === "number" && String(value) !== text) throw new SyntaxError(text);
  return value;
}

export const parseSearch = parseSearchWith(readPart);
export const stringifySearch = stringifySearchWith(JSON.stringify, readPart);
