/** Layouts on their way to the server, kept in the tab until they are answered: a reload that overtakes one shows it. */

import type { LayoutModel, ViewModel } from "./model";

export interface LayoutPlace {
  workspace: string;
  app: string;
  entity: string;
  /** Nothing for the list without a view. */
  view: string | undefined;
}

/** Nothing stands for a layout that was taken back. */
export interface Pending {
  layout: LayoutModel | null;
}

function nameOf({ workspace, app, entity, view }: LayoutPlace): string {
  return `formloom.layout.${workspace}/${app}/${entity}/${view ?? ""}`;
}

export function keepPending(place: LayoutPlace, layout: LayoutModel | null): void {
  try {
    window.sessionStorage.setItem(nameOf(place), JSON.stringify({ layout }));
  } catch {
    // Storage that is full or closed only means that a reload may show the layout before.
  }
}

/** Forget what was answered, unless something newer waits by now. */
export function dropPending(place: LayoutPlace, layout: LayoutModel | null): void {
  if (window.sessionStorage.getItem(nameOf(place)) === JSON.stringify({ layout })) {
    window.sessionStorage.removeItem(nameOf(place));
  }
}

export function pendingOf(place: LayoutPlace): Pending | null {
  const text = window.sessionStorage.getItem(nameOf(place));
  return text === null ? null : (JSON.parse(text) as Pending);
}

/** Views as they will be once everything that is on its way has come. */
export function withPending(place: Omit<LayoutPlace, "view">, views: ViewModel[]): ViewModel[] {
  return views.map((view) => {
    const pending = pendingOf({ ...place, view: view.id });
    return pending ? laidOut(view, pending.layout) : view;
  });
}

export function laidOut(view: ViewModel, layout: LayoutModel | null): ViewModel {
  const { layout: before, ...bare } = view;
  void before;
  return layout ? { ...bare, layout } : bare;
}
