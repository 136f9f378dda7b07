/** What was typed and not saved yet, kept on this device until it is saved or thrown away. */

export interface Draft {
  values: Record<string, unknown>;
  /** What was stored of the same fields when they were typed in, so that what others save meanwhile is seen. */
  base: Record<string, unknown>;
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
        const { values = {}, base = {} } = JSON.parse(text) as Partial<Draft>;
        return { values, base };
      } catch {
        window.localStorage.removeItem(key);
        return null;
      }
    },
    keep(values: Record<string, unknown>, base: Record<string, unknown> = {}): boolean {
      try {
        window.localStorage.setItem(key, JSON.stringify({ values, base } satisfies Draft));
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
