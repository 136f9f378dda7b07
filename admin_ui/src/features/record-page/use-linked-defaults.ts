/** What a new record takes over from the records that it names, seen while it is being made. */

import { useQueries } from "@tanstack/react-query";

import { readRecord } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import { entityOf, fieldOf, type EntityModel, type WireValues } from "../../lib/model";

interface Linked {
  field: string;
  /** The reference that is followed. */
  by: string;
  /** What is taken over from there. */
  of: string;
  entity: string;
}

/** Values by field name, of the records that stand in `values`; further steps than one are the server's. */
export function useLinkedDefaults(entity: EntityModel, values: WireValues): WireValues {
  const { workspace, app, model } = useAppPlace();
  const linked = linkedIn(entity);
  const followed = linked.flatMap((one) => {
    const about = entityOf(model, one.entity);
    const id = idIn(values[one.by]);
    return about && id !== null ? [{ ...one, id, place: { workspace, app, entity: about.name } }] : [];
  });
  const found = useQueries({
    queries: followed.map(({ place, id }) => ({
      queryKey: ["records", place, "one", id],
      queryFn: () => readRecord(place, id),
      retry: false,
    })),
  });
  return Object.fromEntries(
    followed.flatMap(({ field, of }, at) => {
      const value = found[at]?.data?.values[of];
      return value === null || value === undefined ? [] : [[field, value] as const];
    }),
  );
}

function linkedIn(entity: EntityModel): Linked[] {
  return entity.fields.flatMap(({ name, access, default: standard }) => {
    if (access !== "write" || !standard || !("linked" in standard)) return [];
    const [by = "", of = "", ...further] = standard.linked.split(".");
    const target = fieldOf(entity, by)?.settings["entity"];
    return typeof target === "string" && of && further.length === 0
      ? [{ field: name, by, of, entity: target }]
      : [];
  });
}

function idIn(value: unknown): number | null {
  if (typeof value === "number") return value;
  const id = typeof value === "object" && value !== null && "id" in value ? value.id : null;
  return typeof id === "number" ? id : null;
}
