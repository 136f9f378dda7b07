/** What was sent and is not answered yet, kept on this device: also after a reload, the same goes under the same key. */

export interface Attempt<Request> {
  /** What somebody decided: as long as it is the same, it is the same request. */
  content: unknown;
  /** What was sent for it, with everything that was so at that moment. */
  request: Request;
  key: string;
  /** When it was sent first, in milliseconds. */
  at: number;
}

export interface AttemptStore {
  read: <Request>() => Attempt<Request> | null;
  keep: (attempt: Attempt<unknown>) => void;
  drop: () => void;
}

const PREFIX = "formloom.attempt.";
/** As long as the server keeps its answers. */
const KEPT_MS = 24 * 3_600_000;

/** The attempt of one form; storage that is full or closed only means that a reload forgets it. */
export function attemptStore(
  { workspace, app, entity }: { workspace: string; app: string; entity: string },
  id: number | string,
  person: number,
): AttemptStore {
  const name = `${PREFIX}${person}/${workspace}/${app}/${entity}/${id}`;
  return {
    read<Request>() {
      const text = window.localStorage.getItem(name);
      if (text === null) return null;
      try {
        const attempt = JSON.parse(text) as Attempt<Request>;
        return Date.now() - attempt.at < KEPT_MS ? attempt : null;
      } catch {
        return null;
      }
    },
    keep(attempt) {
      try {
        window.localStorage.setItem(name, JSON.stringify(attempt));
      } catch {
        window.localStorage.removeItem(name);
      }
    },
    drop() {
      window.localStorage.removeItem(name);
    },
  };
}
