/** Files that hang on a record: dropped, pasted or chosen, and taken off again. */

import { useMutation, useQuery } from "@tanstack/react-query";
import { Upload } from "lucide-react";
import { useTranslation } from "react-i18next";

import { attachFiles, detachFile, readAttachments } from "../../../lib/api/files";
import { asProblem } from "../../../lib/api/problem";
import { formatCount } from "../../../lib/format/numbers";
import { textOf } from "../../../lib/label";
import type { BlockModel } from "../../../lib/page-model";
import { DropPlace, FileChooser } from "../../../fields/pieces/file-choice";
import { ChosenFiles } from "../../../fields/pieces/files";
import { useSending } from "../../../fields/pieces/use-sending";
import { ProblemNote, useProblemText } from "../../../ui/problem-note";
import { useMessage } from "../../../ui/use-message";
import { useOffer } from "../../../ui/use-undo";
import { useRecord } from "../record-context";

export function FilesBlock({ block }: { block: BlockModel }) {
  const { t, i18n } = useTranslation();
  const { entity, record, place, editable, onRefresh } = useRecord();
  const message = useMessage();
  const say = useProblemText();
  const offer = useOffer();
  const files = useQuery({
    queryKey: ["records", place, "attachments", record.id],
    queryFn: () => readAttachments(place, record.id),
    enabled: entity.attachments === true,
  });
  const attach = useMutation({
    mutationFn: (ids: string[]) => attachFiles(place, record.id, ids),
    onSettled: onRefresh,
  });
  const sending = useSending({ entity: entity.name }, (sent) => attach.mutate(sent.map(({ id }) => id)));
  async function remove(file: string) {
    try {
      await detachFile(place, record.id, file);
      offer(t("file.removed"), async () => {
        await attach.mutateAsync([file]);
        return { type: "success", content: t("undo.taken") };
      });
    } catch (error) {
      message.error(say(asProblem(error)));
    }
    onRefresh();
  }
  if (!entity.attachments) return null;
  const label = textOf(block.label, i18n.language) || t("record.attachments");
  const items = files.data ?? [];
  return (
    <DropPlace
      className="card form-section files-block"
      label={label}
      disabled={!editable}
      onFiles={(chosen) => sending.send(chosen)}
    >
      <div className="row-line">
        <h2>{label}</h2>
        <span className="muted small numeric grow">{formatCount(items.length, i18n.language)}</span>
        {editable ? (
          <FileChooser
            quiet
            several
            disabled={false}
            text={t("file.choose")}
            loading={sending.now.length > 0 || attach.isPending}
            icon={<Upload size={14} aria-hidden="true" />}
            onFiles={(chosen) => sending.send(chosen)}
          />
        ) : null}
      </div>
      <ChosenFiles files={items} disabled={!editable} onRemove={(file) => void remove(file)} />
      {items.length === 0 ? (
        <div className="muted small says-nothing">{t(editable ? "file.dropHere" : "file.none")}</div>
      ) : null}
      {sending.error ? <ProblemNote error={sending.error} about={sending.refused} /> : null}
      {!sending.error && attach.error ? <ProblemNote error={attach.error} /> : null}
    </DropPlace>
  );
}
