/** Offers to take back what was just done to records, by a click or a key, in a message that stays long enough to read. */

import { App, Button } from "antd";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { asProblem } from "../lib/api/problem";
import { undoChangeSet } from "../lib/api/records";
import { useProblemText } from "./problem-note";

let shown = 0;
/** What can be taken back now, the last of it at the end. */
let offers: readonly { key: string; undo: () => void }[] = [];

/** Ctrl or ⌘ with Z takes back what was done last, as long as it is offered and nobody is typing. */
function onKey(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  const chord = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
  const last = offers.at(-1);
  if (!chord || event.key.toLowerCase() !== "z" || event.defaultPrevented || !last) return;
  if (target.closest("input:not(.row-check), textarea, [contenteditable=true]")) return;
  event.preventDefault();
  last.undo();
}

function withdraw(key: string): void {
  offers = offers.filter((offer) => offer.key !== key);
  if (offers.length === 0) document.removeEventListener("keydown", onKey);
}

/** Returns what says what happened and calls the way back on a click. */
function useMessage(): (text: string, back: () => Promise<void>) => void {
  const { message } = App.useApp();
  const { t } = useTranslation();
  const say = useProblemText();
  return (text, back) => {
    const key = `undo-${(shown += 1)}`;
    async function undo() {
      if (!offers.some((offer) => offer.key === key)) return; // while its message goes away
      withdraw(key);
      message.destroy(key);
      try {
        await back();
      } catch (error) {
        message.error(say(asProblem(error)));
      }
    }
    const content = (
      <span className="row-line">
        {text}
        <Button type="link" size="small" onClick={() => void undo()}>
          {t("action.undo")}
        </Button>
      </span>
    );
    document.addEventListener("keydown", onKey);
    offers = [...offers, { key, undo: () => void undo() }];
    message.open({ key, type: "success", content, duration: 10, onClose: () => withdraw(key) });
  };
}

/** Returns a function that says what happened and undoes the change set on a click. */
export function useUndo(workspace: string): (text: string, changeSet: number | null | undefined) => void {
  const { message } = App.useApp();
  const { t } = useTranslation();
  const queries = useQueryClient();
  const open = useMessage();
  return (text, changeSet) => {
    if (changeSet == null) {
      message.success(text);
      return;
    }
    open(text, async () => {
      const result = await undoChangeSet(workspace, changeSet, "rest");
      void queries.invalidateQueries({ queryKey: ["templates"] });
      await queries.invalidateQueries({ queryKey: ["records"] });
      const left = result.count ?? result.conflicts.length;
      if (left > 0) message.warning(t("undo.partly", { count: result.restored, left }));
      else message.success(t("undo.done", { count: result.restored }));
    });
  };
}

/** Returns a function that offers a way back of one's own; it says false when others changed the record meanwhile. */
export function useWayBack(): (text: string, back: () => Promise<boolean>) => void {
  const { message } = App.useApp();
  const { t } = useTranslation();
  const open = useMessage();
  return (text, back) =>
    open(text, async () => {
      if (await back()) message.success(t("undo.done", { count: 1 }));
      else message.warning(t("undo.partly", { count: 0, left: 1 }));
    });
}
