/** Moves that were not answered: each waits for the connection, and can be tried again or given up meanwhile. */

import { Button } from "antd";
import { useTranslation } from "react-i18next";

import type { BoardRow } from "../../lib/api/boards";
import { whenBack } from "../../lib/api/connection";
import type { Place } from "../../lib/api/records";
import { useMessage } from "../../ui/use-message";

/** Kept outside of the board: what was promised is sent from another page too. */
const stops = new Map<string, () => void>();

export function useWaiting({ workspace, app, entity }: Place) {
  const message = useMessage();
  const { t } = useTranslation();
  const keyOf = ({ id }: BoardRow) => `move ${workspace}/${app}/${entity}/${id}`;
  /** No move of the record waits any longer. */
  function end(row: BoardRow) {
    const key = keyOf(row);
    stops.get(key)?.();
    stops.delete(key);
    message.close(key);
  }
  function wait({ row, name }: { row: BoardRow; name: string }, giveUp: () => void, again: () => void) {
    const key = keyOf(row);
    function then(act: () => void) {
      end(row);
      act();
    }
    stops.get(key)?.();
    const stop = whenBack(() => then(again));
    stops.set(key, stop);
    const content = (
      <span className="row-line">
        {`${t("board.waits", { title: row.title || `#${row.id}`, name })}${t("problem.sentAgain")}`}
        <Button type="link" size="small" onClick={() => then(again)}>
          {t("action.retry")}
        </Button>
        <Button type="link" size="small" onClick={() => then(giveUp)}>
          {t("action.cancel")}
        </Button>
      </span>
    );
    message.open({ key, type: "warning", content, duration: 0 });
  }
  return { wait, end };
}
