/** Every kind of view that is no table. To add one: write it in src/features, then list it here; each is loaded when opened. */

import { lazy } from "react";

import type { ViewShape } from "../lib/view-shapes";

export const VIEW_SHAPES: Readonly<Record<string, ViewShape>> = {
  board: lazy(async () => ({ default: (await import("../features/board/board-view")).BoardView })),
  calendar: lazy(async () => ({
    default: (await import("../features/calendar-view/calendar-view")).CalendarView,
  })),
  gallery: lazy(async () => ({ default: (await import("../features/gallery/gallery-view")).GalleryView })),
  tree: lazy(async () => ({ default: (await import("../features/tree/tree-view")).TreeView })),
};
