/** The banner that says what to do next, with the guidance of the stage beside it. */

import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { RecordData, StageTask } from "../../lib/api/records";
import { momentOf, timeZoneOf, useAppPlace } from "../../lib/app-context";
import { formatInstant } from "../../lib/format/dates";
import { textOf } from "../../lib/label";
import type { StageModel } from "../../lib/model";
import { useRecord, useWriting } from "./record-context";
import { StageDialog } from "./stage-dialog";
import { TaskChecklist } from "./stage-tasks";
import { flowOf } from "../../lib/stages";
import { whatsNext, type NextStep } from "./whats-next";

const TONES: Record<NextStep["kind"], string> = {
  late: "bad",
  today: "warn",
  rotting: "warn",
  missing: "info",
  unplanned: "info",
  ready: "ok",
};
const GUIDANCE = ["definition", "goal", "methods", "tools"] as const;

/** The sentence for a step. */
function useSentence(): (step: NextStep) => string {
  const { t, i18n } = useTranslation();
  const place = useAppPlace();
  return (step) => {
    const name = "stage" in step ? textOf(step.stage.label, i18n.language) : "";
    switch (step.kind) {
      case "late":
        return step.days > 0 ? t("nextStep.late", { count: step.days }) : t("nextStep.lateToday");
      case "today":
        return t("nextStep.today", { at: formatInstant(step.at, timeZoneOf(place), true) });
      case "rotting":
        return t("nextStep.rotting", { name, count: step.days, limit: step.limit });
      case "missing": {
        const facts = step.fields.map(({ label }) => textOf(label, i18n.language));
        return t("nextStep.missing", { name, facts: facts.join(t("nextStep.comma")) });
      }
      case "unplanned":
        return t("nextStep.unplanned");
      case "ready":
        return t("nextStep.ready", { name });
    }
  };
}

/** The next step, unless the record is only ready to move on and whoever looks at it may not move it. */
function forReader(next: NextStep | undefined, editable: boolean): NextStep | undefined {
  return next?.kind === "ready" && !editable ? undefined : next;
}

export function NextStepBanner() {
  const { t } = useTranslation();
  const { entity, record, editable, onChanged } = useRecord();
  const place = useAppPlace();
  const [now] = useState(() => Date.now());
  const [target, setTarget] = useState<StageModel | null>(null);
  const flow = flowOf(place.model, entity, record.values, record.stage_flow, momentOf(place, now));
  const next = record.deleted ? undefined : whatsNext(entity, record, flow, timeZoneOf(place), now);
  const step = forReader(next, editable);
  const here = flow?.stages.find(({ name }) => name === record.values.stage);
  const tasks = tasksOf(record);
  if (!step && !tasks.some(({ state }) => state === "open")) return null;
  return (
    <section className={`next-step ${step ? TONES[step.kind] : "info"}`} aria-label={t("nextStep.title")}>
      <StepLine step={step} onMove={setTarget} />
      <TaskChecklist tasks={tasks} />
      {here ? <Guidance stage={here} /> : null}
      {target && flow ? (
        <StageDialog
          entity={entity}
          flow={flow}
          record={record}
          from={here?.name ?? null}
          target={target}
          onCancel={() => setTarget(null)}
          onMoved={(moved) => {
            setTarget(null);
            onChanged(moved);
          }}
        />
      ) : null}
    </section>
  );
}

interface StepLineProps {
  step: NextStep | undefined;
  onMove: (stage: StageModel) => void;
}

/** What to do next; where nothing but tasks is left, that these are. */
function StepLine({ step, onMove }: StepLineProps) {
  const { t } = useTranslation();
  const say = useSentence();
  return (
    <div className="row-line wrap-line">
      <span className="next-step-says grow">{step ? say(step) : t("stage.tasks")}</span>
      {step ? <StepActions step={step} onMove={onMove} /> : null}
    </div>
  );
}

/** The tasks of the stage, unless the record is deleted. */
function tasksOf({ deleted, stage_tasks: tasks = [] }: RecordData): StageTask[] {
  return deleted ? [] : tasks;
}

function StepActions({ step, onMove }: { step: NextStep; onMove: (stage: StageModel) => void }) {
  const { t } = useTranslation();
  const { entity, editable } = useRecord();
  const write = useWriting();
  if (step.kind === "missing" || step.kind === "ready") {
    return editable ? (
      <Button size="small" onClick={() => onMove(step.stage)}>
        {t(step.kind === "missing" ? "nextStep.fillIn" : "stage.move")}
      </Button>
    ) : null;
  }
  return entity.followed ? (
    <Button size="small" onClick={write}>
      {t("nextStep.write")}
    </Button>
  ) : null;
}

function Guidance({ stage }: { stage: StageModel }) {
  const { t, i18n } = useTranslation();
  const parts = GUIDANCE.filter((part) => stage.guidance?.[part]);
  if (parts.length === 0) return null;
  return (
    <details className="guidance">
      <summary>{t("nextStep.guidance", { name: textOf(stage.label, i18n.language) })}</summary>
      <dl>
        {parts.map((part) => (
          <div key={part}>
            <dt>{t(`guidance.${part}`)}</dt>
            <dd>{textOf(stage.guidance?.[part], i18n.language)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
