/** Reading wire values of unknown shape into the few shapes that controls know. */

export function readText(wire: unknown): string | null {
  return typeof wire === "string" && wire !== "" ? wire : null;
}

/** Decimals come as text, whole numbers sometimes as numbers. */
export function readNumberText(wire: unknown): string | null {
  if (typeof wire === "number" && Number.isFinite(wire)) return String(wire);
  return readText(wire);
}

export function readWhole(wire: unknown): number | null {
  const value = typeof wire === "string" && wire !== "" ? Number(wire) : wire;
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

export function readTexts(wire: unknown): string[] | null {
  if (!Array.isArray(wire)) return null;
  const texts = wire.filter((item): item is string => typeof item === "string");
  return texts.length > 0 ? texts : null;
}

/** A record or person as it comes out; `hidden` when the reader may not see it. */
export interface Referred {
  id: number;
  label: string;
  entity?: string;
  hidden?: boolean;
}

export function readReferred(wire: unknown): Referred | null {
  if (typeof wire === "number") return { id: wire, label: `#${wire}` };
  if (typeof wire !== "object" || wire === null) return null;
  const shape = wire as Record<string, unknown>;
  if (shape.hidden === true) return { id: 0, label: "", hidden: true };
  if (typeof shape.id !== "number") return null;
  const label = typeof shape.label === "string" && shape.label ? shape.label : `#${shape.id}`;
  return { id: shape.id, label, ...(typeof shape.entity === "string" ? { entity: shape.entity } : {}) };
}

export function readManyReferred(wire: unknown): Referred[] | null {
  if (!Array.isArray(wire)) return null;
  const found = wire.map(readReferred).filter((item) => item !== null);
  return found.length > 0 ? found : null;
}

/** Parts of a value by name, texts only; null when all are blank. */
export function readParts(wire: unknown): Record<string, string> | null {
  if (typeof wire !== "object" || wire === null || Array.isArray(wire)) return null;
  const parts: Record<string, string> = {};
  for (const [name, part] of Object.entries(wire)) {
    const text = readNumberText(part);
    if (text !== null) parts[name] = text;
  }
  return Object.keys(parts).length > 0 ? parts : null;
}
