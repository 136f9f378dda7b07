/** What a view other than a table is given by the list page, and what it may borrow from the record page. */

import { createContext, useContext, type ComponentType } from "react";

import type { Which } from "./api/boards";
import type { RecordData } from "./api/records";
import type { ListState } from "./list-state";
import type { EntityModel, FlowModel, StageModel, ViewModel, WireValues } from "./model";

export interface ViewShapeProps {
  entity: EntityModel;
  view: ViewModel;
  /** The records in question: view, quick search, filter. */
  which: Which;
  state: ListState;
  onState: (next: { [Key in keyof ListState]: ListState[Key] | undefined }) => void;
}

export type ViewShape = ComponentType<ViewShapeProps>;

export interface StageDialogProps {
  entity: EntityModel;
  flow: FlowModel;
  record: RecordData;
  from: string | null;
  target: StageModel;
  /**
   * Moves the record with the facts that were asked for, once for each key; without it the move is made at once and not
   * undone.
   */
  send?: (facts: WireValues, key: string) => Promise<RecordData>;
  onCancel: () => void;
  onMoved: (record: RecordData) => void;
}

export interface QuickCreateProps {
  entity: EntityModel;
  /** Values it begins with beside the defaults. */
  start: WireValues;
  /** Values it begins with that may well be changed. */
  suggested?: WireValues;
  /** Names what is kept when it is not finished. */
  draft: string;
  onCancel: () => void;
  onCreated: (record: RecordData) => void;
}

/** Dialogs of the record page, handed out by the app: features do not reach into each other. */
export interface RecordDialogs {
  StageDialog: ComponentType<StageDialogProps>;
  QuickCreate: ComponentType<QuickCreateProps>;
}

const Context = createContext<RecordDialogs | null>(null);

export const RecordDialogsProvider = Context.Provider;

export function useRecordDialogs(): RecordDialogs {
  const dialogs = useContext(Context);
  if (dialogs === null) throw new Error("useRecordDialogs needs a RecordDialogsProvider above it");
  return dialogs;
}
