/** Whether the screen is as narrow as a phone, or too narrow for two columns. */

import { useSyncExternalStore } from "react";

const PHONE = "(max-width: 720px)";
const NARROW = "(max-width: 1100px)";

function useMatches(query: string): boolean {
  return useSyncExternalStore(
    (notify) => {
      const media = window.matchMedia(query);
      media.addEventListener("change", notify);
      return () => media.removeEventListener("change", notify);
    },
    () => window.matchMedia(query).matches,
  );
}

export function useIsPhone(): boolean {
  return useMatches(PHONE);
}

/** Whether what stands beside each other on a desk has to take turns. */
export function useIsNarrow(): boolean {
  return useMatches(NARROW);
}
