/** The present minute, for what is told as seen from now: all who show it change together when it is over. */

import { useSyncExternalStore } from "react";

const MINUTE = 60_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => listeners.forEach((tell) => tell()), MINUTE / 4);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function present(): number {
  return Math.floor(Date.now() / MINUTE) * MINUTE;
}

/** Milliseconds since 1970 at the beginning of the minute. */
export function useMinute(): number {
  return useSyncExternalStore(subscribe, present);
}
