/** Which sections a record is drawn in: its form's, or all fields where the entity has no form. */

import type { EntityModel, FormModel, FormSection } from "../../lib/model";
import { controlOf } from "../../fields/registry";

/** The main form of an entity, if it has one. */
export function mainForm(forms: readonly FormModel[], entity: EntityModel): FormModel | undefined {
  const own = forms.filter((form) => form.entity === entity.name || form.entity === entity.id);
  return own.find((form) => (form.purpose ?? "main") === "main");
}

/** Without a form: what fits in a line first, then what needs the whole width. */
export function plainSections(entity: EntityModel): FormSection[] {
  const own = entity.fields.filter((field) => !field.system);
  const lines = own.filter((field) => !controlOf(field.type).wide);
  const wide = own.filter((field) => controlOf(field.type).wide);
  const sections: FormSection[] = [
    { id: "plain-lines", columns: 2, items: lines.map(({ name }) => ({ field: name })) },
    { id: "plain-wide", columns: 1, items: wide.map(({ name }) => ({ field: name })) },
  ];
  return sections.filter(({ items }) => (items?.length ?? 0) > 0);
}

/** Whether rules hide a section or a tab, which they call by its name where it has one. */
function isHidden({ id, name }: { id?: string; name?: string }, hidden: ReadonlySet<string>): boolean {
  return (id !== undefined && hidden.has(id)) || (name !== undefined && hidden.has(name));
}

/** The sections and tabs that are left where rules hide some. */
export function shownSections(sections: readonly FormSection[], hidden: ReadonlySet<string>): FormSection[] {
  const shown = sections.filter((section) => !isHidden(section, hidden));
  return shown.map((section) => {
    if (!section.tabs) return section;
    const tabs = section.tabs.filter((tab) => !isHidden(tab, hidden));
    return {
      ...section,
      tabs: tabs.map((tab) => ({ ...tab, sections: shownSections(tab.sections, hidden) })),
    };
  });
}

/** Names of all fields that sections show, nested ones included. */
export function fieldsIn(sections: readonly FormSection[]): string[] {
  return sections.flatMap((section) => [
    ...(section.items ?? []).flatMap((item) => ("field" in item ? [item.field] : [])),
    ...(section.tabs ?? []).flatMap((tab) => fieldsIn(tab.sections)),
  ]);
}
