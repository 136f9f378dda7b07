/** What the address of the form for a new record gives to its fields: those that name a parameter as their default. */

import { useQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { useMemo } from "react";

import { namePeople } from "../../lib/api/apps";
import { readRecord } from "../../lib/api/records";
import { timeZoneOf, useAppPlace, type AppPlace } from "../../lib/app-context";
import { entityOf, targetOf, type EntityModel, type FieldModel, type WireValues } from "../../lib/model";
import { readCell } from "../../fields/read-cell";

const NAMING = new Set(["reference", "user"]);
const NOTHING: WireValues = {};

type Given = readonly [FieldModel, string][];

function givenIn(entity: EntityModel, search: string): Given {
  const texts = new URLSearchParams(search);
  return entity.fields.flatMap((field): Given => {
    if (field.system || field.access !== "write" || !field.default || !("parameter" in field.default))
      return [];
    const text = texts.get(field.default.parameter)?.trim();
    return text ? [[field, text]] : [];
  });
}

/** The record or person with the number that an address gives, if the reader may see it. */
async function named(field: FieldModel, text: string, place: AppPlace): Promise<unknown> {
  if (!/^\d{1,15}$/.test(text)) return undefined;
  const { workspace, app, model } = place;
  const id = Number(text);
  if (field.type === "user") {
    const person = (await namePeople(workspace, [id]))[0];
    return person && { id, label: person.label };
  }
  const target = targetOf(field) ?? "";
  const found = await readRecord({ workspace, app, entity: entityOf(model, target)?.name ?? target }, id);
  return { id, label: found.title || `#${id}` };
}

async function valueOf(field: FieldModel, text: string, place: AppPlace): Promise<unknown> {
  if (NAMING.has(field.type)) return named(field, text, place).catch(() => undefined);
  const read = readCell(field, text, timeZoneOf(place));
  return read === "unreadable" ? undefined : read.value;
}

/** What means nothing for its field leaves it as it would be without the address. */
async function valuesOf(given: Given, place: AppPlace): Promise<WireValues> {
  const read = await Promise.all(
    given.map(async ([field, text]) => [field.name, await valueOf(field, text, place)] as const),
  );
  return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}

/** The values that the address gives, none while they are looked up; `draft` names what was given. */
export function useParameters(entity: EntityModel): { values: WireValues | undefined; draft: string | null } {
  const place = useAppPlace();
  const search = useLocation({ select: ({ searchStr }) => searchStr });
  const given = useMemo(() => givenIn(entity, search), [entity, search]);
  const draft = given.map(([field, text]) => `${field.id}=${text}`).join("&");
  const found = useQuery({
    queryKey: ["parameters", place.workspace, place.app, entity.id, draft],
    queryFn: () => valuesOf(given, place),
    enabled: given.length > 0,
    staleTime: Infinity,
  });
  return { values: given.length > 0 ? found.data : NOTHING, draft: draft || null };
}
