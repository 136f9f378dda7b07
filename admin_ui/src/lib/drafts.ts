/** What was typed and not saved yet, kept on this device until it is saved or thrown away. */

export interface Draft {
  values: Record<string, unknown>;
  /** Version of the record that was being edited; 0 for a new one. */
  version: number;
  at: number;
}

const PREFIX = "formloom.draft.";

function keyOf(workspace: string, app: string, entity: string, id: number | string, person: number): string {
  return `${PREFIX}${person}/${workspace}/${app}/${entity}/${id}`;
}

/** The drafts of one form; storage that is full or closed only means that nothing is kept. */
export function draftStore(
  workspace: string,
  app: string,
  entity: string,
  id: number | string,
  person: number,
) {
  const key = keyOf(workspace, app, entity, id, person);
  return {
    read(): Draft | null {
      const text = window.localStorage.getItem(key);
      if (text === null) return null;
      try {
        return JSON.parse(text) as Draft;
      } catch {
        window.localStorage.removeItem(key);
        return null;
      }
    },
    keep(values: Record<string, unknown>, version: number): boolean {
      try {
        window.localStorage.setItem(key, JSON.stringify({ values, version, at: Date.now() } satisfies Draft));
        return true;
      } catch {
        return false;
      }
    },
    drop(): void {
      window.localStorage.removeItem(key);
    },
  };
}
