/** Choosing the file: dropped, or picked. */

import { useMutation } from "@tanstack/react-query";
import { Spin } from "antd";
import { FileSpreadsheet } from "lucide-react";
import { useId, useState, type DragEvent } from "react";
import { useTranslation } from "react-i18next";

import { uploadImport, type ImportInspection } from "../../lib/api/imports";
import { useAppPlace } from "../../lib/app-context";
import type { EntityModel } from "../../lib/model";
import { ProblemNote } from "../../ui/problem-note";
import { useIsPhone } from "../../ui/use-is-phone";
import { RecentImports } from "./recent-imports";

interface FileStepProps {
  entity: EntityModel;
  /** Why the import that somebody came for cannot be opened. */
  problem: unknown;
  onInspected: (inspection: ImportInspection) => void;
}

export function FileStep({ entity, problem, onInspected }: FileStepProps) {
  const { t } = useTranslation();
  const { workspace, app } = useAppPlace();
  const id = useId();
  const phone = useIsPhone();
  const [over, setOver] = useState(false);
  const upload = useMutation({
    mutationFn: (file: File) => uploadImport(workspace, app, entity.name, file),
    onSuccess: onInspected,
  });

  function take(files: FileList | null) {
    const file = files?.[0];
    if (file && !upload.isPending) upload.mutate(file);
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  }

  return (
    <div className="stack">
      {problem ? <ProblemNote error={problem} /> : null}
      {upload.error ? <ProblemNote error={upload.error} about={upload.variables.name} /> : null}
      <label
        className={over ? "card drop-zone over" : "card drop-zone"}
        htmlFor={id}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {upload.isPending ? <Spin /> : <FileSpreadsheet size={40} strokeWidth={1.2} aria-hidden="true" />}
        <strong>{upload.isPending ? t("import.reading") : t(phone ? "import.choose" : "import.drop")}</strong>
        <span className="muted">{t("import.kinds")}</span>
        <input
          id={id}
          className="sr-only"
          type="file"
          accept=".csv,.tsv,.psv,.txt,.xlsx,.xlsm,.xls,.ods"
          disabled={upload.isPending}
          onChange={(event) => take(event.target.files)}
        />
      </label>
      <RecentImports entity={entity} />
    </div>
  );
}
