/** Tells the other tabs of this browser that somebody signed in or out here. */

export type SessionNews = "in" | "out";

const NAME = "formloom.session";

/** Where storage is closed, other tabs learn it as they ask for something. */
export function tellTabs(news: SessionNews): void {
  try {
    // A moment beside it: the same news twice is a change too.
    window.localStorage.setItem(NAME, `${news} ${Date.now()}`);
  } catch {
    return;
  }
}

/** Call back for what another tab tells. Returns what stops listening. */
export function hearTabs(callback: (news: SessionNews) => void): () => void {
  function hear({ key, newValue }: StorageEvent) {
    if (key !== NAME || newValue === null) return;
    callback(newValue.startsWith("out") ? "out" : "in");
  }
  window.addEventListener("storage", hear);
  return () => window.removeEventListener("storage", hear);
}
