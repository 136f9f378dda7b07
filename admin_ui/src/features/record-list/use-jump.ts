/** On the way to an end of a long list: what is pressed meanwhile means the row that is reached there. */

import { useRef, type KeyboardEvent } from "react";
import { flushSync } from "react-dom";

export type Press = Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey">;

export function useJump(toEnd: (side: "next" | "previous") => Promise<void>) {
  const jumping = useRef(false);
  const waiting = useRef<Press[]>([]);
  const act = useRef<(press: Press) => void>(() => undefined);

  async function jump(side: "next" | "previous") {
    jumping.current = true;
    await toEnd(side);
    jumping.current = false;
    while (!jumping.current && waiting.current.length > 0) {
      await new Promise((next) => window.requestAnimationFrame(next));
      const press = waiting.current.shift();
      // Drawn before the next one, which means what this one leads to.
      if (press) flushSync(() => act.current(press));
    }
  }

  /** Whether a key is kept until the end is reached. */
  function waits({ key, shiftKey, ctrlKey, metaKey }: Press): boolean {
    if (!jumping.current && waiting.current.length === 0) return false;
    waiting.current.push({ key, shiftKey, ctrlKey, metaKey });
    return true;
  }

  /** Says what a kept key does once the end is reached. */
  function onPress(next: (press: Press) => void) {
    act.current = next;
  }

  return { jump, waits, onPress };
}
