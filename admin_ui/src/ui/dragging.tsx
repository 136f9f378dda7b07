/** Dragging by mouse, finger and keyboard: the one place that knows the library which does it. */

import { pointerIntersection } from "@dnd-kit/collision";
import {
  Accessibility,
  AutoScroller,
  Cursor,
  Feedback,
  KeyboardSensor,
  PointerActivationConstraints,
  PointerSensor,
  PreventSelection,
  StyleInjector,
  type DragEndEvent,
  type DragOverEvent,
  type DragStartEvent,
} from "@dnd-kit/dom";
import { DragDropProvider, DragOverlay, useDraggable, useDroppable } from "@dnd-kit/react";
import { useMemo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

type Data = Record<string, unknown>;

interface LiftInput<Source> {
  id: string;
  source: Source;
  disabled: boolean;
}

/** Makes an element something to drag; with `handle` the keyboard picks it up there. */
export function useLift<Source>({ id, source, disabled }: LiftInput<Source>) {
  const { ref, handleRef, isDragSource } = useDraggable({ id, data: { source }, disabled });
  return { ref, handle: handleRef, lifted: isDragSource };
}

interface PlaceInput<Target> {
  id: string;
  target: Target;
  /** Nothing can be dropped here now. */
  disabled: boolean;
}

/** Makes an element a place to drop things in. */
export function usePlace<Target>({ id, target, disabled }: PlaceInput<Target>) {
  // Where the pointer is, never what an edge of the dragged thing touches: over a closed place nothing is meant.
  const { ref, isDropTarget } = useDroppable({
    id,
    data: { target },
    disabled,
    collisionDetector: pointerIntersection,
  });
  return { ref, over: isDropTarget };
}

interface DraggingProps<Source, Target> {
  titleOf: (source: Source) => string;
  nameOf: (target: Target) => string;
  /** How far one press of an arrow key moves. */
  step: { x: number; y: number };
  onLift: (source: Source | null) => void;
  onDrop: (source: Source, target: Target) => void;
  /** What follows the pointer. */
  overlay: (source: Source) => ReactNode;
  children: ReactNode;
}

/** A finger that rests picks up; one that moves scrolls. */
const TOUCH_MS = 220;
const MOUSE_PIXELS = 5;

const POINTER = PointerSensor.configure({
  // All of it can be gripped, though only its handle is named for the keyboard.
  activatorElements: (source) => [source.element],
  // Links included: people grip a card by what it is called.
  preventActivation: ({ target }, source) => {
    if (!(target instanceof Element) || source.handle?.contains(target)) return false;
    return target.closest("input, select, textarea, button, [contenteditable=true]") !== null;
  },
  activationConstraints: (event) =>
    event.pointerType === "touch"
      ? [new PointerActivationConstraints.Delay({ value: TOUCH_MS, tolerance: 6 })]
      : [new PointerActivationConstraints.Distance({ value: MOUSE_PIXELS })],
});
const KEYS = {
  start: ["Space"],
  cancel: ["Escape"],
  end: ["Space", "Enter", "Tab"],
  up: ["ArrowUp"],
  down: ["ArrowDown"],
  left: ["ArrowLeft"],
  right: ["ArrowRight"],
};

/** Rules for every element of the page make picking up slow: what is dragged has its own in the styles of its feature. */
function isLight(plugin: unknown): boolean {
  return plugin !== Cursor && plugin !== PreventSelection;
}

function nonce(): string {
  return document.querySelector<HTMLMetaElement>("meta[property='csp-nonce']")?.nonce ?? "";
}

function sourceOf<Source>(operation: { source: { data: Data } | null }): Source | undefined {
  return operation.source?.data.source as Source | undefined;
}

function targetOf<Target>(operation: { target: { data: Data } | null }): Target | undefined {
  return operation.target?.data.target as Target | undefined;
}

export function Dragging<Source, Target>(props: DraggingProps<Source, Target>) {
  const { titleOf, nameOf, step, onLift, onDrop, overlay, children } = props;
  const { t } = useTranslation();
  const plugins = useMemo(() => {
    const told = (operation: { target: { data: Data } | null }, some: "over" | "dropped", none: string) => {
      const target = targetOf<Target>(operation);
      return target === undefined ? none : t(`drag.${some}`, { name: nameOf(target) });
    };
    return [
      StyleInjector.configure({ nonce: nonce() }),
      AutoScroller.configure({ threshold: { x: 0.12, y: 0.16 } }),
      Feedback.configure({ dropAnimation: null }),
      Accessibility.configure({
        screenReaderInstructions: { draggable: t("drag.keys") },
        announcements: {
          dragstart: ({ operation }: DragStartEvent) => {
            const source = sourceOf<Source>(operation);
            return source === undefined ? undefined : t("drag.picked", { title: titleOf(source) });
          },
          dragover: ({ operation }: DragOverEvent) => told(operation, "over", t("drag.overNone")),
          dragend: ({ operation, canceled }: DragEndEvent) =>
            canceled ? t("drag.putBack") : told(operation, "dropped", t("drag.putBack")),
        },
      }),
    ];
  }, [titleOf, nameOf, t]);
  const sensors = useMemo(
    () => [POINTER, KeyboardSensor.configure({ offset: { x: step.x, y: step.y }, keyboardCodes: KEYS })],
    [step.x, step.y],
  );
  return (
    <DragDropProvider
      sensors={sensors}
      plugins={(defaults) => [...defaults.filter(isLight), ...plugins]}
      onDragStart={({ operation }) => {
        const source = sourceOf<Source>(operation);
        if (source !== undefined) onLift(source);
      }}
      onDragEnd={({ operation, canceled }) => {
        onLift(null);
        const source = sourceOf<Source>(operation);
        const target = targetOf<Target>(operation);
        if (!canceled && source !== undefined && target !== undefined) onDrop(source, target);
      }}
    >
      {children}
      <DragOverlay className="drag-overlay" dropAnimation={null}>
        {(dragged) => overlay((dragged.data as { source: Source }).source)}
      </DragOverlay>
    </DragDropProvider>
  );
}
