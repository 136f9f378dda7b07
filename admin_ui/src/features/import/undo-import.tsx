/** Taking back what an import wrote; records that were changed since are shown before the rest is taken back. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Progress } from "antd";
import { Undo2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "../../lib/api/problem";
import { undoChangeSet, type UndoResult } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import { ProblemNote } from "../../ui/problem-note";

interface UndoImportProps {
  changeSet: number;
  /** It was taken back before. */
  undone: boolean;
  /** What the button says. */
  text: string;
}

export function UndoImport({ changeSet, undone, text }: UndoImportProps) {
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
  const conflicts = result?.conflicts ?? [];
  if (result?.change_set != null) return <TakenBack result={result} />;
  if (undone) return <span className="note ok">{t("import.undone")}</span>;
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
      {conflicts.length > 0 ? (
        <div className="note warn" role="alert">
          <div>
            {t("import.undoConflicts", { count: conflicts.length })}
            <ul>
              {conflicts.slice(0, 8).map(({ id, title, message, code }) => (
                <li key={id}>
                  {title || `#${id}`}: {message || code}
                </li>
              ))}
            </ul>
          </div>
        </div>
      ) : null}
      {undo.error ? <ProblemNote error={undo.error} /> : null}
    </>
  );
}

function TakenBack({ result }: { result: UndoResult }) {
  const { t } = useTranslation();
  const left = result.count ?? result.conflicts.length;
  const text = t(left > 0 ? "import.takenBackPartly" : "import.takenBack", { count: result.restored, left });
  return <span className={left > 0 ? "note warn" : "note ok"}>{text}</span>;
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
