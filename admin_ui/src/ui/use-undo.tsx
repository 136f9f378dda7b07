/** Offers to take back what was just done to records, by a click or a key, in a message that stays long enough to read. */

import { Button } from "antd";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { asProblem } from "../lib/api/problem";
import { undoChangeSet, type UndoResult } from "../lib/api/records";
import { useProblemText } from "./problem-note";
import { useMessage, type MessageContent } from "./use-message";

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

/** What is said once it was taken back. */
export type Outcome = Pick<MessageContent, "type" | "content">;

/** Returns what says what happened and calls the way back on a click; what came of it is said in its place. */
export function useOffer(): (text: string, back: () => Promise<Outcome>) => void {
  const message = useMessage();
  const { t } = useTranslation();
  const say = useProblemText();
  return (text, back) => {
    const key = `undo-${(shown += 1)}`;
    async function undo() {
      if (!offers.some((offer) => offer.key === key)) return; // while its message goes away
      withdraw(key);
      message.open({ key, type: "loading", content, duration: 0 });
      try {
        message.open({ key, ...(await back()) });
      } catch (error) {
        message.open({ key, type: "error", content: say(asProblem(error)) });
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
    message.open({ key, type: "success", content, duration: 10, onEnd: () => withdraw(key) });
  };
}

/** Whether nothing is taken back because whoever changed it may not change it any more. */
export function isOutOfReach({ restored, conflicts }: UndoResult): boolean {
  return restored === 0 && conflicts.length > 0 && conflicts.every(({ code }) => code === "out_of_reach");
}

/** Returns what takes a change set back and tells what came of it. */
function useRestored(workspace: string): (changeSet: number) => Promise<Outcome> {
  const { t } = useTranslation();
  const queries = useQueryClient();
  return async (changeSet) => {
    const result = await undoChangeSet(workspace, changeSet, "rest");
    void queries.invalidateQueries({ queryKey: ["templates"] });
    await queries.invalidateQueries({ queryKey: ["records"] });
    const left = result.count ?? result.conflicts.length;
    if (isOutOfReach(result)) return { type: "warning", content: t("undo.outOfReach") };
    return left > 0
      ? { type: "warning", content: t("undo.partly", { count: result.restored, left }) }
      : { type: "success", content: t("undo.done", { count: result.restored }) };
  };
}

/** Returns a function that takes a change set back at once, and says so. */
export function useTakeBack(workspace: string): (changeSet: number) => Promise<void> {
  const message = useMessage();
  const say = useProblemText();
  const restored = useRestored(workspace);
  return async (changeSet) => {
    try {
      message.open(await restored(changeSet));
    } catch (error) {
      message.error(say(asProblem(error)));
    }
  };
}

/** Returns a function that says what happened and undoes the change set on a click. */
export function useUndo(workspace: string): (text: string, changeSet: number | null | undefined) => void {
  const message = useMessage();
  const offer = useOffer();
  const restored = useRestored(workspace);
  return (text, changeSet) => {
    if (changeSet == null) message.success(text);
    else offer(text, () => restored(changeSet));
  };
}

/** Changes made in place that can be taken back, the last of them at the end. */
let changes: readonly { text: string; back: () => Promise<boolean> }[] = [];
const IN_PLACE = "undo-in-place";

/** Nothing that one person did is taken back by the keys of whoever signs in next. */
export function forgetWaysBack(): void {
  changes = [];
  offers.forEach(({ key }) => withdraw(key));
}

/**
 * Returns what offers ways back for changes that are made one after another, in one message: it tells the last of them
 * and how many can be taken back, one by one. A way back says false when others changed the record meanwhile.
 */
export function useWayBack(): (text: string, back: () => Promise<boolean>) => void {
  const { t } = useTranslation();
  const message = useMessage();
  const say = useProblemText();
  const low = { key: IN_PLACE, low: true } as const;

  function end() {
    changes = [];
    withdraw(IN_PLACE);
  }

  /** Say something, with the way back of the last change that is left. */
  function show(outcome: Outcome) {
    withdraw(IN_PLACE);
    if (changes.length === 0) {
      message.open({ ...low, ...outcome });
      return;
    }
    document.addEventListener("keydown", onKey);
    offers = [...offers, { key: IN_PLACE, undo: () => void undo() }];
    const content = (
      <span className="row-line">
        {outcome.content}
        <Button type="link" size="small" onClick={() => void undo()}>
          {changes.length > 1 ? t("undo.oneOf", { count: changes.length }) : t("action.undo")}
        </Button>
      </span>
    );
    message.open({ ...low, type: outcome.type, content, duration: 10, onEnd: end });
  }

  async function undo() {
    const last = changes.at(-1);
    if (!last || !offers.some(({ key }) => key === IN_PLACE)) return; // while another is taken back
    changes = changes.slice(0, -1);
    withdraw(IN_PLACE);
    message.open({ ...low, type: "loading", content: last.text, duration: 0 });
    try {
      const isDone = await last.back();
      show(
        isDone
          ? { type: "success", content: t("undo.done", { count: 1 }) }
          : { type: "warning", content: t("undo.partly", { count: 0, left: 1 }) },
      );
    } catch (error) {
      show({ type: "error", content: say(asProblem(error)) });
    }
  }

  return (text, back) => {
    changes = [...changes, { text, back }];
    show({ type: "success", content: text });
  };
}
