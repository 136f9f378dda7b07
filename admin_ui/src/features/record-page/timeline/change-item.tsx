/** A change of fields in a timeline, and the way to take it back. */

import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";

import { asProblem } from "../../../lib/api/problem";
import { changeRecord } from "../../../lib/api/records";
import type { ChangeEntry } from "../../../lib/api/timeline";
import { textOf } from "../../../lib/label";
import { fieldOf } from "../../../lib/model";
import { FieldShow } from "../../../fields/field-show";
import { controlOf } from "../../../fields/registry";
import { useProblemText } from "../../../ui/problem-note";
import { useMessage } from "../../../ui/use-message";
import { useRecord } from "../record-context";
import { Event } from "./event";

const KINDS = new Set(["create", "update", "delete", "restore", "stage", "owner", "import", "undo"]);

export function ChangeItem({ entry }: { entry: ChangeEntry }) {
  const { t, i18n } = useTranslation();
  const { entity, record, place, editable, onChanged } = useRecord();
  const message = useMessage();
  const say = useProblemText();
  const undo = useMutation({
    mutationFn: () => {
      const before = entry.changes.flatMap(({ field: name, before: value }) => {
        const field = fieldOf(entity, name);
        return field ? [[name, controlOf(field.type).toWire(value ?? null)] as const] : [];
      });
      return changeRecord(place, record.id, record.version, Object.fromEntries(before), null);
    },
    onSuccess: (next) => {
      message.success(t("timeline.undone"));
      onChanged(next);
    },
    onError: (error) => void message.error(say(asProblem(error))),
  });
  const told = entry.changes.flatMap((change) => {
    const field = fieldOf(entity, change.field);
    return field ? [{ ...change, field }] : [];
  });
  const names = KINDS.has(entry.event) && (entry.event !== "update" || told.length === 0);
  return (
    <Event
      entry={entry}
      more={
        entry.undoable && editable ? (
          <Button
            type="link"
            size="small"
            className="quiet"
            loading={undo.isPending}
            onClick={() => undo.mutate()}
          >
            {t("action.undo")}
          </Button>
        ) : null
      }
    >
      {names ? <div>{t(`history.kind.${entry.event}` as "history.kind.create")}</div> : null}
      {told.map(({ field, before, after }) => (
        <div key={field.name} className="change">
          <span className="muted">{textOf(field.label, i18n.language)}</span>
          <FieldShow field={field} value={before} compact />
          <span aria-hidden="true">→</span>
          <span className="sr-only">{t("history.to")}</span>
          <FieldShow field={field} value={after} compact />
        </div>
      ))}
    </Event>
  );
}
