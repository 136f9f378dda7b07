/** The groups of a list, level by level: each is asked for when the one above it is opened. */

import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { useMemo } from "react";

import { groupPage, type GroupQuery, type RecordGroup } from "../../lib/api/groups";
import type { Place, RecordQuery, Which } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import type { Condition } from "../../lib/conditions/tree";
import { resolvePath, type EntityModel, type FieldModel, type GroupModel } from "../../lib/model";
import { fieldAt } from "../../fields/part-field";
import { conditionOfKey } from "./group-keys";
import type { Part } from "./segments";
import type { Total } from "./use-list";

interface Level {
  key: string;
  depth: number;
  by: GroupModel;
  field: FieldModel;
  where: readonly Condition[];
}

function joined(filter: Condition | null | undefined, where: readonly Condition[]): Condition | undefined {
  const all = [...(filter ? [filter] : []), ...where];
  return all.length > 1 ? { all } : all[0];
}

interface Asked {
  entity: EntityModel;
  place: Place;
  which: Which;
  query: RecordQuery;
  by: readonly GroupModel[];
  totals: readonly Total[];
}

/** Keys of groups name their whole way: what is open stays open when groups above are read again. */
export function childKey(parent: string, key: unknown): string {
  return `${parent}/${JSON.stringify(key ?? null).replaceAll("/", "\\u002f")}`;
}

export function useGroups(asked: Asked, expanded: ReadonlySet<string>) {
  const { model } = useAppPlace();
  const { entity, place, which, by, totals } = asked;
  const fields = useMemo(
    () =>
      by.flatMap((level) => {
        const end = resolvePath(model, entity, level.field);
        return end ? [{ level, field: fieldAt(end) }] : [];
      }),
    [by, model, entity],
  );
  const levels = levelsOf(fields, expanded, model.settings.time_zone);
  const found = useQueries({
    queries: levels.map(({ by: level, where }) => {
      const filter = joined(which.filter, where);
      const body: GroupQuery = {
        ...which,
        ...(filter ? { filter } : {}),
        by: [{ field: level.field, ...(level.grain ? { grain: level.grain } : {}) }],
        measures: [{ function: "count" }, ...totals],
      };
      return {
        queryKey: ["records", place, "group", body],
        queryFn: ({ signal }: { signal: AbortSignal }) => groupPage(place, body, signal),
        placeholderData: keepPreviousData,
        retry: false,
      };
    }),
  });
  const answers = new Map(levels.map((level, at) => [level.key, found[at]?.data] as const));
  const parts =
    fields.length > 0
      ? partsOf(asked, levels, answers, expanded, fields.length, model.settings.time_zone)
      : [];
  const error = found.find((one) => one.error)?.error ?? null;
  return {
    parts,
    isPending: found.some((one, at) => at === 0 && one.isPending),
    isFetching: found.some((one) => one.isFetching),
    error,
    refetch: () => Promise.all(found.map((one) => one.refetch())),
  };
}

/** The levels to be asked for: the first, and one below each open group. */
function levelsOf(
  fields: readonly { level: GroupModel; field: FieldModel }[],
  expanded: ReadonlySet<string>,
  timeZone: string,
): Level[] {
  const first = fields[0];
  if (!first) return [];
  const levels: Level[] = [{ key: "", depth: 0, by: first.level, field: first.field, where: [] }];
  for (const key of expanded) {
    const steps = stepsOf(key);
    const next = fields[steps.length];
    if (!next || steps.length === 0) continue;
    const where = steps.flatMap((step, at) => {
      const above = fields[at];
      return above ? [conditionOfKey(above.level, above.field, step, timeZone)] : [];
    });
    levels.push({ key, depth: steps.length, by: next.level, field: next.field, where });
  }
  return levels;
}

/** The values on the way to a group. */
function stepsOf(key: string): unknown[] {
  return key
    .split("/")
    .slice(1)
    .map((step) => JSON.parse(step) as unknown);
}

function partsOf(
  asked: Asked,
  levels: readonly Level[],
  answers: ReadonlyMap<string, { groups: RecordGroup[]; more: boolean } | undefined>,
  expanded: ReadonlySet<string>,
  depth: number,
  timeZone: string,
): Part[] {
  const level = (key: string) => levels.find((one) => one.key === key);
  function below(key: string, where: readonly Condition[]): Part[] {
    const here = level(key);
    const answer = answers.get(key);
    if (!here || !answer) return [];
    const parts = answer.groups.flatMap((group): Part[] => {
      const own = childKey(key, group.key[0]);
      const open = expanded.has(own);
      const head: Part = {
        kind: "group",
        head: { key: own, depth: here.depth, by: here.by, field: here.field, group, open },
      };
      if (!open) return [head];
      const inside = [...where, conditionOfKey(here.by, here.field, group.key[0], timeZone)];
      if (here.depth + 1 < depth) return [head, ...below(own, inside)];
      const filter = joined(asked.which.filter, inside);
      const query = { ...asked.query, ...(filter ? { filter } : {}) };
      return [head, { kind: "rows", block: { key: own, query, count: Number(group.measures[0]) } }];
    });
    return answer.more ? [...parts, { kind: "more", key: `${key}/more` }] : parts;
  }
  return below("", []);
}
