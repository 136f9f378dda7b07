/** Tab leaves a list of several choices as it is: antd would choose, or choose no longer, what the cursor is at. */

import { useRef, type KeyboardEvent } from "react";
import { flushSync } from "react-dom";

/**
 * `close` closes the list. The answer has what goes around the list and stands before its own keys, and whether a change
 * comes of the Tab that leaves it.
 */
export function useTabLeaves(several: boolean, close: () => void) {
  const leaving = useRef(false);
  return {
    onKeyDownCapture: (event: KeyboardEvent) => {
      if (!several || event.key !== "Tab") return;
      leaving.current = true;
      // An open list would keep the focus.
      flushSync(close);
      window.setTimeout(() => (leaving.current = false));
    },
    isLeaving: () => leaving.current,
  };
}
