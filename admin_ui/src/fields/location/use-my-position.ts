/** Asks the browser where the person is. */

import { useState } from "react";

import type { Position } from "./datum";

const PATIENCE_MS = 15_000;

export function useMyPosition(onFound: (at: Position) => void) {
  const [state, setState] = useState<"idle" | "finding" | "refused">("idle");
  function find() {
    setState("finding");
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) => {
        setState("idle");
        onFound({ latitude, longitude });
      },
      () => setState("refused"),
      { enableHighAccuracy: true, timeout: PATIENCE_MS },
    );
  }
  return { state, find, possible: "geolocation" in navigator };
}
