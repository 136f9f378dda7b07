/** The record that the parts of a page are about, for everything drawn inside it. */

import { createContext, useContext } from "react";

import type { Place, RecordData } from "../../lib/api/records";
import type { EntityModel } from "../../lib/model";

export interface RecordInView {
  entity: EntityModel;
  record: RecordData;
  place: Place;
  /** Whether the person may change it. */
  editable: boolean;
  /** Take over a newer state of the record. */
  onChanged: (record: RecordData) => void;
  /** Ask for everything about records again, after something beside the record changed. */
  onRefresh: () => void;
}

const Context = createContext<RecordInView | null>(null);

export const RecordProvider = Context.Provider;

/** The record in view. Throws outside of a record. */
export function useRecord(): RecordInView {
  const found = useContext(Context);
  if (found === null) throw new Error("useRecord needs a RecordProvider above it");
  return found;
}

const Writing = createContext<() => void>(() => undefined);

/** Given by what lays the record out: it knows where its timeline stands, and whether it is in sight. */
export const WritingProvider = Writing.Provider;

/** Returns what puts the cursor where a follow-up is written. */
export function useWriting(): () => void {
  return useContext(Writing);
}
