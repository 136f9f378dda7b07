/** Moving a record to a stage: its guidance, and the facts that it asks for. */

import { useMutation } from "@tanstack/react-query";
import { Modal } from "antd";
import { useCallback, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "../../lib/api/problem";
import { moveToStage } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import { fieldOf, type WireValues } from "../../lib/model";
import { directionOf, factsAsked } from "../../lib/stages";
import type { StageDialogProps } from "../../lib/view-shapes";
import { controlOf } from "../../fields/registry";
import { beginIn, formKeys } from "../../ui/form-keys";
import { ProblemNote } from "../../ui/problem-note";
import { FieldLine } from "./field-line";
import { fieldProblem, sortProblems } from "./problems";

const TITLES = { move: "stage.enter", back: "stage.enterBack", close: "stage.enterEnd" } as const;
const GUIDANCE = ["definition", "goal", "methods", "tools"] as const;

export function StageDialog({
  entity,
  flow,
  record,
  from,
  target,
  send,
  onCancel,
  onMoved,
}: StageDialogProps) {
  const { t, i18n } = useTranslation();
  const { workspace, app } = useAppPlace();
  const [typed, setTyped] = useState<WireValues>({});
  const change = useCallback(
    (field: string, value: unknown) => setTyped((before) => ({ ...before, [field]: value })),
    [],
  );
  const body = useRef<HTMLDivElement>(null);
  const values = { ...record.values, ...typed };
  const move = useMutation({
    mutationFn: () => {
      const facts = Object.keys(typed).flatMap((name) => {
        const field = fieldOf(entity, name);
        return field ? [[name, controlOf(field.type).toWire(typed[name])] as const] : [];
      });
      if (send) return send(Object.fromEntries(facts));
      const place = { workspace, app, entity: entity.name };
      return moveToStage(place, record.id, record.version, target.name, Object.fromEntries(facts));
    },
    onSuccess: onMoved,
  });
  const error = move.error ? asProblem(move.error) : null;
  const { byField, others } = sortProblems(error, entity);
  function problemOf(name: string) {
    const [field, found] = [fieldOf(entity, name), byField.get(name)];
    return field && found ? fieldProblem(found, field, t, i18n.language) : undefined;
  }
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
      okButtonProps={{ autoFocus: asked.length === 0 }}
      afterOpenChange={(shown) => shown && asked.length > 0 && beginIn(body.current)}
    >
      <div className="stack" ref={body} {...formKeys(() => move.mutate(), true)}>
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
              problem={problemOf(fieldName)}
              onChange={change}
            />
          ) : null;
        })}
        {error && (others.length > 0 || byField.size === 0) ? <ProblemNote error={error} /> : null}
      </div>
    </Modal>
  );
}
