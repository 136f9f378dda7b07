/** Offers to take back what was just done to records, in a message that stays long enough to read. */

import { App, Button } from "antd";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { asProblem } from "../lib/api/problem";
import { undoChangeSet } from "../lib/api/records";
import { useProblemText } from "./problem-note";

/** Returns a function that says what happened and undoes the change set on a click. */
export function useUndo(workspace: string): (text: string, changeSet: number | null | undefined) => void {
  const { message } = App.useApp();
  const { t } = useTranslation();
  const say = useProblemText();
  const queries = useQueryClient();

  async function undo(changeSet: number, key: string) {
    message.destroy(key);
    try {
      const result = await undoChangeSet(workspace, changeSet, "rest");
      await queries.invalidateQueries({ queryKey: ["records"] });
      const left = result.count ?? result.conflicts.length;
      if (left > 0) message.warning(t("undo.partly", { count: result.restored, left }));
      else message.success(t("undo.done", { count: result.restored }));
    } catch (error) {
      message.error(say(asProblem(error)));
    }
  }

  return (text, changeSet) => {
    if (changeSet == null) {
      message.success(text);
      return;
    }
    const key = `undo-${changeSet}`;
    const content = (
      <span className="row-line">
        {text}
        <Button type="link" size="small" onClick={() => void undo(changeSet, key)}>
          {t("action.undo")}
        </Button>
      </span>
    );
    message.open({ key, type: "success", content, duration: 10 });
  };
}
