/** Whether the screen is as narrow as a phone, or too narrow for two columns. */

import { useMedia } from "./use-media";

const PHONE = "(max-width: 720px)";
const NARROW = "(max-width: 1100px)";

export function useIsPhone(): boolean {
  return useMedia(PHONE);
}

/** Whether what stands beside each other on a desk has to take turns. */
export function useIsNarrow(): boolean {
  return useMedia(NARROW);
}
