/** Changes a record on top of what others saved of its other fields; where it is the same field, says so. */

import { same } from "../rules";
import { ApiProblem, asProblem } from "./problem";
import { changeRecord, readHistory, readRecord, type Place, type RecordData } from "./records";

const MOST_TRIES = 4;

/** Somebody else changed a field that was to be changed. */
export class Overtaken extends ApiProblem {
  constructor(
    problem: ApiProblem,
    readonly theirs: RecordData,
  ) {
    super(problem.status, problem.code, problem.message, problem.problems, problem.params, problem.requestId);
  }
}

interface Change {
  version: number;
  /** What somebody typed of them, as it was when the change began; what follows from it may change meanwhile. */
  base: Readonly<Record<string, unknown>>;
  /** The same fields as they shall be, in the shape that the server answers. */
  wanted: Readonly<Record<string, unknown>>;
  /** The same as requests carry them. */
  wire: Record<string, unknown>;
  form: string | null;
  /** Whose change may have arrived before, though its answer was lost: it is nobody else's. */
  mine?: number | null;
}

/** Whether the fields were changed since a version by one person only, beginning with the very next version. */
async function isOwn(place: Place, id: number, version: number, names: readonly string[], person: number) {
  const items = (await readHistory(place, id).catch(() => [])).filter((item) => item.version > version);
  return names.every((name) => {
    const changes = items.filter(({ changes: all }) => all.some(({ field }) => field === name));
    const first = changes.some((item) => item.version === version + 1);
    return first && changes.every(({ by }) => by?.id === person);
  });
}

/**
 * Change fields of a record. Throws ``Overtaken`` where somebody else changed one of them since ``base``; what had
 * arrived already, though its answer was lost, is told as saved, or written over where it is another value by now.
 */
export async function changeOnTop(place: Place, id: number, change: Change): Promise<RecordData> {
  const { base, wanted, wire, form, mine } = change;
  const names = Object.keys(wire);
  const typed = names.filter((name) => name in base);
  let { version } = change;
  for (let tries = 1; ; tries += 1) {
    try {
      return await changeRecord(place, id, version, wire, form);
    } catch (error) {
      const problem = asProblem(error);
      if (problem.status !== 412 || tries === MOST_TRIES) throw error;
      const now = await readRecord(place, id);
      if (names.every((name) => same(now.values[name], wanted[name]))) return now;
      const others = typed.filter((name) => !same(now.values[name], base[name]));
      if (others.length > 0) {
        const own = mine != null && (await isOwn(place, id, change.version, others, mine));
        if (!own) throw new Overtaken(problem, now);
      }
      version = now.version;
    }
  }
}
