/** Takes the record in view out of the trash; nothing for living records. */

import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";

import { asProblem } from "../../lib/api/problem";
import { restoreRecord } from "../../lib/api/records";
import { useProblemText } from "../../ui/problem-note";
import { useMessage } from "../../ui/use-message";
import { useRecord } from "./record-context";

export function RestoreButton() {
  const { t } = useTranslation();
  const { entity, record, place, onChanged, onRefresh } = useRecord();
  const message = useMessage();
  const say = useProblemText();
  const restore = useMutation({
    mutationFn: () => restoreRecord(place, record.id),
    onSuccess: (next) => {
      message.success(t("trash.restored", { count: 1 }));
      onChanged(next);
      onRefresh();
    },
    onError: (error) => void message.error(say(asProblem(error))),
  });
  if (!record.deleted || !entity.actions.includes("delete")) return null;
  return (
    <Button
      className="no-print"
      type="primary"
      loading={restore.isPending}
      icon={<RotateCcw size={14} aria-hidden="true" />}
      onClick={() => restore.mutate()}
    >
      {t("trash.restore")}
    </Button>
  );
}
