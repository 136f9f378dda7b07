/** The one place where a record opens over whatever page is shown: the address says which. */

import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useCallback } from "react";

import { openText, readOpen, withoutOpen, type OpenRecord } from "../../lib/open-record";

const route = getRouteApi("/signed-in/w/$workspace/$app");
const RecordSheet = lazy(async () => ({
  default: (await import("../../features/record-page/record-sheet")).RecordSheet,
}));

export function RecordSheetHost() {
  const { open } = route.useSearch();
  const navigate = useNavigate();
  const close = useCallback(
    (ignoreBlocker = false) => void navigate({ to: ".", search: withoutOpen, ignoreBlocker }),
    [navigate],
  );
  const openOther = useCallback(
    (next: OpenRecord) =>
      void navigate({
        to: ".",
        search: (before: Record<string, unknown>) => ({ ...before, open: openText(next) }),
        replace: true,
      }),
    [navigate],
  );
  const found = readOpen(open);
  if (!found) return null;
  return (
    <Suspense fallback={null}>
      <RecordSheet open={found} onClose={close} onOpen={openOther} />
    </Suspense>
  );
}
