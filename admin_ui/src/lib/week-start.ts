/** Weeks begin alike everywhere: calendars of the component library too begin them as the workspace does. */

import dayjs from "dayjs";

let first: number | undefined;

/** Give all languages that are loaded the workspace's first day of the week. */
export function beginWeeks(): void {
  if (first === undefined) return;
  for (const locale of Object.values(dayjs.Ls)) locale.weekStart = first;
}

/** `day` is 1 for Monday to 7 for Sunday. */
export function setWeekStart(day: number): void {
  first = day % 7;
  beginWeeks();
}
