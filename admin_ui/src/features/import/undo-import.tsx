/** Taking back what an import wrote; records that were changed since are shown before the rest is taken back. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Progress } from "antd";
import { Undo2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "../../lib/api/problem";
import { undoChangeSet, type UndoResult } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import { LeftRecords } from "../../ui/left-records";
import { ProblemNote } from "../../ui/problem-note";

interface UndoImportProps {
  changeSet: number;
  /** What it made and changed. */
  written: Readonly<Record<"created" | "updated", number>>;
  /** It was taken back before. */
  undone: boolean;
  /** What the button says. */
  text: string;
}

export function UndoImport({ changeSet, written, undone, text }: UndoImportProps) {
  const { t } = useTranslation();
  const { workspace } = useAppPlace();
  const queries = useQueryClient();
  const [mode, setMode] = useState<"all" | "rest">("all");
  const [share, setShare] = useState<number>();
  const undo = useMutation({
    mutationFn: () => takeBack(workspace, changeSet, mode, setShare),
    onSettled: () => setShare(undefined),
    onSuccess: ({ change_set }) => {
      // Nothing was taken back: the person sees why, and may take back the rest.
      if (change_set === null) setMode("rest");
      for (const key of ["records", "import-outcome", "imports"])
        void queries.invalidateQueries({ queryKey: [key] });
    },
  });
  const result = undo.data;
  const { conflicts, left } = leftIn(result);
  const isDone = typeof result?.change_set === "number";
  if (isDone && left > 0)
    return <span className="note warn">{t("import.takenBackPartly", { count: result.restored, left })}</span>;
  if (isDone || undone) return <TakenBack {...written} />;
  return (
    <>
      <Button
        icon={<Undo2 size={15} aria-hidden="true" />}
        loading={undo.isPending}
        onClick={() => undo.mutate()}
      >
        {mode === "all" ? text : t("import.undoRest")}
      </Button>
      {share === undefined ? null : (
        <Progress
          className="undo-progress"
          percent={Math.round(100 * share)}
          aria-label={t("undo.progress")}
        />
      )}
      {conflicts.length > 0 ? <Conflicts conflicts={conflicts} count={left} /> : null}
      {undo.error ? <ProblemNote error={undo.error} /> : null}
    </>
  );
}

function leftIn(result: UndoResult | undefined) {
  const conflicts = result?.conflicts ?? [];
  return { conflicts, left: result?.count ?? conflicts.length };
}

function Conflicts({ conflicts, count }: { conflicts: UndoResult["conflicts"]; count: number }) {
  const { t } = useTranslation();
  const { workspace, app } = useAppPlace();
  return (
    <div className="note warn" role="alert">
      <div>
        {t("import.undoConflicts", { count })}
        <LeftRecords workspace={workspace} app={app} records={conflicts} count={count} />
      </div>
    </div>
  );
}

function TakenBack({ created, updated }: UndoImportProps["written"]) {
  const { t } = useTranslation();
  const said = [
    t("import.undone"),
    ...(created > 0 ? [t("import.takenBack.created", { count: created })] : []),
    ...(updated > 0 ? [t("import.takenBack.updated", { count: updated })] : []),
  ];
  return (
    <div className="note ok" role="status">
      <div>
        {said.map((sentence) => (
          <div key={sentence}>{sentence}</div>
        ))}
      </div>
    </div>
  );
}

/** Take everything back, or say what stands against it. */
async function takeBack(
  workspace: string,
  changeSet: number,
  mode: "all" | "rest",
  onProgress: (share: number) => void,
): Promise<UndoResult> {
  try {
    return await undoChangeSet(workspace, changeSet, mode, onProgress);
  } catch (error) {
    if (mode === "all" && asProblem(error).code === "undo_conflicts")
      return undoChangeSet(workspace, changeSet, "check");
    throw error;
  }
}
