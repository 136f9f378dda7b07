/** What the search offers, in one list that arrow keys walk through: records, places, things to do. */

import type { TFunction } from "i18next";

import type { FoundInApp } from "../../lib/api/search";
import { textOf } from "../../lib/label";
import { creatable, entitiesInMenu } from "../../lib/menu";
import { entityOf, pluralOf, type AppModel, type EntityModel, type WireValues } from "../../lib/model";
import type { RecentRecord } from "../../lib/recent";

export type Choice =
  | { kind: "record"; entity: EntityModel; id: number; title: string; facts: WireValues }
  | { kind: "list"; entity: EntityModel; label: string; view?: string; icon?: string | null }
  | { kind: "more"; entity: EntityModel }
  | { kind: "page"; page: string; label: string }
  | { kind: "create"; entity: EntityModel; label: string }
  | { kind: "command"; name: string; label: string };

export interface Section {
  key: string;
  label: string;
  choices: Choice[];
  /** The place of its first choice among all. */
  start: number;
}

type Part = Omit<Section, "start">;

export interface Command {
  name: string;
  label: string;
  /** Other words that find it, initials of pinyin among them. */
  words: string;
}

const MOST_OFFERED = 6;

/** Before anything is typed: where one was last, and what is done most. */
export function usualSections(
  model: AppModel,
  locale: string,
  recent: readonly RecentRecord[],
  commands: readonly Command[],
  say: TFunction,
): Section[] {
  const seen = recent.flatMap(({ entity: name, id, title }): Choice[] => {
    const entity = entityOf(model, name);
    return entity ? [{ kind: "record", entity, id, title, facts: {} }] : [];
  });
  const lists = entitiesInMenu(model)
    .slice(0, MOST_OFFERED)
    .map((entity): Choice => ({ kind: "list", entity, label: textOf(pluralOf(entity), locale) }));
  return filled([
    { key: "recent", label: say("search.recent"), choices: seen.slice(0, MOST_OFFERED) },
    { key: "create", label: say("search.create"), choices: createChoices(model, locale, say).slice(0, 4) },
    { key: "places", label: say("search.places"), choices: lists },
    { key: "commands", label: say("search.commands"), choices: commands.map(asChoice) },
  ]);
}

/** What fits the words that were typed. */
export function foundSections(
  model: AppModel,
  locale: string,
  found: FoundInApp,
  typed: string,
  commands: readonly Command[],
  say: TFunction,
): Section[] {
  const records = found.groups.flatMap((group): Part[] => {
    const entity = entityOf(model, group.entity);
    if (!entity) return [];
    const items = group.items.map((item): Choice => ({ kind: "record", entity, ...item }));
    const more: Choice[] = group.more ? [{ kind: "more", entity }] : [];
    return [{ key: entity.name, label: textOf(pluralOf(entity), locale), choices: [...items, ...more] }];
  });
  const [meant, others] = [true, false].map((exact) =>
    found.places
      .filter((place) => place.exact === exact)
      .flatMap((place): Choice[] => placeChoice(model, locale, place)),
  ) as [Choice[], Choice[]];
  const named = new Set(
    [...meant, ...others].flatMap((choice) => (choice.kind === "list" ? [choice.entity.name] : [])),
  );
  const folded = typed.trim().toLowerCase();
  const create = createChoices(model, locale, say).filter(
    (choice) =>
      choice.kind === "create" &&
      (named.has(choice.entity.name) || choice.label.toLowerCase().includes(folded)),
  );
  const done = commands.filter(({ label, words }) => `${label} ${words}`.toLowerCase().includes(folded));
  const placed = (key: string, choices: Choice[]): Part => ({ key, label: say("search.places"), choices });
  // Who types the very name of a list wants to go there; who types a part of a name looks for a record.
  return filled([
    placed("meant", meant),
    ...records,
    placed("places", others),
    { key: "create", label: say("search.create"), choices: create.slice(0, MOST_OFFERED) },
    { key: "commands", label: say("search.commands"), choices: done.map(asChoice) },
  ]);
}

/** The parts that offer anything, each with the place at which it begins. */
function filled(parts: Part[]): Section[] {
  const sections: Section[] = [];
  for (const part of parts.filter(({ choices }) => choices.length > 0)) {
    const before = sections.at(-1);
    sections.push({ ...part, start: before ? before.start + before.choices.length : 0 });
  }
  return sections;
}

function asChoice({ name, label }: Command): Choice {
  return { kind: "command", name, label };
}

function createChoices(model: AppModel, locale: string, say: TFunction): Choice[] {
  return creatable(model).map((entity) => ({
    kind: "create",
    entity,
    label: say("form.newTitle", { name: textOf(entity.label, locale) }),
  }));
}

function placeChoice(model: AppModel, locale: string, place: FoundInApp["places"][number]): Choice[] {
  if (place.type === "entity") {
    const entity = entityOf(model, place.id);
    return entity ? [{ kind: "list", entity, label: textOf(pluralOf(entity), locale) }] : [];
  }
  if (place.type === "page") {
    const page = model.pages?.find(({ id, type }) => id === place.id && type === "home");
    return page ? [{ kind: "page", page: page.name, label: textOf(page.label, locale) }] : [];
  }
  const view = model.views.find(({ id }) => id === place.id);
  const entity = view && entityOf(model, view.entity);
  if (!view || !entity) return [];
  const label = `${textOf(pluralOf(entity), locale)} · ${textOf(view.label, locale)}`;
  return [{ kind: "list", entity, label, view: view.id }];
}
