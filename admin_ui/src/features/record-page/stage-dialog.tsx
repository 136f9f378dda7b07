/** Moving a record to a stage: its guidance, and the facts that it asks for. */

import { useMutation } from "@tanstack/react-query";
import { Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "../../lib/api/problem";
import { moveToStage, type RecordData } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import { fieldOf, type EntityModel, type FlowModel, type StageModel, type WireValues } from "../../lib/model";
import { controlOf } from "../../fields/registry";
import { ProblemNote } from "../../ui/problem-note";
import { FieldLine } from "./field-line";
import { problemText, sortProblems } from "./problems";
import { directionOf, factsAsked } from "./stages";

interface StageDialogProps {
  entity: EntityModel;
  flow: FlowModel;
  record: RecordData;
  from: string | null;
  target: StageModel;
  onCancel: () => void;
  onMoved: (record: RecordData) => void;
}

const TITLES = { move: "stage.enter", back: "stage.enterBack", close: "stage.enterEnd" } as const;
const GUIDANCE = ["definition", "goal", "methods", "tools"] as const;

export function StageDialog({ entity, flow, record, from, target, onCancel, onMoved }: StageDialogProps) {
  const { t, i18n } = useTranslation();
  const { workspace, app } = useAppPlace();
  const [typed, setTyped] = useState<WireValues>({});
  const values = { ...record.values, ...typed };
  const move = useMutation({
    mutationFn: () => {
      const facts = Object.keys(typed).flatMap((name) => {
        const field = fieldOf(entity, name);
        return field ? [[name, controlOf(field.type).toWire(typed[name])] as const] : [];
      });
      const place = { workspace, app, entity: entity.name };
      return moveToStage(place, record.id, record.version, target.name, Object.fromEntries(facts));
    },
    onSuccess: onMoved,
  });
  const error = move.error ? asProblem(move.error) : null;
  const { byField, others } = sortProblems(error, entity);
  const messages = new Map(
    [...byField].map(([at, problem]) => [at, problemText(problem, entity, t, i18n.language)]),
  );
  const required = new Set(factsAsked(flow, from, target));
  const blank = [...required].filter((name) => {
    const field = fieldOf(entity, name);
    return field !== undefined && controlOf(field.type).isBlank(record.values[name]);
  });
  const asked = [...new Set([...blank, ...byField.keys()])];
  const direction = directionOf(flow, from, target);
  const name = textOf(target.label, i18n.language);
  const guidance = GUIDANCE.filter((part) => target.guidance?.[part]);
  return (
    <Modal
      open
      title={t(TITLES[direction], { name })}
      okText={t(`stage.${direction}`)}
      cancelText={t("action.cancel")}
      confirmLoading={move.isPending}
      onCancel={onCancel}
      onOk={() => move.mutate()}
    >
      <div className="stack">
        {guidance.map((part) => (
          <div key={part}>
            <div className="muted small">{t(`guidance.${part}`)}</div>
            <div>{textOf(target.guidance?.[part], i18n.language)}</div>
          </div>
        ))}
        {asked.length > 0 ? <div className="note">{t("stage.facts")}</div> : null}
        {asked.map((fieldName) => {
          const field = fieldOf(entity, fieldName);
          return field ? (
            <FieldLine
              key={fieldName}
              field={field}
              item={{ field: fieldName }}
              entity={entity.name}
              values={values}
              editing
              required={required.has(fieldName)}
              locked={false}
              problem={messages.get(fieldName)}
              onChange={(value) => setTyped({ ...typed, [fieldName]: value })}
            />
          ) : null;
        })}
        {error && (others.length > 0 || byField.size === 0) ? <ProblemNote error={error} /> : null}
      </div>
    </Modal>
  );
}
