/** Lengths of time as people type them: 1:30, 2小时30分, 90 min. */

import { readNumber } from "./number-text";

export const SECONDS = { second: 1, minute: 60, hour: 3_600, day: 86_400 } as const;

const WRITTEN: readonly (readonly [string, readonly string[]])[] = [
  ["day", ["d", "day", "days", "天", "日"]],
  ["hour", ["h", "hr", "hrs", "hour", "hours", "时", "小时", "小時", "个小时", "個小時", "钟头"]],
  ["minute", ["m", "min", "mins", "minute", "minutes", "分", "分钟", "分鐘"]],
  ["second", ["s", "sec", "secs", "second", "seconds", "秒", "秒钟"]],
];

function secondsOf(count: string, word: string): number {
  const unit = WRITTEN.find(([, words]) => words.includes(word))?.[0];
  return unit === undefined ? NaN : Number(count) * SECONDS[unit as keyof typeof SECONDS];
}

/** Whole seconds; a bare number counts `unit`. Null where it is no length of time. */
export function readDuration(typed: string, unit: keyof typeof SECONDS): number | null {
  const text = typed.normalize("NFKC").trim().toLowerCase();
  const colons = /^(\d{1,13}):([0-5]?\d)(?::([0-5]?\d))?$/.exec(text);
  if (colons) return Number(colons[1]) * 3_600 + Number(colons[2]) * 60 + Number(colons[3] ?? 0);
  const bare = readNumber(text);
  if (bare !== null) return Math.round(Number(bare) * SECONDS[unit]);
  const counted = [...text.matchAll(/(\d+(?:\.\d+)?)\s*([^\d\s.]+)/gu)];
  const isWhole =
    counted.length > 0 && counted.map(([part]) => part).join("") === text.replace(/(?<=\D)\s+/gu, "");
  if (!isWhole) return null;
  const seconds = counted.reduce((sum, [, count = "", word = ""]) => sum + secondsOf(count, word), 0);
  return Number.isNaN(seconds) ? null : Math.round(seconds);
}
