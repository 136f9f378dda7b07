/** What can be done with the chosen rows. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { Trash2, X } from "lucide-react";
import { useTranslation } from "react-i18next";

import { asProblem } from "../../lib/api/problem";
import { deleteMany, type Place } from "../../lib/api/records";
import { useProblemText } from "../../ui/problem-note";
import { useUndo } from "../../ui/use-undo";

interface BulkBarProps {
  place: Place;
  selected: ReadonlySet<number>;
  onDone: () => void;
}

export function BulkBar({ place, selected, onDone }: BulkBarProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const say = useProblemText();
  const queries = useQueryClient();
  const offerUndo = useUndo(place.workspace);
  const remove = useMutation({
    mutationFn: () => deleteMany(place, [...selected]),
    onSuccess: async (result) => {
      const failed = result.failed ?? [];
      if (result.job !== undefined) message.info(t("list.deletingLater"));
      else offerUndo(t("list.deleted", { count: selected.size - failed.length }), result.change_set);
      const reason = failed[0]?.problems[0]?.message;
      if (failed.length > 0)
        message.warning(t("list.notDeleted", { count: failed.length, reason: reason ?? "" }));
      onDone();
      await queries.invalidateQueries({ queryKey: ["records"] });
    },
    onError: (error) => void message.error(say(asProblem(error))),
  });
  return (
    <div className="bulk-bar" role="toolbar" aria-label={t("list.bulk")}>
      <span aria-live="polite">{t("list.selected", { count: selected.size })}</span>
      <Button
        type="text"
        icon={<Trash2 size={15} aria-hidden="true" />}
        loading={remove.isPending}
        onClick={() => remove.mutate()}
      >
        {t("action.delete")}
      </Button>
      <Button
        type="text"
        aria-label={t("list.clearSelection")}
        icon={<X size={15} aria-hidden="true" />}
        onClick={onDone}
      />
    </div>
  );
}
