/** Says in passing what happened, from wherever it happened. */

import { createContext, useContext, type ReactNode } from "react";

export type MessageType = "success" | "info" | "warning" | "error" | "loading";

export interface MessageContent {
  /** Of one that is changed or taken away later: what is said under the same key takes its place. */
  key?: string;
  type: MessageType;
  content: ReactNode;
  /** At the foot of the page, where it covers neither tabs nor cells. */
  low?: boolean;
  /** Seconds until it goes by itself; 0 means that it stays. */
  duration?: number;
  /** Called when its time is over, not when it is taken away. */
  onEnd?: () => void;
}

type Say = (content: ReactNode, duration?: number) => void;

export interface MessageApi extends Record<Exclude<MessageType, "loading">, Say> {
  open: (message: MessageContent) => void;
  close: (key: string) => void;
}

const Context = createContext<MessageApi | null>(null);

export const MessageProvider = Context.Provider;

/** Throws outside of ``Messages``. */
export function useMessage(): MessageApi {
  const api = useContext(Context);
  if (api === null) throw new Error("useMessage needs Messages above it");
  return api;
}
