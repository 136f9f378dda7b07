/** The keyboard stays with a card that was moved: its grip is a new one in the other column. */

const MOST_FRAMES = 10;

/** Focus the grip of a card once it stands in its new place, unless somebody has gone elsewhere meanwhile. */
export function followCard(id: number): void {
  const before = document.activeElement;
  let frames = 0;
  function look() {
    const now = document.activeElement;
    const lost = now === before || now === document.body || now?.id === "content";
    if (!lost || (frames += 1) > MOST_FRAMES) return;
    const grip = document.querySelector<HTMLElement>(`[data-card="${id}"]`);
    if (grip && grip !== before) grip.focus({ preventScroll: true });
    else window.requestAnimationFrame(look);
  }
  window.requestAnimationFrame(look);
}
