/** Finds on the server what pasted texts name: records and people, where exactly one is called so. */

import { findPeople } from "../../lib/api/apps";
import { searchRecords } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import { entityOf, targetOf, type FieldModel } from "../../lib/model";
import type { Unread } from "./cells";

/** Cells whose texts were found, and those that stay unread. */
export interface LookedUp {
  found: { cell: Unread; value: { id: number; label: string } }[];
  unread: Unread[];
}

const AT_ONCE = 4;
/** Different texts that are looked up for one paste. */
const MOST = 200;

type Named = { id: number; label: string };

function only(found: readonly Named[], text: string): Named | null {
  const wanted = text.toLowerCase();
  const [first, ...others] = found.filter(({ label }) => label.trim().toLowerCase() === wanted);
  return first && others.length === 0 ? { id: first.id, label: first.label } : null;
}

/** `entity` owns the sub-table called `table`. */
export function useLookUp(entity: string, table: string): (unread: readonly Unread[]) => Promise<LookedUp> {
  const { workspace, app, model } = useAppPlace();

  async function ask(field: FieldModel, text: string): Promise<Named | null> {
    if (field.type === "user") return only(await findPeople(workspace, text), text);
    const target = targetOf(field) ?? "";
    const place = { workspace, app, entity: entityOf(model, target)?.name ?? target };
    return only(await searchRecords(place, text, { via: `${entity}.${table}.${field.name}` }), text);
  }

  return async (unread) => {
    const wanted = new Map<string, Unread>();
    for (const cell of unread)
      if (isLookedUp(cell.field)) wanted.set(`${cell.field.name} ${cell.text}`, cell);
    const asked = [...wanted].slice(0, MOST);
    const answers = new Map<string, Named | null>();
    for (let at = 0; at < asked.length; at += AT_ONCE) {
      await Promise.all(
        asked.slice(at, at + AT_ONCE).map(async ([key, { field, text }]) => {
          answers.set(key, await ask(field, text).catch(() => null));
        }),
      );
    }
    const result: LookedUp = { found: [], unread: [] };
    for (const cell of unread) {
      const value = answers.get(`${cell.field.name} ${cell.text}`);
      if (value) result.found.push({ cell, value });
      else result.unread.push(cell);
    }
    return result;
  };
}

function isLookedUp({ type }: FieldModel): boolean {
  return type === "user" || type === "reference";
}
