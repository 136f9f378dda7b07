/** The page of an entity's records: the list, or the view that the address names, with the dialogs they share. */

import { lazy, Suspense } from "react";

import { ListPage } from "../features/record-list/list-page";
import { RecordDialogsProvider, type RecordDialogs } from "../lib/view-shapes";
import { VIEW_SHAPES } from "./view-shapes";

const StageDialog = lazy(async () => ({
  default: (await import("../features/record-page/stage-dialog")).StageDialog,
}));
const QuickCreate = lazy(async () => ({
  default: (await import("../features/record-page/quick-create")).QuickCreate,
}));

const DIALOGS: RecordDialogs = {
  StageDialog: (props) => (
    <Suspense fallback={null}>
      <StageDialog {...props} />
    </Suspense>
  ),
  QuickCreate: (props) => (
    <Suspense fallback={null}>
      <QuickCreate {...props} />
    </Suspense>
  ),
};

export function EntityPage() {
  return (
    <RecordDialogsProvider value={DIALOGS}>
      <ListPage shapes={VIEW_SHAPES} />
    </RecordDialogsProvider>
  );
}
