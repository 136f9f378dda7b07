/** The section that an address names behind its `#`. */

import { useRouterState } from "@tanstack/react-router";

export function useAnchor(): string {
  return useRouterState({ select: ({ location }) => decoded(location.hash) });
}

function decoded(hash: string): string {
  try {
    return decodeURIComponent(hash);
  } catch {
    return hash;
  }
}
