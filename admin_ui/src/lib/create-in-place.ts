/** A new record made where it is referred to: controls ask, the shell of the app opens its short form over the page. */

import { createContext, useContext } from "react";

import type { EntityModel } from "./model";

export interface CreateRequest {
  entity: EntityModel;
  /** What was typed while looking for it: its name, most likely. */
  title: string;
  onCreated: (record: { id: number; label: string }) => void;
}

const Context = createContext<((request: CreateRequest) => void) | null>(null);

export const CreateInPlaceProvider = Context.Provider;

/** Opens the short form of a new record; nothing where no shell can. */
export function useCreateInPlace(): ((request: CreateRequest) => void) | null {
  return useContext(Context);
}
