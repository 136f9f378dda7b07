/** Whether the server can be reached again after the connection was lost. */

import { api } from "./client";

const EVERY_MS = 4_000;

/** Call back once when the server answers again. Returns what stops waiting. */
export function whenBack(callback: () => void): () => void {
  let stopped = false;
  async function ask() {
    try {
      const { response } = await api.GET("/api/v1/setup");
      if (stopped || response.status >= 500) return;
      stop();
      callback();
    } catch {
      // Still away: asked again later.
    }
  }
  const online = () => void ask();
  const timer = window.setInterval(online, EVERY_MS);
  window.addEventListener("online", online);
  function stop() {
    stopped = true;
    window.clearInterval(timer);
    window.removeEventListener("online", online);
  }
  return stop;
}
