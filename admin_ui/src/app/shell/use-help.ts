/** The page of the guide that belongs to the screen one is on. */

import { useRouterState } from "@tanstack/react-router";

import { useAppPlace } from "../../lib/app-context";
import { helpPageOf, type Spot } from "../../lib/help-pages";

export function useHelpParams() {
  const { workspace, app, model } = useAppPlace();
  const page = useRouterState({
    select: ({ matches }) => {
      const last = matches.at(-1);
      return last ? helpPageOf(last as Spot, model) : "index";
    },
  });
  return { workspace, app, page };
}
