/** The keyboard's way between the rows of a list and the bar of what can be done with the chosen ones. */

/** Whoever has changed what was chosen goes on among the rows. */
export function toRows(): void {
  document.querySelector<HTMLElement>(".table-scroll")?.focus({ preventScroll: true });
}

/** Returns whether there is a bar to go to. */
export function toBar(): boolean {
  const first = document.querySelector<HTMLElement>(".bulk-bar button:not(:disabled)");
  first?.focus();
  return first !== null;
}
