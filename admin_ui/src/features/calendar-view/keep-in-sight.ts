/** Keeps the window in which the calendar lists all entries of a day within the screen: the library lets it run out below. */

/** Pixels between the window and the edge of the screen. */
const EDGE = 10;

/** Call it with the head of the window when that is mounted; the library places the window right after. */
export function keepInSight(head: HTMLElement): void {
  const opened = head.closest<HTMLElement>(".calendar-more");
  if (!opened) return;
  queueMicrotask(() => {
    const { top, bottom } = opened.getBoundingClientRect();
    const beyond = bottom + EDGE - document.documentElement.clientHeight;
    if (beyond <= 0) return;
    opened.style.top = `${Math.max(EDGE, top - beyond) + window.scrollY}px`;
  });
}
