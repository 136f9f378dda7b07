/** Letters typed after the search was asked for and before it stands there: none is lost on a slow machine. */

let early = "";
let stop: (() => void) | null = null;

/** Keep what is typed from now on, until it is taken. */
export function keepEarlyKeys(): void {
  takeEarlyKeys();
  function onKey(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Backspace") early = early.slice(0, -1);
    else if (event.key.length === 1) early += event.key;
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  window.addEventListener("keydown", onKey, { capture: true });
  stop = () => window.removeEventListener("keydown", onKey, { capture: true });
}

/** What was typed meanwhile; from now on letters go where they belong. */
export function takeEarlyKeys(): string {
  const taken = early;
  early = "";
  stop?.();
  stop = null;
  return taken;
}
