/** The banner that says what to do next, with the guidance of the stage beside it. */

import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { momentOf, timeZoneOf, useAppPlace } from "../../lib/app-context";
import { formatInstant } from "../../lib/format/dates";
import { textOf } from "../../lib/label";
import type { StageModel } from "../../lib/model";
import { useRecord, useWriting } from "./record-context";
import { StageDialog } from "./stage-dialog";
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

export function NextStepBanner() {
  const { t } = useTranslation();
  const { entity, record, onChanged } = useRecord();
  const place = useAppPlace();
  const say = useSentence();
  const [now] = useState(() => Date.now());
  const [target, setTarget] = useState<StageModel | null>(null);
  const flow = flowOf(place.model, entity, record.values, record.stage_flow, momentOf(place, now));
  const step = record.deleted ? undefined : whatsNext(entity, record, flow, timeZoneOf(place), now);
  const here = flow?.stages.find(({ name }) => name === record.values.stage);
  if (!step) return null;
  return (
    <section className={`next-step ${TONES[step.kind]}`} aria-label={t("nextStep.title")}>
      <div className="row-line wrap-line">
        <span className="next-step-says grow">{say(step)}</span>
        <StepActions step={step} onMove={setTarget} />
      </div>
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
