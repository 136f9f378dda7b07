/** Sends what somebody decided once: under one key until it is answered, and again when a lost connection is back. */

import { useMutation } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef, useState } from "react";

import { idempotencyKey } from "./api/client";
import { whenBack } from "./api/connection";
import { asProblem, type ApiProblem } from "./api/problem";
import type { Attempt, AttemptStore } from "./attempts";
import { same } from "./rules";

/** One try to send something. */
export interface Tried<Request> {
  request: Request;
  key: string;
  /** An earlier try was never answered: it may have arrived. */
  again: boolean;
  /** Sent because the connection is back, not because somebody asked for it. */
  byItself: boolean;
}

interface Options<Request, Answer> {
  /** What is decided, as it stands now. */
  content: unknown;
  /** Where it is kept until it is answered; without it a reload forgets what was sent. */
  store?: AttemptStore;
  send: (tried: Tried<Request>) => Promise<Answer>;
  /** The request for what stands there now, where it was changed since it failed; nothing where it cannot be sent. */
  renew: () => Request | null;
  onSent: (answer: Answer, request: Request) => unknown;
  onFailed?: (problem: ApiProblem) => void;
}

/** As long as somebody types on, what was promised to be sent waits for the rest of the sentence. */
const QUIET_MS = 1_500;

/** Nobody knows whether the server acted: no answer, or one by something between that gave up. */
function isOpen({ status }: ApiProblem): boolean {
  return status === 0 || status >= 500;
}

/** Calls back once nothing was changed for a while, as soon as it is wanted. */
function useWhenQuiet(wanted: boolean, content: unknown, callback: () => void): void {
  const quiet = useEffectEvent(callback);
  useEffect(() => {
    if (!wanted) return;
    const timer = window.setTimeout(() => quiet(), QUIET_MS);
    return () => window.clearTimeout(timer);
  }, [wanted, content]);
}

/** Calls back once when the server answers again, after it was away. */
export function useWhenBack(away: boolean, callback: () => void): void {
  const back = useEffectEvent(callback);
  useEffect(() => (away ? whenBack(back) : undefined), [away]);
}

export function useSendOnce<Request, Answer>(options: Options<Request, Answer>) {
  const { content, store } = options;
  const open = useRef<Attempt<Request> | null>(null);
  const [due, setDue] = useState(false);

  function forget() {
    open.current = null;
    store?.drop();
  }

  const mutation = useMutation({
    mutationFn: options.send,
    onSuccess: (answer, { request }) => {
      forget();
      return options.onSent(answer, request);
    },
    onError: (error) => {
      const problem = asProblem(error);
      if (!isOpen(problem)) forget();
      options.onFailed?.(problem);
    },
  });
  const error = mutation.error ? asProblem(mutation.error) : null;

  function attempt(request: Request, byItself: boolean) {
    if (mutation.isPending) return;
    const before = open.current ?? store?.read<Request>() ?? null;
    const isSame = before !== null && same(before.content, content);
    const now = isSame ? before : { content, request, key: idempotencyKey(), at: Date.now() };
    open.current = now;
    store?.keep(now);
    setDue(false);
    mutation.mutate({ request: now.request, key: now.key, again: before !== null, byItself });
  }

  const offline = error?.offline ?? false;
  useWhenBack(offline, () => {
    const before = open.current;
    if (before && same(before.content, content)) attempt(before.request, true);
    else setDue(true);
  });
  useWhenQuiet(offline && due, content, () => {
    const request = options.renew();
    if (request === null) mutation.reset();
    else attempt(request, true);
  });

  return {
    /** Send a request for the content; for one that is not answered yet, what was sent before goes again. */
    send: (request: Request) => attempt(request, false),
    sending: mutation.isPending,
    error,
    /** Whether what failed last was sent without anybody asking for it. */
    byItself: mutation.variables?.byItself ?? false,
    /** Say no more of what failed; what was not answered stays known. */
    hush: mutation.reset,
    /** It is given up: the same later is another request. */
    reset: () => {
      forget();
      mutation.reset();
    },
  };
}
