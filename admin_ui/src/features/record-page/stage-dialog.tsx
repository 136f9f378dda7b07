/** Moving a record to a stage: its guidance, and the facts that it asks for. */

import { useQueryClient } from "@tanstack/react-query";
import { Modal } from "antd";
import { useCallback, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { whenBack } from "../../lib/api/connection";
import { moveToStage, type StageTask } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import { attemptStore } from "../../lib/attempts";
import { textOf } from "../../lib/label";
import { fieldOf, type WireValues } from "../../lib/model";
import { useSendOnce, type Tried } from "../../lib/send-once";
import { directionOf, factsAsked, tasksAsked } from "../../lib/stages";
import type { StageDialogProps } from "../../lib/view-shapes";
import { controlOf } from "../../fields/registry";
import { beginIn, formKeys } from "../../ui/form-keys";
import { LostNote } from "../../ui/lost-note";
import { ProblemNote } from "../../ui/problem-note";
import { FieldLine } from "./field-line";
import { fieldProblem, sortProblems } from "./problems";
import { TaskName, useTellTasks } from "./stage-tasks";

const TITLES = { move: "stage.enter", back: "stage.enterBack", close: "stage.enterEnd" } as const;
const GUIDANCE = ["definition", "goal", "methods", "tools"] as const;

interface StageMove {
  version: number;
  facts: WireValues;
}

/** The move with what was typed for it: made once, against the version that was seen. */
function useStageMove({ entity, record, target, send, onMoved }: StageDialogProps, typed: WireValues) {
  const { workspace, app, session } = useAppPlace();
  const place = { workspace, app, entity: entity.name };
  const tellTasks = useTellTasks();
  const moving = useSendOnce({
    content: { stage: target.name, typed },
    store: attemptStore(place, `stage ${record.id}`, session.user.id),
    send: ({ request: { version, facts }, key }: Tried<StageMove>) =>
      send ? send(facts, key) : moveToStage(place, record.id, version, target.name, facts, key),
    renew: wanted,
    onSent: (moved) => {
      tellTasks(record, moved);
      onMoved(moved);
    },
  });
  function wanted(): StageMove {
    const facts = Object.keys(typed).flatMap((name) => {
      const field = fieldOf(entity, name);
      return field ? [[name, controlOf(field.type).toWire(typed[name])] as const] : [];
    });
    return { version: record.version, facts: Object.fromEntries(facts) };
  }
  return { ...moving, move: () => moving.send(wanted()) };
}

/** What is to be done before the record may go on. */
function Undone({ tasks }: { tasks: readonly StageTask[] }) {
  const { t } = useTranslation();
  return (
    <div className="note">
      {t("stage.undone")}
      <ul>
        {tasks.map((task, index) => (
          <li key={task.id ?? `at ${index}`}>
            <TaskName task={task} />
          </li>
        ))}
      </ul>
    </div>
  );
}

export function StageDialog(props: StageDialogProps) {
  const { entity, flow, record, from, target, onCancel } = props;
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const [typed, setTyped] = useState<WireValues>({});
  const change = useCallback(
    (field: string, value: unknown) => setTyped((before) => ({ ...before, [field]: value })),
    [],
  );
  const body = useRef<HTMLDivElement>(null);
  const values = { ...record.values, ...typed };
  const { move, sending, error } = useStageMove(props, typed);
  const { byField, others } = sortProblems(error, entity);
  function problemOf(name: string) {
    const [field, found] = [fieldOf(entity, name), byField.get(name)];
    return field && found ? fieldProblem(found, field, t, i18n.language) : undefined;
  }
  function cancel() {
    // Nobody knows whether the record was moved: it is read again as soon as that can be.
    if (error?.offline) whenBack(() => void queries.invalidateQueries({ queryKey: ["records"] }));
    onCancel();
  }
  const required = new Set(factsAsked(flow, from, target));
  const blank = [...required].filter((name) => {
    const field = fieldOf(entity, name);
    return field !== undefined && controlOf(field.type).isBlank(record.values[name]);
  });
  const asked = [...new Set([...blank, ...byField.keys()])];
  const undone = tasksAsked(flow, from, target, record.stage_tasks ?? []);
  const direction = directionOf(flow, from, target);
  const name = textOf(target.label, i18n.language);
  const guidance = GUIDANCE.filter((part) => target.guidance?.[part]);
  return (
    <Modal
      open
      title={t(TITLES[direction], { name })}
      okText={t(`stage.${direction}`)}
      cancelText={t("action.cancel")}
      confirmLoading={sending}
      onCancel={cancel}
      onOk={move}
      okButtonProps={{ autoFocus: asked.length === 0 }}
      afterOpenChange={(shown) => shown && asked.length > 0 && beginIn(body.current)}
    >
      <div className="stack" ref={body} {...formKeys(move, true)}>
        {guidance.map((part) => (
          <div key={part}>
            <div className="muted small">{t(`guidance.${part}`)}</div>
            <div>{textOf(target.guidance?.[part], i18n.language)}</div>
          </div>
        ))}
        {undone.length > 0 ? <Undone tasks={undone} /> : null}
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
        {error?.offline ? <LostNote onRetry={move} /> : null}
        {error && !error.offline && (others.length > 0 || byField.size === 0) ? (
          <ProblemNote error={error} />
        ) : null}
      </div>
    </Modal>
  );
}
