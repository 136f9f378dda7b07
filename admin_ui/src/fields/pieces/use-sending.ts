/** Sending files one after another: which are under way, how far, and what was refused. */

import { useState } from "react";

import { sendFile, type StoredFile } from "../../lib/api/files";
import { useAppPlace } from "../../lib/app-context";

interface UnderWay {
  name: string;
  share: number;
}

export interface Sending {
  now: readonly UnderWay[];
  error: unknown;
  /** The file that was refused. */
  refused: string | undefined;
  send: (files: readonly File[]) => void;
}

/** `onSent` is told of those that arrived, all at once, so that none is lost when several are chosen. */
export function useSending(
  purpose: { entity: string; field?: string },
  onSent: (files: StoredFile[]) => void,
): Sending {
  const { workspace, app } = useAppPlace();
  const [now, setNow] = useState<readonly UnderWay[]>([]);
  const [failure, setFailure] = useState<{ error: unknown; name: string } | null>(null);

  async function sendAll(files: readonly File[]) {
    setFailure(null);
    const sent: StoredFile[] = [];
    for (const file of files) {
      const told = (share: number) => setNow([{ name: file.name, share }]);
      told(0);
      try {
        sent.push(await sendFile({ workspace, app, ...purpose }, file, told));
      } catch (error) {
        setFailure({ error, name: file.name });
      }
    }
    setNow([]);
    if (sent.length > 0) onSent(sent);
  }

  return {
    now,
    error: failure?.error ?? null,
    refused: failure?.name,
    send: (files) => void sendAll(files),
  };
}
