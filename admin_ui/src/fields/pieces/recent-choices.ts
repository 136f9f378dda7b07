/** Records that were chosen last in pickers, kept in the browser; the server says which may still be chosen. */

const PREFIX = "formloom.recent.choices.";
const MOST = 6;

function keyOf(place: { workspace: string; app: string; entity: string }): string {
  return `${PREFIX}${place.workspace}.${place.app}.${place.entity}`;
}

export function recentChoices(place: { workspace: string; app: string; entity: string }): number[] {
  try {
    const kept: unknown = JSON.parse(window.localStorage.getItem(keyOf(place)) ?? "[]");
    return Array.isArray(kept) ? kept.filter((id): id is number => Number.isSafeInteger(id)) : [];
  } catch {
    return [];
  }
}

export function rememberChoice(place: { workspace: string; app: string; entity: string }, id: number): void {
  const ids = [id, ...recentChoices(place).filter((other) => other !== id)].slice(0, MOST);
  try {
    window.localStorage.setItem(keyOf(place), JSON.stringify(ids));
  } catch {
    // A full or forbidden store only means that nothing is remembered.
  }
}
