/** What keys do in a sheet: move, begin to type, empty, and leave the cell that is typed in. */

import type { KeyboardEvent } from "react";

export interface CellPlace {
  row: number;
  column: number;
}

/** What keys can have done. */
export interface Hand {
  at: CellPlace;
  rows: number;
  columns: number;
  go: (row: number, column: number, extend?: boolean) => void;
  next: (down: number, across: number) => void;
  giveUp: () => void;
  startTyping: () => void;
  empty: () => void;
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Whether Enter chooses from a list that hangs below the cell. */
function isOpenChoice({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.getAttribute("aria-expanded") === "true";
}

export function onTypingKey(event: KeyboardEvent, hand: Hand): void {
  const plainEnter = event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing;
  if (event.key === "Escape") {
    event.stopPropagation();
    hand.giveUp();
  } else if (plainEnter && !isOpenChoice(event)) {
    event.preventDefault();
    hand.next(1, 0);
  } else if (event.key === "Tab") {
    event.preventDefault();
    hand.next(0, event.shiftKey ? -1 : 1);
  }
}

type Deed = (hand: Hand) => void;

const DEEDS: Readonly<Record<string, Deed>> = {
  Home: ({ go, at }) => go(at.row, 0),
  End: ({ go, at, columns }) => go(at.row, columns - 1),
  Enter: ({ startTyping }) => startTyping(),
  F2: ({ startTyping }) => startTyping(),
  Delete: ({ empty }) => empty(),
  Backspace: ({ empty }) => empty(),
};

export function onMovingKey(event: KeyboardEvent, hand: Hand): void {
  // A button in the sheet does what it says.
  if (event.target instanceof HTMLButtonElement) return;
  const step = STEPS[event.key];
  const withModifier = event.ctrlKey || event.metaKey;
  if (step) {
    event.preventDefault();
    const far = withModifier ? Math.max(hand.rows, hand.columns) : 1;
    hand.go(hand.at.row + step[0] * far, hand.at.column + step[1] * far, event.shiftKey);
    return;
  }
  const deed = DEEDS[event.key];
  if (deed) {
    event.preventDefault();
    deed(hand);
  } else if (event.key === "Process") {
    hand.startTyping(); // what an input method makes of the key goes into the cell
  } else if (event.key.length === 1 && !withModifier && !event.altKey) {
    hand.startTyping();
  }
}
