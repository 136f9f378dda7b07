/** The names of the records and people in a view's filter, which keeps them by id. */

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { namePeople, readDepartments } from "../../lib/api/apps";
import { nameRecords } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import { idOf } from "../../lib/conditions/kinds";
import { isFieldOfRecord, isRelative, type Condition } from "../../lib/conditions/tree";
import { entityOf, targetOf, type AppModel, type EntityModel, type FieldModel } from "../../lib/model";
import { withValues } from "./wire-condition";

/** No entity is called so. */
const PEOPLE = "@people";
const DEPARTMENTS = "@departments";

/** Whom or what a value names: people, departments, or the records of an entity. */
function sourceOf(model: AppModel, field: FieldModel, value: unknown): string | undefined {
  if (field.type === "user" || field.type === "users") return PEOPLE;
  if (field.type === "department") return DEPARTMENTS;
  if (field.type === "reference" || field.type === "references") return nameOf(model, targetOf(field));
  if (field.type !== "reference_any" || typeof value !== "object" || value === null) return undefined;
  const { entity } = value as { entity?: unknown };
  return nameOf(model, entity);
}

function nameOf(model: AppModel, reference: unknown): string | undefined {
  return typeof reference === "string" ? (entityOf(model, reference)?.name ?? reference) : undefined;
}

/** A condition with each value that names something replaced; lists are gone through. */
function withNamed(
  model: AppModel,
  entity: EntityModel,
  condition: Condition,
  replace: (source: string, id: number, value: unknown) => unknown,
): Condition {
  function each(field: FieldModel, value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item: unknown) => each(field, item));
    if (isRelative(value) || isFieldOfRecord(value)) return value;
    const source = sourceOf(model, field, value);
    const id = idOf(value);
    return source === undefined || id === null ? value : replace(source, id, value);
  }
  return withValues(model, entity, condition, each);
}

type Ids = Record<string, number[]>;

function idsIn(model: AppModel, entity: EntityModel, condition: Condition): Ids {
  const ids: Record<string, Set<number>> = {};
  withNamed(model, entity, condition, (source, id, value) => {
    (ids[source] ??= new Set()).add(id);
    return value;
  });
  return Object.fromEntries(Object.entries(ids).map(([source, some]) => [source, [...some]]));
}

type Names = Record<string, ReadonlyMap<number, string>>;

/** Asks for the names; what may not be seen or is gone has none. */
async function readNames(workspace: string, app: string, ids: Ids): Promise<Names> {
  const found = Object.entries(ids).map(async ([source, wanted]) => {
    const asked =
      source === PEOPLE
        ? namePeople(workspace, wanted)
        : source === DEPARTMENTS
          ? readDepartments(workspace)
          : nameRecords({ workspace, app, entity: source }, wanted);
    const items = await asked.catch(() => []);
    return [source, new Map(items.map(({ id, label }) => [id, label]))] as const;
  });
  return Object.fromEntries(await Promise.all(found));
}

function named(model: AppModel, entity: EntityModel, condition: Condition, names: Names): Condition {
  return withNamed(model, entity, condition, (source, id, value) => {
    const label = names[source]?.get(id) ?? `#${id}`;
    return typeof value === "object" ? { ...value, id, label } : { id, label };
  });
}

const NOBODY: Names = {};

/** The filter of a view with its records and people named; waiting until they are. */
export function useNamedFilter(
  entity: EntityModel,
  filter: Condition | null | undefined,
): { filter: Condition | null; waiting: boolean } {
  const { workspace, app, model } = useAppPlace();
  const ids = useMemo(() => (filter ? idsIn(model, entity, filter) : {}), [model, entity, filter]);
  const wanted = Object.keys(ids).length > 0;
  const { data = NOBODY, isLoading } = useQuery({
    queryKey: ["names", workspace, app, ids],
    queryFn: () => readNames(workspace, app, ids),
    enabled: wanted,
    staleTime: 60_000,
  });
  return useMemo(
    () => ({ filter: filter ? named(model, entity, filter, data) : null, waiting: wanted && isLoading }),
    [model, entity, filter, data, wanted, isLoading],
  );
}
