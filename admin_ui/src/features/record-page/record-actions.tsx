/** What else can be done with a record: copied, printed, labelled, deleted. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { CopyPlus, Ellipsis, Printer, QrCode, Trash2 } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "../../lib/api/problem";
import { deleteRecord } from "../../lib/api/records";
import { DropMenu } from "../../ui/drop-menu";
import { useProblemText } from "../../ui/problem-note";
import { useMessage } from "../../ui/use-message";
import { useUndo } from "../../ui/use-undo";
import { useRecord } from "./record-context";

const QrLabel = lazy(async () => ({ default: (await import("./qr-label")).QrLabel }));
const ICON = { size: 15, "aria-hidden": true } as const;

export function RecordActions({ onGone }: { onGone: () => void }) {
  const { t } = useTranslation();
  const { entity, record, place } = useRecord();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const message = useMessage();
  const say = useProblemText();
  const offerUndo = useUndo(place.workspace);
  const [labelled, setLabelled] = useState(false);
  const remove = useMutation({
    mutationFn: () => deleteRecord(place, record.id, record.version),
    onSuccess: async ({ change_set: changeSet }) => {
      offerUndo(t("list.deleted", { count: 1 }), changeSet);
      onGone();
      await queries.invalidateQueries({ queryKey: ["records"] });
    },
    onError: (error) => void message.error(say(asProblem(error))),
  });
  const params = { ...place, id: String(record.id) };
  const copy = {
    key: "copy",
    icon: <CopyPlus {...ICON} />,
    label: t("record.copy"),
    onClick: () =>
      void navigate({
        to: "/w/$workspace/$app/$entity/new",
        params: { ...place },
        search: { copy: record.id },
      }),
  };
  const print = {
    key: "print",
    icon: <Printer {...ICON} />,
    label: t("record.print"),
    onClick: () => void navigate({ to: "/w/$workspace/$app/$entity/$id/print", params, search: {} }),
  };
  const label = {
    key: "label",
    icon: <QrCode {...ICON} />,
    label: t("record.label"),
    onClick: () => setLabelled(true),
  };
  const trash = {
    key: "delete",
    danger: true,
    icon: <Trash2 {...ICON} />,
    label: t("action.delete"),
    onClick: () => remove.mutate(),
  };
  const items = [
    ...(entity.actions.includes("create") && !record.deleted ? [copy] : []),
    print,
    label,
    ...(entity.actions.includes("delete") && !record.deleted ? [trash] : []),
  ];
  return (
    <>
      <DropMenu menu={{ items }}>
        <Button
          className="no-print"
          icon={<Ellipsis size={16} aria-hidden="true" />}
          loading={remove.isPending}
          aria-label={t("record.more")}
        />
      </DropMenu>
      {labelled ? (
        <Suspense fallback={null}>
          <QrLabel onClose={() => setLabelled(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
