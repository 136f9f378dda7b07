/**
 * What stands open over a page: a record (`?open=entity.id`) or a form for a new one (`?new=entity`). It is part of
 * the address, so that back and a shared link show it.
 */

export interface OpenSearch {
  open?: string;
  new?: string;
}

export interface OpenRecord {
  entity: string;
  id: number;
}

export function openText({ entity, id }: OpenRecord): string {
  return `${entity}.${id}`;
}

/** The record that an address names; nothing for what is no such name. */
export function readOpen(text: unknown): OpenRecord | undefined {
  const found = typeof text === "string" ? /^([a-z][a-z0-9_]{0,62})\.(\d{1,16})$/.exec(text) : null;
  return found ? { entity: found[1] ?? "", id: Number(found[2]) } : undefined;
}

export function readOpenSearch(search: Record<string, unknown>): OpenSearch {
  return {
    ...(typeof search.open === "string" && readOpen(search.open) ? { open: search.open } : {}),
    ...(typeof search.new === "string" && /^[a-z][a-z0-9_]{0,62}$/.test(search.new)
      ? { new: search.new }
      : {}),
  };
}

/** An address without what stands open over its page. */
export function withoutOpen(search: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(search).filter(([name]) => name !== "open" && name !== "new"));
}
