/** Times of the day as people type them. */

/** 9, 930, 9:30 and 9：30 as 09:30; what is no time stays as it is. */
export function clockOf(typed: string): string {
  const found = /^\s*(\d{1,2})(?:[:：.]?(\d{2}))?\s*$/.exec(typed);
  if (!found) return typed;
  const [, hours = "", minutes = "00"] = found;
  return `${hours.padStart(2, "0")}:${minutes}`;
}
