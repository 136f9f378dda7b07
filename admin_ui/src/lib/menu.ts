/** The menu of an app as people may use it: entities, views and pages that are there for them. */

import { entityOf, type AppModel, type EntityModel, type MenuItem, type ViewModel } from "./model";
import type { PageModel } from "./page-model";

/** The menu of the document, or one item for each entity where the app has none. */
export function menuOf(model: AppModel): MenuItem[] {
  if (model.app.menu.length > 0) return model.app.menu;
  return model.entities.map((entity) => ({ type: "entity", entity: entity.name }));
}

/** The view that a menu item or a page's block names, by id or name. */
export function viewNamed(model: AppModel, reference: string | undefined): ViewModel | undefined {
  if (reference === undefined) return undefined;
  return model.views.find(({ id, name }) => id === reference || name === reference);
}

/** The home page of that name or id. */
export function homePage(model: AppModel, reference: string | null | undefined): PageModel | undefined {
  if (!reference) return undefined;
  return model.pages?.find(
    ({ id, name, type }) => type === "home" && (id === reference || name === reference),
  );
}

/** The entities in the order in which the menu names them, then the others. */
export function entitiesInMenu(model: AppModel): EntityModel[] {
  const named: EntityModel[] = [];
  const visit = (items: readonly MenuItem[]) => {
    for (const item of items) {
      visit(item.items ?? []);
      const entity = entityOf(model, viewNamed(model, item.view)?.entity ?? item.entity ?? "");
      if (entity && !named.includes(entity)) named.push(entity);
    }
  };
  visit(menuOf(model));
  return [...named, ...model.entities.filter((entity) => !named.includes(entity))];
}

/** The entities of which this person may make records. */
export function creatable(model: AppModel): EntityModel[] {
  return entitiesInMenu(model).filter(({ actions }) => actions.includes("create"));
}
