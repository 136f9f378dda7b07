/** The user guide inside an app. */

import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";

import { GuidePlaceProvider } from "./guide-link";
import { GuideView } from "./guide-view";
import { useAnchor } from "./use-anchor";

const route = getRouteApi("/signed-in/w/$workspace/$app/-help/$page");

export function HelpPage() {
  const { workspace, app, page } = route.useParams();
  const place = useMemo(() => ({ workspace, app }), [workspace, app]);
  return (
    <GuidePlaceProvider value={place}>
      <GuideView page={page} anchor={useAnchor()} />
    </GuidePlaceProvider>
  );
}
